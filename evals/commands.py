"""corpuscle eval: how good and how fast the search is, and how good the built-in model."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Annotated, Literal

import typer
from pydantic import BaseModel, ConfigDict, Field
from rich.console import Console
from rich.progress import Progress, track
from rich.table import Table

from corpuscle.evals.bioasq.command import app as bioasq
from corpuscle.evals.builtin_fit import fit_builtin
from corpuscle.evals.builtin_printing import builtin_json, builtin_table
from corpuscle.evals.builtin_report import report_of
from corpuscle.evals.claims_command import claims
from corpuscle.evals.collections import Collection, load_collection, load_texts
from corpuscle.evals.edge_precision_command import edge_precision
from corpuscle.evals.entity_search_exactness import entity_search
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.filter_speed import filter_speed
from corpuscle.evals.graph_sources import graph_sources
from corpuscle.evals.graph_speed import graph_speed
from corpuscle.evals.grounding.abstention_command import abstention
from corpuscle.evals.grounding.check_command import grounding_check
from corpuscle.evals.grounding.dropped_command import grounding_dropped
from corpuscle.evals.latency import Latency
from corpuscle.evals.linking_command import learn, linking
from corpuscle.evals.loop_gain import loop
from corpuscle.evals.medddx_command import medddx, medddx_page
from corpuscle.evals.medddx_fragment import primekg_files
from corpuscle.evals.mesh_suggestion_figures import mesh_suggestions
from corpuscle.evals.model_server import model_server
from corpuscle.evals.overhead.command import agent_overhead
from corpuscle.evals.overhead.graph_tokens import graph_tokens
from corpuscle.evals.path_speed import path_speed
from corpuscle.evals.pubmedqa import default_file, read_yesno_questions, unseen
from corpuscle.evals.pubmedqa_articles import pubmedqa_articles
from corpuscle.evals.ranking import IndexRanker, RankingReport, check_indexed, evaluate_ranking
from corpuscle.evals.report.command import report
from corpuscle.evals.retrieval_bench.command import bench_retrieval
from corpuscle.evals.retrieval_bench.milvus_command import milvus
from corpuscle.evals.run_scores import score_run_file
from corpuscle.evals.runs.command import compare, run
from corpuscle.evals.runs.gain.command import gain
from corpuscle.evals.runs.importing import import_answers
from corpuscle.evals.runs.page import runs_page
from corpuscle.evals.search_again import search_again
from corpuscle.evals.search_speed import SpeedReport, measure_speed
from corpuscle.evals.small_model_command import small_model
from corpuscle.evals.verdict_bench.command import bench_verdicts
from corpuscle.evals.yesno_fit_command import fit_yesno
from corpuscle.retrieval.errors import IndexMissingError
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.search import Retriever
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.trec_runs import TrecRun, write_run

app = typer.Typer(help="Measure, and keep the worked examples.", no_args_is_help=True)
app.command("bench-retrieval")(bench_retrieval)
app.command("bench-verdicts")(bench_verdicts)
app.command("fit-builtin")(fit_builtin)
app.command("milvus")(milvus)
app.command("run")(run)
app.command("compare")(compare)
app.command("gain")(gain)
app.command("import-answers")(import_answers)
app.command("runs-page")(runs_page)
app.command("agent-overhead")(agent_overhead)
app.command("graph-tokens")(graph_tokens)
app.command("search-again")(search_again)
app.command("score-run")(score_run_file)
app.command("small-model")(small_model)
app.command("model-server")(model_server)
app.command("claims")(claims)
app.add_typer(bioasq, name="bioasq")
app.command("filter-speed")(filter_speed)
app.command("fit-yesno")(fit_yesno)
app.command("edge-precision")(edge_precision)
app.command("entity-search")(entity_search)
app.command("mesh-suggestions")(mesh_suggestions)
app.command("path-speed")(path_speed)
app.command("graph-sources")(graph_sources)
app.command("graph-speed")(graph_speed)
app.command("abstention")(abstention)
app.command("grounding-check")(grounding_check)
app.command("grounding-dropped")(grounding_dropped)
app.command("learn-abbreviations")(learn)
app.command("linking")(linking)
app.command("loop")(loop)
app.command("medddx")(medddx)
app.command("medddx-page")(medddx_page)
app.command("primekg-files")(primekg_files)
app.command("report")(report)
app.command("pubmedqa-articles")(pubmedqa_articles)

_IndexOption = Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)]
_JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")]
_DEFAULT_INDEX = Path("index")
_EXAMPLES = Path("docs/examples")
_BENCHMARKS = Path("docs/benchmarks/README.md")
_EVAL_DATA = "CORPUSCLE_EVAL_DATA"
_DATA_BESIDE = Path(__file__).parents[2] / "shared/data"
"""Evaluation data that lies beside the repository, where developers keep it."""


class _LatencyJson(BaseModel):
    p50: float
    p95: float


class _RankingJson(BaseModel):
    model_config = ConfigDict(serialize_by_alias=True)

    collection: str
    mode: str
    queries: int
    ndcg_10: float = Field(serialization_alias="nDCG@10")
    map_10: float = Field(serialization_alias="MAP@10")
    recall_10: float = Field(serialization_alias="R@10")
    recall_100: float = Field(serialization_alias="R@100")
    mrr_10: float = Field(serialization_alias="MRR@10")
    latency_ms: _LatencyJson


class _SpeedJson(BaseModel):
    index: str
    articles: int
    vectors: int
    queries: int
    bm25_ms: _LatencyJson
    hybrid_ms: _LatencyJson
    notes: tuple[str, ...]


@app.command()
def retrieval(
    beir: Annotated[Path, typer.Option("--beir", help="Folder of a collection in BEIR's layout.", file_okay=False)],
    split: Annotated[str, typer.Option("--split", help="Which judgements: qrels/<split>.tsv.")],
    index: _IndexOption = _DEFAULT_INDEX,
    mode: Annotated[
        Literal["bm25", "dense", "hybrid", "rank-bm25"], typer.Option(help="How to rank; rank-bm25 is the baseline.")
    ] = "hybrid",
    run_out: Annotated[
        Path | None,
        typer.Option("--run-out", help="Also write the ranking as a TREC run file.", dir_okay=False),
    ] = None,
    json: _JsonOption = False,
) -> None:
    """Rank a test collection's judged queries and measure nDCG, MAP, recall and MRR."""
    collection = load_collection(beir, split)
    if run_out is not None:
        _check_writable(run_out)
    if mode == "rank-bm25":
        from corpuscle.evals.rank_bm25_baseline import RankBm25Baseline  # deferred: the baseline reads the whole collection into memory

        report = evaluate_ranking(collection, mode, RankBm25Baseline(load_texts(beir)), {})
    else:
        ranker = IndexRanker(_retriever(index, collection, beir), mode)
        report = evaluate_ranking(collection, mode, ranker, ranker.notes)
    if run_out is not None:
        write_run(run_out, TrecRun(f"corpuscle-{mode}", report.run))
    for note in report.notes:
        sys.stderr.write(f"{note}\n")
    if json:
        sys.stdout.write(_ranking_json(report).model_dump_json(indent=2) + "\n")
    else:
        Console().print(_ranking_table(report))


