"""Edges that the MeSH headings of articles spell out (`literature_rules`)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import prod

from corpuscle.index_builder.literature_refusals import denied_in_title, of_another_germ, told_by_chemistry
from corpuscle.index_builder.literature_rules import PATHOGEN, RULES, TOO_GENERAL, Rule
from corpuscle.kg.graph_file import GraphFile
from corpuscle.retrieval.articles import Article, MeshHeading

SOURCE = "pubmed-mesh"
LICENCE = "derived from MEDLINE records (NLM terms)"

RULES_VERSION = "2"
"""Goes up with every change by which an article would say something else; an update of a graph asks for the same."""

ENOUGH_WEIGHT = 0.25
"""Pair weight from which a single article is believed, and counts in full."""

_RULES = {rule.name: rule for rule in RULES}
_LIGHT = 0.7  # what an article below ENOUGH_WEIGHT counts: strict precision .63 against .84 (treats), .55 against .93 (causes)
_MOST = 0.98  # articles share their indexers' habits, so no number of them makes an edge sure


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What one article says by one rule of one source.

    `weight` is 1 / (subjects × objects of the rule in the record), or the probability that the sentence says it. The sentence is
    `article.section(section)[begin:end]`; `end` is 0 where the finding is none.
    """

    subject: str
    predicate: str
    object: str
    pmid: str
    rule: str
    weight: float
    year: int | None
    source: str = SOURCE
    negated: bool = False
    section: str = ""
    begin: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Strength:
    """How well a statement is borne out. `support` counts articles; `score` = min(.98, 1 − Π(1 − precision × w′)), w′ = 1 or .7 by the pair weight."""

    support: int
    score: float
    first_year: int | None
    """Of the articles, where their years are known."""
    last_year: int | None


def findings(article: Article, trees_of: Callable[[str], tuple[str, ...]]) -> Iterator[Finding]:
    """What the article's headings say; nothing where it was retracted. `trees_of` gives the tree numbers of a descriptor UI."""
    if article.retracted:
        return
    qualified = [(h, frozenset(q.name.lower() for q in h.qualifiers)) for h in article.mesh if h.qualifiers and h.ui not in TOO_GENERAL]
    if len(qualified) < 2:
        return
    for rule in RULES:
        subjects = [h for h in _matching(qualified, rule, True, trees_of) if not told_by_chemistry(h, rule.predicate)]
        objects = _matching(qualified, rule, False, trees_of) if subjects else []
        if not objects or denied_in_title(article, rule.predicate):
            continue
        weight = 1 / (len(subjects) * len(objects))
        for subject in subjects:
            if rule.main_topic is not None and rule.main_topic != main_topic(subject, rule):
                continue
            for object_ in objects:
                if subject.ui != object_.ui and not (rule.subject is PATHOGEN and of_another_germ(subject, object_, subjects)):
                    yield Finding(f"MESH:{subject.ui}", rule.predicate, f"MESH:{object_.ui}", article.id, rule.name, weight, article.year)


def main_topic(heading: MeshHeading, rule: Rule) -> bool:
    """Whether the record is about the heading, or about it in what the rule's qualifiers say of a subject."""
    return heading.major or any(q.major for q in heading.qualifiers if q.name.lower() in rule.subject_qualifiers)


def heading_reader(graph: GraphFile) -> Callable[[Sequence[Article]], list[list[Finding]]]:
    """`findings` with the tree numbers of a graph's thesaurus."""

    @cache
    def trees(ui: str) -> tuple[str, ...]:
        return tuple(tree for (joined,) in graph.rows("SELECT trees FROM mesh WHERE ui = ?", (ui,)) for tree in joined.split("|") if tree)

    return lambda articles: [list(findings(article, trees)) for article in articles]


def strength(found: Iterable[Finding]) -> Strength | None:
    """The strength of a statement by all its findings; None where they are not enough for an edge.

    Two articles are enough, or one of weight .25 or more by a rule that may speak alone: taking a finding away never makes an edge.
    The same findings give the same strength to the last bit, in whatever order they come.
    """
    ordered = sorted(found, key=lambda f: (f.pmid, f.rule))
    doubt: dict[str, float] = {}
    for f in ordered:
        trust = _RULES[f.rule].precision * (1.0 if f.weight >= ENOUGH_WEIGHT else _LIGHT)
        doubt[f.pmid] = min(doubt.get(f.pmid, 1.0), 1 - trust)
    if len(doubt) < 2 and not any(f.weight >= ENOUGH_WEIGHT and _RULES[f.rule].single for f in ordered):
        return None
    years = [f.year for f in ordered if f.year is not None]
    return Strength(len(doubt), min(_MOST, 1 - prod(doubt.values())), min(years, default=None), max(years, default=None))


def _matching(
    qualified: list[tuple[MeshHeading, frozenset[str]]], rule: Rule, as_subject: bool, trees_of: Callable[[str], tuple[str, ...]]
) -> list[MeshHeading]:
    wanted, kind = (rule.subject_qualifiers, rule.subject) if as_subject else (rule.object_qualifiers, rule.object)
    held = {heading.ui: heading for heading, names in reversed(qualified) if names & wanted and kind.holds(trees_of(heading.ui))}
    return list(reversed(held.values()))
