"""corpuscle kg show and kg path: what the graph holds of one node, and how two hang together."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from corpuscle.kg.evidence_picture import paths_picture
from corpuscle.kg.linker import Linker
from corpuscle.kg.neighbourhood import neighbourhood
from corpuscle.kg.neighbourhood_picture import neighbourhood_picture
from corpuscle.kg.paths import paths
from corpuscle.kg.store import GraphStore, Publication
from corpuscle.retrieval.engine import SearchEngine, open_engine
from corpuscle.retrieval.errors import IndexDamagedError
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.commands.entity_choice import known
from corpuscle.ui.commands.graph_json import paths_json, show_json
from corpuscle.ui.commands.parameters import DEFAULT_INDEX, IndexOption, JsonOption
from corpuscle.ui.commands.pictures import SvgOption, write_picture
from corpuscle.ui.sanitise import readable
from corpuscle.ui.settings import read_settings
from corpuscle.ui.terminal_graph import show_neighbourhood, show_paths

_TypeOption = Annotated[
    str, typer.Option("--type", parser=readable, help="Only a node of this Biolink type: Disease, Gene, SmallMolecule.")
]


def show(
    entity: Annotated[str, typer.Argument(parser=readable, help="A name or a CURIE: cimetidine, MESH:D002927.")],
    index: IndexOption = DEFAULT_INDEX,
    each: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many edges of each predicate.")] = 5,
    type: _TypeOption = "",
    svg: SvgOption = None,
    json: JsonOption = False,
) -> None:
    """Show a node of the graph: names, cross-references, and its edges with their sources."""
    engine = open_engine(index, read_settings(RetrievalSettings))
    with open_graph(index, engine) as store:
        around = neighbourhood(store, known(entity, "ENTITY", store, Linker(store), type), each)
    sentence = partial(_sentence, engine)
    if svg:
        write_picture(svg, neighbourhood_picture(around))
    if json:
        sys.stdout.write(show_json(around, sentence).model_dump_json(indent=2) + "\n")
    else:
        show_neighbourhood(around, sentence, Console())


def path(
    a: Annotated[str, typer.Argument(parser=readable, help="A name or a CURIE.")],
    b: Annotated[str, typer.Argument(parser=readable, help="Another one.")],
    index: IndexOption = DEFAULT_INDEX,
    limit: Annotated[int, typer.Option("-k", min=1, max=50, help="How many paths.")] = 5,
    svg: SvgOption = None,
    json: JsonOption = False,
) -> None:
    """Show the best paths of up to three edges between two nodes: plausibility, never a verdict."""
    with open_graph(index, open_engine(index, read_settings(RetrievalSettings))) as store:
        linker = Linker(store)
        start, end = known(a, "A", store, linker), known(b, "B", store, linker)
        if start.curie == end.curie:
            raise typer.BadParameter(f"{a!r} and {b!r} both mean {start.name} ({start.curie}); a path needs two.", param_hint="B")
        found = paths(store, start.curie, end.curie, limit)
    if svg:
        write_picture(svg, paths_picture(found, start, end))
    if json:
        sys.stdout.write(paths_json(start, end, found).model_dump_json(indent=2) + "\n")
    else:
        show_paths(found, start, end, Console())


@contextmanager
def open_graph(index: Path, engine: SearchEngine) -> Generator[GraphStore]:
    """The graph of the index that `engine` has opened, closed at the end. Raises IndexDamagedError where it has none, GraphError."""
    graph_path = engine.graph_path
    if graph_path is None:
        raise IndexDamagedError(
            f"The index at {index} has no knowledge graph yet.", "Run the same `corpuscle index build` again with --graph."
        )
    with GraphStore.open(graph_path) as store:
        yield store


def _sentence(engine: SearchEngine, publication: Publication) -> str:
    """The sentence that is the evidence; "" where none is, or its article is not in the index (any more)."""
    article = engine.article(publication.pmid) if publication.end else None
    if article is None or publication.section not in ("title", "abstract"):
        return ""
    return article.section(publication.section)[publication.begin : publication.end]
