"""kg extract, as a user types it, with a scripted model server."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpuscle.retrieval.manifest import read_manifest
from corpuscle.ui.cli import app
from tests.agent.served.conftest import MODEL, Script, completion, html
from tests.conftest import SECOND_TRIAL

SAID = {"sentence": 3, "subject": "Velbrodine", "predicate": "treats", "object": "Drusel fever", "denied": False}


@pytest.fixture
def index(invented_index: Path, tmp_path: Path, model_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(invented_index, tmp_path / "index")
    monkeypatch.setenv("CORPUSCLE_MODEL_URL", model_url)
    monkeypatch.setenv("CORPUSCLE_MODEL_CONCURRENCY", "1")
    return tmp_path / "index"


def _extract(index: Path, *options: str) -> str:
    command = ["kg", "extract", "velbrodine shortens Drusel fever", "--index", str(index), "-k", "1", *options]
    done = CliRunner().invoke(app, command, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_relations_are_shown_with_their_sentences_and_kept_in_the_graph(index: Path, script: Script) -> None:
    script.replies["RelationsReply"] = [completion(json.dumps({"relations": [SAID]}))]
    shown = _extract(index)
    assert "treats Drusel fever  PMID 102, model and rules" in shown
    assert "“Velbrodine treats Drusel fever safely in children too.”" in shown
    assert f"1 articles read: 1 relations found in their sentences, 0 refused. Source model:{MODEL}" in shown
    sources = json.loads(CliRunner().invoke(app, ["kg", "sources", "--index", str(index), "--json"]).stdout)
    assert [(s["rows"], s["imported"]) for s in sources if s["source"] == f"model:{MODEL}"] == [(1, True)]
    assert CliRunner().invoke(app, ["kg", "remove", f"model:{MODEL}", "--index", str(index)]).exit_code == 0


def test_json_tells_each_relation_s_place(index: Path, script: Script) -> None:
    script.replies["RelationsReply"] = [completion(json.dumps({"relations": [SAID]}))]
    said = json.loads(_extract(index, "--json"))
    [relation] = said["relations"]
    assert (relation["pmid"], relation["section"], relation["confirmed"]) == (SECOND_TRIAL, "abstract", True)
    assert (said["articles"], said["unread"], said["refused"], said["prompt_tokens"]) == (1, 0, 0, 11)
    assert said["generation"] == read_manifest(index).generation


def test_server_that_refuses_leaves_the_index_as_it_was(index: Path, script: Script) -> None:
    script.replies["RelationsReply"] = [html(401)]
    before = read_manifest(index).generation
    assert CliRunner().invoke(app, ["kg", "extract", "velbrodine", "--index", str(index), "-k", "1"]).exit_code != 0
    assert read_manifest(index).generation == before
