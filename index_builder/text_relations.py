"""What the sentences of an article say: findings for the graph, each with its sentence.

Every article is read, above all those that carry no MeSH headings yet.
"""

from collections.abc import Iterator
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
VERSION = "1"
"""Goes up with every change by which an article would say something else; an update of a graph asks for the same."""


class Links(Protocol):
    """What finds the entities that a text names."""

    def link(self, text: str) -> list[Mention]: ...


class TextReader:
    """Reads articles one by one; what it finds depends on the article and on the names of the graph alone."""

    def __init__(self, linker: Links) -> None:
        self._linker = linker
        self._weights = text_weights()

    @classmethod
    def of_graph(cls, graph: GraphFile) -> "TextReader":
        """A reader that knows the names which the graph was built with."""
        return cls(Linker(GraphStore(graph).with_built_names()))

    def findings(self, article: Article) -> list[Finding]:
        """At most one finding for each statement and polarity, of the best sentence; nothing of retracted articles and of notices."""
        best: dict[tuple[str, str, str, bool], Finding] = {}
        for section, begin, end, candidate in self.candidates(article):
            subject, object_ = _ends(candidate)
            finding = Finding(
                subject,
                candidate.predicate,
                object_,
                article.id,
                candidate.pattern,
                probability(candidate, self._weights),
                article.year,
                SOURCE,
                candidate.negated,
                section,
                begin,
                end,
            )
            key = (subject, candidate.predicate, object_, candidate.negated)
            if key not in best or finding.weight > best[key].weight:
                best[key] = finding
        return list(best.values())

    def candidates(self, article: Article) -> Iterator[tuple[SectionName, int, int, Candidate]]:
        """What the sentences may say: section, begin and end of the sentence (characters, end exclusive), candidate."""
        if article.retracted or article.notice_for:
            return
        spans: dict[SectionName, list[tuple[int, int]]] = {}
        for section, (begin, end) in article_sentences(article):
            if worth_reading(article.section(section)[begin:end].lower()):
                spans.setdefault(section, []).append((begin, end))
        for section, worthy in spans.items():
            text = article.section(section)
            mentions = self._linker.link(text)
            if len(mentions) < 2:
                continue
            labels = list(_labels(article)) if section == "abstract" else []
            last = len(text.rstrip())
            for begin, end in worthy:
                inside = tuple(
                    Mention(m.text, m.begin - begin, m.end - begin, m.entity, m.score)
                    for m in mentions
                    if begin <= m.begin and m.end <= end
                )
                if len(inside) > 1:
                    label = next((label for start, label in reversed(labels) if start <= begin), "")
                    sentence = LinkedSentence(text[begin:end], inside, label, section == "title", section == "abstract" and end >= last)
                    for candidate in candidates(sentence):
                        yield section, begin, end, candidate


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
