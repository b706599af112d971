"""Parameters that several commands share."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from corpuscle.retrieval.errors import QueryError
from corpuscle.retrieval.evidence_pyramid import GROUPS
from corpuscle.retrieval.filters import Filters, published
from corpuscle.retrieval.query_fields import KNOWN_TAGS
from corpuscle.retrieval.query_syntax import narrowed, parse_condition
from corpuscle.ui.sanitise import readable

IndexOption = Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")]
_GROUP_NAMES = ", ".join(group.name for group in GROUPS)
YearOption = Annotated[str, typer.Option("--year", help="Years of publication: 2015, 2015-2021, 2015- or -1980.")]
TypeFilterOption = Annotated[
    list[str] | None,
    typer.Option("--type", parser=readable, help=f'Publication type ("Review"), or a group: {_GROUP_NAMES}. Any of several; repeatable.'),
]
MeshOption = Annotated[
    list[str] | None,
    typer.Option("--mesh", parser=readable, help="MeSH heading (name, entry term or UI) that must be there, or one below it. Repeatable."),
]
DateOption = Annotated[str, typer.Option("--date", help="Dates of publication: 2015-03, 2015-03-01:2021-06, 2015: or :1980-12.")]
ExcludedTypeOption = Annotated[
    list[str] | None, typer.Option("--not-type", parser=readable, help="Publication type or group to leave out. Repeatable.")
]
ExcludedMeshOption = Annotated[list[str] | None, typer.Option("--not-mesh", parser=readable, help="MeSH heading to leave out. Repeatable.")]
ExplodeOption = Annotated[bool, typer.Option("--explode/--no-explode", help="Whether a MeSH heading stands also for those below it.")]
JournalOption = Annotated[
    list[str] | None,
    typer.Option("--journal", parser=readable, help="Journal, by title or NLM abbreviation, any of several. Repeatable."),
]
LanguageOption = Annotated[
    list[str] | None, typer.Option("--language", parser=readable, help="Language, by name or code, any of several. Repeatable.")
]
HumansOption = Annotated[bool, typer.Option("--humans", help="Only articles that MeSH indexers marked as about people.")]
HasAbstractOption = Annotated[bool, typer.Option("--has-abstract", help="Only articles with an abstract.")]
OnlyRetractedOption = Annotated[bool, typer.Option("--only-retracted", help="Only retracted articles.")]
ConcernOption = Annotated[
    bool | None, typer.Option("--concern/--no-concern", help="Only articles with, or without, an expression of concern.")
]
FilterOption = Annotated[
    str,
    typer.Option(
        "--filter",
        parser=readable,
        help=escape(  # typer reads help as markup, where [pt] would be a style
            "A filter in PubMed's syntax: 'rct[pt] AND 2015:2021[dp] NOT Mice[mh]'; "
            f"AND, OR, NOT, brackets, and {' '.join(f'[{tag}]' for tag in KNOWN_TAGS)}."
        ),
    ),
]
RetractedOption = Annotated[bool, typer.Option("--include-retracted", help="Also return retracted articles, marked as such.")]
DocumentOption = Annotated[
    list[Path] | None,
    typer.Option("--document", help="A text file or PDF of yours, searched beside the index; nothing of it is kept. Repeatable."),
]
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


def filtered(filters: Filters, written: str) -> Filters:
    """The filters with one more, written in the query syntax; "" adds none. Raises QueryError where it cannot be read."""
    return narrowed(filters, parse_condition(written)) if written else filters


def dates_of(text: str) -> tuple[str, str]:
    """The two sides of a date option, "" for an open one. Raises typer.BadParameter for what is no range of dates."""
    first, colon, last = (part.strip() for part in text.replace("/", "-").partition(":"))
    last = last if colon else first
    try:
        published(first, last)
    except QueryError as exc:
        raise typer.BadParameter(f"{exc} {exc.remedy}", param_hint="--date") from exc
    return first, last
