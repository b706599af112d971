"""corpuscle kg import, sources, remove and export: curated graphs in and out."""

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

from corpuscle.kg.store import GraphSource, GraphStore, SourceTerms
from corpuscle.retrieval.errors import IndexMissingError
from corpuscle.retrieval.manifest import build_hint, read_manifest
from corpuscle.ui.commands.parameters import DEFAULT_INDEX, IndexOption, JsonOption
from corpuscle.ui.sanitise import plain, readable

if TYPE_CHECKING:  # the builder's libraries are of no use to a question
    from corpuscle.index_builder.graph_import_index import Imported
    from corpuscle.index_builder.graph_sources.rows import Licence, SkippedRow

_SHOWN = 20
_NAMES = "Your own file of what the source's names mean: a name or identifier, a tab, the CURIE of a node (nothing: a node of its own)."
_FORMAT = "Format, where it cannot be told from the file: primekg, hetionet, kgx, … A wrong one lists them."


class _ImportJson(BaseModel):
    source: str
    version: str
    licence: str
    restrictive: bool
    changed: bool
    generation: int
    rows: int = 0
    statements: int = 0
    """In those rows: imported + merged + left_out + skipped."""
    imported: int = 0
    merged: int = 0
    left_out: int = 0
    skipped: int = 0
    nodes_joined: dict[str, int] = {}
    nodes_new: int = 0
    replaced: int = 0
    edges_by_predicate: dict[str, int] = {}
    reasons_left_out: dict[str, int] = {}
    malformed: list[str] = []
    """The first of them."""


class _SourceJson(BaseModel):
    source: str
    version: str
    licence: str
    rows: int
    imported: bool
    restrictive: bool
    terms: str


def import_graph(
    source: Annotated[Path, typer.Argument(help="File of a curated graph, or the folder of its files.")],
    format: Annotated[str | None, typer.Argument(help=_FORMAT)] = None,
    index: IndexOption = DEFAULT_INDEX,
    name: Annotated[str, typer.Option(parser=readable, help="Name of the source in the graph, where it is not that of its format.")] = "",
    names: Annotated[Path | None, typer.Option(help=_NAMES, dir_okay=False, exists=True)] = None,
    skipped: Annotated[Path | None, typer.Option(help="Write every row that could not be read to this file.", dir_okay=False)] = None,
    json: JsonOption = False,
) -> None:
    """Import a curated graph into the index; a newer version replaces the older one, the same one changes nothing."""
    # Deferred: the builder's libraries are of no use to a question.
    from corpuscle.index_builder.graph_import_index import import_source
    from corpuscle.index_builder.graph_sources.registry import open_curated
    from corpuscle.index_builder.progress_bars import progress_for_stderr

    curated = open_curated(source, format)
    _graph(index).close()  # says what is wrong with it before anything is read
    progress = progress_for_stderr()
    called = name or curated.source
    for line in _terms(called, curated.licence, curated.parts):
        progress.note(line)
    malformed: list[str] = []
    with ExitStack() as stack:
        listed = stack.enter_context(skipped.open("w", encoding="utf-8")) if skipped else None

        def on_skip(row: "SkippedRow") -> None:
            line = plain(f"{row.file}:{row.line}: {row.reason}")
            if len(malformed) < _SHOWN:
                malformed.append(line)
            if listed:
                listed.write(line + "\n")

        done = import_source(index, source, curated, called, on_skip, progress, names=names)
    report = _report(done, malformed)
    if json:
        sys.stdout.write(report.model_dump_json(indent=2) + "\n")
    else:
        _print_report(report, skipped)


def sources(index: IndexOption = DEFAULT_INDEX, json: JsonOption = False) -> None:
    """List what the graph was made of: version, terms, and rows of each source."""
    with _graph(index) as store:
        terms = {t.source: t for t in store.terms() if not t.part}
        listed = [_source_json(source, terms.get(source.name)) for source in store.sources()]
        parts = [t for t in store.terms() if t.part and t.restrictive]
    if json:
        sys.stdout.write("[" + ",\n".join(source.model_dump_json() for source in listed) + "]\n")
        return
    table = Table("source", "version", "rows", "licence", "from")
    for source in listed:
        licence = plain(source.licence) + (" (restrictive)" if source.restrictive else "")
        table.add_row(source.source, source.version, f"{source.rows:,}", licence, "kg import" if source.imported else "build")
    console = Console()
    console.print(table)
    for part in parts:
        console.print(plain(f"{part.source} took statements from {part.part}: {part.licence}. {part.terms}"), markup=False, highlight=False)


def remove(
    name: Annotated[str, typer.Argument(parser=readable, help="Source as `corpuscle kg sources` lists it.")],
    index: IndexOption = DEFAULT_INDEX,
) -> None:
    """Take an imported source out of the graph, with the nodes and names that it alone brought."""
    from corpuscle.index_builder.graph_import_index import remove_source  # deferred: see above

    manifest = remove_source(index, name)
    typer.echo(f"{name} is no longer in the graph; generation {manifest.generation}.")


