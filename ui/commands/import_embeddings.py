"""corpuscle index import-embeddings: article vectors that were made elsewhere."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import TypeAdapter

from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.commands.parameters import DEFAULT_INDEX, IndexOption, JsonOption
from corpuscle.ui.sanitise import plain
from corpuscle.ui.settings import read_settings

if TYPE_CHECKING:  # the builder's libraries are of no use to a search
    from corpuscle.retrieval.manifest import VectorStore

_FOLDER = "Folder of embeds_chunk_N.npy and pmids_chunk_N.json, as NCBI publishes MedCPT's vectors of all PubMed."


def import_embeddings(
    folder: Annotated[Path, typer.Argument(help=_FOLDER, exists=True, file_okay=False)],
    index: IndexOption = DEFAULT_INDEX,
    encoder: Annotated[str, typer.Option(help="The encoder that made them.")] = "medcpt",
    skipped: Annotated[
        Path | None, typer.Option(help="Write the PMID of each vector that is not imported, and why, to this file.", dir_okay=False)
    ] = None,
    json: JsonOption = False,
) -> None:
    """Import article vectors that were made elsewhere. The same command goes on with an import that was interrupted."""
    # Deferred: the builder's libraries are of no use to a search.
    from corpuscle.index_builder.embedding_import import ImportReport, import_embeddings
    from corpuscle.index_builder.progress_bars import progress_for_stderr

    settings = read_settings(RetrievalSettings)
    progress = progress_for_stderr()
    with ExitStack() as stack:
        listed = stack.enter_context(skipped.open("w", encoding="utf-8")) if skipped else None

        def on_skipped(pmid: str, reason: str) -> None:
            if listed:
                listed.write(f"{plain(pmid)}\t{reason}\n")

        report = import_embeddings(index, folder, _made_by(encoder, settings.home), settings, progress, on_skipped)
    if json:
        sys.stdout.buffer.write(TypeAdapter(ImportReport).dump_json(report, indent=2) + b"\n")
        return
    typer.echo(
        f"{report.read:,} vectors in {report.chunks} chunks: {report.imported:,} imported, {report.present:,} were there,"
        f" {report.not_in_index:,} of articles that are not in the index, {len(report.unusable):,} zero or not finite."
    )
    if report.unusable:
        typer.echo(plain(f"Zero or not finite: {', '.join(report.unusable[:20])}{' …' if len(report.unusable) > 20 else ''}"))
    if report.articles_without_vector:
        typer.echo(f"{report.articles_without_vector:,} articles have no vector yet; building or updating the index encodes them.")


def _made_by(encoder: str, home: Path) -> "VectorStore":
    # Deferred: see above.
    from corpuscle.retrieval.encoder import load_encoder
    from corpuscle.retrieval.encoder.medcpt import MEDCPT_DIMENSION, MEDCPT_MAX_TOKENS, MEDCPT_NAME, MEDCPT_RECIPE
    from corpuscle.retrieval.encoder.stored import new_store
    from corpuscle.retrieval.manifest import VectorStore

    if encoder == MEDCPT_NAME:  # its weights need not be here
        return VectorStore(encoder=MEDCPT_NAME, dimension=MEDCPT_DIMENSION, max_tokens=MEDCPT_MAX_TOKENS, recipe=MEDCPT_RECIPE)
    return new_store(load_encoder(encoder, home, threads=1))
