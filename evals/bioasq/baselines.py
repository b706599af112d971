"""What needs no reading: always yes, nothing named, the first snippet copied; documents and snippets by BM25 alone."""

from collections.abc import Sequence

from corpuscle.evals.bioasq.files import BioasqQuestion
from corpuscle.evals.bioasq.files import BioasqSnippet as GoldSnippet
from corpuscle.evals.bioasq.phase_a import LIMIT
from corpuscle.evals.bioasq.responders import written
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.snippets import best_snippets


def copied(question: BioasqQuestion, snippets: Sequence[GoldSnippet]) -> BioasqQuestion:
    """Always yes, no names, and the first snippet for an ideal answer."""
    exact = "yes" if question.type == "yesno" else None if question.type == "summary" else list[list[str]]()
    ideal = (snippets[0].text,) if snippets else ("",)
    return BioasqQuestion(id=question.id, type=question.type, exact_answer=exact, ideal_answer=ideal)


def by_bm25(engine: SearchEngine, question: BioasqQuestion) -> BioasqQuestion:
    """The ten best documents by BM25, and their ten sentences with most of the question's words, without any vector."""
    hits = engine.search(question.body, LIMIT, "bm25").hits
    passages = best_snippets(question.body, [hit.article for hit in hits], engine.document_frequency, len(engine), None, LIMIT)
    documents, snippets = written(hits, passages)
    told = tuple(GoldSnippet.model_validate(snippet.model_dump()) for snippet in snippets)
    return BioasqQuestion(id=question.id, type=question.type, documents=tuple(documents), snippets=told)