def export(
    prefix: Annotated[Path, typer.Argument(help="Where to write: PREFIX_nodes and PREFIX_edges.")],
    index: IndexOption = DEFAULT_INDEX,
    format: Annotated[Literal["kgx-tsv", "kgx-jsonl"], typer.Option(help="Form of KGX.")] = "kgx-tsv",
    source: Annotated[list[str] | None, typer.Option(parser=readable, help="Only the edges of this source. Repeatable.")] = None,
) -> None:
    """Write the graph's edges and their nodes as KGX, for other programs and for `kg import` elsewhere."""
    from corpuscle.index_builder.graph_export import export_kgx  # deferred: see above
    from corpuscle.index_builder.progress_bars import progress_for_stderr

    with _graph(index) as store:
        known = [s.name for s in store.sources()]
        if unknown := [name for name in source or () if name not in known]:
            raise typer.BadParameter(f"The graph has no source {unknown[0]!r}. It has: {', '.join(known)}.", param_hint="--source")
        chosen = source or known
        progress = progress_for_stderr()
        with progress.step("Exporting", 0, "edges") as advance:
            written = export_kgx(store, prefix, format, chosen, advance)
        restrictive = sorted({t.part or t.source for t in store.terms() if t.restrictive and t.source in chosen})
    typer.echo(f"{written.nodes:,} nodes in {written.nodes_path}\n{written.edges:,} edges in {written.edges_path}")
    if restrictive:
        typer.echo(plain(f"Not to be passed on without a look at their terms (corpuscle kg sources): {', '.join(restrictive)}."))


def _graph(index: Path) -> GraphStore:
    """The index's graph; neither its articles nor a server are asked for. Raises IndexMissingError where it has none, GraphError."""
    graph = read_manifest(index).graph
    if graph is None:
        raise IndexMissingError(f"The index at {index} has no knowledge graph yet.", f"Make it: {build_hint(index)}")
    return GraphStore.open(index / graph.path)


def _terms(name: str, licence: "Licence", parts: "Mapping[str, Licence]") -> list[str]:
    lines = [f"{name} comes under: {licence.name}. {licence.text}"]
    lines += [f"  {part}: {terms.name}. {terms.text}" for part, terms in sorted(parts.items()) if terms.restrictive]
    return [plain(line) for line in lines]


def _report(done: "Imported", malformed: list[str]) -> _ImportJson:
    head = _ImportJson(
        source=done.source,
        version=done.version,
        licence=done.licence.name,
        restrictive=done.licence.restrictive,
        changed=done.result is not None,
        generation=done.manifest.generation,
    )
    if done.log is None or done.result is None:
        return head
    log, nodes, edges = done.log, done.result.nodes, done.result.edges
    unresolved = [f"end unknown to the source and to the graph: {plain(end)}" for end in edges.examples]
    return head.model_copy(
        update={
            "rows": log.rows,
            "statements": edges.read + log.repeated + log.left_out.total() + log.skipped,
            "imported": edges.written,
            "merged": log.repeated + edges.folded + edges.within_a_node,
            "left_out": log.left_out.total(),
            "skipped": log.skipped + edges.unresolved,
            "nodes_joined": dict(nodes.joined),
            "nodes_new": nodes.made,
            "replaced": done.result.replaced,
            "edges_by_predicate": dict(log.mapped),
            "reasons_left_out": dict(log.left_out),
            "malformed": malformed + unresolved,
        }
    )


def _print_report(report: _ImportJson, skipped: Path | None) -> None:
    console = Console()
    if not report.changed:
        console.print(f"The index has this {report.source} already; nothing was changed.", markup=False, highlight=False)
        return
    lines = [
        f"{report.source} {report.version}".strip() + f": {report.rows:,} rows read, {report.statements:,} statements"
        f" = {report.imported:,} edges imported + {report.merged:,} merged into others + {report.left_out:,} left out"
        f" + {report.skipped:,} skipped",
        f"Nodes: {sum(report.nodes_joined.values()):,} joined to the graph's ("
        + ", ".join(f"{count:,} by {by}" for by, count in sorted(report.nodes_joined.items()))
        + f"), {report.nodes_new:,} new",
    ]
    if report.replaced:
        lines.append(f"{report.replaced:,} edges of the version before were taken out.")
    lines += [f"  {count:>9,}  {said}" for said, count in sorted(report.edges_by_predicate.items(), key=lambda item: -item[1])]
    lines += [f"  {count:>9,}  left out: {why}" for why, count in sorted(report.reasons_left_out.items(), key=lambda item: -item[1])]
    lines += [f"  skipped: {line}" for line in report.malformed]
    if report.skipped > len(report.malformed):
        lines.append(f"  … {report.skipped - len(report.malformed):,} more" + ("" if skipped else "; --skipped FILE lists them all"))
    lines.append(f"The index is at generation {report.generation}.")
    for line in lines:
        console.print(plain(line), markup=False, highlight=False, soft_wrap=True)


def _source_json(source: GraphSource, terms: SourceTerms | None) -> _SourceJson:
    return _SourceJson(
        source=source.name,
        version=source.version,
        licence=source.licence,
        rows=source.rows,
        imported=terms is not None,
        restrictive=terms is not None and terms.restrictive,
        terms=terms.terms if terms else "",
    )
