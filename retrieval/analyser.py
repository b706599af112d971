"""The analyser: how text becomes index terms, for documents and for queries alike.

    prepare()        composed Unicode (NFC), Greek letters to their names, typographic hyphens to "-", "IL-2" also as "IL2"       (Python)
    TextAnalyzer     runs of letters and digits, lower case, ASCII folding, Snowball English stems       (Rust, inside tantivy)
    query_terms()    as above, question stopwords left out

So "TNFα", "TNF-α" and "TNF-alpha" share the term "tnfalpha". Ranking (see `text_index`) is BM25 over one body field, title and abstract
together, plus `TITLE_WEIGHT` times BM25 over a title field. A record that is nothing but a title must not win by being short: it has no
title field, and filler stands in its body for the abstract it lacks.
"""

import re
from functools import cache
from unicodedata import normalize

import tantivy

from corpuscle.retrieval.errors import QueryError

ANALYSER_NAME = "corpuscle-en/1"
"""Changes whenever the terms of the same text change; the manifest records it."""

MAX_QUERY_CHARACTERS = 4_000
MAX_QUERY_TERMS = 64

_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρςστυφχψω",
        re.findall(
            r"[a-z]+",
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega",
        ),
        strict=True,
    )
)
_CHARACTERS = (
    _GREEK
    | {letter.upper(): name for letter, name in _GREEK.items()}
    | {"µ": "mu", "ϵ": "epsilon", "ϑ": "theta", "ϕ": "phi", "‐": "-", "‑": "-", "–": "-", "−": "-"}
)
_SPECIAL = re.compile(f"[{''.join(_CHARACTERS)}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HYPHENATED = re.compile(r"[^\W_]++(?:-[^\W_]++)+")

_STOPWORDS: list[str] = re.findall(
    r"[a-z]+",
    """
a about after all also although am among an and any are as at be because been being between both but by can could currently did
do does during each either for from give given had has have having how i if in into is it its itself known list many may me might
more most much must name of on or other our please provide should since so some such than that the their them then there these
they this those through thus to under used using us was we were what when where whether which while who whom whose why will with
within without would you your describe explain tell associated involved
""",
)


def prepare(text: str) -> str:
    """The text as it goes to the tokeniser: composed, Greek letters named, and at its end each hyphenated word once more in one piece."""
    if not text.isascii():
        text = normalize("NFC", text)  # a PDF's "o" and its dots are two characters
        text = _SPECIAL.sub(_plain, text)
    if "-" not in text:
        return text
    candidates = " ".join([word for word in text.split() if "-" in word])
    joined = " ".join(_HYPHENATED.findall(candidates)).replace("-", "")
    return f"{text} {joined}" if joined else text


def build_analyser() -> tantivy.TextAnalyzer:
    """The analyser of the text fields, to be registered under `ANALYSER_NAME`; it expects prepared text."""
    return _builder().filter(tantivy.Filter.stemmer("english")).build()


def query_terms(text: str) -> list[str]:
    """The distinct index terms of a question, in order, at most `MAX_QUERY_TERMS`, question stopwords left out.

    A question of stopwords alone ("WHO?") keeps them. Raises QueryError for a question without a letter or digit, one that is longer
    than `MAX_QUERY_CHARACTERS`, or one with half a character (a lone surrogate).
    """
    if len(text) > MAX_QUERY_CHARACTERS:
        raise QueryError(
            f"The question has {len(text):,} characters; at most {MAX_QUERY_CHARACTERS:,} are read.",
            "Shorten it to what you want to know.",
        )
    if _SURROGATE.search(text):
        raise QueryError("The question holds half a character (a lone surrogate), which no text has.", "Type the question anew.")
    prepared = prepare(text)
    terms = list(dict.fromkeys(_query_analyser().analyze(prepared))) or list(dict.fromkeys(_analyser().analyze(prepared)))
    if not terms:
        raise QueryError("The question is empty: it has neither a letter nor a digit.", "Write a question.")
    return terms[:MAX_QUERY_TERMS]


def text_terms(text: str) -> list[str]:
    """The index terms of a text, in order, repeated as they occur."""
    return _analyser().analyze(prepare(text))


def _builder() -> tantivy.TextAnalyzerBuilder:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())


@cache
def _analyser() -> tantivy.TextAnalyzer:
    return build_analyser()


@cache
def _query_analyser() -> tantivy.TextAnalyzer:
    return _builder().filter(tantivy.Filter.custom_stopword(_STOPWORDS)).filter(tantivy.Filter.stemmer("english")).build()


def _plain(match: re.Match[str]) -> str:
    return _CHARACTERS[match.group()]
