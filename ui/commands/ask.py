"""corpuscle ask: one question, one grounded answer."""

import sys
from typing import Annotated, Literal

import typer
from rich.console import Console

from corpuscle.retrieval.own_documents import open_document
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.commands.parameters import (
    DEFAULT_INDEX,
    DocumentOption,
    FilterOption,
    IndexOption,
    JsonOption,
    MeshOption,
    RetractedOption,
    YearOption,
    filtered,
    filters_of,
)
from corpuscle.ui.commands.pictures import SvgFolderOption, write_claim_pictures
from corpuscle.ui.sanitise import readable
from corpuscle.ui.settings import read_settings
from corpuscle.ui.wording import STEP_WORDS

TypeName = Literal["yesno", "factoid", "list", "summary", "choice"]


def ask(
    question: Annotated[str, typer.Argument(parser=readable, help="The question, in plain words.")],
    index: IndexOption = DEFAULT_INDEX,
    type: Annotated[TypeName | None, typer.Option("--type", help="What kind of answer; read from the question if not given.")] = None,
    option: Annotated[
        list[str] | None, typer.Option("--option", parser=readable, help="An option of a choice question. Repeatable.")
    ] = None,
    model: Annotated[
        Literal["extractive", "served"], typer.Option(help="The built-in model, or a language model on a server (CORPUSCLE_MODEL_URL).")
    ] = "extractive",
    filter: FilterOption = "",
    year: YearOption = "",
    publication_type: Annotated[
        list[str] | None, typer.Option(parser=readable, help='Publication type, any of several: "Review". Repeatable.')
    ] = None,
    mesh: MeshOption = None,
    include_retracted: RetractedOption = False,
    document: DocumentOption = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Also in words for laypeople, each sentence checked. Takes a served model.")
    ] = False,
    svg: SvgFolderOption = None,
    json: JsonOption = False,
) -> None:
    """Answer a biomedical question from the index, in checked quotations."""
    # Deferred: LangGraph takes half a second that the other commands need not wait for.
    from corpuscle.agent import Agent, QuestionType
    from corpuscle.agent.answer_json import answer_json
    from corpuscle.agent.events import Grounded, StepStarted
    from corpuscle.agent.settings import AgentSettings
    from corpuscle.ui.terminal import show_answer

    filters = filtered(filters_of(year, publication_type, mesh, include_retracted), filter)
    options = tuple(option or ())
    documents = [open_document(path) for path in document or ()]
    agent = Agent.open(index, model, read_settings(AgentSettings), read_settings(RetrievalSettings))
    answer = None
    with Console(stderr=True).status(f"{STEP_WORDS['understand']} …") as status:
        for event in agent.stream(question, QuestionType(type) if type else None, options, filters, documents):
            if isinstance(event, StepStarted):
                status.update(f"{STEP_WORDS[event.step]} …")
            elif isinstance(event, Grounded):
                answer = event.answer
        assert answer is not None  # the stream ends with Grounded
        if plain:
            answer = agent.in_plain_words(answer)
    if svg:
        write_claim_pictures(svg, answer.triples, agent.paths)
    if json:
        sys.stdout.write(answer_json(answer).model_dump_json(indent=2) + "\n")
    else:
        show_answer(answer, options, Console())
