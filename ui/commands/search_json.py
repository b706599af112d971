"""`corpuscle search --json`: the document that it prints, a contract with whoever reads it."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel

from corpuscle.retrieval.bioasq_snippets import BioasqSnippet, bioasq_snippet
from corpuscle.retrieval.expansion import Expansion
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.passages import Passage
from corpuscle.retrieval.search import SearchResult
from corpuscle.ui.corrections import corrections_of


class _ScoresJson(BaseModel):
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
    scores: _ScoresJson
    title: str
    year: int | None
    journal: str
    url: str
    corrections: list[_CorrectionJson]


class _ExpandedTermJson(BaseModel):
    text: str
    terms: list[str]
    weight: float
    mention: str
    entity: str
    relation: Literal["synonym", "narrower"]


class UnderstoodJson(BaseModel):
    """The words that ranked, and the filter in the query syntax, "" where none was set."""

    words: str
    filter: str


class SearchJson(BaseModel):
    """Hits, best first; `expansion` is empty where none was asked for or nothing was found."""

    query: str
    understood: UnderstoodJson
    expansion: list[_ExpandedTermJson]
    hits: list[_HitJson]
    snippets: list[BioasqSnippet]
    timings_ms: dict[str, float]
    notes: list[str]


def search_json(
    query: str, understood: UnderstoodJson, found: SearchResult, passages: Sequence[Passage], notes: Sequence[str]
) -> SearchJson:
    """The document; `passages` are of articles among the hits."""
    articles = {hit.article.id: hit.article for hit in found.hits}
    return SearchJson(
        query=query,
        understood=understood,
        expansion=_expansion(found.expansion),
        hits=[_hit(hit) for hit in found.hits],
        snippets=[bioasq_snippet(passage, articles[passage.article_id]) for passage in passages],
        timings_ms={step: round(ms, 3) for step, ms in found.timings_ms.items()},
        notes=list(notes),
    )


def _expansion(expansion: Expansion) -> list[_ExpandedTermJson]:
    return [
        _ExpandedTermJson(text=t.text, terms=list(t.terms), weight=t.weight, mention=t.mention, entity=t.entity, relation=t.relation)
        for t in expansion.terms
    ]


def _hit(hit: Hit) -> _HitJson:
    article = hit.article
    scores = _ScoresJson(
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
