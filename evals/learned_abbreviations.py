"""Learns what short forms mean from the definitions that a corpus gives; writes index_builder/learned_abbreviations.tsv."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from corpuscle.kg.abbreviations import abbreviations
from corpuscle.kg.dictionary import Dictionary
from corpuscle.kg.mention_cover import CASED_TYPES
from corpuscle.kg.names import name_key
from corpuscle.kg.store import GraphStore

LEAST_ARTICLES = 3
LEAST_SHARE = 0.8
"""Of all articles that define the short form, those that give it this meaning."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A short form with the node that `articles` of the `defining` articles define it as."""

    short: str
    curie: str
    articles: int
    defining: int


def learn_abbreviations(texts: Iterable[str], store: GraphStore) -> list[Learned]:
    """The short forms that the texts define often and alike, in the order of the alphabet. Each text is one article."""
    dictionary = Dictionary(store)
    meanings: dict[str, Counter[str]] = {}
    for text in texts:
        for one in abbreviations(text):
            meanings.setdefault(one.short, Counter())[name_key(one.long)] += 1
    learned: list[Learned] = []
    for short, longs in sorted(meanings.items()):
        if longs.total() < LEAST_ARTICLES:
            continue
        known = dictionary.aliases(longs)
        nodes: Counter[str] = Counter()
        for key, articles in longs.items():
            plain = [alias.curie for alias in known[key] if alias.type not in CASED_TYPES]
            if plain:
                nodes[plain[0]] += articles
        for curie, articles in sorted(nodes.items()):
            if articles >= max(LEAST_ARTICLES, LEAST_SHARE * longs.total()):
                learned.append(Learned(short, curie, articles, longs.total()))
    return learned


def as_table(learned: Iterable[Learned], version: str) -> str:
    """The rows as the builder reads them."""
    head = f"# short form, node, articles that define it so, articles that define it; {version}\n"
    return head + "".join(f"{one.short}\t{one.curie}\t{one.articles}\t{one.defining}\n" for one in learned)
