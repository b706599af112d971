"""corpuscle kg: questions to the knowledge graph."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from corpuscle.kg.entities import Entity
from corpuscle.kg.entity_lookup import is_curie
from corpuscle.kg.evidence_picture import claim_picture
from corpuscle.kg.linker import Linker
from corpuscle.kg.names import name_key
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.engine import open_engine
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.commands.entity_choice import chosen, known, near_words
from corpuscle.ui.commands.graph_articles import articles
from corpuscle.ui.commands.graph_extract import extract
from corpuscle.ui.commands.graph_import import export, import_graph, remove, sources
from corpuscle.ui.commands.graph_show import open_graph, path, show
from corpuscle.ui.commands.parameters import DEFAULT_INDEX, IndexOption, JsonOption
from corpuscle.ui.commands.pictures import SvgOption, write_picture
from corpuscle.ui.commands.predicate_choice import known_predicate
from corpuscle.ui.sanitise import plain, readable
from corpuscle.ui.settings import read_settings

app = typer.Typer(help="The knowledge graph.", no_args_is_help=True)
app.command()(show)
app.command()(path)
app.command()(articles)
app.command("import")(import_graph)
app.command()(sources)
app.command()(remove)
app.command()(export)
app.command()(extract)
_PATHS = 3


@app.callback()
def kg() -> None:
    """The knowledge graph."""


@app.command()
def check(
    subject: Annotated[str, typer.Argument(parser=readable, help="Name or CURIE of the subject: cimetidine.")],
    predicate: Annotated[str, typer.Argument(parser=readable, help='Predicate in plain words: treats, causes, "is used for".')],
    object: Annotated[str, typer.Argument(parser=readable, help='Name or CURIE of the object: "duodenal ulcer", MESH:D004381.')],
    index: IndexOption = DEFAULT_INDEX,
    subject_type: Annotated[
        str, typer.Option("--subject-type", parser=readable, help="Biolink type of the subject, to choose among things of one name: Gene.")
    ] = "",
    object_type: Annotated[str, typer.Option("--object-type", parser=readable, help="The same for the object: Disease.")] = "",
    svg: SvgOption = None,
    json: JsonOption = False,
) -> None:
    """Check a claim against the graph's edges and the index's sentences."""
    from corpuscle.agent import Agent  # deferred: see `ask`
    from corpuscle.agent.settings import AgentSettings
    from corpuscle.agent.triple_json import check_json
    from corpuscle.ui.terminal import show_verdict

    _check_words(subject, predicate, object)
    agent = Agent.open(index, "extractive", read_settings(AgentSettings), read_settings(RetrievalSettings))
    with open_graph(index, open_engine(index, read_settings(RetrievalSettings))) as store:
        linker = Linker(store)
        one = _end(subject, "SUBJECT", store, linker, subject_type)
        other = _end(object, "OBJECT", store, linker, object_type)
    if one and other and one.curie == other.curie:
        raise typer.BadParameter(f"{subject!r} and {object!r} both mean {one.name} ({one.curie}); a claim needs two.", param_hint="OBJECT")
    words = [entity.name if entity and is_curie(name) else name for name, entity in ((subject, one), (object, other))]
    reviewed = agent.check(words[0], predicate, words[1], one, other)
    found = agent.paths(reviewed.triple, _PATHS)
    if svg:
        write_picture(svg, claim_picture(reviewed, found))
    if json:
        sys.stdout.write(check_json(reviewed).model_dump_json(indent=2) + "\n")
    else:
        show_verdict(reviewed, found, Console())


def _check_words(subject: str, predicate: str, object: str) -> None:
    """Raises typer.BadParameter for what is no claim, before anything is opened."""
    ends = {"SUBJECT": name_key(subject), "OBJECT": name_key(object)}
    for hint, key in ends.items():
        if not key:
            raise typer.BadParameter("A name needs a letter or a digit.", param_hint=hint)
    if ends["SUBJECT"] == ends["OBJECT"]:
        raise typer.BadParameter(f"{subject!r} and {object!r} are the same name; a claim needs two.", param_hint="OBJECT")
    known_predicate(predicate)


def _end(name: str, hint: str, store: GraphStore, linker: Linker, category: str) -> Entity | None:
    """The node meant; None, said on stderr with the nearest names, where the graph has none. Of a type that was asked for there must be one."""
    entity = known(name, hint, store, linker, category) if category else chosen(name, hint, store, linker)
    if entity is None:
        said = f"{plain(name)} is not in the graph: only sentences that name it can speak."
        sys.stderr.write(f"{' '.join(part for part in (said, near_words(name, store)) if part)}\n")
    return entity
