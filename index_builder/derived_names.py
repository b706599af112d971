"""Names that follow from those of the vocabularies by rules of the language; none of them is taken where a vocabulary has the name.

Words that stand for one another are learned from the vocabularies themselves: where a disease has two names that differ in one word only
("renal failure", "kidney failure"), and many diseases do so with the same two words, the words may be exchanged in other names too.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corpuscle.index_builder.vocabulary import Vocabulary
from corpuscle.kg.names import name_key

_LEARNED_AT = 8
"""Diseases that must exchange two words before others may."""
_HEADS_AT = 5
"""Names of one word that end with a word which names a disease by itself."""
_PRIORITY = 85
_LONGEST_TOKENS = 7
_ADJECTIVES = (
    ("tension", "tensive"), ("vulsion", "vulsive"), ("ression", "ressive"), ("sis", "tic"), ("emia", "emic"), ("uria", "uric"), ("xia", "xic"),
    ("plegia", "plegic"), ("phrenia", "phrenic"), ("penia", "penic"), ("philia", "philic"), ("mania", "manic"), ("tonia", "tonic"),
    ("algia", "algic"), ("phobia", "phobic"), ("thmia", "thmic"), ("kinesia", "kinetic"), ("epsy", "eptic"), ("pathy", "pathic"),
    ("trophy", "trophic"), ("plasia", "plastic"), ("toxicity", "toxic"), ("betes", "betic"), ("spasm", "spastic"), ("itis", "itic"),
    ("oma", "omatous"),
)  # fmt: skip
"""How an adjective is made of a disease's name of one word, by their endings."""


_HARMS = (
    "abnormality",
    "complication",
    "damage",
    "disturbance",
    "dysfunction",
    "impairment",
    "injury",
    "involvement",
    "lesion",
    "toxicity",
)
_INDUCED = re.compile(
    r"(?:(?:chemical and )?(?:drug|substance) (?:induced )?)(\w+(?: \w+)?)|(\w+(?: \w+)?) (?:drug|substance|chemically) induced"
)
_PARTICIPLES = {"deficiency": "deficient", "infection": "infected"}


def derive_names(vocabulary: Vocabulary) -> None:
    """Gives the diseases of a vocabulary their adjectives, and names in which words are exchanged; those that two diseases would get are left."""
    diseases = vocabulary.disease_keys()
    exchanges = learned_exchanges(diseases.values())
    for curie, key in _induced(vocabulary):
        vocabulary.add_induced(key, curie)
    for derived in (_adjectives, _without_drug, _harms):
        vocabulary.add_derived(_unclaimed(derived(vocabulary), vocabulary), _PRIORITY)
    exchanged = list(_exchanged(diseases, exchanges))
    for curie, heading in _same_in_other_words(exchanged, vocabulary):
        vocabulary.place_below(curie, [heading])
    vocabulary.add_derived(_unclaimed(exchanged, vocabulary), _PRIORITY)


