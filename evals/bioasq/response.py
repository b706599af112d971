"""What we submit for one question, and what the run's record says of it."""

from collections.abc import Callable

from pydantic import BaseModel, ConfigDict

from corpuscle.evals.bioasq.files import BioasqQuestion, QuestionKind
from corpuscle.retrieval.bioasq_snippets import BioasqSnippet


class Response(BaseModel):
    """One question of a submission; what its phase does not ask for is None and is not written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    type: QuestionKind
    body: str
    documents: list[str] | None = None
    snippets: list[BioasqSnippet] | None = None
    exact_answer: str | list[list[str]] | None = None
    ideal_answer: str | None = None
    answerReady: bool | None = None


class Responded(BaseModel):
    """A response with what the run's manifest says of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    response: Response
    seconds: float
    abstained: bool = False
    problem: str = ""
    """Why nothing was found or answered, where an error was the reason; notes on a model that was away."""
    tokens: int = 0

    @property
    def id(self) -> str:
        """The question's."""
        return self.response.id


Respond = Callable[[BioasqQuestion], Responded]
