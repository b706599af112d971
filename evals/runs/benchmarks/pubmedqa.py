"""PubMedQA's labelled questions, to be answered from an index that holds their articles, or from their given contexts."""

from functools import cache
from pathlib import Path

from corpuscle.agent import QuestionType
from corpuscle.evals.pubmedqa import LabelledQuestion, read_labelled_questions
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.retrieval.articles import AbstractSection, Article

SEEN = Path(__file__).parents[3] / "docs/benchmarks/pubmedqa-seen.txt"
"""PMIDs of the questions that rules and prompts were made on."""


def read_over_index(path: Path) -> tuple[AskedQuestion, ...]:
    """The questions alone. Raises EvaluationError."""
    return tuple(_asked(question, "pubmedqa") for question in read_labelled_questions(path))


def read_with_contexts(path: Path) -> tuple[AskedQuestion, ...]:
    """Each with its article but for the section that answers. Raises EvaluationError."""
    return tuple(_asked(question, "pubmedqa-contexts", (_given(question),)) for question in read_labelled_questions(path))


def seen(question: AskedQuestion) -> bool:
    """Whether rules and prompts were made on it."""
    return question.id in seen_pmids()


@cache
def seen_pmids() -> frozenset[str]:
    """The PMIDs of `SEEN`."""
    return frozenset(SEEN.read_text(encoding="utf-8").split())


def _asked(question: LabelledQuestion, benchmark: str, contexts: tuple[Article, ...] = ()) -> AskedQuestion:
    return AskedQuestion(question.pmid, benchmark, QuestionType.YESNO, question.text, question.decision, contexts=contexts)


def _given(question: LabelledQuestion) -> Article:
    return Article(question.pmid, "", tuple(AbstractSection(text) for text in question.contexts), status="given")
