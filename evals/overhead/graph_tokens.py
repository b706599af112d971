"""corpuscle eval graph-tokens: how much of the graph around a question is shown, against all that lies there."""

import sys
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from pydantic import BaseModel, ConfigDict
from rich.console import Console

from corpuscle.agent.graph_context import fact_tokens, graph_context, neighbourhood
from corpuscle.agent.question import checked_question
from corpuscle.agent.settings import GRAPH_TOKENS
from corpuscle.agent.understand import understand
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.benchmarks.catalogue import benchmark_named, questions_of
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.engine import open_engine
from corpuscle.retrieval.settings import RetrievalSettings

_BENCHMARKS = ("pubmedqa", "bioasq-yesno", "bioasq-factoid", "bioasq-list", "medddx")


class GraphTokens(BaseModel):
    """Tokens (words and punctuation marks) of the facts around the entities of those questions that have any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    index: str
    questions: int
    with_a_neighbourhood: int
    unpruned: int
    """Of all edges at the questions' entities, told in full, summed."""
    pruned: int
    """Of the facts that are shown, summed."""
    share: float
    unpruned_median: float
    pruned_median: float
    share_median: float
    """Median of each question's own share."""


def graph_tokens(
    index: Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)] = Path("index"),
    questions: Annotated[int, typer.Option(min=1, help="How many of each benchmark's questions for tuning are read.")] = 100,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")] = False,
) -> None:
    """Count the tokens of the graph's facts around questions for tuning, all of them and those that are shown."""
    measured = measure(index, questions)
    if json:
        sys.stdout.write(measured.model_dump_json(indent=2) + "\n")
        return
    Console().print(
        f"{measured.index}\n{measured.questions} questions, {measured.with_a_neighbourhood} of them with facts around their entities\n"
        f"all facts: {measured.unpruned:,} tokens, median {measured.unpruned_median:,.0f} a question\n"
        f"shown:     {measured.pruned:,} tokens, median {measured.pruned_median:,.0f} a question\n"
        f"shown of all: {measured.share:.1%} of the tokens; median question {measured.share_median:.1%}"
    )


def measure(index: Path, questions: int) -> GraphTokens:
    """Over the graph of the index, with its encoder. Raises EvaluationError for an index without a graph."""
    engine = open_engine(index, RetrievalSettings())
    if engine.graph_path is None:
        raise EvaluationError(f"The index at {index} has no knowledge graph.", "Run the `corpuscle index build` that made it with --graph.")
    asked = [q for name in _BENCHMARKS for q in questions_of(benchmark_named(name), "tuning")[:questions]]
    everything: list[int] = []
    shown: list[int] = []
    with GraphStore.open(engine.graph_path) as store:
        linker = Linker(store)
        for question in asked:
            understanding = understand(checked_question(question.text, question.type, question.options), linker)
            facts = neighbourhood(understanding, store)
            if facts:
                everything.append(sum(map(fact_tokens, facts)))
                shown.append(sum(map(fact_tokens, graph_context(understanding, store, linker, engine.encoder, GRAPH_TOKENS))))
    if not everything:
        raise EvaluationError("None of the questions names anything that the graph has edges of.", "Take an index with a graph of its own.")
    return GraphTokens(
        index=engine.label,
        questions=len(asked),
        with_a_neighbourhood=len(everything),
        unpruned=sum(everything),
        pruned=sum(shown),
        share=sum(shown) / sum(everything),
        unpruned_median=float(np.median(everything)),
        pruned_median=float(np.median(shown)),
        share_median=float(np.median(np.array(shown) / np.array(everything))),
    )
