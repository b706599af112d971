"""corpuscle kg: questions to the knowledge graph."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from corpuscle.kg.names import name_key
from corpuscle.kg.predicates import PREDICATES, canonical
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.commands.parameters import DEFAULT_INDEX, IndexOption, JsonOption
from corpuscle.ui.sanitise import readable
from corpuscle.ui.settings import read_settings

app = typer.Typer(help="The knowledge graph.", no_args_is_help=True)


@app.callback()
def kg() -> None:
    """The knowledge graph."""


@app.command()
def check(
    subject: Annotated[str, typer.Argument(parser=readable, help="Name of the subject: cimetidine.")],
    predicate: Annotated[str, typer.Argument(parser=readable, help='Predicate in plain words: treats, causes, "is used for".')],
    object: Annotated[str, typer.Argument(parser=readable, help='Name of the object: "duodenal ulcer".')],
    index: IndexOption = DEFAULT_INDEX,
    json: JsonOption = False,
) -> None:
    """Check a claim against the graph's edges and the index's sentences."""
    from corpuscle.agent import Agent  # deferred: see `ask`
    from corpuscle.agent.answer_json import check_json
    from corpuscle.agent.settings import AgentSettings
    from corpuscle.ui.terminal import show_verdict

    ends = {"SUBJECT": name_key(subject), "OBJECT": name_key(object)}
    for hint, key in ends.items():
        if not key:
            raise typer.BadParameter("A name needs a letter or a digit.", param_hint=hint)
    if ends["SUBJECT"] == ends["OBJECT"]:
        raise typer.BadParameter(f"{subject!r} and {object!r} are the same name; a claim needs two.", param_hint="OBJECT")
    if canonical(predicate) is None:
        known = ", ".join(sorted(PREDICATES))
        raise typer.BadParameter(f"{predicate!r} is no predicate the graph knows. Known are: {known}.", param_hint="PREDICATE")
    agent = Agent.open(index, "extractive", read_settings(AgentSettings), read_settings(RetrievalSettings))
    reviewed = agent.check(subject, predicate, object)
    one, other = reviewed.triple.subject_entity, reviewed.triple.object_entity
    if one and other and one.curie == other.curie:
        raise typer.BadParameter(f"{subject!r} and {object!r} both mean {one.name} ({one.curie}); a claim needs two.", param_hint="OBJECT")
    if json:
        sys.stdout.write(check_json(reviewed).model_dump_json(indent=2) + "\n")
    else:
        show_verdict(reviewed, Console())
