"""What the E-utilities have that is newer than an index, for `corpuscle index update --eutils`."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpuscle.retrieval.manifest import read_manifest
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.sanitise import plain, readable
from corpuscle.ui.settings import read_settings

if TYPE_CHECKING:  # the builder's libraries are of no use to a search
    from corpuscle.index_builder.eutils import EutilsFile
    from corpuscle.index_builder.progress import Progress

EutilsOption = Annotated[
    str | None, typer.Option("--eutils", parser=readable, metavar="QUERY", help="Ask PubMed itself for what is new on this query.")
]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="With --eutils: since this day, not since the index's newest file.")
]


def newer_records(index: Path, query: str, since: str | None, progress: "Progress") -> "tuple[EutilsFile, ...]":
    """Fetches them into the index's folder, and tells what PubMed said.

    Gives every file that E-utilities ever brought to this index, oldest first, for `update_index`, which passes over those applied: a
    file that was fetched before an update was killed is then applied too.

    Raises typer.BadParameter for a day that is none, or where the index does not say how new it is; and as `fetch_newer` does.
    """
    # Deferred: see above.
    from corpuscle.index_builder.eutils import EutilsAccess, fetch_newer, kept_files, newest_day
    from corpuscle.index_builder.settings import NcbiSettings, SourceSettings

    made = {source.name: source.made for source in read_manifest(index).sources if source.made}
    day = _day(since) if since else newest_day(query, made)
    if day is None:
        raise typer.BadParameter("This index does not say how new its records are: name a day.", param_hint="--since")
    access = EutilsAccess(read_settings(SourceSettings), read_settings(NcbiSettings), read_settings(RetrievalSettings).home)
    newer = fetch_newer(index, query, day, access, progress)
    for note in newer.notes:
        progress.note(plain(note))
    progress.note(f"PubMed added or modified {newer.records:,} records on this since {newer.since}.")
    return kept_files(index)


def _day(text: str) -> date:
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError as exc:
        raise typer.BadParameter(f"{text!r} is no day; write 2026-11-01.", param_hint="--since") from exc
