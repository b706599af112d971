"""A served model that answers from what it remembers: no article, no graph, no check. It is the baseline of every retrieval."""

from collections.abc import Sequence
from string import ascii_uppercase
from typing import Annotated

from pydantic import BaseModel, Field

from corpuscle.agent import QuestionType
from corpuscle.agent.answers import TokenCount
from corpuscle.agent.served.client import ModelClient
from corpuscle.agent.served.replies import YesNoReply, choice_reply
from corpuscle.evals.bioasq.phase_b import MOST_CANDIDATES, MOST_ITEMS
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.runs.record import Exact
from corpuscle.prompts import filled

_WANTED = {
    QuestionType.FACTOID: "Give up to five candidate answers, best first.",
    QuestionType.LIST: "Give every item of the list.",
}
_Name = Annotated[str, Field(min_length=1, max_length=100)]


class UnaidedCandidates(BaseModel):
    """The reply to a factoid."""

    answers: Annotated[list[_Name], Field(max_length=MOST_CANDIDATES)]


class UnaidedItems(BaseModel):
    """The reply to a list question; small models go on for ever where nothing ends them."""

    answers: Annotated[list[_Name], Field(max_length=MOST_ITEMS // 4)]


def ask_unaided(question: AskedQuestion, client: ModelClient) -> tuple[Exact, TokenCount]:
    """What the model says to the bare question, and what it cost. Raises ModelError."""
    match question.type:
        case QuestionType.YESNO:
            yesno = client.ask(filled("unaided_yesno", {"question": question.text}), YesNoReply)
            return yesno.parsed.answer, yesno.tokens
        case QuestionType.CHOICE:
            options = "\n".join(f"{letter}: {option}" for letter, option in zip(ascii_uppercase, question.options, strict=False))
            prompt = filled("unaided_choice", {"question": question.text, "options": options})
            choice = client.ask(prompt, choice_reply(len(question.options)))
            return choice.parsed.answer, choice.tokens
        case QuestionType.FACTOID | QuestionType.LIST:
            prompt = filled("unaided_names", {"question": question.text, "wanted": _WANTED[question.type]})
            names = client.ask(prompt, UnaidedCandidates if question.type is QuestionType.FACTOID else UnaidedItems)
            return _each_once(names.parsed.answers), names.tokens
        case QuestionType.SUMMARY:
            raise ValueError("a summary has no exact answer")


def _each_once(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
