"""Evidence over the invented index, and drafts that quote it."""

from collections.abc import Callable

import pytest

from corpuscle.agent.answers import ExactAnswer, QuestionType, TokenCount
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.model import Draft, DraftStatement
from corpuscle.agent.question import checked_question
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg.linker import Linker
from tests.agent.conftest import Read

SIDE_EFFECTS_QUESTION = "What are the side effects of torvaxin?"

Quoting = Callable[..., Draft]
Asking = Callable[[QuestionType], tuple[Understanding, Evidence]]


@pytest.fixture
def asking(read: Read, linker: Linker) -> Asking:
    """The question as one of a type, with what was read for it."""

    def make(type: QuestionType) -> tuple[Understanding, Evidence]:
        understanding = understand(checked_question(SIDE_EFFECTS_QUESTION, type), linker)
        return understanding, read(understanding)

    return make


@pytest.fixture
def quoting(asking: Asking) -> Quoting:
    """A draft with this exact answer, whose statements quote the sentences that begin so, and whose `unsound` ones cite nothing."""
    _, evidence = asking(QuestionType.SUMMARY)

    def make(exact: ExactAnswer, *beginnings: str, unsound: int = 0, confidence: float | None = None) -> Draft:
        quoted = [next(s for s in evidence.sentences if s.text.startswith(beginning)) for beginning in beginnings]
        sound = tuple(DraftStatement(s.text, (s.passage,)) for s in quoted)
        faulty = tuple(DraftStatement(f"Torvaxin cures {number}.", ()) for number in range(unsound))
        return Draft(exact, (*faulty, *sound), tokens=TokenCount(10, 1), confidence=confidence)

    return make
