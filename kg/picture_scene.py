"""What pictures are made of – texts, boxes, signs and lines at fixed places – and how they are written as SVG.

Colours are classes with a light and a dark form; meaning is never in the colour alone, but in a sign's shape and in words too. The SVG has
no script, loads nothing, and escapes all text.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from corpuscle.kg.picture_text import shown, text_width

Tone = Literal["supports", "contradicts", "mixed", "neutral", "path", "ink", "muted"]
Sign = Literal["supports", "contradicts", "mixed", "unknown", "neutral", "path"]
LineKind = Literal["solid", "dotted", "dashed"]

_LIGHT = {
    "page": "#ffffff", "card": "#f5f7fa", "rule": "#cfd7e0", "ink": "#1c2733", "muted": "#586573", "end": "#e8eef6",
    "supports": "#136a48", "contradicts": "#b3261e", "mixed": "#8a4b04", "neutral": "#5b6673", "path": "#4a5f8f",
}  # fmt: skip
_DARK = {
    "page": "#10161d", "card": "#18212b", "rule": "#364350", "ink": "#e7ecf1", "muted": "#9fabb8", "end": "#1f2c3b",
    "supports": "#6ccf9d", "contradicts": "#ff8f86", "mixed": "#f1b45c", "neutral": "#a5b0bc", "path": "#9db4ea",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size in the picture's units."""

    size: float
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One line; (x, y) is the left end of its baseline."""

    x: float
    y: float
    text: str
    style: TextStyle
    tone: Tone = "ink"
    href: str = ""
    """An https address that this program made, or ""."""
    room: float = 0.0
    """Where above 0, the text is centred in this width to the right of x."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of what it may cover."""
        size = self.style.size
        width = text_width(self.text, size, self.style.bold)
        left = self.x + max(0.0, self.room - width) / 2
        return left, self.y - 0.78 * size, left + width, self.y + 0.22 * size


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with round corners."""

    x: float
    y: float
    width: float
    height: float
    fill: Literal["page", "card", "end"] = "card"
    edge: Tone | Literal["rule", ""] = "rule"
    kind: LineKind = "solid"
    radius: float = 9


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign around (x, y): a disc with a tick, a diamond with a cross, a triangle, a question mark, a square with a dash, three dots."""

    x: float
    y: float
    sign: Sign


@dataclass(frozen=True, slots=True)
class Sheet:
    """The small sheet of paper that stands for an article; (x, y) is its top left corner, 9 × 11 its size."""

    x: float
    y: float
    tone: Tone = "muted"


@dataclass(frozen=True, slots=True)
class Line:
    """A line drawn along `path` (SVG path data in absolute places). `head` is what it ends in; "bar" is said of what contradicts."""

    path: str
    tone: Tone
    kind: LineKind = "solid"
    width: float = 1.5
    head: Literal["arrow", "bar", ""] = ""