def learned_exchanges(names_of_diseases: Iterable[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The words that may stand for each word, in alphabetical order."""
    seen: Counter[tuple[str, str]] = Counter()
    for keys in names_of_diseases:
        at_place: dict[tuple[str, str], set[str]] = {}
        for key in keys:
            for before, word, after in _places(key):
                at_place.setdefault((before, after), set()).add(word)
        seen.update({(a, b) for words in at_place.values() for a in words for b in words if a < b})
    exchanges: dict[str, list[str]] = {}
    for (a, b), diseases in seen.items():
        if diseases >= _LEARNED_AT:
            exchanges.setdefault(a, []).append(b)
            exchanges.setdefault(b, []).append(a)
    return {word: tuple(sorted(others)) for word, others in exchanges.items()}


def adjectives(word: str) -> list[str]:
    """The adjectives of a disease's name of one word: "hypertension" gives "hypertensive"."""
    return [word.removesuffix(noun) + adjective for noun, adjective in _ADJECTIVES if word.endswith(noun) and len(word) > len(noun) + 2][:1]


def _adjectives(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for curie, keys in vocabulary.disease_keys().items():
        for key in keys:
            if vocabulary.owner(key) != curie:
                continue
            before, _, word = key.rpartition(" ")
            if not before:
                for adjective in adjectives(key):
                    yield adjective, curie
            elif word in _PARTICIPLES:
                yield f"{before} {_PARTICIPLES[word]}", curie


def _without_drug(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """ "Drug overdose" is an overdose.

    Words of many names ("withdrawal") say nothing alone, unless they end names of one word too ("toxicity": cardiotoxicity, neurotoxicity).
    """
    single = [key for keys in vocabulary.disease_keys().values() for key in keys if " " not in key]
    for curie, keys in vocabulary.disease_keys().items():
        for key in keys:
            word = key.removeprefix("drug ")
            if word == key or " " in word:
                continue
            if not vocabulary.is_general(word) or sum(name.endswith(word) for name in single) >= _HEADS_AT:
                yield word, curie


def _harms(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """ "Kidney Diseases" is harm of any kind to the kidney, "nephropathy" and "nephrotoxicity" too."""
    for curie, keys in vocabulary.disease_keys().items():
        for key in keys:
            before, _, word = key.rpartition(" ")
            if curie.startswith("MESH:D") and word == "disease" and before:
                for harm in _HARMS:
                    yield f"{before} {harm}", curie
            if not before and word.endswith("pathy") and len(word) > 8:
                yield word.removesuffix("pathy") + "toxicity", curie
                yield word.removesuffix("pathy") + "toxic", curie


def _induced(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Headings for what drugs bring about ("Akathisia, Drug-Induced"), with the name of what they bring about."""
    for curie, keys in vocabulary.disease_keys().items():
        for key in keys:
            if curie.startswith("MESH:D") and (found := _INDUCED.fullmatch(key)) is not None:
                yield curie, found[1] or found[2]


def _exchanged(diseases: Mapping[str, Sequence[str]], exchanges: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for curie, keys in diseases.items():
        for key in keys:
            for before, word, after in _places(key):
                for other in exchanges.get(word, ()):
                    yield " ".join(filter(None, (before, other, after))), curie


def _same_in_other_words(exchanged: Iterable[tuple[str, str]], vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Nodes that are no MeSH concepts, with the MeSH heading that has one of their names in other words, where it is one only."""
    headings: dict[str, set[str]] = {}
    for key, curie in exchanged:
        owner = vocabulary.owner(key)
        if curie.startswith("MESH:D") and owner is not None and not owner.startswith("MESH:"):
            headings.setdefault(owner, set()).add(curie)
    for owner, found in headings.items():
        shared = {
            curie: len(set(name_key(vocabulary.nodes[curie].name).split()) & set(name_key(vocabulary.nodes[owner].name).split()))
            for curie in found
        }
        best = [curie for curie in sorted(found) if shared[curie] == max(shared.values())]
        if len(best) == 1:
            yield owner, best[0]


def _places(key: str) -> Iterator[tuple[str, str, str]]:
    """What stands before a word of a name, the word, and what follows it, for each longer word of a name of several words."""
    tokens = key.split(" ")
    if 2 <= len(tokens) <= _LONGEST_TOKENS:
        for place, word in enumerate(tokens):
            if len(word) > 3 and word.isalpha():
                yield " ".join(tokens[:place]), word, " ".join(tokens[place + 1 :])


def _unclaimed(derived: Iterable[tuple[str, str]], vocabulary: Vocabulary) -> dict[str, str]:
    """The derived keys that no name has, with their node; of several, the one MeSH heading among them, else none."""
    claims: dict[str, str] = {}
    rivals: dict[str, set[str]] = {}
    for key, curie in derived:
        if not vocabulary.has_name(key) and (first := claims.setdefault(key, curie)) != curie:
            rivals.setdefault(key, {first}).add(curie)
    for key, curies in rivals.items():
        headings = [curie for curie in curies if curie.startswith("MESH:D")]
        if len(headings) == 1:
            claims[key] = headings[0]
        else:
            del claims[key]
    return claims
