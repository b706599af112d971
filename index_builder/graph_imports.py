"""What a graph remembers of its imports, so that they can be repeated when it is built anew."""

import shlex
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from corpuscle.kg.errors import GraphError
from corpuscle.kg.graph_file import GraphFile

BY_MODEL = "served model"


class ImportedFrom(BaseModel):
    """Where an import came from, and what read it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str
    """Absolute, of the file or folder that was given; of what a model read the query whose articles it read."""
    format: str
    """`BY_MODEL`, or the name of a format of `kg import`."""
    rules: str
    tool: str
    names: str = ""
    """Absolute path of the user's mapping of names; "" where none was given."""


def imports_of(graph_path: Path) -> dict[str, ImportedFrom]:
    """What `kg import` read into a graph, by the name of the source. Raises GraphError."""
    file = GraphFile.open(graph_path)
    try:
        rows = file.rows("SELECT source, imported FROM meta WHERE imported != '' ORDER BY source")
    finally:
        file.close()
    found: dict[str, ImportedFrom] = {}
    for name, imported in rows:
        try:
            found[name] = ImportedFrom.model_validate_json(imported)
        except ValidationError:  # written by other means than `kg import`
            continue
    return found


def to_be_repeated(old_graph: Path, index_dir: Path) -> list[str]:
    """For the user, after a graph was built in place of `old_graph`: the commands that import again what is no longer in it."""
    try:
        imports = imports_of(old_graph)
    except GraphError:  # of an older version, which had none, or gone
        return []
    commands = [_command(name, made, shlex.quote(str(index_dir))) for name, made in imports.items()]
    return ["The graph was built anew, without what had been imported into it. Import again:", *commands] if commands else []


def _command(name: str, made: ImportedFrom, index: str) -> str:
    if made.format == BY_MODEL:
        return f"corpuscle kg extract {shlex.quote(made.path)} --index {index}"
    names = f" --names {shlex.quote(made.names)}" if made.names else ""
    return f"corpuscle kg import {shlex.quote(made.path)} {made.format} --name {shlex.quote(name)}{names} --index {index}"
