"""What `corpuscle index status` shows."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from corpuscle.index_builder.status import IndexStatus, VectorStatus
from corpuscle.ui.sanitise import plain

_SOURCES_SHOWN = 10


def show_status(found: IndexStatus, console: Console) -> None:
    """The status in a few lines and a table; of many source files the last ones."""
    part = f", part {found.shard}" if found.shard else ""
    size = f"generation {found.generation}, {found.articles:,} articles, {found.bytes / 1e6:,.0f} MB"
    _line(console, f"{found.path}: {found.corpus}{part}, {size}")
    year = f"baseline of {found.baseline_year}, " if found.baseline_year else ""
    newest = f", newest file of {found.newest:%Y-%m-%d}" if found.newest else ""
    _line(console, f"sources: {year}{len(found.sources) - found.updates:,} files and {found.updates:,} updates{newest}")
    console.print(_sources(found))
    if found.retracted is not None and found.concern is not None:
        _line(console, f"retracted: {found.retracted:,} articles; expressions of concern: {found.concern:,}")
    if found.milvus:
        _line(console, f"articles and vectors: in Milvus, {found.milvus.uri}, collection {found.milvus.collection}")
    else:
        console.print(_vectors(found.vectors) if found.vectors else "vectors: none")
    if found.graph:
        console.print(f"graph: {found.graph.nodes:,} nodes, {found.graph.aliases:,} names, {found.graph.edges:,} edges, from")
        for source in found.graph.sources:
            _line(console, f"  {source.name} {source.version}: {source.rows:,} rows, {source.licence}")
    else:
        console.print("graph: none")
    for file in found.quarantined:
        console.print(Text(plain(f"quarantined: {file.problem}"), style="yellow"))
    if not found.complete:
        remedy = "fetch the quarantined ones again, then run the same command" if found.quarantined else "run the same command"
        console.print(f"The last build or update did not apply every source file: {remedy} again.", style="yellow")


def _sources(found: IndexStatus) -> Table:
    table = Table("source", "records", "indexed", "skipped", "deleted")
    hidden = found.sources[:-_SOURCES_SHOWN]
    if hidden:
        counts = [sum(getattr(source, name) for source in hidden) for name in ("records", "indexed", "skipped", "deleted")]
        table.add_row(f"{len(hidden):,} files before", *(f"{count:,}" for count in counts))
    for source in found.sources[-_SOURCES_SHOWN:]:
        table.add_row(
            Text(plain(source.name)), *(f"{count:,}" for count in (source.records, source.indexed, source.skipped, source.deleted))
        )
    return table


def _vectors(found: VectorStatus) -> str:
    dead = f"; {found.dead:,} of texts that were revised or deleted" if found.dead else ""
    how = f"{found.approximate:,} searched by an approximate index, the others exactly" if found.approximate else "searched exactly"
    return f"vectors: {found.made:,} of {found.articles:,} articles, by {found.encoder}, {how}{dead}"


def _line(console: Console, text: str) -> None:
    console.print(Text(plain(text)))
