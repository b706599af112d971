"""corpuscle eval graph-sources: what the adapters make of real files, counted and sampled; nothing is imported."""

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Annotated

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

from corpuscle.evals.eval_data import data_folder
from corpuscle.index_builder.errors import SourceFileError
from corpuscle.index_builder.graph_sources import FORMATS, CuratedGraph, ImportedEdge, ReadingLog, SkippedRow, open_curated

_SEED = 1
_LISTED = 5


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """What one source gave."""

    graph: CuratedGraph
    log: ReadingLog
    edges: int
    with_publications: int
    cpu_s: float
    examples: dict[str, list[str]]
    """Some edges of each predicate and primary source in words, drawn at random."""
    skipped: list[str]
    """The first rows that could not be read."""


class _SourceJson(BaseModel):
    source: str
    format: str
    version: str
    files: list[str]
    licence: str
    restrictive: bool
    restrictive_parts: list[str]
    rows: int
    used: int
    repeated: int
    left_out: dict[str, int]
    skipped: int
    nodes: int
    edges: int
    with_publications: int
    mapped: dict[str, int]
    cpu_s: float
    examples: dict[str, list[str]]


def read_source(graph: CuratedGraph, examples: int) -> SourceFigures:
    """Reads a source to its end. Raises SourceFileError where a file cannot be read."""
    listed: list[str] = []
    drawn: dict[str, list[ImportedEdge]] = {}
    seen: dict[str, int] = {}
    names: dict[str, str] = {}
    chance = random.Random(_SEED)

    def on_skip(row: SkippedRow) -> None:
        if len(listed) < _LISTED:
            listed.append(f"{row.file}:{row.line}: {row.reason}")

    log = ReadingLog(on_skip)
    edges = published = 0
    begun = process_time()
    spent = 0.0
    for batch in graph.read(log):
        spent += process_time() - begun
        edges += len(batch.edges)
        published += sum(1 for edge in batch.edges if edge.publications)
        if examples:
            names.update((node.id, node.name) for node in batch.nodes)
            for edge in batch.edges:
                kind = " ".join(
                    filter(None, ("not" if edge.negated else "", edge.predicate, edge.primary_source and f"({edge.primary_source})"))
                )
                seen[kind] = seen.get(kind, 0) + 1
                chosen = drawn.setdefault(kind, [])
                if len(chosen) < examples:
                    chosen.append(edge)
                elif (place := chance.randrange(seen[kind])) < examples:
                    chosen[place] = edge
        begun = process_time()
    told = {kind: [_in_words(edge, names) for edge in chosen] for kind, chosen in drawn.items()}
    return SourceFigures(graph, log, edges, published, spent + process_time() - begun, told, listed)


def _in_words(edge: ImportedEdge, names: dict[str, str]) -> str:
    one, other = (names.get(end) or end for end in (edge.subject, edge.object))
    qualifier = f" [{edge.qualifier[:120]}]" if edge.qualifier else ""
    return f"{one} — {'not ' if edge.negated else ''}{edge.predicate} — {other}{qualifier}"


def sources_under(paths: Sequence[Path]) -> list[CuratedGraph]:
    """The graphs in these files and folders; a folder that is no single graph gives one for each of its files that is one.

    Files whose format cannot be told are passed over in folders, and an error where they were named. Raises SourceFileError.
    """
    found: list[CuratedGraph] = []
    for path in paths:
        try:
            found.append(open_curated(path))
        except SourceFileError:
            if not path.is_dir():
                raise
            found += _each(path)
    covered: set[Path] = set()
    kept: list[CuratedGraph] = []
    for graph in sorted(found, key=lambda graph: -len(graph.files)):
        if not covered.issuperset(graph.files):
            covered.update(graph.files)
            kept.append(graph)
    return sorted(kept, key=lambda graph: (list(FORMATS).index(graph.format.name), graph.source, graph.files))


def _each(folder: Path) -> list[CuratedGraph]:
    found: list[CuratedGraph] = []
    for path in sorted(folder.iterdir()):
        try:
            found.append(open_curated(path))
        except SourceFileError:
            continue
    return found


def graph_sources(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders; else kg/ in $CORPUSCLE_EVAL_DATA.")] = None,
    examples: Annotated[int, typer.Option(help="Edges of each predicate and resource to print, for the eye.", min=0)] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")] = False,
) -> None:
    """Read curated graphs as `kg import` would, and count what their rows become; nothing is imported."""
    given = paths or sorted(path for path in data_folder("kg").iterdir() if path.is_dir())
    figures = [read_source(graph, examples) for graph in sources_under(given)]
    if json:
        sys.stdout.write("[" + ",\n".join(_json(f).model_dump_json() for f in figures) + "]\n")
        return
    console = Console()
    console.print(_table(figures))
    for f in figures:
        lines = [f"{f.graph.source}: {', '.join(path.name for path in f.graph.files)}"]
        lines += [f"  {count:>9,}  {said}" for said, count in f.log.mapped.most_common()]
        lines += [f"  {count:>9,}  left out: {why}" for why, count in f.log.left_out.most_common()]
        lines += [f"  skipped: {row}" for row in f.skipped]
        lines += [line for kind, edges in f.examples.items() for line in (f"  {kind}:", *(f"    {edge}" for edge in edges))]
        console.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)


def _table(figures: Sequence[SourceFigures]) -> Table:
    table = Table("source", "licence (restrictive parts)", pad_edge=False)
    for name in ("rows", "used", "again", "left out", "skipped", "nodes", "edges", "CPU s"):
        table.add_column(name, justify="right", no_wrap=True)
    for f in figures:
        restricted = _restrictive_parts(f.graph)
        licence = f.graph.licence.name + (f" ({', '.join(restricted)})" if restricted else "")
        counts = (f.log.rows, f.log.used, f.log.repeated, f.log.left_out.total(), f.log.skipped, f.log.nodes, f.edges)
        table.add_row(f.graph.source, licence, *(f"{count:,}" for count in counts), f"{f.cpu_s:.1f}")
    return table


def _restrictive_parts(graph: CuratedGraph) -> list[str]:
    return sorted(name for name, licence in graph.parts.items() if licence.restrictive)


def _json(f: SourceFigures) -> _SourceJson:
    return _SourceJson(
        source=f.graph.source,
        format=f.graph.format.name,
        version=f.graph.version,
        files=[path.name for path in f.graph.files],
        licence=f.graph.licence.name,
        restrictive=f.graph.licence.restrictive,
        restrictive_parts=_restrictive_parts(f.graph),
        rows=f.log.rows,
        used=f.log.used,
        repeated=f.log.repeated,
        left_out=dict(f.log.left_out),
        skipped=f.log.skipped,
        nodes=f.log.nodes,
        edges=f.edges,
        with_publications=f.with_publications,
        mapped=dict(f.log.mapped),
        cpu_s=f.cpu_s,
        examples=f.examples,
    )
