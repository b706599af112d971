"""Pictures of evidence as files: one for `kg … --svg FILE`, one for each claim of an answer for `ask --svg FOLDER`."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from corpuscle.kg.evidence_picture import claim_picture
from corpuscle.kg.paths import Path as GraphPath
from corpuscle.kg.triples import ReviewedTriple, Triple
from corpuscle.ui.errors import UnwritableError

SvgOption = Annotated[Path | None, typer.Option("--svg", help="Also draw it, into this SVG file.", dir_okay=False)]
SvgFolderOption = Annotated[
    Path | None, typer.Option("--svg", help="Also draw the evidence of each claim, as SVG files in this folder.", file_okay=False)
]
_REMEDY = "Name a place in a folder that exists and that you may write to."


def write_picture(path: Path, picture: str) -> None:
    """Writes an SVG file. Raises UnwritableError."""
    try:
        path.write_text(picture, "utf-8")
    except OSError as exc:
        raise UnwritableError(f"{path} cannot be written: {exc.strerror}.", _REMEDY) from exc


def write_claim_pictures(folder: Path, triples: tuple[ReviewedTriple, ...], paths: Callable[[Triple], list[GraphPath]]) -> list[Path]:
    """Writes a picture of each triple with what `paths` finds between its ends, named by its number and words. Raises UnwritableError."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as exc:
        raise UnwritableError(f"The folder {folder} cannot be made: {exc.strerror}.", _REMEDY) from exc
    written: list[Path] = []
    for number, reviewed in enumerate(triples, 1):
        triple = reviewed.triple
        words = re.sub(r"[^a-z0-9]+", "-", f"{triple.subject} {triple.predicate} {triple.object}".lower()).strip("-")[:80]
        written.append(folder / f"{number:02d}-{words}.svg")
        write_picture(written[-1], claim_picture(reviewed, paths(triple)))
    return written
