"""corpuscle kg extract: a served model reads articles, and what it finds becomes edges with their sentences."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.text import Text

from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.engine import open_engine
from corpuscle.retrieval.errors import IndexMissingError
from corpuscle.retrieval.manifest import Manifest, build_hint
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.commands.parameters import DEFAULT_INDEX, IndexOption, JsonOption
from corpuscle.ui.sanitise import plain, readable
from corpuscle.ui.settings import read_settings
from corpuscle.ui.terminal_hits import indented

if TYPE_CHECKING:  # LangGraph and the builder's libraries are of no use to the other commands
    from corpuscle.agent.served.extraction import ExtractedRelation, Reading
    from corpuscle.index_builder.literature import Finding


class RelationJson(BaseModel):
    """A relation as the model read it; offsets in characters of the section, end exclusive."""

    subject: str
    predicate: str
    object: str
    negated: bool
    confirmed: bool
    pmid: str
    section: str
    begin: int
    end: int
    sentence: str


class ExtractedJson(BaseModel):
    """What `corpuscle kg extract --json` prints."""

    source: str
    articles: int
    unread: int
    """Too long for the model, or answered with something else than relations."""
    refused: int
    prompt_tokens: int
    completion_tokens: int
    generation: int
    relations: list[RelationJson]


def extract(
    query: Annotated[str, typer.Argument(parser=readable, help="What the articles to be read are about.")],
    index: IndexOption = DEFAULT_INDEX,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many articles are read, the best first.")] = 20,
    json: JsonOption = False,
) -> None:
    """Let a served model read articles for relations, and keep in the graph what code finds in their sentences.

    The source is named after the model; no edge of one article decides a verdict. `kg remove` takes it out again.
    """
    # Deferred: see above.
    from corpuscle.agent.served import ModelClient
    from corpuscle.agent.served.extraction import read_articles
    from corpuscle.agent.settings import AgentSettings
    from corpuscle.index_builder.model_relations import PREFIX
    from corpuscle.index_builder.model_relations_import import import_model_relations
    from corpuscle.index_builder.progress_bars import progress_for_stderr

    engine = open_engine(index, read_settings(RetrievalSettings))
    if engine.graph_path is None:
        raise IndexMissingError(f"The index at {index} has no knowledge graph yet.", f"Make it: {build_hint(index)}")
    settings = read_settings(AgentSettings)
    client = ModelClient(settings)
    articles = [hit.article for hit in engine.search(query, k).hits]
    with GraphStore.open(engine.graph_path) as store, progress_for_stderr().step("Reading", len(articles), "articles") as advance:
        reading = read_articles(articles, client, Linker(store), settings.model_concurrency, advance)
    if reading.fault and not reading.extractions:
        raise reading.fault
    source = PREFIX + client.name
    years = {article.id: article.year for article in articles}
    found = {pmid: [_finding(r, pmid, years[pmid], source) for r in e.relations] for pmid, e in reading.extractions.items()}
    report = _report(source, reading, import_model_relations(index, client.name, query, found))
    if json:
        sys.stdout.write(report.model_dump_json(indent=2) + "\n")
    else:
        _show(report, Console())
    if reading.fault:  # what was read is kept
        raise reading.fault


def _finding(relation: "ExtractedRelation", pmid: str, year: int | None, source: str) -> "Finding":
    from corpuscle.index_builder.literature import Finding  # deferred: see above
    from corpuscle.index_builder.model_relations import CONFIRMED, SAID

    place = relation.sentence
    rule, weight = ("model and rules", CONFIRMED) if relation.confirmed else ("model", SAID)
    said = (relation.subject.curie, relation.predicate, relation.object.curie, pmid, rule, weight, year)
    return Finding(*said, source, relation.denied, place.section, place.begin, place.end)


def _report(source: str, reading: "Reading", manifest: Manifest) -> ExtractedJson:
    extractions = reading.extractions
    return ExtractedJson(
        source=source,
        articles=len(extractions),
        unread=reading.unread,
        refused=sum(e.refused for e in extractions.values()),
        prompt_tokens=sum(e.tokens.prompt for e in extractions.values()),
        completion_tokens=sum(e.tokens.completion for e in extractions.values()),
        generation=manifest.generation,
        relations=[
            RelationJson(
                subject=r.subject.name,
                predicate=r.predicate,
                object=r.object.name,
                negated=r.denied,
                confirmed=r.confirmed,
                pmid=pmid,
                section=r.sentence.section,
                begin=r.sentence.begin,
                end=r.sentence.end,
                sentence=r.sentence.text,
            )
            for pmid, extraction in extractions.items()
            for r in extraction.relations
        ],
    )


def _show(report: ExtractedJson, console: Console) -> None:
    for r in report.relations:
        denied = "not: " if r.negated else ""
        by = "model and rules" if r.confirmed else "model alone"
        console.print(
            Text.assemble(f"{denied}{plain(r.subject)} {r.predicate} {plain(r.object)}", (f"  PMID {plain(r.pmid)}, {by}", "dim"))
        )
        console.print(indented(Text(f"“{plain(r.sentence)}”", style="dim italic")))
    unread = f" ({report.unread} more could not be read)" if report.unread else ""
    console.print(
        f"{report.articles} articles read{unread}: {len(report.relations)} relations found in their sentences, {report.refused} refused. "
        f"Source {plain(report.source)}; the index is at generation {report.generation}.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
