"""corpuscle kg articles: the articles that mention an entity, or that relate two in one sentence."""

import sys
from time import perf_counter
from typing import Annotated, Literal

import typer
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.text import Text

from corpuscle.kg.entities import Entity
from corpuscle.kg.predicates import Predicate
from corpuscle.kg.probability_words import said
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.entity_search import EntityFound, EntitySearcher, RelationFound
from corpuscle.retrieval.filter_resolution import names_headings, resolve
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.passages import Passage
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.commands.entity_choice import known
from corpuscle.ui.commands.graph_json import NodeJson, node_json
from corpuscle.ui.commands.parameters import (
    DEFAULT_INDEX,
    FilterOption,
    IndexOption,
    JsonOption,
    MeshOption,
    RetractedOption,
    TypeFilterOption,
    YearOption,
    filtered,
    filters_of,
)
from corpuscle.ui.commands.predicate_choice import known_predicate
from corpuscle.ui.sanitise import plain, readable
from corpuscle.ui.settings import read_settings
from corpuscle.ui.terminal_graph import entity_words
from corpuscle.ui.terminal_hits import indented, retraction_mark

_ANY = "any"
_MENTIONS_SHOWN = 4


class _Json(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SpanJson(_Json):
    """Where a text stands; offsets in characters, end exclusive."""

    section: str
    begin: int
    end: int
    text: str


class ArticleHitJson(_Json):
    """An article; `sentence`, `stance` and `score` are there where two entities were asked for, `mentions` where one was."""

    id: str
    rank: int
    title: str
    year: int | None
    journal: str
    url: str
    mesh_heading: bool | None = None
    mentions: list[SpanJson] | None = None
    sentence: SpanJson | None = None
    stance: Literal["supports", "contradicts", "neutral"] | None = None
    score: float | None = None


class ArticlesJson(_Json):
    """What `corpuscle kg articles --json` prints."""

    entity: NodeJson
    predicate: str | None
    other: NodeJson | None
    proposed: int
    """Articles that the text index proposed; those that are shown were read."""
    hits: list[ArticleHitJson]
    notes: list[str]
    timings_ms: dict[str, float]


def articles(
    entity: Annotated[str, typer.Argument(parser=readable, help="A name or a CURIE: aspirin, MESH:D001241.")],
    predicate: Annotated[
        str, typer.Argument(parser=readable, help='With OTHER: the relation that a sentence must speak of, or "any".')
    ] = "",
    other: Annotated[str, typer.Argument(parser=readable, help="Another entity, to stand in the same sentence.")] = "",
    index: IndexOption = DEFAULT_INDEX,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many articles.")] = 10,
    filter: FilterOption = "",
    year: YearOption = "",
    type: TypeFilterOption = None,
    mesh: MeshOption = None,
    include_retracted: RetractedOption = False,
    json: JsonOption = False,
) -> None:
    """Find the articles that mention an entity under any name, or that relate two: `kg articles aspirin causes ulcer`."""
    if predicate and not other:
        raise typer.BadParameter("A relation needs another entity behind the predicate: aspirin causes ulcer.", param_hint="OTHER")
    relation = None if predicate in ("", _ANY) else known_predicate(predicate)
    filters = filtered(filters_of(year, type, mesh, include_retracted), filter)
    opened = Index.open(index, read_settings(RetrievalSettings))
    searcher = EntitySearcher.open(opened)
    one = known(entity, "ENTITY", searcher.store, searcher.linker)
    two = known(other, "OTHER", searcher.store, searcher.linker) if other else None
    if two and one.curie == two.curie:
        raise typer.BadParameter(f"{entity!r} and {other!r} both mean {entity_words(one)}; a relation needs two.", param_hint="OTHER")
    admitted, notes = resolve(filters, opened.thesaurus if names_headings(filters) else None)
    begin = perf_counter()
    found = searcher.relations(one, relation, two, k, admitted) if two else searcher.mentions(one, k, admitted)
    elapsed = {"total": round((perf_counter() - begin) * 1e3, 1)}
    if json:
        sys.stderr.writelines(f"{plain(note)}\n" for note in notes)
        sys.stdout.write(_articles_json(one, relation, two, found, notes, elapsed).model_dump_json(indent=2, exclude_none=True) + "\n")
    else:
        _show(found, _asked(one, relation, two), notes, Console())


def _articles_json(
    one: Entity,
    relation: Predicate | None,
    two: Entity | None,
    found: EntityFound | RelationFound,
    notes: tuple[str, ...],
    timings_ms: dict[str, float],
) -> ArticlesJson:
    return ArticlesJson(
        entity=node_json(one),
        predicate=relation.name if relation else None,
        other=node_json(two) if two else None,
        proposed=found.proposed,
        hits=_hits_json(found),
        notes=list(notes),
        timings_ms=timings_ms,
    )


def _hits_json(found: EntityFound | RelationFound) -> list[ArticleHitJson]:
    if isinstance(found, EntityFound):
        return [
            _article_json(h.article, h.rank).model_copy(
                update={"mesh_heading": h.heading, "mentions": [_span_json(mention) for mention in h.mentions]}
            )
            for h in found.hits
        ]
    return [
        _article_json(h.article, h.rank).model_copy(
            update={"sentence": _span_json(h.sentence), "stance": h.stance, "score": round(h.sentence.score, 4)}
        )
        for h in found.hits
    ]


def _article_json(article: Article, rank: int) -> ArticleHitJson:
    return ArticleHitJson(id=article.id, rank=rank, title=article.title, year=article.year, journal=article.journal, url=article.url)


def _span_json(passage: Passage) -> SpanJson:
    return SpanJson(section=passage.section, begin=passage.begin, end=passage.end, text=passage.text)


def _asked(one: Entity, relation: Predicate | None, two: Entity | None) -> str:
    if two is None:
        return f"Articles that mention {entity_words(one)}"
    if relation is None:
        return f"Sentences that name {entity_words(one)} and {entity_words(two)}"
    return f"Sentences on whether {entity_words(one)} {relation.name} {entity_words(two)}"


def _show(found: EntityFound | RelationFound, asked: str, notes: tuple[str, ...], console: Console) -> None:
    console.print(Text(asked, style="bold"))
    if not found.hits:
        console.print("Nothing found.")
    if isinstance(found, EntityFound):
        for hit in found.hits:
            _show_article(hit.article, hit.rank, console)
            named_as = dict.fromkeys(plain(mention.text) for mention in hit.mentions)
            names = ", ".join(f"“{name}”" for name in list(named_as)[:_MENTIONS_SHOWN])
            by = [f"{len(hit.mentions)} × {names}"] if hit.mentions else []
            console.print(indented(Text(" · ".join([*by, "MeSH heading"] if hit.heading else by), style="dim"), 5))
    else:
        for hit in found.hits:
            _show_article(hit.article, hit.rank, console)
            stance = "" if hit.stance == "neutral" else f"{hit.stance} ({said(hit.sentence.score)}): "
            place = f"  ({hit.sentence.section} {hit.sentence.begin}–{hit.sentence.end})"
            console.print(indented(Text.assemble((stance, "bold"), f"“{plain(hit.sentence.text)}”", (place, "dim")), 5))
    for note in notes:
        console.print(Text(plain(note), style="yellow"))


def _show_article(article: Article, rank: int, console: Console) -> None:
    title = plain(article.title) or "(no title)"
    console.print(Text.assemble((f"{rank:>3}. ", "bold"), title, retraction_mark(article.retracted)))
    where = ", ".join(part for part in (plain(article.journal), str(article.year or "")) if part)
    console.print(indented(Text(f"{where}  ·  {plain(article.url or article.id)}", style="dim"), 5))
