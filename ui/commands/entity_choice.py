"""Which node of the graph a person means on the command line."""

import sys

import typer
from rich.console import Console
from rich.prompt import Prompt

from corpuscle.kg.entities import Entity
from corpuscle.kg.entity_lookup import LookedUp, is_curie, look_up, nearest_names
from corpuscle.kg.linker import Linker
from corpuscle.kg.names import name_key
from corpuscle.kg.store import GraphStore
from corpuscle.ui.errors import NotInGraphError
from corpuscle.ui.sanitise import plain
from corpuscle.ui.terminal_graph import entity_words

_LISTED = 10


def chosen(text: str, hint: str, store: GraphStore, linker: Linker, category: str = "") -> Entity | None:
    """The node of a name or CURIE; None where the graph has none of that name (and `category`).

    Where several are equally good, the person at the terminal is asked; elsewhere they are listed in a typer.BadParameter (exit status 2).
    """
    if not name_key(text):
        raise typer.BadParameter("A name needs a letter or a digit.", param_hint=hint)
    found = look_up(text, store, linker, category)
    if not found.candidates:
        return None
    if len(found.equals) == 1:
        best, *others = (candidate.entity for candidate in found.candidates[:_LISTED])
        also = f" It may also mean: {'; '.join(entity_words(entity) for entity in others)}." if others and not category else ""
        if also or not (is_curie(text) or name_key(text) in store.names_of(best.curie)):
            _say(f"{plain(text)} was taken for {entity_words(best)}.{also}")
        return best
    if sys.stdin.isatty() and sys.stderr.isatty():
        return _asked(found)
    listed = "".join(f"\n  {entity_words(entity)}" for entity in found.equals[:_LISTED])
    raise typer.BadParameter(f"{plain(text)!r} means several things; give the CURIE of one, or its type:{listed}", param_hint=hint)


def known(text: str, hint: str, store: GraphStore, linker: Linker, category: str = "") -> Entity:
    """The node of a name or CURIE, chosen as `chosen` does. Raises NotInGraphError, with the nearest names, where there is none."""
    entity = chosen(text, hint, store, linker, category)
    if entity is None:
        of_type = f" of type {category}" if category else ""
        raise NotInGraphError(f"{plain(text)!r} is not in the graph{of_type}.", near_words(text, store) or "Try another of its names.")
    return entity


def near_words(text: str, store: GraphStore) -> str:
    """The nearest names in a sentence, "" where none is near."""
    near = nearest_names(text, store)
    return f"The nearest names: {'; '.join(entity_words(entity) for entity in near)}." if near else ""


def _asked(found: LookedUp) -> Entity:
    _say(f"{plain(found.text)} means several things:")
    listed = found.equals[:_LISTED]
    for number, entity in enumerate(listed, 1):
        _say(f"  {number}  {entity_words(entity)}")
    choices = [str(number) for number, _ in enumerate(listed, 1)]
    return listed[choices.index(Prompt.ask("Which one", choices=choices, console=Console(stderr=True)))]


def _say(line: str) -> None:
    Console(stderr=True).print(line, style="yellow", markup=False, highlight=False)
