"""corpuscle index: build an index, say what it holds, check it."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import TypeAdapter
from rich.console import Console

from corpuscle.index_builder.status import IndexStatus, index_status
from corpuscle.index_builder.verify import Verification, verify_index
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.commands.export_beir import export_beir
from corpuscle.ui.commands.fetch_pubmed import fetch_pubmed
from corpuscle.ui.commands.import_embeddings import import_embeddings
from corpuscle.ui.commands.index_status import show_status
from corpuscle.ui.commands.milvus_options import CollectionOption, EngineOption, TokenOption, UriOption, milvus_place, with_token
from corpuscle.ui.commands.newer_records import EutilsOption, SinceOption, newer_records
from corpuscle.ui.commands.parameters import DEFAULT_INDEX, IndexOption, JsonOption
from corpuscle.ui.sanitise import plain
from corpuscle.ui.settings import read_settings

if TYPE_CHECKING:  # the builder's libraries are of no use to a search
    from corpuscle.index_builder.builder import BuildReport
    from corpuscle.index_builder.progress import Progress

app = typer.Typer(help="The index: PubMed on your own disk.", no_args_is_help=True)
app.command("fetch-pubmed")(fetch_pubmed)
app.command("export-beir")(export_beir)
app.command("import-embeddings")(import_embeddings)

_CORES = os.cpu_count() or 1
_GRAPH_BY_DEFAULT_NOT_FOR_BEIR = "With the knowledge graph that answers need; --no-graph is the default for --beir."
_SHARD = "Index the I-th of N parts of the source files, each part into a folder of its own: for a scheduler's job array."
_REPLACE = (
    "Build beside the index that is there, and put the new one in its place when it is complete; the old one is kept as DIR.previous."
)
_ENCODER = "What makes the vectors: auto, granite-30m, minilm-l6-int8, medcpt, st:MODEL, onnx:FOLDER; none: BM25 alone."
_UPDATE_FILES = "A folder of PubMed's update files, or one .xml.gz file; repeatable. Files that were applied are passed over."

VectorsWithinOption = Annotated[
    float | None, typer.Option(min=0, help="Seconds after which no more vectors are made; the same command goes on.")
]
WorkersOption = Annotated[int, typer.Option(min=1, help="Processes that read source files, and processor cores that make vectors.")]


@app.command()
def build(
    index: IndexOption = DEFAULT_INDEX,
    sample: Annotated[bool, typer.Option("--sample", help="The sample: 50,783 real PubMed citations, fetched on first use.")] = False,
    pubmed: Annotated[Path | None, typer.Option(help="A folder of PubMed .xml.gz files.", file_okay=False, exists=True)] = None,
    beir: Annotated[
        Path | None, typer.Option(help="A BEIR folder: corpus.jsonl, queries.jsonl, qrels/.", file_okay=False, exists=True)
    ] = None,
    shard: Annotated[str, typer.Option(metavar="I/N", help=_SHARD)] = "",
    replace: Annotated[bool, typer.Option("--replace", help=_REPLACE)] = False,
    encoder: Annotated[str, typer.Option(help=_ENCODER)] = "auto",
    graph: Annotated[bool | None, typer.Option("--graph/--no-graph", help=_GRAPH_BY_DEFAULT_NOT_FOR_BEIR)] = None,
    vectors_within: VectorsWithinOption = None,
    workers: WorkersOption = _CORES,
    engine: EngineOption = "embedded",
    uri: UriOption = "",
    collection: CollectionOption = "corpuscle",
    token: TokenOption = "",
) -> None:
    """Build the index of one source, or go on with a build that was interrupted."""
    # Deferred: the builder's libraries are of no use to a search.
    from corpuscle.index_builder.beir_source import beir_corpus
    from corpuscle.index_builder.builder import BuildSteps, build_index
    from corpuscle.index_builder.encoder_files import ready_encoder
    from corpuscle.index_builder.graph_step import graph_from_wheels
    from corpuscle.index_builder.literature_update import update_graph
    from corpuscle.index_builder.milvus_builder import MilvusSteps, build_in_milvus
    from corpuscle.index_builder.milvus_graph import graph_of_articles
    from corpuscle.index_builder.progress_bars import progress_for_stderr
    from corpuscle.index_builder.pubmed_source import pubmed_corpus
    from corpuscle.index_builder.replacement import replace_index
    from corpuscle.index_builder.sample import sample_corpus
    from corpuscle.retrieval.encoder import Encoder, load_encoder

    if [sample, pubmed is not None, beir is not None].count(True) != 1:
        raise typer.BadParameter("Give one source: --sample, --pubmed DIR or --beir DIR.")
    place = milvus_place(engine, uri, collection, replace, vectors_within)
    settings = with_token(read_settings(RetrievalSettings), token)
    progress = progress_for_stderr()

    # Also where no vector is missing: searches need the encoder.
    made_by = None if encoder == "none" else ready_encoder(encoder, None if replace else index, settings.home, progress)

    def load() -> Encoder:
        assert made_by is not None  # else no vector is made
        return load_encoder(made_by, settings.home, workers)

    if pubmed is not None:
        corpus = pubmed_corpus(pubmed)
    elif beir is not None:
        corpus = beir_corpus(beir)
    else:
        corpus = sample_corpus(settings.home, progress)
    if shard:
        corpus = corpus.part(*_part(shard))
    with_graph = graph if graph is not None else beir is None
    if place:
        milvus_steps = MilvusSteps(
            build_graph=graph_of_articles(settings.home) if with_graph else None,
            load_encoder=load if made_by else None,
            workers=workers,
        )
        _end(index, build_in_milvus(index, corpus, place.uri, place.collection, milvus_steps, settings, progress), progress)
        return
    steps = BuildSteps(
        build_graph=graph_from_wheels(settings.home) if with_graph else None,
        load_encoder=load if made_by else None,
        vectors_within_s=vectors_within,
        update_graph=update_graph,
        workers=workers,
    )
    report = (replace_index if replace else build_index)(index, corpus, steps, settings, progress)
    _end(index, report, progress)


@app.command()
def update(
    index: IndexOption = DEFAULT_INDEX,
    pubmed: Annotated[list[Path] | None, typer.Option(help=_UPDATE_FILES, exists=True)] = None,
    eutils: EutilsOption = None,
    since: SinceOption = None,
    vectors_within: VectorsWithinOption = None,
    workers: WorkersOption = _CORES,
) -> None:
    """Apply PubMed's update files, or what PubMed itself has that is newer, to an index of any source."""
    # Deferred: see `build`.
    from corpuscle.index_builder.builder import BuildSteps, update_index
    from corpuscle.index_builder.graph_step import graph_from_wheels
    from corpuscle.index_builder.literature_update import update_graph
    from corpuscle.index_builder.milvus_builder import MilvusSteps, update_in_milvus
    from corpuscle.index_builder.milvus_graph import graph_of_articles
    from corpuscle.index_builder.progress_bars import progress_for_stderr
    from corpuscle.index_builder.pubmed_source import pubmed_files
    from corpuscle.retrieval.encoder import Encoder, load_encoder
    from corpuscle.retrieval.manifest import read_manifest

    if (not pubmed) == (eutils is None):
        raise typer.BadParameter("Give --pubmed, or --eutils QUERY.")
    if since and eutils is None:
        raise typer.BadParameter("A day is of use only with --eutils QUERY.", param_hint="--since")
    settings = read_settings(RetrievalSettings)
    progress = progress_for_stderr()
    manifest = read_manifest(index)
    vectors = manifest.vectors

    def load() -> Encoder:
        assert vectors is not None  # else no vector is made
        return load_encoder(vectors.encoder, settings.home, workers)

    steps = BuildSteps(
        build_graph=graph_from_wheels(settings.home) if manifest.graph else None,
        load_encoder=load if vectors else None,
        vectors_within_s=vectors_within,
        update_graph=update_graph,
        workers=workers,
    )
    sources = pubmed_files(pubmed) if pubmed else newer_records(index, eutils or "", since, progress)
    if manifest.milvus:
        milvus_steps = MilvusSteps(
            build_graph=graph_of_articles(settings.home) if manifest.graph else None,
            update_graph=update_graph,
            load_encoder=load if vectors else None,
            workers=workers,
        )
        _end(index, update_in_milvus(index, sources, milvus_steps, settings, progress), progress)
        return
    _end(index, update_index(index, sources, steps, settings, progress), progress)


