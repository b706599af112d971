"""corpuscle eval milvus."""

from pathlib import Path
from typing import Annotated

import typer

from corpuscle.retrieval.settings import RetrievalSettings


def milvus(
    beir: Annotated[list[Path], typer.Option(help="A BEIR folder with a dev split; repeatable.", file_okay=False, exists=True)],
    uri: Annotated[str, typer.Option(help="Address of the Milvus server, http://host:19530. Its collections are removed again.")],
    work: Annotated[Path, typer.Option(help="The work folder of bench-retrieval: vectors are kept there, and parts/milvus.json.")],
    encoder: Annotated[str, typer.Option(help="What makes the vectors, as at `corpuscle index build`.")] = "auto",
    queries: Annotated[int | None, typer.Option(min=1, help="Ask at most so many of each collection's. Default: all.")] = None,
) -> None:
    """Ask Milvus and the embedded engine the same queries, and count how often they find the same."""
    # Deferred: the builder's libraries are of no use to the other commands.
    from corpuscle.evals.bench_parts.records import write_part
    from corpuscle.evals.retrieval_bench.milvus_agreement import MilvusTrial
    from corpuscle.evals.retrieval_bench.vector_cache import CachedEncoder, VectorCache
    from corpuscle.index_builder.encoder_files import ready_encoder
    from corpuscle.index_builder.progress_bars import progress_for_stderr
    from corpuscle.retrieval.encoder import load_encoder

    settings, progress = RetrievalSettings(), progress_for_stderr()
    loaded = load_encoder(ready_encoder(encoder, None, settings.home, progress), settings.home, 1)
    cached = CachedEncoder(VectorCache(work / "vectors" / loaded.name, loaded.dimension), loaded)
    part = MilvusTrial(uri, work / "milvus", cached, queries, settings, progress).measure(beir)
    write_part(work / "parts" / "milvus.json", part)
    typer.echo(f"Server: {part.server}")
    for name, found in part.agreements.items():
        share = found.same_top_10 / found.queries
        typer.echo(
            f"{name}: the same ten best for {found.same_top_10} of {found.queries} queries ({share:.1%}); overlap {found.overlap:.3f}"
        )
    for name, held in part.checks.items():
        typer.echo(f"{name}: {'yes' if held else 'NO'}")
    if not all(part.checks.values()):
        raise typer.Exit(1)