Piece = Text | Box | Mark | Sheet
Item = Piece | Line


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture before it is written. Later items lie above earlier ones."""

    width: float
    height: float
    title: str
    description: str
    items: tuple[Item, ...]


def moved(items: Iterable[Piece], x: float, y: float) -> tuple[Piece, ...]:
    """The items, shifted."""
    return tuple(replace(item, x=item.x + x, y=item.y + y) for item in items)


def svg(scene: Scene) -> str:
    """The picture as one SVG document, readable on light and dark grounds (it follows `prefers-color-scheme`)."""
    width, height = _number(scene.width), _number(scene.height)
    body = "\n".join(_drawn(item) for item in scene.items)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="title desc">\n'
        f'<title id="title">{escape(shown(scene.title))}</title>\n<desc id="desc">{escape(shown(scene.description))}</desc>\n'
        f"<style>{_STYLE}</style>\n{_HEADS}\n"
        f'<rect class="f-page" x="0.5" y="0.5" width="{_number(scene.width - 1)}" height="{_number(scene.height - 1)}" rx="12"/>\n'
        f"{body}\n</svg>\n"
    )


def _drawn(item: Item) -> str:
    match item:
        case Text():
            return _text(item)
        case Box():
            edge = f" s-{item.edge}{_kind(item.kind)}" if item.edge else ""
            size = f'width="{_number(item.width)}" height="{_number(item.height)}" rx="{_number(item.radius)}"'
            return f'<rect class="f-{item.fill}{edge}" x="{_number(item.x)}" y="{_number(item.y)}" {size}/>'
        case Mark():
            return f'<g transform="translate({_number(item.x)} {_number(item.y)})">{_SIGNS[item.sign]}</g>'
        case Sheet():
            place = f"translate({_number(item.x)} {_number(item.y)})"
            return (
                f'<path class="f-page s-{item.tone}" stroke-width="1" transform="{place}" '
                'd="M.5.5h5.4l2.6 2.6v7.4h-8zM5.9.5v2.6h2.6M2.4 5.4h4.2M2.4 7.6h4.2"/>'
            )
        case Line():
            head = f' marker-end="url(#{item.head}-{item.tone})"' if item.head else ""
            return f'<path class="l s-{item.tone}{_kind(item.kind)}" stroke-width="{_number(item.width)}" d="{item.path}"{head}/>'


def _text(item: Text) -> str:
    style = item.style
    weight = ' font-weight="600"' if style.bold else ""
    slant = ' font-style="italic"' if style.italic else ""
    centred = ' text-anchor="middle"' if item.room else ""
    place = f'x="{_number(item.x + item.room / 2)}" y="{_number(item.y)}" font-size="{_number(style.size)}"'
    drawn = f'<text class="f-{item.tone}" {place}{weight}{slant}{centred}>{escape(item.text)}</text>'
    return f'<a href={quoteattr(item.href)} target="_blank">{drawn}</a>' if item.href else drawn


def _kind(kind: LineKind) -> str:
    return "" if kind == "solid" else f" {kind}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _colours(palette: dict[str, str]) -> str:
    return "".join(f".f-{name}{{fill:{colour}}}.s-{name}{{stroke:{colour}}}" for name, colour in palette.items())


_STYLE = (
    "text{font-family:'Helvetica Neue',Helvetica,Arial,'Liberation Sans',sans-serif;white-space:pre}"
    ".l{fill:none;stroke-linecap:round}.dashed{stroke-dasharray:6 5}.dotted{stroke-dasharray:1 5;stroke-linecap:round}"
    "a:hover text{text-decoration:underline}"
    f"{_colours(_LIGHT)}@media(prefers-color-scheme:dark){{{_colours(_DARK)}}}"
)
_HEADED: tuple[Tone, ...] = ("supports", "contradicts", "neutral", "path", "muted")
_HEADS = (
    "<defs>"
    + "".join(
        f'<marker id="arrow-{tone}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" '
        f'orient="auto"><path class="f-{tone}" d="M0 .6 7.6 4 0 7.4z"/></marker>'
        f'<marker id="bar-{tone}" viewBox="0 0 4 10" refX="2" refY="5" markerWidth="4" markerHeight="10" markerUnits="userSpaceOnUse" '
        f'orient="auto"><path class="s-{tone}" stroke-width="2.4" d="M2 .6v8.8"/></marker>'
        for tone in _HEADED
    )
    + "</defs>"
)
_SIGNS: dict[Sign, str] = {
    "supports": '<circle class="f-supports" r="8.5"/><path class="l s-page" stroke-width="2" d="M-3.6.4-1 3 3.9-2.8"/>',
    "contradicts": '<path class="f-contradicts" d="M0-10.4 10.4 0 0 10.4-10.4 0z"/>'
    '<path class="l s-page" stroke-width="2" d="M-2.8-2.8 2.8 2.8M2.8-2.8-2.8 2.8"/>',
    "mixed": '<path class="f-mixed" stroke-linejoin="round" d="M0-10.2 10 7.6H-10z"/>'
    '<path class="l s-page" stroke-width="1.8" d="M-3 0H3M0-3V3M-3 5.2H3"/>',
    "unknown": '<circle class="f-page s-neutral dotted" stroke-width="1.5" r="8.5"/>'
    '<path class="l s-neutral" stroke-width="1.9" d="M-2.7-2.3a2.7 2.7 0 1 1 4.4 2.1C.5.6 0 1 0 2.1M0 4.9V5"/>',
    "neutral": '<rect class="f-neutral" x="-7.5" y="-7.5" width="15" height="15" rx="3"/>'
    '<path class="l s-page" stroke-width="2" d="M-3.4 0H3.4"/>',
    "path": '<circle class="f-page s-path dashed" stroke-width="1.5" r="8.5"/>'
    '<g class="f-path"><circle cx="-3.8" r="1.3"/><circle r="1.3"/><circle cx="3.8" r="1.3"/></g>',
}
