"""corpuscle index fetch-pubmed: PubMed's baseline and update files, downloaded and checked."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from corpuscle.retrieval.manifest import read_manifest
from corpuscle.ui.commands.parameters import JsonOption
from corpuscle.ui.sanitise import plain
from corpuscle.ui.settings import read_settings

_NEWER_THAN = "Leave out the files that the index in this folder has applied."


def fetch_pubmed(
    out: Annotated[Path, typer.Option("--out", help="Folder for the files; the same command goes on with what is there.", file_okay=False)],
    baseline: Annotated[bool, typer.Option("--baseline", help="The yearly baseline alone.")] = False,
    updates: Annotated[bool, typer.Option("--updates", help="The daily updates alone.")] = False,
    newer_than: Annotated[Path | None, typer.Option("--newer-than", metavar="INDEX", help=_NEWER_THAN, file_okay=False)] = None,
    check: Annotated[bool, typer.Option("--check", help="Also read the files that are there, and replace those that are damaged.")] = False,
    json: JsonOption = False,
) -> None:
    """Download PubMed's files: the baseline and the updates. Exit status 1 where a file is missing at the end; all others are there."""
    # Deferred: the builder's libraries are of no use to a search.
    from corpuscle.index_builder import pubmed_download
    from corpuscle.index_builder.progress_bars import progress_for_stderr
    from corpuscle.index_builder.settings import SourceSettings

    settings = read_settings(SourceSettings)
    parts: tuple[pubmed_download.Part, ...] = ("baseline", "updatefiles")
    if baseline != updates:
        parts = ("baseline",) if baseline else ("updatefiles",)
    applied = [source.name for source in read_manifest(newer_than).sources] if newer_than else []
    report = pubmed_download.fetch_pubmed(out, settings.pubmed_url, parts, applied, check, progress_for_stderr())
    if json:
        sys.stdout.buffer.write(TypeAdapter(pubmed_download.FetchReport).dump_json(report, indent=2) + b"\n")
    else:
        typer.echo(plain(f"{out}, baseline of {report.year}: {len(report.fetched):,} files fetched, {report.present:,} were there."))
    if not report.failures:
        return
    sys.stderr.write(f"{len(report.failures):,} files could not be had:\n")
    sys.stderr.writelines(f"  {plain(failure.name)}: {plain(failure.reason)}\n" for failure in report.failures)
    if report.not_tried:
        sys.stderr.write(f"{report.not_tried:,} more were not tried: the server has stopped answering.\n")
    sys.stderr.write("Run the same command again: it fetches what is missing.\n")
    raise typer.Exit(1)
