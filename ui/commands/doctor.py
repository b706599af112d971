"""corpuscle doctor: what is at hand here, and what that means."""

import importlib.util
import os
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.text import Text

from corpuscle.retrieval.encoder import automatic_encoder, require_at_hand
from corpuscle.retrieval.engine import open_engine
from corpuscle.retrieval.errors import EncoderError, RetrievalError
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import read_manifest
from corpuscle.retrieval.rerank import load_reranker
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.commands.finding import Finding
from corpuscle.ui.commands.model_server_findings import model_server_findings
from corpuscle.ui.commands.parameters import DEFAULT_INDEX, IndexOption, JsonOption
from corpuscle.ui.sanitise import plain
from corpuscle.ui.settings import read_settings
from corpuscle.ui.wording import INSTALL_CHAT

_MARKS = {"ok": ("✓", "green"), "absent": ("–", "yellow"), "fault": ("✗", "red")}


def doctor(index: IndexOption = DEFAULT_INDEX, json: JsonOption = False) -> None:
    """Say what is at hand: program, index, encoder, reranker, model server, chat page."""
    looked_at: list[Finding] = []
    for finding in _findings(index):  # each is shown at once: a model server may take its time
        looked_at.append(finding)
        if not json:
            symbol, style = _MARKS[finding.state]
            Console().print(Text.assemble((f"{symbol} {finding.subject}: ", style), plain(finding.text)))
    if json:
        sys.stdout.buffer.write(TypeAdapter(list[Finding]).dump_json(looked_at, indent=2) + b"\n")
    if any(finding.state == "fault" for finding in looked_at):
        raise typer.Exit(1)


def _findings(index: Path) -> Iterator[Finding]:
    from corpuscle.agent.settings import AgentSettings  # deferred: brings the whole agent

    settings, agent_settings = read_settings(RetrievalSettings), read_settings(AgentSettings)  # refused before anything is said
    yield _program()
    yield from _index(index, settings)
    yield _encoder(index, settings)
    yield _reranker(settings)
    yield _chat()
    yield from model_server_findings(agent_settings)


def _program() -> Finding:
    return Finding("corpuscle", "ok", f"{version('corpuscle')}, Python {sys.version.split()[0]}, {os.cpu_count()} cores")


def _index(index_dir: Path, settings: RetrievalSettings) -> Iterator[Finding]:
    try:
        if read_manifest(index_dir).milvus:
            yield from _index_in_milvus(index_dir, settings)
            return
        index = Index.open(index_dir, settings)
        articles = len(index.text)
        made = articles - index.articles_without_vector
    except RetrievalError as exc:
        yield Finding("index", "fault", f"{exc} {exc.remedy}")
        return
    yield Finding("index", "ok", f"{index_dir}: {index.manifest.label}")
    if index.manifest.vectors is None:
        yield Finding("vectors", "absent", "none: searches use BM25 alone; run the same `corpuscle index build` again with --encoder auto")
    elif made >= articles:
        yield Finding("vectors", "ok", f"all {articles:,} articles")
    else:
        yield Finding(
            "vectors", "absent", f"{made:,} of {articles:,} articles; a search makes those it needs, the same build command the rest"
        )
    graph = index.manifest.graph
    if graph is None:
        yield Finding("graph", "absent", "none: searches work, answers do not; run the same `corpuscle index build` again with --graph")
    else:
        yield Finding("graph", "ok", f"{graph.nodes:,} nodes, {graph.edges:,} edges, {graph.aliases:,} names")


def _index_in_milvus(index_dir: Path, settings: RetrievalSettings) -> Iterator[Finding]:
    engine = open_engine(index_dir, settings)
    yield Finding("index", "ok", f"{index_dir}: {engine.label}, in Milvus")
    absent = "none: searches work, answers do not; run the same `corpuscle index build` again with --graph"
    yield Finding("graph", "ok", engine.graph_path.name) if engine.graph_path else Finding("graph", "absent", absent)


def _encoder(index_dir: Path, settings: RetrievalSettings) -> Finding:
    """Of the encoder that made the index's vectors, else of the one a build would take."""
    try:
        store = read_manifest(index_dir).vectors
    except RetrievalError:
        store = None
    name = store.encoder if store else automatic_encoder(settings.home)
    try:
        require_at_hand(name, settings.home)
    except EncoderError as exc:
        return Finding("encoder", "absent", f"searches use BM25 alone. {exc} {exc.remedy}")
    return Finding("encoder", "ok", name)


def _reranker(settings: RetrievalSettings) -> Finding:
    try:
        reranker = load_reranker(settings, 1)
    except RetrievalError as exc:
        return Finding("reranker", "fault", f"{exc} {exc.remedy}")
    if reranker is None:
        return Finding("reranker", "absent", "none is set (CORPUSCLE_RERANK_MODEL or CORPUSCLE_RERANK_URL); searches rank without")
    return Finding("reranker", "ok", reranker.name)


def _chat() -> Finding:
    if importlib.util.find_spec("chainlit") is None:
        return Finding("chat page", "absent", f"its libraries are not installed. {INSTALL_CHAT}")
    return Finding("chat page", "ok", f"Chainlit {version('chainlit')}")
