"""Parameters that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from corpuscle.retrieval.filters import Filters
from corpuscle.ui.sanitise import readable

IndexOption = Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")]
YearOption = Annotated[str, typer.Option("--year", help="Years of publication: 2015, 2015-2021, 2015- or -1980.")]
TypeFilterOption = Annotated[
    list[str] | None,
    typer.Option("--type", parser=readable, help='Publication type, any of several: "Review". Repeatable.'),
]
MeshOption = Annotated[
    list[str] | None,
    typer.Option("--mesh", parser=readable, help="MeSH heading (name or UI) that must be there. Repeatable."),
]
RetractedOption = Annotated[bool, typer.Option("--include-retracted", help="Also return retracted articles, marked as such.")]
DEFAULT_INDEX = Path("index")
_LAST_YEAR = 9999


def filters_of(year: str, publication_types: list[str] | None, mesh: list[str] | None, include_retracted: bool) -> Filters:
    """The filters as given on the command line. Raises typer.BadParameter for a malformed year range."""
    year_from, year_to = _years(year)
    return Filters(year_from, year_to, tuple(publication_types or ()), tuple(mesh or ()), include_retracted)


def _years(text: str) -> tuple[int | None, int | None]:
    if not text:
        return None, None
    first, dash, last = text.replace("–", "-").partition("-")
    try:
        year_from = int(first) if first.strip() else None
        year_to = (int(last) if last.strip() else None) if dash else year_from
    except ValueError as exc:
        raise typer.BadParameter(f"{text!r} is no year range; write 2015, 2015-2021, 2015- or -1980.", param_hint="--year") from exc
    if any(year is not None and not 1 <= year <= _LAST_YEAR for year in (year_from, year_to)):
        raise typer.BadParameter(f"{text!r} holds a year outside 1 to {_LAST_YEAR}.", param_hint="--year")
    if year_from is not None and year_to is not None and year_from > year_to:
        raise typer.BadParameter(f"{text!r} ends before it begins.", param_hint="--year")
    return year_from, year_to
