"""Prompts by name: one Markdown file each, with named fields written as $field."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template

NOT_ANSWERED = "Not answered by the evidence."
"""What a model says when the passages do not answer; shared by prompts, parser and tests."""


@cache
def template(name: str) -> Template:
    """The prompt `name`.md. Raises FileNotFoundError where there is none."""
    return Template(files("corpuscle.prompts").joinpath(f"{name}.md").read_text(encoding="utf-8"))


def fields(name: str) -> frozenset[str]:
    """The named fields of a prompt."""
    return frozenset(template(name).get_identifiers())


def filled(name: str, values: dict[str, str]) -> str:
    """The prompt with its fields filled; exactly its fields must be given. Raises ValueError otherwise."""
    if values.keys() != fields(name):
        raise ValueError(f"Prompt {name} has the fields {sorted(fields(name))}, not {sorted(values)}.")
    return template(name).substitute(values)


def prompt_digests() -> dict[str, str]:
    """SHA-256 of every prompt by its name: what a run's manifest says of them."""
    found = sorted((p for p in files("corpuscle.prompts").iterdir() if p.name.endswith(".md")), key=lambda p: p.name)
    return {p.name.removesuffix(".md"): sha256(p.read_bytes()).hexdigest() for p in found}
