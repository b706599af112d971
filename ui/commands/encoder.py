"""corpuscle encoder: export an encoder or a cross-encoder for the CPU."""

from pathlib import Path
from typing import Annotated

import typer

from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.sanitise import readable
from corpuscle.ui.settings import read_settings

app = typer.Typer(help="Encoders: what makes vectors of texts.", no_args_is_help=True)

_NAME = "medcpt, st:MODEL (sentence-transformers), or ce:MODEL (a cross-encoder, for reranking)."


@app.callback()
def encoder() -> None:
    """Encoders: what makes vectors of texts."""


@app.command()
def export(
    name: Annotated[str, typer.Argument(parser=readable, help=_NAME)],
    out: Annotated[Path, typer.Option("--out", help="A new folder, to be named onnx:FOLDER.")],
    int8: Annotated[bool, typer.Option("--int8", help="Weights in int8: a quarter of the size, and faster.")] = False,
) -> None:
    """Write an encoder as ONNX, and say how well its vectors agree with the original's."""
    from corpuscle.index_builder.encoder_export import export_encoder  # deferred: brings torch

    agreement = export_encoder(name, out, int8, read_settings(RetrievalSettings).home)
    typer.echo(
        f"Written: {out}. Cosine to the original: {agreement.mean:.4f} mean, {agreement.least:.4f} least, {agreement.samples} samples."
    )
    setting = f"CORPUSCLE_RERANK_MODEL=onnx:{out.resolve()}" if name.startswith("ce:") else f"--encoder onnx:{out.resolve()}"
    typer.echo(f"Use it with {setting}")
