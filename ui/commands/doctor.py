"""corpuscle doctor: what is at hand here, and what that means."""

import importlib.util
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import httpx
import typer
from pydantic import TypeAdapter
from rich.console import Console
from rich.text import Text

from corpuscle.retrieval.encoder import MINILM_NAME, MODEL_FILE
from corpuscle.retrieval.errors import RetrievalError
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.settings import RetrievalSettings, encoder_dir
from corpuscle.ui.commands.parameters import DEFAULT_INDEX, IndexOption, JsonOption

_SERVER_WAIT_S = 2.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. "absent" is no fault: something optional is not here."""

    subject: str
    state: Literal["ok", "absent", "fault"]
    text: str


def doctor(index: IndexOption = DEFAULT_INDEX, json: JsonOption = False) -> None:
    """Say what is at hand: program, index, encoder, model server, chat page."""
    from corpuscle.agent.settings import AgentSettings  # deferred: brings the whole agent

    findings = [_program(), *_index(index), _encoder(), _server(AgentSettings().model_url), _chat()]
    if json:
        sys.stdout.buffer.write(TypeAdapter(list[Finding]).dump_json(findings, indent=2) + b"\n")
    else:
        marks = {"ok": ("✓", "green"), "absent": ("–", "yellow"), "fault": ("✗", "red")}
        for finding in findings:
            symbol, style = marks[finding.state]
            Console().print(Text.assemble((f"{symbol} {finding.subject}: ", style), finding.text))
    if any(finding.state == "fault" for finding in findings):
        raise typer.Exit(1)


def _program() -> Finding:
    return Finding("corpuscle", "ok", f"{version('corpuscle')}, Python {sys.version.split()[0]}, {os.cpu_count()} cores")


def _index(index_dir: Path) -> Iterator[Finding]:
    try:
        index = Index.open(index_dir, RetrievalSettings())
        articles = len(index.text)
    except RetrievalError as exc:
        yield Finding("index", "fault", f"{exc} {exc.remedy}")
        return
    yield Finding("index", "ok", f"{index_dir}: {index.manifest.label}")
    vectors = index.manifest.vectors
    made = vectors.articles if vectors else 0
    if made >= articles:
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


def _encoder() -> Finding:
    folder = encoder_dir(RetrievalSettings().home, MINILM_NAME)
    if (folder / MODEL_FILE).is_file():
        return Finding("encoder", "ok", f"{MINILM_NAME} at {folder}")
    return Finding("encoder", "absent", f"{MINILM_NAME} is not at {folder}: searches use BM25 alone. `corpuscle index build` fetches it")


def _server(url: str) -> Finding:
    try:
        reply = httpx.get(f"{url.rstrip('/')}/models", timeout=_SERVER_WAIT_S)
        reply.raise_for_status()
    except httpx.HTTPError as exc:
        return Finding("model server", "absent", f"none at {url} ({type(exc).__name__}): the built-in model answers")
    return Finding("model server", "ok", f"{url} answers; use it with --model served")


def _chat() -> Finding:
    if importlib.util.find_spec("chainlit") is None:
        return Finding("chat page", "absent", "not installed; pip install 'corpuscle[ui]'")
    return Finding("chat page", "ok", f"Chainlit {version('chainlit')}")
