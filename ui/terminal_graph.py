"""The terminal: nodes of the graph, their edges, and paths, as a person reads them."""

from collections.abc import Callable

from rich.console import Console
from rich.text import Text

from corpuscle.kg.entities import Entity
from corpuscle.kg.neighbourhood import Direction, EdgeGroup, Neighbour, Neighbourhood
from corpuscle.kg.paths import Path
from corpuscle.kg.store import Publication
from corpuscle.kg.triples import Edge
from corpuscle.ui.sanitise import plain
from corpuscle.ui.terminal_hits import indented

_SYNONYMS = 8
_XREFS = 8
_PUBLICATIONS = 3
_ARROWS: dict[Direction, str] = {"out": "{} →", "in": "← {}", "both": "– {} –"}


def entity_words(entity: Entity) -> str:
    """The node by name, CURIE and type."""
    return f"{plain(entity.name)} ({plain(entity.curie)}, {plain(entity.category)})"


def show_neighbourhood(around: Neighbourhood, sentence: Callable[[Publication], str], console: Console) -> None:
    """The node with its names and cross-references, then its edges by predicate and direction; `sentence` finds the text of evidence."""
    entity = around.entity
    console.print(Text.assemble((plain(entity.name), "bold"), f"  {plain(entity.curie)} · {plain(entity.category)}"))
    for label, values, most in (("also called", entity.synonyms, _SYNONYMS), ("same as", entity.xrefs, _XREFS)):
        if values:
            more = f" and {len(values) - most} more" if len(values) > most else ""
            console.print(indented(Text(f"{label}: {'; '.join(plain(v) for v in values[:most])}{more}", style="dim")))
    console.print(indented(Text(_edges_counted(around.degree))))
    for group in around.groups:
        _show_group(group, sentence, console)


def show_paths(found: list[Path], start: Entity, end: Entity, console: Console) -> None:
    """The paths, best first, each edge with its source; said to be no verdict."""
    console.print(Text(f"{entity_words(start)}  …  {entity_words(end)}", style="bold"))
    if not found:
        console.print(indented(Text("No path of up to three edges was found.", style="dim")))
        return
    for path in found:
        console.print(Text(f"  plausibility {path.plausibility:.2f}", style="cyan"))
        for place, edge in enumerate(path.edges):
            left, right = path.nodes[place], path.nodes[place + 1]
            words = f"{edge.predicate} →" if edge.subject == left.curie else f"← {edge.predicate}"
            line = Text.assemble(f"{plain(left.name)}  {words}  {plain(right.name)}  ", (_provenance(edge), "dim"))
            console.print(indented(line))
    console.print(Text("Paths show what is plausible; they have no part in a verdict.", style="dim"))


def _edges_counted(degree: int) -> str:
    return "The graph has no edge at this node." if not degree else "1 edge" if degree == 1 else f"{degree:,} edges"


def _show_group(group: EdgeGroup, sentence: Callable[[Publication], str], console: Console) -> None:
    shown = len(group.neighbours)
    count = f"{group.total:,}" if shown == group.total else f"the best {shown} of {group.total:,}"
    console.print(Text.assemble((_ARROWS[group.direction].format(group.predicate), "bold"), f"  {count}"))
    for neighbour in group.neighbours:
        console.print(indented(_neighbour(neighbour)))
        said = next((text for p in neighbour.publications if (text := sentence(p))), "")
        if said:
            console.print(indented(Text(f"“{plain(said)}”", style="dim italic"), 8))


def _neighbour(neighbour: Neighbour) -> Text:
    denied = "not: " if neighbour.edge.negated else ""
    name = f"{plain(neighbour.other.name)} ({plain(neighbour.other.curie)})"
    return Text.assemble(f"{denied}{name}  ", (_provenance(neighbour.edge), "dim"))


def _provenance(edge: Edge) -> str:
    years = ""
    if edge.first_year:
        years = f", {edge.first_year}" if edge.first_year == edge.last_year else f", {edge.first_year}–{edge.last_year}"
    source = f"{plain(edge.source)} from {plain(edge.primary_source)}" if edge.primary_source else plain(edge.source)
    qualifier = f"{plain(edge.qualifier)}, " if edge.qualifier else ""
    said = f"{qualifier}{source}, score {edge.score:.2f}, support {edge.support}{years}"
    if not edge.publications:
        return said
    more = " …" if len(edge.publications) > _PUBLICATIONS else ""
    return f"{said}: {', '.join(_publication(p) for p in edge.publications[:_PUBLICATIONS])}{more}"


def _publication(identifier: str) -> str:
    return f"PMID {identifier}" if identifier.isdigit() else plain(identifier)
