"""A user's own word on what the names of a source mean: a file of names or identifiers with the graph's nodes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpuscle.index_builder.errors import SourceFileError
from corpuscle.index_builder.graph_sources.tables import UNREADABLE, text_lines
from corpuscle.kg.names import name_key

_REMEDY = "Write on each line a name or an identifier of the source, a tab, and the CURIE of a node; nothing behind the tab for a node of its own."


@dataclass(frozen=True, slots=True)
class NameMapping:
    """What the user says of a source's nodes; it goes before what the graph's vocabularies say."""

    nodes: Mapping[str, str]
    """The CURIE of a node by identifier or by `name_key`; "" where the graph has no such node and the source brings it."""

    def of(self, identifier: str, name: str) -> str | None:
        """The CURIE of a source's node, "" for one of its own; None where the file does not speak of it."""
        found = self.nodes.get(identifier)
        return self.nodes.get(name_key(name)) if found is None and name else found


NO_MAPPING = NameMapping({})


def read_name_mapping(path: Path) -> NameMapping:
    """The file's mapping: two columns with a tab between them, lines that begin with # left out.

    Names are compared as the graph compares them. Raises SourceFileError where a line has another form, or two contradict each other.
    """
    nodes: dict[str, str] = {}
    for number, line in enumerate(text_lines(path), 1):
        if not line.strip() or line.startswith("#"):
            continue
        before, tab, behind = line.partition("\t")
        name, curie = before.strip(), behind.strip()
        if not name or not tab or "\t" in curie or UNREADABLE in line or (curie and ":" not in curie):
            raise SourceFileError(f"{path.name}, line {number}, is no name with a CURIE: {line[:80]!r}.", _REMEDY)
        for key in {name, name_key(name)} - {""}:
            if nodes.setdefault(key, curie) != curie:
                raise SourceFileError(f"{path.name}, line {number}: {name!r} is {nodes[key]!r} above.", "Leave one of the two.")
    return NameMapping(nodes)
