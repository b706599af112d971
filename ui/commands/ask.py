"""corpuscle ask: one question, one grounded answer."""

import sys
from typing import Annotated, Literal

import typer
from rich.console import Console

from corpuscle.ui.commands.parameters import (
    DEFAULT_INDEX,
    IndexOption,
    JsonOption,
    MeshOption,
    RetractedOption,
    YearOption,
    filters_of,
)

TypeName = Literal["yesno", "factoid", "list", "summary", "choice"]
_STEP_WORDS = {
    "understand": "Reading the question",
    "retrieve": "Searching PubMed",
    "generate": "Drawing up claims",
    "review": "Checking the claims",
    "revise": "Revising what was contradicted",
    "answer": "Answering",
    "ground": "Checking every quotation",
}


def ask(
    question: Annotated[str, typer.Argument(help="The question, in plain words.")],
    index: IndexOption = DEFAULT_INDEX,
    type: Annotated[TypeName | None, typer.Option("--type", help="What kind of answer; read from the question if not given.")] = None,
    option: Annotated[list[str] | None, typer.Option("--option", help="An option of a choice question. Repeatable.")] = None,
    model: Annotated[
        Literal["extractive", "served"], typer.Option(help="The built-in model, or a language model on a server (CORPUSCLE_MODEL_URL).")
    ] = "extractive",
    year: YearOption = "",
    publication_type: Annotated[list[str] | None, typer.Option(help='Publication type, any of several: "Review". Repeatable.')] = None,
    mesh: MeshOption = None,
    include_retracted: RetractedOption = False,
    json: JsonOption = False,
) -> None:
    """Answer a biomedical question from the index, in checked quotations."""
    # Deferred: LangGraph takes half a second that the other commands need not wait for.
    from corpuscle.agent import Agent, QuestionType
    from corpuscle.agent.answer_json import answer_json
    from corpuscle.agent.events import Grounded, StepStarted
    from corpuscle.ui.terminal import show_answer

    filters = filters_of(year, publication_type, mesh, include_retracted)
    options = tuple(option or ())
    agent = Agent.open(index, model)
    answer = None
    with Console(stderr=True).status("Reading the question …") as status:
        for event in agent.stream(question, QuestionType(type) if type else None, options, filters):
            if isinstance(event, StepStarted):
                status.update(f"{_STEP_WORDS[event.step]} …")
            elif isinstance(event, Grounded):
                answer = event.answer
    assert answer is not None  # the stream ends with Grounded
    if json:
        sys.stdout.write(answer_json(answer).model_dump_json(indent=2) + "\n")
    else:
        show_answer(answer, options, Console())
