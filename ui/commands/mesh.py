"""corpuscle mesh: MeSH headings for a query."""

import sys
from typing import Annotated

import typer
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.text import Text

from corpuscle.kg.mesh import MeshThesaurus
from corpuscle.kg.probability_words import said
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.mesh_suggestions import MeshSuggester, MeshSuggestion
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.commands.parameters import DEFAULT_INDEX, IndexOption, JsonOption
from corpuscle.ui.sanitise import plain, readable
from corpuscle.ui.settings import read_settings
from corpuscle.ui.terminal_hits import indented

app = typer.Typer(help="MeSH headings.", no_args_is_help=True)


class _Json(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlaceJson(_Json):
    """A place in MeSH's trees, and the headings from the top of the tree down to it."""

    tree: str
    headings: list[str]


class HeadingJson(_Json):
    """A suggested heading; `named_by` holds the words of the query that name it, "" where none does."""

    ui: str
    name: str
    score: float
    named_by: str
    carried_by: int
    of: int
    places: list[PlaceJson]
    filter: str


class SuggestJson(_Json):
    """What `corpuscle mesh suggest --json` prints."""

    query: str
    headings: list[HeadingJson]


@app.callback()
def mesh() -> None:
    """MeSH headings."""


@app.command()
def suggest(
    query: Annotated[str, typer.Argument(parser=readable, help="What you look for, in plain words.")],
    index: IndexOption = DEFAULT_INDEX,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many headings.")] = 10,
    json: JsonOption = False,
) -> None:
    """Suggest MeSH headings to search with: those the query names, and those of the articles found by its words."""
    opened = Index.open(index, read_settings(RetrievalSettings))
    suggestions = MeshSuggester.open(opened).suggest(query, k)
    with MeshThesaurus.open(opened.required_graph_path) as thesaurus:
        found = [_heading_json(suggestion, thesaurus) for suggestion in suggestions]
    if json:
        sys.stdout.write(SuggestJson(query=query, headings=found).model_dump_json(indent=2) + "\n")
    else:
        _show(found, Console())


def _heading_json(suggestion: MeshSuggestion, thesaurus: MeshThesaurus) -> HeadingJson:
    heading = suggestion.heading
    return HeadingJson(
        ui=heading.ui,
        name=heading.name,
        score=round(suggestion.score, 4),
        named_by=suggestion.words,
        carried_by=suggestion.carried_by,
        of=suggestion.read,
        places=[PlaceJson(tree=tree, headings=[d.name for d in thesaurus.lineage(tree)]) for tree in heading.tree_numbers],
        filter=f'"{heading.name}"[mh]',
    )


def _show(found: list[HeadingJson], console: Console) -> None:
    if not found:
        console.print("No heading is suggested: the query names none, and no article found by it has any.")
    for rank, heading in enumerate(found, 1):
        why = [f"named by “{plain(heading.named_by)}”"] if heading.named_by else []
        why += [f"{heading.carried_by} of the {heading.of} best articles have it"] if heading.carried_by else []
        console.print(Text.assemble((f"{rank:>3}. ", "bold"), f"{heading.name}  ", (f"{heading.ui} · {said(heading.score)}", "dim")))
        console.print(indented(Text("; ".join(why) or "its name is like the query's words"), 5))
        for place in heading.places[:2]:
            console.print(indented(Text(f"{place.tree}  {' › '.join(place.headings)}", style="dim"), 5))
    if found:
        console.print(Text(f"Search with one: corpuscle search … --mesh {found[0].ui}, or in a filter: {found[0].filter}", style="dim"))