@app.command()
def variants(
    beir: Annotated[Path, typer.Option("--beir", help="Folder of a collection in BEIR's layout.", file_okay=False)],
    split: Annotated[str, typer.Option("--split", help="Which judgements: qrels/<split>.tsv.")],
    index: _IndexOption = _DEFAULT_INDEX,
) -> None:
    """Compare variants of the ranking over an index of a test collection (docs/decisions/003-search.md)."""
    from corpuscle.evals.ranking_variants import VariantStudy  # deferred: it reads the whole index into memory

    collection = load_collection(beir, split)
    study = VariantStudy(_retriever(index, collection, beir).index)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Ranking", total=len(collection.queries))
        reports = study.report(collection, lambda queries: progress.advance(task, queries))
    table = Table("ranking", "nDCG@10", "R@100", "nDCG@10 ahead of the plain recipe [95 %]")
    for r in reports:
        ahead = f"{r.ahead.mean:+.3f} [{r.ahead.low:+.3f}, {r.ahead.high:+.3f}]"
        table.add_row(r.name, f"{r.ndcg_10:.3f}", f"{r.recall_100:.3f}", ahead)
    Console().print(table)


@app.command()
def speed(
    index: _IndexOption = _DEFAULT_INDEX,
    queries: Annotated[int, typer.Option(min=1, help="How many titles of the index to search for.")] = 200,
    json: _JsonOption = False,
) -> None:
    """Time searches of the index, on one core."""
    report = measure_speed(Index.open(index, RetrievalSettings()), queries)
    if json:
        sys.stdout.write(_speed_json(report).model_dump_json(indent=2) + "\n")
    else:
        Console().print(_speed_table(report))


@app.command()
def builtin(
    index: _IndexOption = _DEFAULT_INDEX,
    pubmedqa: Annotated[
        Path | None,
        typer.Option(
            "--pubmedqa", help=f"PubMedQA's labelled questions; else ori_pqal_dev.json in ${_EVAL_DATA}/pubmedqa.", dir_okay=False
        ),
    ] = None,
    without: Annotated[
        Path | None,
        typer.Option(help="A file of PMIDs, one a line, whose questions are not asked: those seen while tuning.", dir_okay=False),
    ] = None,
    questions: Annotated[int, typer.Option(min=1, help="How many yes/no questions to ask, by ascending PMID.")] = 150,
    json: _JsonOption = False,
) -> None:
    """Ask the built-in model PubMedQA's yes/no questions, each article among others of the index."""
    from corpuscle.evals.builtin_model import BuiltinAgent  # deferred: LangGraph takes half a second that others need not wait for

    path = pubmedqa or default_file(_data_folders())
    asked = unseen(read_yesno_questions(path), without)[:questions]
    agent = BuiltinAgent.open(index)
    report = report_of([agent.outcome(question) for question in track(asked, "Asking", console=Console(stderr=True))])
    label = agent.retriever.index.manifest.label
    if json:
        sys.stdout.write(builtin_json(report, path.name, label) + "\n")
    else:
        Console().print(builtin_table(report, path.name, label))


