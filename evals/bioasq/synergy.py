"""Synergy: rounds over the same questions, each with what the experts said of the documents and snippets of the rounds before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpuscle.evals.bioasq.files import BioasqQuestion, BioasqSnippet, unreadable
from corpuscle.evals.errors import EvaluationError
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.passages import Passage

_RRF = 60
_SEARCHED = 100
_EXAMPLES = 5
"""Golden and rejected documents that are searched with, the first ones of the feedback."""
_GOLDEN_WEIGHT = 1.0
_REJECTED_WEIGHT = -0.25
"""Of all golden, and of all rejected documents together, the question's own search being 1."""
_MOST_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Judged:
    """What the experts said of one question's material so far; documents by their PMIDs."""

    golden: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    golden_snippets: tuple[BioasqSnippet, ...] = ()
    rejected_snippets: tuple[BioasqSnippet, ...] = ()

    @property
    def documents(self) -> frozenset[str]:
        """All that were judged; none of them is to be handed in again."""
        return frozenset((*self.golden, *self.rejected))

    def has(self, passage: Passage) -> bool:
        """Whether the passage shares characters with a snippet that was judged."""
        return any(
            pmid_of(snippet.document) == passage.article_id
            and snippet.begin_section == passage.section
            and snippet.begin < passage.end
            and passage.begin < snippet.end
            for snippet in (*self.golden_snippets, *self.rejected_snippets)
        )


NOT_JUDGED = Judged()


class _JudgedDocument(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: str
    golden: bool


class _JudgedSnippet(BioasqSnippet):
    golden: bool


class _JudgedQuestion(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: str
    documents: list[_JudgedDocument] = Field(default_factory=list[_JudgedDocument])
    snippets: list[_JudgedSnippet] = Field(default_factory=list[_JudgedSnippet])


class _FeedbackFile(BaseModel):
    model_config = ConfigDict(extra="ignore")

    questions: list[_JudgedQuestion]


def read_feedback(paths: Sequence[Path]) -> dict[str, Judged]:
    """What was judged so far, by question; a later file adds to an earlier one. Raises EvaluationError where a file is malformed."""
    found: defaultdict[str, Judged] = defaultdict(Judged)
    for path in paths:
        try:
            questions = _FeedbackFile.model_validate_json(path.read_bytes()).questions
        except (OSError, ValidationError) as exc:
            remedy = (
                'Expected is feedback of Synergy: {"questions": [{"id", "documents": [{"id", "golden"}], "snippets": [{…, "golden"}]}]}.'
            )
            raise unreadable(path, exc, remedy) from exc
        for question in questions:
            found[question.id] = _added(found[question.id], question)
    return dict(found)


def check_feedback(feedback: dict[str, Judged], asked: Sequence[BioasqQuestion]) -> None:
    """Raises EvaluationError where no question of the round was judged: the feedback is of another one."""
    if feedback and not any(question.id in feedback for question in asked):
        raise EvaluationError("The feedback judges no question of the round.", "Give the feedback that came with these questions.")


def ranked_round(engine: SearchEngine, body: str, judged: Judged, most: int) -> list[Hit]:
    """At most `most` articles that nobody judged yet, best first.

    Reciprocal ranks (1 / (60 + rank)) of the question's own search, of searches with the golden documents, and, subtracted, of searches with
    the rejected ones; raises RetrievalError as the search does.
    """
    lists = [(1.0, body)]
    for pmids, weight in ((judged.golden, _GOLDEN_WEIGHT), (judged.rejected, _REJECTED_WEIGHT)):
        examples = [text for pmid in pmids[:_EXAMPLES] if (text := _example(engine.article(pmid), judged))]
        lists += [(weight / len(examples), text) for text in examples]
    scores: defaultdict[str, float] = defaultdict(float)
    hits: dict[str, Hit] = {}
    for weight, query in lists:
        for hit in engine.search(query, _SEARCHED + len(judged.documents), "hybrid").hits:
            scores[hit.article.id] += weight / (_RRF + hit.rank)
            hits.setdefault(hit.article.id, hit)
    left = [id_ for id_ in scores if pmid_of(id_) not in judged.documents]
    return [hits[id_] for id_ in sorted(left, key=lambda id_: (-scores[id_], id_))][:most]


def pmid_of(document: str) -> str:
    """The PMID of a document given as an address, as a number, or as the index names it."""
    return document.rsplit("/", 1)[-1].removeprefix("PMID:")


def _example(article: Article | None, judged: Judged) -> str:
    """The text to search with: a judged document's golden snippet, or its title."""
    if article is None:
        return ""
    own = [snippet.text for snippet in judged.golden_snippets if pmid_of(snippet.document) == article.id]
    return (own[0] if own else article.title)[:_MOST_CHARACTERS]


def _added(known: Judged, question: _JudgedQuestion) -> Judged:
    documents = {True: list(known.golden), False: list(known.rejected)}
    snippets = {True: list(known.golden_snippets), False: list(known.rejected_snippets)}
    for document in question.documents:
        documents[document.golden].append(pmid_of(document.id))
    for snippet in question.snippets:
        snippets[snippet.golden].append(snippet)
    return Judged(tuple(documents[True]), tuple(documents[False]), tuple(snippets[True]), tuple(snippets[False]))
