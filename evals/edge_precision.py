"""How many edges that were read from articles are right: a sample drawn from an index, a reader's judgements beside it, and their shares.

A reader calls an edge right where the articles behind it, as far as their titles, abstracts and headings show, say what it says: "treats"
where the subject was given for the object and is not reported to have failed, "causes" where the subject brought the object about. Doubtful
edges, misread names and stand-ins (a class of substances for one of them) are wrong.
"""

import csv
import math
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from corpuscle.evals.errors import EvaluationError
from corpuscle.kg.store import GraphStore, Publication
from corpuscle.kg.triples import Edge
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.sentences import split_sentences

SOURCES = ("pubmed-mesh", "pubmed-text")
_WORDS = 12
_PMIDS = 5
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Stratum:
    """Edges that are sampled apart."""

    source: str
    predicate: str
    negated: bool
    several: bool
    """Whether two articles or more say it."""

    @property
    def support(self) -> str:
        """In words of the table."""
        return "2+" if self.several else "1"


@dataclass(frozen=True, slots=True)
class JudgedEdge:
    """One line of the table. `of` is the number of edges in its stratum; `right` is "yes", "no", or "" where nobody judged it yet."""

    source: str
    predicate: str
    negated: str
    support: str
    of: str
    subject: str
    object: str
    subject_name: str
    object_name: str
    pmids: str
    right: str
    fragment: str

    @property
    def identity(self) -> tuple[str, ...]:
        """What a judgement belongs to."""
        return (self.source, self.predicate, self.negated, self.subject, self.object)

    def judged(self, right: str) -> "JudgedEdge":
        """The same with a judgement."""
        return replace(self, right=right)

    @property
    def stratum(self) -> Stratum:
        """Where it was drawn."""
        return Stratum(self.source, self.predicate, self.negated == "yes", self.support == "2+")


@dataclass(frozen=True, slots=True)
class Share:
    """Edges judged and right, with Wilson's 95 % interval (Journal of the American Statistical Association 22, 1927)."""

    judged: int
    right: int

    @property
    def precision(self) -> float:
        """0 to 1; not a number where none was judged."""
        return self.right / self.judged if self.judged else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Low and high, 0 to 1."""
        n, z = self.judged, 1.96
        if not n:
            return (0.0, 1.0)
        p = self.right / n
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return (max(0.0, middle - half), min(1.0, middle + half))


def strata(store: GraphStore) -> dict[Stratum, list[Edge]]:
    """All edges read from articles, in a fixed order."""
    found: dict[Stratum, list[Edge]] = {}
    for source in SOURCES:
        for edge in store.all_edges(source):
            found.setdefault(Stratum(source, edge.predicate, edge.negated, edge.support > 1), []).append(edge)
    for edges in found.values():
        edges.sort(key=lambda e: (e.subject, e.object))
    return found


def draw(store: GraphStore, articles: Mapping[str, Article], seed: int, most: int) -> list[JudgedEdge]:
    """At most so many edges of each stratum, in an order that tells nothing of their score."""
    drawn: list[JudgedEdge] = []
    for stratum, edges in sorted(strata(store).items(), key=lambda row: _place(row[0])):
        chosen = random.Random(f"{seed} {stratum}").sample(edges, min(most, len(edges)))
        names = store.entities({curie for edge in chosen for curie in (edge.subject, edge.object)})
        for edge in chosen:
            published = store.publications(edge)
            drawn.append(
                JudgedEdge(
                    edge.source,
                    edge.predicate,
                    "yes" if edge.negated else "no",
                    stratum.support,
                    str(len(edges)),
                    edge.subject,
                    edge.object,
                    names[edge.subject].name,
                    names[edge.object].name,
                    " ".join(p.pmid for p in published[:_PMIDS]),
                    "",
                    _fragment(published[0], articles) if published else "",
                )
            )
    return drawn


def to_read(edge: JudgedEdge, store: GraphStore, articles: Mapping[str, Article]) -> str:
    """What a reader judges by: title, and the sentence, or headings and the abstract's nearest sentences where headings speak; no score."""
    relation = f"does not: {edge.predicate}" if edge.negated == "yes" else edge.predicate
    lines = [f"{edge.subject_name} | {relation} | {edge.object_name}"]
    held = Edge(edge.subject, edge.predicate, edge.object, edge.source, (), 0, 0.0, edge.negated == "yes")
    for published in store.publications(held)[:2]:
        article = articles.get(published.pmid)
        if article is None:
            continue
        lines.append(f"   {published.pmid} {article.title}")
        if published.end:
            section = "title" if published.section == "title" else "abstract"
            if section == "abstract":
                lines.append(f"      > {article.section(section)[published.begin : published.end]}")
        else:
            lines += [f"      > {sentence}" for sentence in _nearest(edge, article)] or [f"      ({_headings(article)})"]
    return "\n".join(lines)


