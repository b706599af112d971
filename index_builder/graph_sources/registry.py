"""Every format that `open_curated` knows, and how a file finds its own."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from corpuscle.index_builder.errors import SourceFileError
from corpuscle.index_builder.graph_sources.drugmechdb import DRUGMECHDB
from corpuscle.index_builder.graph_sources.formats import FileHead, GraphFormat
from corpuscle.index_builder.graph_sources.hetionet import HETIONET
from corpuscle.index_builder.graph_sources.hpo import HPO
from corpuscle.index_builder.graph_sources.kgx import KGX
from corpuscle.index_builder.graph_sources.mesh_xml import MESH
from corpuscle.index_builder.graph_sources.ontology import ONTOLOGY
from corpuscle.index_builder.graph_sources.primekg import PRIMEKG
from corpuscle.index_builder.graph_sources.rows import Batch, Licence, ReadingLog
from corpuscle.index_builder.graph_sources.tables import open_bytes
from corpuscle.index_builder.graph_sources.uniprot import UNIPROT

FORMATS: dict[str, GraphFormat] = {f.name: f for f in (PRIMEKG, HETIONET, KGX, HPO, UNIPROT, MESH, DRUGMECHDB, ONTOLOGY)}
"""By name."""

_HEAD_BYTES = 8192


@dataclass(frozen=True, slots=True)
class CuratedGraph:
    """A curated graph whose format is known, not yet read."""

    format: GraphFormat
    roles: Mapping[str, Path]

    @property
    def source(self) -> str:
        """The name that its edges go under."""
        return self.format.source(self.roles) if self.format.source else self.format.name

    @property
    def version(self) -> str:
        """As the files say it; "" where they do not."""
        return self.format.version(self.roles)

    @property
    def files(self) -> tuple[Path, ...]:
        """All that is read."""
        return tuple(self.roles.values())

    @property
    def licence(self) -> Licence:
        """The terms of the whole."""
        return self.format.terms(self.roles) if self.format.terms else self.format.licence

    @property
    def parts(self) -> Mapping[str, Licence]:
        """The terms of the resources it was compiled from, by the primary source of an edge."""
        return self.format.parts

    def read(self, log: ReadingLog) -> Iterator[Batch]:
        """Its rows. Raises SourceFileError where a file cannot be read to its end."""
        return self.format.read(self.roles, log)


def open_curated(path: Path, format_name: str | None = None) -> CuratedGraph:
    """The graph in a file, together with files beside it that it needs, or in a folder.

    The format is found from how the file begins where none is named. Raises SourceFileError where the path cannot be read, no format or more
    than one fits, or the named one is unknown.
    """
    if format_name is not None and format_name not in FORMATS:
        raise SourceFileError(f"There is no format {format_name}.", f"Formats are: {', '.join(FORMATS)}.")
    formats = [FORMATS[format_name]] if format_name else list(FORMATS.values())
    if not path.exists():
        raise SourceFileError(f"{path} does not exist.", "Give the file, or the folder, of a downloaded graph.")
    heads = {path: _head(path)} if path.is_file() else _heads_in(path)
    found = [graph for fmt in formats if (graph := _graph(fmt, heads)) is not None]
    if len(found) == 1:
        return _with_companions(found[0], path) if path.is_file() else found[0]
    if found:
        names = ", ".join(graph.format.name for graph in found)
        raise SourceFileError(f"{path} holds graphs of several formats: {names}.", "Name one of them, or give one file.")
    known = "; ".join(fmt.title for fmt in formats)
    raise SourceFileError(f"{path} holds no graph in a known format.", f"Known are {known}.")


def _heads_in(folder: Path) -> dict[Path, FileHead]:
    """How the files of a folder begin; those that cannot be read are no part of any graph."""
    heads: dict[Path, FileHead] = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith("."):
            with suppress(SourceFileError):
                heads[path] = _head(path)
    return heads


def _head(path: Path) -> FileHead:
    with open_bytes(path) as stream:
        return FileHead(path.name.lower().removesuffix(".gz"), stream.read(_HEAD_BYTES).decode("utf-8-sig", "replace"))


def _graph(fmt: GraphFormat, heads: Mapping[Path, FileHead]) -> CuratedGraph | None:
    """The graph that the files of a format are, or None where there are none of it. Raises SourceFileError where two play one role."""
    roles: dict[str, Path] = {}
    for path, head in heads.items():
        if role := fmt.role(head):
            if role in roles:
                raise SourceFileError(f"{roles[role].name} and {path.name} are both {fmt.name} {role}.", "Give one file, not the folder.")
            roles[role] = path
    return CuratedGraph(fmt, roles) if fmt.needed & roles.keys() else None


def _with_companions(graph: CuratedGraph, path: Path) -> CuratedGraph:
    """The graph of a file given alone, with the files beside it that it needs: the only one of its role, or the one named alike."""
    roles = dict(graph.roles)
    missing = graph.format.companions - roles.keys()
    heads = _heads_in(path.parent) if missing else {}
    for role in missing:
        beside = [file for file, head in heads.items() if file != path and graph.format.role(head) == role]
        alike = [file for file in beside if file.name.split(".")[0] == path.name.split(".")[0].replace("edges", role)]
        for chosen in (alike, beside):
            if len(chosen) == 1:
                roles.setdefault(role, chosen[0])
    return CuratedGraph(graph.format, roles)