@app.command()
def status(index: IndexOption = DEFAULT_INDEX, json: JsonOption = False) -> None:
    """Say what the index holds."""
    found = index_status(index)
    if json:
        sys.stdout.buffer.write(TypeAdapter(IndexStatus).dump_json(found, indent=2) + b"\n")
    else:
        show_status(found, Console())


@app.command()
def verify(index: IndexOption = DEFAULT_INDEX, json: JsonOption = False) -> None:
    """Check every file of the index against its manifest. Exit status 1 where something is wrong."""
    from corpuscle.index_builder.progress_bars import progress_for_stderr  # deferred: see `build`

    found = verify_index(index, progress_for_stderr())
    if json:
        sys.stdout.buffer.write(TypeAdapter(Verification).dump_json(found, indent=2) + b"\n")
    elif not found.faults:
        typer.echo(f"Sound: {found.files} files, {found.bytes / 1e6:,.0f} MB, all as the manifest says.")
    for fault in found.faults:
        sys.stderr.write(f"{plain(str(fault.path))}: {plain(fault.problem)}\n{plain(fault.remedy)}\n")
    if found.faults:
        raise typer.Exit(1)


def _part(shard: str) -> tuple[int, int]:
    number, _, of = shard.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise typer.BadParameter(f"{shard!r} is no part; write 1/8 … 8/8.", param_hint="--shard")
    return int(number), int(of)


def _end(index: Path, report: "BuildReport", progress: "Progress") -> None:
    progress.note(f"Index at {index}: {report.manifest.label}.")
    for failure in report.failures:
        sys.stderr.write(f"{plain(str(failure))}\n{plain(failure.remedy)}\n")
    if report.failures:
        raise typer.Exit(1)