def read_table(path: Path) -> list[JudgedEdge]:
    """The lines of a table. Raises EvaluationError where it is none."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [JudgedEdge(**row) for row in csv.DictReader(file, delimiter="\t")]
    except (OSError, TypeError, ValueError) as exc:
        raise EvaluationError(
            f"{path} is not a table of judged edges: {exc}", "Draw one with `corpuscle eval edge-precision --draw FILE`."
        ) from exc


def write_table(path: Path, edges: Iterable[JudgedEdge]) -> None:
    """Tab-separated, with a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow([f.name for f in fields(JudgedEdge)])
        writer.writerows([[getattr(edge, f.name) for f in fields(JudgedEdge)] for edge in edges])


def shares(edges: Sequence[JudgedEdge]) -> dict[Stratum, tuple[int, Share]]:
    """For each stratum how many edges the graph has in it, and what was judged of them."""
    found: dict[Stratum, tuple[int, Share]] = {}
    for edge in edges:
        size, share = found.get(edge.stratum, (int(edge.of), Share(0, 0)))
        found[edge.stratum] = (size, Share(share.judged + bool(edge.right), share.right + (edge.right == "yes")))
    return dict(sorted(found.items(), key=lambda row: _place(row[0])))


def overall(parts: Sequence[tuple[int, Share]]) -> tuple[float, float]:
    """Precision of several strata together, each counting by its size, and its standard error (a stratum judged whole has none)."""
    judged = [(size, share) for size, share in parts if share.judged]
    total = sum(size for size, _ in judged)
    if not total:
        return math.nan, math.nan
    precision = sum(size * share.precision for size, share in judged) / total
    variance = 0.0
    for size, share in judged:
        p = (share.right + 1) / (share.judged + 2)  # Laplace: a sample without errors still may miss one
        variance += (size / total) ** 2 * p * (1 - p) / share.judged * (1 - share.judged / size if size else 0.0)
    return precision, math.sqrt(variance)


def _nearest(edge: JudgedEdge, article: Article) -> list[str]:
    """The two sentences of the abstract that have most of the words of both ends, in their order, cut to `_LONGEST` characters."""
    words = {word[:6].lower() for name in (edge.subject_name, edge.object_name) for word in re.findall(r"\w{4,}", name)}
    sentences = [article.abstract[begin:end] for begin, end in split_sentences(article.abstract)]
    ranked = sorted(range(len(sentences)), key=lambda i: (-sum(word in sentences[i].lower() for word in words), -i))
    return [sentences[i][:_LONGEST] for i in sorted(ranked[:2])]


def _headings(article: Article) -> str:
    return "; ".join(f"{h.name}/{','.join(q.name for q in h.qualifiers)}" for h in article.mesh if h.qualifiers)[:_LONGEST]


def _place(stratum: Stratum) -> tuple[str, bool, str, bool]:
    return (stratum.source, stratum.negated, stratum.predicate, stratum.several)


def _fragment(published: Publication, articles: Mapping[str, Article]) -> str:
    article = articles.get(published.pmid)
    if article is None:
        return ""
    text = article.title
    if published.end and published.section == "abstract":
        text = article.abstract[published.begin : published.end]
    return " ".join(text.split()[:_WORDS])
