"""corpuscle eval search-again: what further rounds of search bring, over a collection whose relevant articles are known."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.progress import track

from corpuscle.evals.collections import Collection, load_collection


@dataclass(frozen=True, slots=True)
class Round:
    """What one question read: how many relevant articles at first and after all rounds, and how many articles the rounds added."""

    relevant: int
    first: int
    after: int
    added: int
    searched_again: bool
    cites_added: bool


class SearchAgainFigures(BaseModel):
    """Over all questions that have a relevant article."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    collection: str
    index: str
    questions: int
    searched_again: int
    recall_first: float
    """Share of each question's relevant articles that its first search read, mean."""
    recall_after: float
    recall_first_of_searched_again: float
    """The same of those questions that were searched again."""
    recall_after_of_searched_again: float
    added: int
    """Articles that the further rounds read."""
    added_relevant: int
    cites_added: int
    """Questions whose answer cites one of them."""


def figures(rounds: Sequence[Round], collection: str, index: str) -> SearchAgainFigures:
    """Sums and means; of at least one question."""
    again = [round for round in rounds if round.searched_again]
    return SearchAgainFigures(
        collection=collection,
        index=index,
        questions=len(rounds),
        searched_again=len(again),
        recall_first=_mean([round.first / round.relevant for round in rounds]),
        recall_after=_mean([round.after / round.relevant for round in rounds]),
        recall_first_of_searched_again=_mean([round.first / round.relevant for round in again]),
        recall_after_of_searched_again=_mean([round.after / round.relevant for round in again]),
        added=sum(round.added for round in rounds),
        added_relevant=sum(round.after - round.first for round in rounds),
        cites_added=sum(round.cites_added for round in rounds),
    )


def search_again(
    beir: Annotated[Path, typer.Option(help="Folder of the collection, in BEIR's layout.", file_okay=False)],
    index: Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of its index.", file_okay=False)] = Path("index"),
    split: Annotated[str, typer.Option(help="Split of its judgements.")] = "dev",
    limit: Annotated[int, typer.Option(min=0, help="The first so many questions; 0: all.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")] = False,
) -> None:
    """Ask the built-in model a collection's questions, and count the relevant articles that further rounds of search read."""
    collection = load_collection(beir, split)
    rounds, label = _asked(collection, index, limit)
    counted = figures(rounds, f"{collection.name} {split}", label)
    if json:
        sys.stdout.write(counted.model_dump_json(indent=2) + "\n")
        return
    Console().print(
        f"{counted.collection} over {counted.index}: {counted.questions} questions, {counted.searched_again} searched again\n"
        f"relevant articles read: {counted.recall_first:.3f} of them at first, {counted.recall_after:.3f} after all rounds\n"
        f"of those searched again: {counted.recall_first_of_searched_again:.3f}, then {counted.recall_after_of_searched_again:.3f}\n"
        f"articles added: {counted.added}, {counted.added_relevant} of them relevant; {counted.cites_added} answers cite one"
    )


def _asked(collection: Collection, index: Path, limit: int) -> tuple[list[Round], str]:
    from corpuscle.agent import Agent  # deferred: LangGraph takes half a second

    agent, label = Agent.open(index), ""
    rounds: list[Round] = []
    asked = list(collection.queries.items())[: limit or None]
    for id_, text in track(asked, "Asking", console=Console(stderr=True)):
        relevant = {article for article, grade in collection.qrels[id_].items() if grade > 0}
        if not relevant:
            continue
        answer = agent.ask(text)
        label = answer.index
        added = {article for round in answer.searches for article in round.found}
        read = {document.article_id for document in answer.documents}
        cited = {citation.article_id for statement in answer.statements for citation in statement.citations}
        rounds.append(
            Round(
                relevant=len(relevant),
                first=len(relevant & (read - added)),
                after=len(relevant & read),
                added=len(added),
                searched_again=bool(answer.searches),
                cites_added=bool(cited & added),
            )
        )
    return rounds, label


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
