"""What the sentences of an article say: findings for the graph, each with its sentence.

Every article is read, above all those that carry no MeSH headings yet.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpuscle.index_builder.literature import Finding
from corpuscle.index_builder.text_relations_candidates import Candidate, LinkedSentence, candidates, worth_reading
from corpuscle.index_builder.text_relations_model import probability, text_weights
from corpuscle.kg.entities import Mention
from corpuscle.kg.graph_file import GraphFile
from corpuscle.kg.linker import Linker
from corpuscle.kg.predicates import PREDICATES
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.articles import Article, SectionName
from corpuscle.retrieval.sentences import article_sentences

SOURCE = "pubmed-text"
LICENCE = "read from titles and abstracts of PubMed records (NLM terms)"
VERSION = "2"
"""Goes up with every change by which an article would say something else; an update of a graph asks for the same."""


class Links(Protocol):
    """What finds the entities that texts name; many at once are cheaper."""

    def link_texts(self, texts: Sequence[str]) -> list[list[Mention]]: ...


@dataclass(frozen=True, slots=True)
class PlacedCandidate:
    """What a sentence may say, and where it stands: `article.section(section)[begin:end]` is the sentence."""

    section: SectionName
    begin: int
    end: int
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class _Part:
    """A title or an abstract with the sentences in it that are worth linking (characters, end exclusive)."""

    section: SectionName
    text: str
    spans: tuple[tuple[int, int], ...]


class TextReader:
    """Reads articles; what it finds in one depends on the article and on the names of the graph alone."""

    def __init__(self, linker: Links) -> None:
        self._linker = linker
        self._weights = text_weights()

    @classmethod
    def of_graph(cls, graph: GraphFile) -> "TextReader":
        """A reader that knows the names which the graph was built with."""
        return cls(Linker(GraphStore(graph).with_built_names()))

    def findings(self, article: Article) -> list[Finding]:
        """What `read` finds in one article."""
        return self.read([article])[0]

    def read(self, articles: Sequence[Article]) -> list[list[Finding]]:
        """For each article at most one finding for each statement and polarity, of the best sentence; nothing of retracted ones and of notices."""
        return [self._best(article, placed) for article, placed in zip(articles, self.candidates(articles), strict=True)]

    def candidates(self, articles: Sequence[Article]) -> list[list[PlacedCandidate]]:
        """What the sentences of each article may say."""
        parts = [list(_parts(article)) for article in articles]
        linked = iter(self._linker.link_texts([part.text for own in parts for part in own]))
        return [
            [placed for part in own for placed in _candidates(article, part, next(linked))]
            for article, own in zip(articles, parts, strict=True)
        ]

    def _best(self, article: Article, placed: Sequence[PlacedCandidate]) -> list[Finding]:
        best: dict[tuple[str, str, str, bool], Finding] = {}
        for held in placed:
            candidate = held.candidate
            subject, object_ = _ends(candidate)
            key = (subject, candidate.predicate, object_, candidate.negated)
            weight = probability(candidate, self._weights)
            if key not in best or weight > best[key].weight:
                place = (held.section, held.begin, held.end)
                said = (subject, candidate.predicate, object_, article.id, candidate.pattern, weight, article.year)
                best[key] = Finding(*said, SOURCE, candidate.negated, *place)
        return list(best.values())


def _parts(article: Article) -> Iterator[_Part]:
    if article.retracted or article.notice_for:
        return
    spans: dict[SectionName, list[tuple[int, int]]] = {}
    for section, (begin, end) in article_sentences(article):
        if worth_reading(article.section(section)[begin:end].lower()):
            spans.setdefault(section, []).append((begin, end))
    for section, worthy in spans.items():
        yield _Part(section, article.section(section), tuple(worthy))


def _candidates(article: Article, part: _Part, mentions: Sequence[Mention]) -> Iterator[PlacedCandidate]:
    title = part.section == "title"
    labels = [] if title else list(_labels(article))
    last = len(part.text.rstrip())
    for begin, end in part.spans:
        inside = tuple(
            Mention(m.text, m.begin - begin, m.end - begin, m.entity, m.score) for m in mentions if begin <= m.begin and m.end <= end
        )
        if len(inside) > 1:
            label = next((label for start, label in reversed(labels) if start <= begin), "")
            for candidate in candidates(LinkedSentence(part.text[begin:end], inside, label, title, not title and end >= last)):
                yield PlacedCandidate(part.section, begin, end, candidate)


def _ends(candidate: Candidate) -> tuple[str, str]:
    """The CURIEs of a statement; of a symmetric one between two of a kind always in the same order."""
    subject, object_ = candidate.subject.entity, candidate.object.entity
    alike = PREDICATES[candidate.predicate].symmetric and subject.category == object_.category
    return (min(subject.curie, object_.curie), max(subject.curie, object_.curie)) if alike else (subject.curie, object_.curie)


def _labels(article: Article) -> Iterator[tuple[int, str]]:
    """Where each section of the abstract begins, with its label."""
    offset = 0
    for section in article.abstract_sections:
        yield offset, (section.label or section.category).upper()
        offset += (len(section.label) + 2 if section.label else 0) + len(section.text) + 1
