"""What the manifest says of a graph, read from the graph itself."""

from pathlib import Path

from corpuscle.index_builder.literature_sources import LITERATURE
from corpuscle.kg.errors import GraphFormatError
from corpuscle.kg.graph_file import GraphFile
from corpuscle.retrieval.manifest import GraphSource, GraphStore


def graph_record(path: Path) -> GraphStore:
    """The record of a finished graph, whose path is the file's name. Raises GraphError where it cannot be read."""
    file = GraphFile.open(path)
    try:
        counts = {str(name): int(rows) for name, rows in file.rows("SELECT name, rows FROM counts")}
        sources = file.rows("SELECT source, version, licence, sha256, rows FROM meta ORDER BY source")
    finally:
        file.close()
    return GraphStore(
        path=path.name,
        nodes=counts["nodes"],
        aliases=counts["aliases"],
        edges=counts["edges"],
        evidence=counts["evidence"],
        sources=tuple(
            GraphSource(name=name, version=version, licence=licence, sha256=sha256, rows=rows)
            for name, version, licence, sha256, rows in sources
        ),
    )


def is_current(path: Path) -> bool:
    """Whether this program reads the graph and would read the same from its articles. Raises GraphMissingError where there is none."""
    try:
        file = GraphFile.open(path)
    except GraphFormatError:
        return False
    try:
        made_by = {str(name): str(version) for name, version in file.rows("SELECT source, version FROM meta")}
    finally:
        file.close()
    reads_articles = any(source.name in made_by for source in LITERATURE)
    return not reads_articles or all(made_by.get(source.name) == source.version for source in LITERATURE)
