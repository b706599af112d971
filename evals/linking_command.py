"""corpuscle eval linking: how well and how fast the linker finds the nodes of names."""

import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

from corpuscle.evals.eval_data import data_folder
from corpuscle.evals.learned_abbreviations import as_table, learn_abbreviations
from corpuscle.evals.linking import (
    Absence,
    Concepts,
    Figures,
    LinkingSpeed,
    end_to_end,
    gold_mentions,
    invented,
    measure_speed,
    stages,
    without_identifier,
)
from corpuscle.evals.linking_corpora import KINDS, GoldAbstract, read_abstracts
from corpuscle.kg.linker import Linker
from corpuscle.kg.name_candidates import Encode
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.article_keys import stored_articles
from corpuscle.retrieval.encoder.registry import load_encoder
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import read_manifest
from corpuscle.retrieval.settings import RetrievalSettings

DEVELOPMENT = ("CDR_DevelopmentSet.PubTator.txt.gz", "NCBIdevelopset_corpus.txt.gz")
_ELLIPTIC_SCORE = 0.7

_IndexOption = Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Index whose graph is asked.", file_okay=False)]
_DEFAULT_INDEX = Path("index")


class _Row(BaseModel):
    set: str
    kind: str
    task: str
    stage: str
    precision: float
    recall: float
    f1: float
    gold: int


class _AbsenceRow(BaseModel):
    set: str
    kind: str
    names: str
    unanswered: int
    asked: int


class _Report(BaseModel):
    rows: list[_Row]
    not_in_graph: list[_AbsenceRow]
    speed: LinkingSpeed | None


def linking(
    index: _IndexOption = _DEFAULT_INDEX,
    file: Annotated[
        list[Path] | None,
        typer.Option("--file", help="PubTator file; else the development sets in linking/ of $CORPUSCLE_EVAL_DATA.", dir_okay=False),
    ] = None,
    encoder: Annotated[str, typer.Option(help="Encoder that reranks what is merely alike; none: leave that stage out.")] = "none",
    speed: Annotated[bool, typer.Option(help="Also measure the speed on the index' own abstracts.")] = True,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")] = False,
) -> None:
    """Measure the linking of given names and of raw texts, what is said not to be in the graph, and the speed."""
    files = file or [data_folder("linking") / name for name in DEVELOPMENT]
    settings = RetrievalSettings()
    graph = Index.open(index, settings).required_graph_path
    encode: Encode | None = None
    if encoder != "none":
        encode = load_encoder(encoder, settings.home, 1).encode_queries
    report = _Report(rows=[], not_in_graph=[], speed=None)
    with GraphStore.open(graph) as store:
        for path in files:
            abstracts = read_abstracts(path)
            report.rows += _rows(path.name.split(".")[0].removesuffix("_corpus"), abstracts, store, encode)
            report.not_in_graph += _absences(path.name.split(".")[0].removesuffix("_corpus"), abstracts, store)
    if speed:
        texts = _abstracts(index)
        names = sorted({m.text for path in files for a in read_abstracts(path) for m in a.mentions})
        report.speed = measure_speed(lambda: GraphStore.open(graph), texts, names, _resident_mb)
    if json:
        sys.stdout.write(report.model_dump_json(indent=2) + "\n")
    else:
        _print(report)


def learn(
    index: _IndexOption = _DEFAULT_INDEX,
    out: Annotated[Path | None, typer.Option("--out", help="Where to write the table; else on stdout.", dir_okay=False)] = None,
) -> None:
    """Learn short forms from the definitions in an index' abstracts (index_builder/learned_abbreviations.tsv came from the sample's)."""
    texts = _abstracts(index)
    with GraphStore.open(Index.open(index, RetrievalSettings()).required_graph_path) as store:
        table = as_table(learn_abbreviations(texts, store), f"{len(texts):,} abstracts")
    if out is None:
        sys.stdout.write(table)
    else:
        out.write_text(table, "utf-8")


def _abstracts(index: Path) -> list[str]:
    """Title and abstract of each article that has one."""
    text = read_manifest(index).text
    return [f"{a.title} {a.abstract}" for a in stored_articles(index / text.path) if a.abstract] if text else []


def _rows(name: str, abstracts: list[GoldAbstract], store: GraphStore, encode: Encode | None) -> Iterator[_Row]:
    concepts = Concepts(store)
    kinds = [kind for kind in KINDS if any(a.concepts(kind) for a in abstracts)]
    ways = stages(store, concepts, encode)
    for kind in kinds:
        for stage, find in ways.items():
            yield _row(name, kind, "given names", stage, gold_mentions(abstracts, kind, find, concepts))
    linked = Linker(store).link_texts([record.text for record in abstracts])
    plain = [[m for m in mentions if m.score != _ELLIPTIC_SCORE] for mentions in linked]
    for kind in kinds:
        yield _row(name, kind, "raw text", "without names that share a word", end_to_end(abstracts, plain, kind, concepts))
        yield _row(name, kind, "raw text", "all", end_to_end(abstracts, linked, kind, concepts))


def _absences(name: str, abstracts: list[GoldAbstract], store: GraphStore) -> Iterator[_AbsenceRow]:
    *_, find = stages(store, Concepts(store), None).values()
    for kind in KINDS:
        if any(a.concepts(kind) for a in abstracts):
            for called, absence in (
                ("readers found no identifier", without_identifier(abstracts, kind, find)),
                ("letters shuffled", invented(abstracts, kind, find)),
            ):
                yield _absence_row(name, kind, called, absence)


def _row(name: str, kind: str, task: str, stage: str, figures: Figures) -> _Row:
    return _Row(
        set=name, kind=kind, task=task, stage=stage, precision=figures.precision, recall=figures.recall, f1=figures.f1, gold=figures.gold
    )


def _absence_row(name: str, kind: str, called: str, absence: Absence) -> _AbsenceRow:
    return _AbsenceRow(set=name, kind=kind, names=called, **asdict(absence))


def _resident_mb() -> float:
    with Path("/proc/self/statm").open() as pages:
        return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _print(report: _Report) -> None:
    console = Console()
    table = Table("set", "kind", "task", "stage", "P", "R", "F1", "gold")
    for row in report.rows:
        figures = (f"{value:.3f}" for value in (row.precision, row.recall, row.f1))
        table.add_row(row.set, row.kind, row.task, row.stage, *figures, f"{row.gold:,}")
    console.print(table)
    absent = Table("set", "kind", "not in the graph", "left unanswered")
    for row in report.not_in_graph:
        absent.add_row(row.set, row.kind, row.names, f"{row.unanswered} of {row.asked}")
    console.print(absent)
    if (speed := report.speed) is not None:
        console.print(
            f"CPU: first link {speed.first_link_ms:.0f} ms after the graph is opened; {speed.texts:,} abstracts at {speed.texts_a_second:,.0f} a "
            f"second; one abstract {speed.one_text_ms:.2f} ms, one name {speed.one_name_ms:.3f} ms, warm; {speed.memory_mb:.0f} MB"
        )
