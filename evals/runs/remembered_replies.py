"""A model client that asks each prompt once: systems that differ in one step share what they ask alike, and a stopped run pays once.

The model is asked at temperature 0, so it would say the same again.
"""

from hashlib import sha256
from json import dumps
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from corpuscle.agent.answers import TokenCount
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.served.client import ModelClient, Reply, TokenLogprob
from corpuscle.agent.settings import AgentSettings
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.journal import Journal

REPLIES_NAME = "replies.jsonl"

R = TypeVar("R", bound=BaseModel)


class ServerKey(BaseModel):
    """Whose replies a file keeps."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    server: str


class KeptReply(BaseModel):
    """A call as it was made once: what costs are counted from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    """SHA-256 of the prompt, the schema, and whether probabilities were asked for."""
    asked_for: str
    """The schema's name, which tells the step."""
    text: str
    tokens: TokenCount
    logprobs: tuple[TokenLogprob, ...] | None
    seconds: float
    """With as many other calls at once as the run had."""


class RememberingClient(ModelClient):
    """Keeps every reply in a journal."""

    def __init__(self, settings: AgentSettings, journal: Journal[KeptReply]) -> None:
        super().__init__(settings)
        self._journal = journal

    def ask(self, prompt: str, schema: type[R], *, logprobs: bool = False, deadline: Deadline | None = None) -> Reply[R]:
        """As `ModelClient.ask`; a reply that was kept comes at once, with the tokens that it cost when it was asked for."""
        text = f"{prompt}\n{dumps(schema.model_json_schema(), sort_keys=True)}\n{logprobs}"
        key = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        if known := self._journal.done.get(key):
            return Reply(schema.model_validate_json(known.text), known.tokens, known.text, known.logprobs)
        began = perf_counter()
        reply = super().ask(prompt, schema, logprobs=logprobs, deadline=deadline)
        self._journal.keep(
            KeptReply(
                id=key,
                asked_for=schema.__name__,
                text=reply.text,
                tokens=reply.tokens,
                logprobs=reply.logprobs,
                seconds=round(perf_counter() - began, 3),
            )
        )
        return reply


def reply_journal(folder: Path, key: ServerKey) -> Journal[KeptReply]:
    """The replies kept in a folder. Raises EvaluationError where they are another server's."""
    folder.mkdir(parents=True, exist_ok=True)
    return Journal(folder / REPLIES_NAME, key, KeptReply.model_validate_json)


def read_replies(path: Path) -> tuple[KeptReply, ...]:
    """The replies kept so far; () where there are none. Raises EvaluationError where a line is none of ours."""
    try:
        _, *lines = path.read_bytes().split(b"\n")[:-1]
        return tuple(KeptReply.model_validate_json(line) for line in lines)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as exc:  # pydantic's ValidationError is one; so is a file without its first line
        raise EvaluationError(f"{path} holds something else than replies of a model.", "Delete it, or name another folder.") from exc
