"""corpuscle kg: questions to the knowledge graph."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from corpuscle.kg.predicates import PREDICATES, canonical
from corpuscle.ui.commands.parameters import DEFAULT_INDEX, IndexOption, JsonOption

app = typer.Typer(help="The knowledge graph.", no_args_is_help=True)


@app.callback()
def kg() -> None:
    """The knowledge graph."""


@app.command()
def check(
    subject: Annotated[str, typer.Argument(help="Name of the subject: cimetidine.")],
    predicate: Annotated[str, typer.Argument(help='Predicate in plain words: treats, causes, "is used for".')],
    object: Annotated[str, typer.Argument(help='Name of the object: "duodenal ulcer".')],
    index: IndexOption = DEFAULT_INDEX,
    json: JsonOption = False,
) -> None:
    """Check a claim against the graph's edges and the index's sentences."""
    from corpuscle.agent import Agent  # deferred: see `ask`
    from corpuscle.agent.answer_json import check_json
    from corpuscle.ui.terminal import show_verdict

    if canonical(predicate) is None:
        known = ", ".join(sorted(PREDICATES))
        raise typer.BadParameter(f"{predicate!r} is no predicate the graph knows. Known are: {known}.", param_hint="PREDICATE")
    reviewed = Agent.open(index).check(subject, predicate, object)
    if json:
        sys.stdout.write(check_json(reviewed).model_dump_json(indent=2) + "\n")
    else:
        show_verdict(reviewed, Console())
