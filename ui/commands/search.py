"""corpuscle search: articles, best first."""

import sys
from typing import Annotated, Literal

import typer
from pydantic import BaseModel
from rich.console import Console

from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.search import Retriever, SearchResult
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.commands.parameters import (
    DEFAULT_INDEX,
    IndexOption,
    JsonOption,
    MeshOption,
    RetractedOption,
    TypeFilterOption,
    YearOption,
    filters_of,
)
from corpuscle.ui.sanitise import plain, readable
from corpuscle.ui.settings import read_settings


class _Scores(BaseModel):
    bm25: float | None
    dense: float | None
    rerank: float | None


class _HitJson(BaseModel):
    id: str
    rank: int
    score: float
    scores: _Scores
    title: str
    year: int | None
    journal: str
    url: str


class _SearchJson(BaseModel):
    query: str
    hits: list[_HitJson]
    timings_ms: dict[str, float]


def search(
    query: Annotated[str, typer.Argument(parser=readable, help="What to search for, in plain words.")],
    index: IndexOption = DEFAULT_INDEX,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many articles.")] = 10,
    mode: Annotated[Literal["bm25", "dense", "hybrid"], typer.Option(help="How to rank.")] = "hybrid",
    year: YearOption = "",
    type: TypeFilterOption = None,
    mesh: MeshOption = None,
    include_retracted: RetractedOption = False,
    json: JsonOption = False,
) -> None:
    """Search the index."""
    filters = filters_of(year, type, mesh, include_retracted)
    found = Retriever(Index.open(index, read_settings(RetrievalSettings))).search(query, k, mode, filters)
    if json:
        sys.stderr.writelines(f"{plain(note)}\n" for note in found.notes)
        sys.stdout.write(_search_json(query, found).model_dump_json(indent=2) + "\n")
    else:
        from corpuscle.ui.terminal import show_hits  # deferred: the terminal also knows answers, and with them the whole agent

        show_hits(found.hits, found.notes, Console())


def _search_json(query: str, found: SearchResult) -> _SearchJson:
    timings = {step: round(ms, 3) for step, ms in found.timings_ms.items()}
    return _SearchJson(query=query, hits=[_hit(hit) for hit in found.hits], timings_ms=timings)


def _hit(hit: Hit) -> _HitJson:
    article = hit.article
    scores = _Scores(
        bm25=hit.bm25.score if hit.bm25 else None,
        dense=hit.dense.score if hit.dense else None,
        rerank=hit.rerank.score if hit.rerank else None,
    )
    return _HitJson(
        id=article.id,
        rank=hit.rank,
        score=hit.score,
        scores=scores,
        title=article.title,
        year=article.year,
        journal=article.journal,
        url=article.url,
    )
