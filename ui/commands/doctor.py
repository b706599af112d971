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
from pydantic import SecretStr, TypeAdapter
from rich.console import Console
from rich.text import Text

from corpuscle.retrieval.encoder import MINILM_NAME, MODEL_FILE, TOKENIZER_FILE
from corpuscle.retrieval.errors import RetrievalError
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.settings import RetrievalSettings, encoder_dir
from corpuscle.ui.commands.parameters import DEFAULT_INDEX, IndexOption, JsonOption
from corpuscle.ui.sanitise import plain
from corpuscle.ui.settings import read_settings
from corpuscle.ui.wording import INSTALL_CHAT

_SERVER_WAIT_S = 2.0
_REFUSED = (401, 403)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. "absent" is no fault: something optional is not here."""

    subject: str
    state: Literal["ok", "absent", "fault"]
    text: str


def doctor(index: IndexOption = DEFAULT_INDEX, json: JsonOption = False) -> None:
    """Say what is at hand: program, index, encoder, model server, chat page."""
    from corpuscle.agent.settings import AgentSettings  # deferred: brings the whole agent

    server = read_settings(AgentSettings)
    settings = read_settings(RetrievalSettings)
    findings = [_program(), *_index(index, settings), _encoder(settings), _server(server.model_url, server.model_key), _chat()]
    if json:
        sys.stdout.buffer.write(TypeAdapter(list[Finding]).dump_json(findings, indent=2) + b"\n")
    else:
        marks = {"ok": ("✓", "green"), "absent": ("–", "yellow"), "fault": ("✗", "red")}
        for finding in findings:
            symbol, style = marks[finding.state]
            Console().print(Text.assemble((f"{symbol} {finding.subject}: ", style), plain(finding.text)))
    if any(finding.state == "fault" for finding in findings):
        raise typer.Exit(1)


def _program() -> Finding:
    return Finding("corpuscle", "ok", f"{version('corpuscle')}, Python {sys.version.split()[0]}, {os.cpu_count()} cores")


def _index(index_dir: Path, settings: RetrievalSettings) -> Iterator[Finding]:
    try:
        index = Index.open(index_dir, settings)
        articles = len(index.text)
        made = articles - index.articles_without_vector
    except RetrievalError as exc:
        yield Finding("index", "fault", f"{exc} {exc.remedy}")
        return
    yield Finding("index", "ok", f"{index_dir}: {index.manifest.label}")
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


def _encoder(settings: RetrievalSettings) -> Finding:
    folder = encoder_dir(settings.home, MINILM_NAME)
    if all((folder / name).is_file() for name in (MODEL_FILE, TOKENIZER_FILE)):
        return Finding("encoder", "ok", f"{MINILM_NAME} at {folder}")
    return Finding("encoder", "absent", f"{MINILM_NAME} is not at {folder}: searches use BM25 alone. `corpuscle index build` fetches it")


def _server(url: str, key: SecretStr) -> Finding:
    try:
        reply = httpx.get(
            f"{url.rstrip('/')}/models", headers={"Authorization": f"Bearer {key.get_secret_value()}"}, timeout=_SERVER_WAIT_S
        )
        if reply.status_code in _REFUSED:
            return Finding(
                "model server",
                "absent",
                f"{url} refuses the key (HTTP {reply.status_code}): set CORPUSCLE_MODEL_KEY; until then the built-in model answers",
            )
        reply.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as exc:  # the last two: an address or a key that no request can carry
        return Finding("model server", "absent", f"none at {url} ({type(exc).__name__}): the built-in model answers")
    return Finding("model server", "ok", f"{url} answers; use it with --model served")


def _chat() -> Finding:
    if importlib.util.find_spec("chainlit") is None:
        return Finding("chat page", "absent", f"its libraries are not installed. {INSTALL_CHAT}")
    return Finding("chat page", "ok", f"Chainlit {version('chainlit')}")
