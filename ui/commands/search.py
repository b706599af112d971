"""corpuscle search: articles, best first."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

import typer
from pydantic import BaseModel
from rich.console import Console

from corpuscle.retrieval.bioasq_snippets import BioasqSnippet, bioasq_snippet, snippets_of
from corpuscle.retrieval.engine import open_engine
from corpuscle.retrieval.filters import Filters, said_condition
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.own_documents import open_document
from corpuscle.retrieval.own_search import EngineWithDocuments
from corpuscle.retrieval.passages import Passage
from corpuscle.retrieval.query_fields import printed
from corpuscle.retrieval.query_syntax import looks_like_syntax, narrowed, parse_query
from corpuscle.retrieval.search import SearchResult
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.commands.parameters import (
    DEFAULT_INDEX,
    ConcernOption,
    DateOption,
    DocumentOption,
    ExcludedMeshOption,
    ExcludedTypeOption,
    ExplodeOption,
    FilterOption,
    HasAbstractOption,
    HumansOption,
    IndexOption,
    JournalOption,
    JsonOption,
    LanguageOption,
    MeshOption,
    OnlyRetractedOption,
    RetractedOption,
    TypeFilterOption,
    YearOption,
    dates_of,
    filtered,
    filters_of,
)
from corpuscle.ui.corrections import corrections_of
from corpuscle.ui.sanitise import plain, readable
from corpuscle.ui.settings import read_settings


class _Scores(BaseModel):
    bm25: float | None
    dense: float | None
    rerank: float | None


class _CorrectionJson(BaseModel):
    what: str
    id: str
    source: str


class _HitJson(BaseModel):
    id: str
    rank: int
    score: float
    scores: _Scores
    title: str
    year: int | None
    journal: str
    url: str
    corrections: list[_CorrectionJson]


class _UnderstoodJson(BaseModel):
    words: str
    filter: str


class _SearchJson(BaseModel):
    query: str
    understood: _UnderstoodJson
    hits: list[_HitJson]
    snippets: list[BioasqSnippet]
    timings_ms: dict[str, float]
    notes: list[str]


def search(
    query: Annotated[str, typer.Argument(parser=readable, help="What to search for, in plain words.")],
    index: IndexOption = DEFAULT_INDEX,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many articles.")] = 10,
    mode: Annotated[Literal["bm25", "dense", "hybrid"], typer.Option(help="How to rank.")] = "hybrid",
    query_syntax: Annotated[
        bool, typer.Option("--query-syntax", help="Read the query in PubMed's syntax: 'cimetidine[mh] NOT review[pt] gynecomastia'.")
    ] = False,
    filter: FilterOption = "",
    year: YearOption = "",
    date: DateOption = "",
    type: TypeFilterOption = None,
    not_type: ExcludedTypeOption = None,
    mesh: MeshOption = None,
    not_mesh: ExcludedMeshOption = None,
    explode: ExplodeOption = True,
    journal: JournalOption = None,
    language: LanguageOption = None,
    humans: HumansOption = False,
    has_abstract: HasAbstractOption = False,
    include_retracted: RetractedOption = False,
    only_retracted: OnlyRetractedOption = False,
    concern: ConcernOption = None,
    snippets: Annotated[
        int,
        typer.Option(
            "--snippets", metavar="N", min=0, max=100, help="Also the N best passages of the found articles, in BioASQ's offsets."
        ),
    ] = 0,
    document: DocumentOption = None,
    json: JsonOption = False,
) -> None:
    """Search the index."""
    date_from, date_to = dates_of(date)
    filters = replace(
        filters_of(year, type, mesh, include_retracted),
        mesh_exploded=explode,
        date_from=date_from,
        date_to=date_to,
        journals=tuple(journal or ()),
        languages=tuple(language or ()),
        humans=humans,
        has_abstract=has_abstract,
        retracted_only=only_retracted,
        concern=concern,
        excluded_types=tuple(not_type or ()),
        excluded_mesh=tuple(not_mesh or ()),
    )
    filters = filtered(filters, filter)
    words, advice = query, ""
    if query_syntax:
        parsed = parse_query(query)
        words, filters = parsed.words, narrowed(filters, parsed.condition)
    elif looks_like_syntax(query):
        advice = "The query was read as plain words; with --query-syntax its tags filter."
    engine = open_engine(index, read_settings(RetrievalSettings))
    if document:
        engine = EngineWithDocuments(engine, [open_document(path) for path in document])
    found = engine.search(words, k, mode, filters)
    passages = snippets_of(engine, words, found.hits, snippets) if snippets else ()
    notes = (*found.notes, advice) if advice else found.notes
    understood = _UnderstoodJson(words=words, filter=_filter_words(filters))
    if json:
        sys.stderr.writelines(f"{plain(note)}\n" for note in notes)
        sys.stdout.write(_search_json(query, understood, found, passages, notes).model_dump_json(indent=2) + "\n")
    else:
        from corpuscle.ui.terminal import show_hits  # deferred: the terminal also knows answers, and with them the whole agent

        if understood.filter:
            notes = (f"Searched for: {words}", f"Filter: {understood.filter}", *notes)
        show_hits(found.hits, passages, notes, Console())


def _filter_words(filters: Filters) -> str:
    """The filters in the query syntax; "" where nothing but the retracted are left out."""
    said = said_condition(filters)
    return "" if said is None or filters == Filters() else printed(said)


def _search_json(
    query: str, understood: _UnderstoodJson, found: SearchResult, passages: Sequence[Passage], notes: tuple[str, ...]
) -> _SearchJson:
    timings = {step: round(ms, 3) for step, ms in found.timings_ms.items()}
    hits = [_hit(hit) for hit in found.hits]
    articles = {hit.article.id: hit.article for hit in found.hits}
    snippets = [bioasq_snippet(passage, articles[passage.article_id]) for passage in passages]
    return _SearchJson(query=query, understood=understood, hits=hits, snippets=snippets, timings_ms=timings, notes=list(notes))


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
        corrections=[_CorrectionJson(what=c.what, id=c.id, source=c.source) for c in corrections_of(article)],
    )
