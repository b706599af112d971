"""The calls that one question makes: their prompts begin with the same text, so that the server's prefix cache reads it once."""

from typing import TypeVar

from pydantic import BaseModel

from corpuscle.agent.answers import TokenCount
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.served.client import ModelClient, TokenLogprob
from corpuscle.agent.served.passages import shown_passages
from corpuscle.agent.served.shown import numbered_passages
from corpuscle.agent.understand import Understanding
from corpuscle.prompts import filled

R = TypeVar("R", bound=BaseModel)


class Asker:
    """Asks a model about one question and its evidence, and adds up what it takes. Each call may raise ModelError."""

    def __init__(self, client: ModelClient, deadline: Deadline | None, understanding: Understanding, evidence: Evidence) -> None:
        self._client = client
        self._deadline = deadline
        self.passages = shown_passages(evidence)
        """In the order of the numbers that they are shown under."""
        self.spent = TokenCount()
        self._beginning = filled("evidence", {"passages": numbered_passages(self.passages), "question": understanding.query})

    def ask(self, step: str, values: dict[str, str], schema: type[R], *context: str) -> R:
        """The reply to the prompt named `step`, after the evidence and `context`: texts of which empty ones are left out."""
        reply = self._client.ask(self._prompt(step, values, context), schema, deadline=self._deadline)
        self.spent += reply.tokens
        return reply.parsed

    def ask_with_logprobs(self, step: str, values: dict[str, str], schema: type[R], *context: str) -> tuple[R, tuple[TokenLogprob, ...]]:
        """The same with the reply's tokens and their likeliest alternatives; () where the server gives none."""
        reply = self._client.ask(self._prompt(step, values, context), schema, logprobs=True, deadline=self._deadline)
        self.spent += reply.tokens
        return reply.parsed, reply.logprobs or ()

    def _prompt(self, step: str, values: dict[str, str], context: tuple[str, ...]) -> str:
        return "\n".join([self._beginning, *(text for text in context if text), filled(step, values)])
