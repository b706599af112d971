"""One line of a run's records.jsonl: a question, and what a system said to it."""

from pydantic import BaseModel, ConfigDict

from corpuscle.agent import QuestionType
from corpuscle.agent.answer_json import AnswerJson
from corpuscle.evals.runs.asked import AskedQuestion, Expected

Exact = str | tuple[str, ...] | None
"""An exact answer as `agent.answers.ExactAnswer` has it; None where none was given."""


class Tokens(BaseModel):
    """What a question cost on a served model. Replies that another system of the same run had asked for count as if asked anew."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: int = 0
    completion: int = 0
    cached: int = 0
    """Of the prompt: what the server had in its prefix cache."""


class Record(BaseModel):
    """What became of one question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    benchmark: str
    type: QuestionType
    question: str
    options: tuple[str, ...]
    expected: Expected
    exact: Exact
    """What a reader is shown; None for an abstention."""
    lost: Exact = None
    """What was drafted and given up, where the system abstained: said where a benchmark forces an answer."""
    answer: AnswerJson | None = None
    """The whole answer, as `corpuscle ask --json` prints it; None of a system that is no agent, and where there was an error."""
    seconds: float = 0.0
    tokens: Tokens = Tokens()
    error: str = ""
    """Why there is no answer, or why the built-in model gave it in a served one's place: the question cannot be asked as put, or a reply failed."""

    @property
    def forced(self) -> Exact:
        """What the system says where it must say something; None where it has nothing to say."""
        return self.lost if self.exact is None else self.exact


def blank(question: AskedQuestion) -> Record:
    """The record of a question to which nothing was said."""
    return Record(
        id=question.id,
        benchmark=question.benchmark,
        type=question.type,
        question=question.text,
        options=question.options,
        expected=question.expected,
        exact=None,
    )
