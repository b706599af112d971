"""Plots for the page: points and bars put into the places of a small picture. The template draws them, in the page's own colours."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 380.0, 250.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 48.0, 20.0, 12.0, 40.0
_BAR = 22.0
_NAMES = 92.0
_VALUES = 96.0


@dataclass(frozen=True, slots=True)
class Point:
    """A point in the units of its axes, with what is told of it."""

    x: float
    y: float
    told: str
    size: float = 1.0
    """Share of the questions behind it, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Series:
    """Points of one colour."""

    name: str
    points: tuple[Point, ...]
    joined: bool
    """As a line; else as dots whose areas are their sizes."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point at its place in the picture."""

    x: float
    y: float
    radius: float
    told: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A series at its place in the picture."""

    name: str
    colour: int
    path: str
    """The `points` of an SVG polyline; "" for dots."""
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on an axis."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture of `WIDTH` × `HEIGHT` with both axes from 0 to 1."""

    x_label: str
    y_label: str
    series: tuple[Drawn, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    top: float = _TOP
    bottom: float = HEIGHT - _BOTTOM
    diagonal: bool = False
    """Whether what is perfectly calibrated is drawn."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its value and how far it may reach."""

    name: str
    value: float
    reach: float
    told: str


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar at its place."""

    name: str
    y: float
    length: float
    reach: float
    told: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture of bars, `WIDTH` × `height`."""

    bars: tuple[DrawnBar, ...]
    height: float
    left: float = _NAMES
    thickness: float = _BAR - 8


def unit_plot(series: Sequence[Series], x_label: str, y_label: str, *, diagonal: bool = False) -> Plot:
    """The plot of points whose coordinates are both shares, 0 to 1."""
    ticks = (0.0, 0.25, 0.5, 0.75, 1.0)
    return Plot(
        x_label=x_label,
        y_label=y_label,
        series=tuple(_drawn(one, place) for place, one in enumerate(series)),
        x_ticks=tuple(Tick(_x(value), f"{value:.0%}") for value in ticks),
        y_ticks=tuple(Tick(_y(value), f"{value:.0%}") for value in ticks),
        diagonal=diagonal,
    )


def bars(values: Sequence[Bar]) -> Bars:
    """The picture of bars that share one scale; the longest reach takes all the room."""
    longest = max((bar.reach for bar in values), default=0.0) or 1.0
    room = WIDTH - _NAMES - _VALUES
    drawn = (
        DrawnBar(bar.name, place * _BAR + 4, room * bar.value / longest, room * bar.reach / longest, bar.told)
        for place, bar in enumerate(values)
    )
    return Bars(tuple(drawn), len(values) * _BAR + 6)


def _drawn(series: Series, place: int) -> Drawn:
    dots = tuple(Dot(_x(p.x), _y(p.y), 3.0 if series.joined else 3.0 + 9.0 * p.size**0.5, p.told) for p in series.points)
    path = " ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in dots) if series.joined else ""
    return Drawn(series.name, place, path, dots)


def _x(share: float) -> float:
    return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)


def _y(share: float) -> float:
    return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)