@app.command()
def examples(
    index: _IndexOption = _DEFAULT_INDEX,
    folder: Annotated[Path, typer.Option(help="Folder of questions.json; answers.json is written into it.", file_okay=False)] = _EXAMPLES,
) -> None:
    """Ask the worked examples anew and record the structure of their answers."""
    from corpuscle.agent import Agent  # deferred: LangGraph takes half a second that the other commands need not wait for
    from corpuscle.evals.examples import ask_example, read_questions, write_answers

    agent = Agent.open(index)
    answers = [ask_example(agent, question) for question in track(read_questions(folder), "Asking", console=Console(stderr=True))]
    write_answers(folder, answers)
    abstained = sum(answer.abstained for answer in answers)
    typer.echo(f"{len(answers)} questions: {len(answers) - abstained} answered, {abstained} abstentions.")


def _data_folders() -> tuple[Path, ...]:
    named = os.environ.get(_EVAL_DATA, "")
    return (Path(named), _DATA_BESIDE) if named else (_DATA_BESIDE,)


@app.command()
def bench(
    index: _IndexOption = _DEFAULT_INDEX,
    out: Annotated[Path, typer.Option(help="The page to write.", dir_okay=False)] = _BENCHMARKS,
) -> None:
    """Measure ranking and speed, and write the page that docs/benchmarks keeps."""
    # Deferred: the builder's libraries are of no use to the other commands.
    from corpuscle.evals.bench import as_markdown, machine_words, run_bench, today
    from corpuscle.index_builder.progress_bars import progress_for_stderr

    _check_writable(out)
    data = next((folder / "retrieval" for folder in _data_folders() if (folder / "retrieval").is_dir()), None)
    with TemporaryDirectory(prefix="corpuscle-bench-") as work:
        found = run_bench(index, data, Path(work), RetrievalSettings(), progress_for_stderr())
    out.write_text(as_markdown(found, today(), machine_words()), encoding="utf-8")
    typer.echo(f"Written: {out}")


def _check_writable(path: Path) -> None:
    """Makes the folder of a page that is written at the end of a long run. Raises EvaluationError where it will not be possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=path.parent):
            pass
        if path.exists():
            path.open("r+b").close()
    except OSError as exc:
        raise EvaluationError(f"{path} cannot be written: {exc.strerror}.", "Name another file.") from exc


def _retriever(index_dir: Path, collection: Collection, folder: Path) -> Retriever:
    try:
        retriever = Retriever(Index.open(index_dir, RetrievalSettings()))
    except IndexMissingError as exc:
        raise EvaluationError(str(exc), f"Make one with: corpuscle index build --index {index_dir} --beir {folder}") from exc
    check_indexed(retriever, collection, folder)
    return retriever


def _latency_json(latency: Latency) -> _LatencyJson:
    return _LatencyJson(p50=latency.p50, p95=latency.p95)


def _ranking_json(report: RankingReport) -> _RankingJson:
    m = report.measures
    return _RankingJson(
        collection=report.collection,
        mode=report.mode,
        queries=report.queries,
        ndcg_10=m.ndcg_10,
        map_10=m.map_10,
        recall_10=m.recall_10,
        recall_100=m.recall_100,
        mrr_10=m.mrr_10,
        latency_ms=_latency_json(report.latency),
    )


def _speed_json(report: SpeedReport) -> _SpeedJson:
    return _SpeedJson(
        index=report.index,
        articles=report.articles,
        vectors=report.vectors,
        queries=report.queries,
        bm25_ms=_latency_json(report.bm25),
        hybrid_ms=_latency_json(report.hybrid),
        notes=report.notes,
    )


def _ranking_table(report: RankingReport) -> Table:
    m = report.measures
    table = Table("nDCG@10", "MAP@10", "R@10", "R@100", "MRR@10", "p50 ms", "p95 ms", title=f"{report.collection}, {report.mode}")
    figures = (m.ndcg_10, m.map_10, m.recall_10, m.recall_100, m.mrr_10)
    table.add_row(*(f"{x:.4f}" for x in figures), f"{report.latency.p50:.1f}", f"{report.latency.p95:.1f}")
    table.caption = f"{report.queries} queries"
    return table


def _speed_table(report: SpeedReport) -> Table:
    table = Table("search", "p50 ms", "p95 ms", title=report.index)
    for name, latency in (("bm25", report.bm25), ("hybrid", report.hybrid)):
        table.add_row(name, f"{latency.p50:.2f}", f"{latency.p95:.2f}")
    table.caption = " ".join(
        (f"{report.queries} titles, one core; {report.vectors:,} of {report.articles:,} articles have a vector.", *report.notes)
    )
    return table
