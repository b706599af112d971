"""corpuscle eval score-run: the measures of a TREC run file, whatever system made it."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, ConfigDict, Field
from rich.console import Console
from rich.table import Table
from rich.text import Text

from corpuscle.evals.collections import Collection, load_collection
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.measures import measure
from corpuscle.retrieval.trec_runs import TrecRun, read_run


class RunScores(BaseModel):
    """The measures of one run on one collection; see `RankingMeasures`."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True)

    collection: str
    tag: str
    queries: int
    """Judged ones: all are counted, also those for which the run has no hits."""
    queries_without_hits: int
    ndcg_10: float = Field(serialization_alias="nDCG@10")
    map_10: float = Field(serialization_alias="MAP@10")
    recall_10: float = Field(serialization_alias="R@10")
    recall_100: float = Field(serialization_alias="R@100")
    mrr_10: float = Field(serialization_alias="MRR@10")


def score_run(collection: Collection, trec: TrecRun) -> RunScores:
    """Raises EvaluationError for a run that has no query of the collection: it belongs to another one."""
    judged = {query_id: trec.run[query_id] for query_id in collection.qrels if query_id in trec.run}
    if not judged:
        theirs, ours = min(trec.run), min(collection.qrels)
        raise EvaluationError(
            f"The run {trec.tag} has none of the {len(collection.qrels):,} judged queries of {collection.name} ({theirs}, … against {ours}, …).",
            "Name the run's own collection with --beir, and its split.",
        )
    found = measure(collection.qrels, judged)
    return RunScores(
        collection=collection.name,
        tag=trec.tag,
        queries=len(collection.qrels),
        queries_without_hits=len(collection.qrels) - len(judged),
        ndcg_10=found.ndcg_10,
        map_10=found.map_10,
        recall_10=found.recall_10,
        recall_100=found.recall_100,
        mrr_10=found.mrr_10,
    )


def score_run_file(
    file: Annotated[Path, typer.Argument(metavar="RUNFILE", help="Lines of: query id, Q0, document id, rank, score, tag.", dir_okay=False)],
    beir: Annotated[Path, typer.Option("--beir", help="Folder of a collection in BEIR's layout.", file_okay=False)],
    split: Annotated[str, typer.Option("--split", help="Which judgements: qrels/<split>.tsv.")],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")] = False,
) -> None:
    """Measure a TREC run file of any system: nDCG, MAP, recall and MRR."""
    scores = score_run(load_collection(beir, split), read_run(file))
    if scores.queries_without_hits:
        sys.stderr.write(f"The run has no hits for {scores.queries_without_hits:,} of {scores.queries:,} judged queries: they count 0.\n")
    if json:
        sys.stdout.write(scores.model_dump_json(indent=2) + "\n")
    else:
        Console().print(_table(scores))


def _table(scores: RunScores) -> Table:
    table = Table("nDCG@10", "MAP@10", "R@10", "R@100", "MRR@10", title=Text(f"{scores.collection}, {scores.tag}"))
    figures = (scores.ndcg_10, scores.map_10, scores.recall_10, scores.recall_100, scores.mrr_10)
    table.add_row(*(f"{figure:.4f}" for figure in figures))
    table.caption = f"{scores.queries} queries"
    return table
