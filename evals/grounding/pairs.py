"""Statements beside the sentence they cite, made from sentences of an index: some say what it says, some do not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from corpuscle.agent.evidence import ReadSentence
from corpuscle.agent.reading import read_sentences
from corpuscle.evals.grounding.faithful import FAITHFUL
from corpuscle.evals.grounding.source import Names, Source
from corpuscle.evals.grounding.unfaithful import UNFAITHFUL, Alteration
from corpuscle.evals.verdict_bench.halves import Half
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.analyser import text_terms
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.hits import Hit

_LONGEST, _SHORTEST = 320, 50
"""Characters of a sentence that is used."""
_ALIKE = 0.3
"""Share of common terms above which two sentences of an article may say the same."""
_RELATED = 6
_PER_ARTICLE = 2
"""Pairs of one kind that an article gives at most."""
_SWAPPABLE = frozenset({"SmallMolecule", "ChemicalEntity", "Drug", "Disease", "PhenotypicFeature", "Gene", "Protein", "AnatomicalEntity"})


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement, and the one sentence it cites."""

    kind: str
    """The alteration's name in words."""
    faithful: bool
    statement: str
    cited: ReadSentence
    half: Half


def drawn(articles: Sequence[Article], count: int) -> list[Article]:
    """So many articles with abstracts, the same ones every time."""
    whole = [article for article in articles if len(article.abstract) > 300 and not article.retracted]
    return sorted(whole, key=lambda article: sha256(f"grounding {article.id}".encode()).digest())[:count]


def pairs(articles: Sequence[Article], linker: Linker, most: int) -> list[Pair]:
    """Pairs from these articles: of each kind at most `most` in each half."""
    read = {article.id: _read(article, linker) for article in articles}
    counts: dict[tuple[str, Half], int] = {}
    made: list[Pair] = []
    for source in _sources(articles, read):
        article_id = source.sentence.article.id
        half: Half = "report" if sha256(article_id.encode()).digest()[0] % 2 else "tune"
        for alteration, faithful in _ALL:
            kind = alteration.__name__.replace("_", " ")
            given = sum(pair.cited.article.id == article_id and pair.kind == kind for pair in made[-60:])
            if counts.get((kind, half), 0) >= most or given >= _PER_ARTICLE:
                continue
            random = Random(f"{article_id} {source.sentence.passage.begin} {kind}")
            statement = alteration(source, random)
            if statement is not None and statement != source.text:
                counts[kind, half] = counts.get((kind, half), 0) + 1
                made.append(Pair(kind, faithful, statement, source.sentence, half))
    return made


_ALL: tuple[tuple[Alteration, bool], ...] = (*((a, True) for a in FAITHFUL), *((a, False) for a in UNFAITHFUL))


def _read(article: Article, linker: Linker) -> list[ReadSentence]:
    sentences = read_sentences("", [Hit(article, 1, 1.0)], (), linker, None)
    return sorted((s for s in sentences if s.passage.section == "abstract"), key=lambda s: s.passage.begin)


def _sources(articles: Sequence[Article], read: dict[str, list[ReadSentence]]) -> Iterator[Source]:
    by_curie: dict[str, list[ReadSentence]] = {}
    for sentences in read.values():
        for sentence in sentences:
            for curie in {mention.entity.curie for mention in sentence.mentions if mention.entity.category in _SWAPPABLE}:
                by_curie.setdefault(curie, []).append(sentence)
    names = [_names(read[article.id]) for article in articles]
    for place, article in enumerate(articles):
        sentences = read[article.id]
        for sentence in sentences:
            if _SHORTEST <= len(sentence.text) <= _LONGEST:
                yield Source(
                    sentence,
                    names[place],
                    _without(names[place - 1], sentence.article_curies),
                    tuple(s.text for s in sentences if _SHORTEST <= len(s.text) <= _LONGEST and not _alike(s.text, sentence.text)),
                    tuple(
                        other.text
                        for mention in sentence.mentions
                        for other in by_curie.get(mention.entity.curie, ())[:_RELATED]
                        if other.article.id != article.id and not _alike(other.text, sentence.text)
                    ),
                )


def _names(sentences: Sequence[ReadSentence]) -> Names:
    found: dict[str, dict[str, str]] = {}
    for mention in (mention for sentence in sentences for mention in sentence.mentions):
        if mention.entity.category in _SWAPPABLE and len(mention.text) > 3 and mention.score > 0.7:
            found.setdefault(mention.entity.category, {}).setdefault(mention.entity.curie, mention.text)
    return {category: tuple(names.items()) for category, names in found.items()}


def _without(names: Names, curies: frozenset[str]) -> Names:
    return {category: tuple(name for name in listed if name[0] not in curies) for category, listed in names.items()}


def _alike(one: str, other: str) -> bool:
    a, b = set(text_terms(one)), set(text_terms(other))
    return len(a & b) > _ALIKE * min(len(a), len(b))
