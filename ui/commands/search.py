"""corpuscle search: articles, best first."""

import sys
from dataclasses import replace
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.markup import escape

from corpuscle.retrieval.bioasq_snippets import snippets_of
from corpuscle.retrieval.engine import SearchEngine, open_engine
from corpuscle.retrieval.errors import RerankError
from corpuscle.retrieval.expansion import Expansion, expand_from
from corpuscle.retrieval.filters import Filters, said_condition
from corpuscle.retrieval.own_documents import open_document
from corpuscle.retrieval.own_search import EngineWithDocuments
from corpuscle.retrieval.query_fields import printed
from corpuscle.retrieval.query_syntax import looks_like_syntax, narrowed, parse_query
from corpuscle.retrieval.rerank import Reranker, load_reranker
from corpuscle.retrieval.search import NO_EXPANSION
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
from corpuscle.ui.commands.search_json import UnderstoodJson, search_json
from corpuscle.ui.sanitise import plain, readable
from corpuscle.ui.settings import read_settings
from corpuscle.ui.terminal_hits import show_hits


def search(
    query: Annotated[str, typer.Argument(parser=readable, help="What to search for, in plain words.")],
    index: IndexOption = DEFAULT_INDEX,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many articles.")] = 10,
    mode: Annotated[Literal["bm25", "dense", "hybrid"], typer.Option(help="How to rank.")] = "hybrid",
    expand: Annotated[
        bool, typer.Option("--expand", help="Also search for other names of what the query names, from MeSH and the graph; they are shown.")
    ] = False,
    second_try: Annotated[
        bool, typer.Option("--second-try", help="Search again from what the best articles say: finds more where little was found.")
    ] = False,
    rerank: Annotated[
        bool, typer.Option("--rerank", help="Have the best put in order by the reranker of CORPUSCLE_RERANK_MODEL or CORPUSCLE_RERANK_URL.")
    ] = False,
    query_syntax: Annotated[
        bool,
        typer.Option("--query-syntax", help=escape("Read the query in PubMed's syntax: 'cimetidine[mh] NOT review[pt] gynecomastia'.")),
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
    if mode == "dense" and (expand or second_try):
        raise typer.BadParameter("has no part in a dense search; take --mode hybrid.", param_hint="--expand" if expand else "--second-try")
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
    words, advice = query, tuple[str, ...]()
    if query_syntax:
        parsed = parse_query(query)
        words, filters = parsed.words, narrowed(filters, parsed.condition)
    elif looks_like_syntax(query):
        advice = ("The query was read as plain words; with --query-syntax its tags filter.",)
    settings = read_settings(RetrievalSettings)
    engine = open_engine(index, settings, _reranker(settings) if rerank else None)
    expansion, told = _expanded(engine, words) if expand else (NO_EXPANSION, ())
    if document:
        engine = EngineWithDocuments(engine, [open_document(path) for path in document])
    found = engine.search(words, k, mode, filters, expansion=expansion, second_try=second_try)
    passages = snippets_of(engine, words, found.hits, snippets) if snippets else ()
    notes = (*told, *found.notes, *advice)
    understood = UnderstoodJson(words=words, filter=_filter_words(filters))
    if json:
        sys.stderr.writelines(f"{plain(note)}\n" for note in notes)
        sys.stdout.write(search_json(query, understood, found, passages, notes).model_dump_json(indent=2) + "\n")
    else:
        if understood.filter:
            notes = (f"Searched for: {words}", f"Filter: {understood.filter}", *notes)
        show_hits(found.hits, passages, notes, Console())


def _reranker(settings: RetrievalSettings) -> Reranker:
    reranker = load_reranker(settings, threads=1)
    if reranker is None:
        raise RerankError(
            "No reranker is set.", "Set CORPUSCLE_RERANK_MODEL=medcpt, or CORPUSCLE_RERANK_URL to a server; or leave out --rerank."
        )
    return reranker


def _expanded(engine: SearchEngine, words: str) -> tuple[Expansion, tuple[str, ...]]:
    """Other names to search for, and a note for each name of the query that has some."""
    if engine.graph_path is None:
        return NO_EXPANSION, ("No other names were searched for: this index has no graph to know them from.",)
    expansion = expand_from(engine.graph_path, words)
    names: dict[tuple[str, str], list[str]] = {}
    for term in expansion.terms:
        names.setdefault((term.mention, term.entity), []).append(term.text)
    told = tuple(f"Also searched for: {'; '.join(also)}, from “{mention}” ({entity})." for (mention, entity), also in names.items())
    return expansion, told or ("No other names are known of what the query names.",)


def _filter_words(filters: Filters) -> str:
    """The filters in the query syntax; "" where nothing but the retracted are left out."""
    said = said_condition(filters)
    return "" if said is None or filters == Filters() else printed(said)
