"""The command line as a user types it: exit status, messages with remedies, one JSON document."""

import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from corpuscle.retrieval.manifest import FORMAT_VERSION, MANIFEST_NAME
from tests.conftest import RETRACTED, SECOND_TRIAL, TRIAL, Run

QUESTION = "Does velbrodine treat Drusel fever?"


def _copy(index: Path, folder: Path) -> Path:
    shutil.copytree(index, folder / "index")
    return folder / "index"


def test_answer_is_shown_with_numbered_sources(corpuscle: Run) -> None:
    ended = corpuscle("ask", QUESTION)
    assert ended.status == 0
    assert "Yes" in ended.out
    assert "“" in ended.out
    assert "[1]" in ended.out
    assert f"https://pubmed.ncbi.nlm.nih.gov/{SECOND_TRIAL}/" in ended.out
    assert "Not medical advice" in ended.out


def test_json_is_one_document_and_nothing_else(corpuscle: Run) -> None:
    ended = corpuscle("ask", QUESTION, "--json")
    assert (ended.status, ended.err) == (0, "")
    assert (ended.json["exact_answer"], ended.json["abstained"]) == ("yes", False)


def test_abstention_is_no_failure(corpuscle: Run) -> None:
    ended = corpuscle("ask", "zorblaxin quuxol?")
    assert ended.status == 0
    assert "No answer." in ended.out


def test_options_make_a_choice(corpuscle: Run) -> None:
    options = ("--option", "house mouse", "--option", "marsh flea")
    assert corpuscle("ask", "What transmits Borrelisk virus?", *options, "--json").json["exact_answer"] == "B"
    assert "B. marsh flea" in corpuscle("ask", "What transmits Borrelisk virus?", *options).out


def test_filters_are_used(corpuscle: Run) -> None:
    since = corpuscle("ask", QUESTION, "--year", "2015-", "--json").json
    assert {citation["id"] for statement in since["statements"] for citation in statement["citations"]} == {SECOND_TRIAL}
    trials = corpuscle("ask", QUESTION, "--publication-type", "randomized controlled trial", "--json").json
    assert [document["id"] for document in trials["documents"]] == [TRIAL]


def test_retracted_article_is_marked_where_it_was_asked_for(corpuscle: Run) -> None:
    question = "Does velbrodine cure Kelvane syndrome?"
    assert "RETRACTED" not in corpuscle("ask", question).out
    assert "RETRACTED" in corpuscle("ask", question, "--include-retracted").out
    hits = corpuscle("search", "velbrodine Kelvane syndrome", "--json").json["hits"]
    assert RETRACTED not in {hit["id"] for hit in hits}
    assert "RETRACTED" in corpuscle("search", "velbrodine Kelvane syndrome", "--include-retracted").out


def test_model_server_that_is_away_is_said_and_answered_for(corpuscle: Run) -> None:
    ended = corpuscle("ask", QUESTION, "--model", "served", "--json")
    assert ended.status == 0
    assert (ended.json["model"], ended.json["exact_answer"]) == ("extractive", "yes")
    assert "http://127.0.0.1:9/v1" in ended.json["notes"][0]
    assert "built-in model answers instead" in ended.json["notes"][0]


@pytest.mark.parametrize("question", ["", "  ", "\x07", "a" * 100_000, "(" * 3_000 + ")" * 3_000])
def test_question_that_cannot_be_answered_is_a_stated_failure(corpuscle: Run, question: str) -> None:
    ended = corpuscle("ask", question)
    assert (ended.status, ended.out) == (1, "")
    assert len(ended.err.splitlines()) == 2  # what happened, and what to do


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", QUESTION, "--type", "riddle"),
        ("ask", QUESTION, "--model", "oracle"),
        ("ask", QUESTION, "--year", "last year"),
        ("ask", QUESTION, "--year", "2015-2010"),
        ("search", "fever", "--year", "20x5"),
        ("search", "fever", "-k", "0"),
        ("search", "fever", "--mode", "magic"),
        ("search", "fever", "--mode", "dense", "--expand"),
        ("search", "fever", "--mode", "dense", "--second-try"),
        ("kg", "check", "velbrodine", "befriends", "Drusel fever"),
        ("kg", "check", "velbrodine"),
        ("kg", "check", "", "treats", "Drusel fever"),
        ("kg", "check", "velbrodine", "treats", "?!"),
        ("kg", "check", "velbrodine", "treats", "Velbrodine"),
        ("kg", "check", "Hair loss", "causes", "hair-loss"),
        ("index", "build"),
        ("chat", "--port", "99999"),
        ("sing",),
    ],
)
def test_wrong_usage_is_status_2(corpuscle: Run, arguments: tuple[str, ...]) -> None:
    ended = corpuscle(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert "Usage" in ended.err


def test_unknown_predicate_is_told_the_known_ones(corpuscle: Run) -> None:
    err = corpuscle("kg", "check", "velbrodine", "befriends", "Drusel fever").err
    assert "befriends" in err
    assert "treats" in err


def test_claim_tells_what_its_ends_were_taken_for(corpuscle: Run) -> None:
    out = corpuscle("kg", "check", "velbrodines", "treats", "zorblaxin").out
    assert "velbrodines: Velbrodine (TEST:1, SmallMolecule)" in out
    assert "zorblaxin: not in the graph" in out


@pytest.mark.parametrize("command", [("ask", QUESTION), ("kg", "check", "velbrodine", "treats", "fever"), ("doctor",)])
def test_setting_that_cannot_be_used_is_named(corpuscle: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    monkeypatch.setenv("CORPUSCLE_MAX_ROUNDS", "-3")
    ended = corpuscle(*command)
    assert (ended.status, ended.out) == (1, "")
    assert "CORPUSCLE_MAX_ROUNDS cannot be used" in ended.err
    assert len(ended.err.splitlines()) == 2


def test_options_of_a_yes_no_question_are_a_stated_failure(corpuscle: Run) -> None:
    ended = corpuscle("ask", QUESTION, "--type", "yesno", "--option", "a", "--option", "b")
    assert ended.status == 1
    assert "Options were given" in ended.err


@pytest.mark.parametrize(
    "command",
    [
        ("ask", QUESTION),
        ("search", "fever"),
        ("kg", "check", "a", "treats", "b"),
        ("index", "status"),
        ("index", "verify"),
        ("index", "status", "--json"),
    ],
)
def test_missing_index_names_the_command_that_makes_one(corpuscle: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    ended = corpuscle(*command, "--index", str(tmp_path / "nowhere"))
    assert (ended.status, ended.out) == (1, "")
    assert f"There is no index at {tmp_path / 'nowhere'}" in ended.err
    assert f"corpuscle index build --index {tmp_path / 'nowhere'} --sample" in ended.err


@pytest.mark.parametrize("command", [("ask", QUESTION), ("search", "fever"), ("index", "status"), ("index", "verify")])
def test_index_of_another_format_version_is_named(corpuscle: Run, tmp_path: Path, invented_index: Path, command: tuple[str, ...]) -> None:
    folder = _copy(invented_index, tmp_path)
    manifest = json.loads((folder / MANIFEST_NAME).read_text())
    (folder / MANIFEST_NAME).write_text(
        json.dumps({"format_version": 99, "written_by": "the future", **{k: manifest[k] for k in ("text",)}})
    )
    ended = corpuscle(*command, "--index", str(folder))
    assert ended.status == 1
    assert f"format version 99; this program reads version {FORMAT_VERSION}" in ended.err
    assert "corpuscle index build" in ended.err


@pytest.mark.parametrize("manifest", ["", "{", "[]", f'{{"format_version": {FORMAT_VERSION}}}'])
def test_unreadable_manifest_is_a_stated_failure(corpuscle: Run, tmp_path: Path, manifest: str) -> None:
    (tmp_path / MANIFEST_NAME).write_text(manifest)
    ended = corpuscle("ask", QUESTION, "--index", str(tmp_path))
    assert ended.status == 1
    assert "cannot be read" in ended.err


def test_claim_is_checked(corpuscle: Run) -> None:
    printed = corpuscle("kg", "check", "velbrodine", "is used for", "Drusel fever", "--json").json
    assert printed["verdict"] == "supported"
    assert "supported" in corpuscle("kg", "check", "velbrodine", "treats", "Drusel fever").out


def test_doctor_tells_what_is_at_hand(corpuscle: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORPUSCLE_HOME", str(tmp_path))  # nothing fetched there
    ended = corpuscle("doctor", "--json")
    states = {finding["subject"]: finding["state"] for finding in ended.json}
    assert ended.status == 0
    assert (states["index"], states["graph"], states["encoder"], states["model server"]) == ("ok", "ok", "absent", "absent")


def test_doctor_finds_a_missing_index(corpuscle: Run, tmp_path: Path) -> None:
    ended = corpuscle("doctor", "--index", str(tmp_path / "nowhere"))
    assert ended.status == 1
    assert "corpuscle index build" in ended.out


def test_port_in_use_is_a_stated_failure(corpuscle: Run) -> None:
    pytest.importorskip("chainlit", reason="the chat page needs the extra 'ui'")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = corpuscle("chat", "--port", str(port))
    assert ended.status == 1
    assert f"Port {port}" in ended.err
    assert "--port" in ended.err


def test_help_lists_every_command(corpuscle: Run) -> None:
    ended = corpuscle("--help")
    assert ended.status == 0
    assert all(name in ended.out for name in ("ask", "search", "chat", "doctor", "index", "kg", "eval"))


def test_program_runs_by_itself(invented_index: Path, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("corpuscle")
    if not program.exists():
        pytest.skip("the program is not installed beside this Python")
    environment = {"CORPUSCLE_HOME": str(tmp_path), "PATH": ""}
    command = [str(program), "ask", QUESTION, "--index", str(invented_index), "--json"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, cwd=tmp_path, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["exact_answer"] == "yes"
    missing = subprocess.run(
        [*command[:-2], "nowhere"], capture_output=True, text=True, timeout=60, env=environment, cwd=tmp_path, check=False
    )
    assert missing.returncode == 1
    assert len(missing.stderr.splitlines()) == 2
    assert "Traceback" not in missing.stderr


@pytest.mark.parametrize("command", [("search", "a" * 100_000), ("kg", "check", "a" * 100_000, "treats", "fever")])
def test_overlong_search_is_a_stated_failure(corpuscle: Run, command: tuple[str, ...]) -> None:
    ended = corpuscle(*command)
    assert ended.status == 1
    assert "at most 4,000" in ended.err


def test_nested_parentheses_are_words_among_others(corpuscle: Run) -> None:
    hits = corpuscle("search", "(" * 3_000 + "Drusel" + ")" * 900, "--json").json["hits"]
    assert TRIAL in {hit["id"] for hit in hits}


def test_markup_in_an_argument_is_text(corpuscle: Run) -> None:
    for command in (("ask", QUESTION, "--year", "[/red]"), ("kg", "check", "a", "[/red]", "b")):
        ended = corpuscle(*command)
        assert ended.status == 2
        assert "[/red]" in ended.err


@pytest.mark.parametrize(
    "command",
    [
        ("search", "\udcff fever"),
        ("kg", "check", "\udcff velbrodine", "treats", "fever"),
        ("ask", "velbrodine", "--mesh", "\udcff"),
        ("ask", "velbrodine", "--option", "\udcffa", "--option", "b"),
    ],
)
def test_argument_that_is_not_utf_8_is_no_crash(corpuscle: Run, command: tuple[str, ...]) -> None:
    assert corpuscle(*command).status in (0, 1)


@pytest.mark.parametrize("year", ["99999999999999999999", "0-99999999999999999999"])
def test_year_that_no_calendar_has_is_wrong_usage(corpuscle: Run, year: str) -> None:
    assert corpuscle("search", "fever", "--year", year).status == 2


@pytest.mark.parametrize("damaged", ["graph.sqlite", "*.store"])
def test_damage_found_while_answering_is_a_stated_failure(corpuscle: Run, tmp_path: Path, invented_index: Path, damaged: str) -> None:
    folder = _copy(invented_index, tmp_path)
    for path in folder.rglob(damaged):
        content = bytearray(path.read_bytes())
        begin = 4_096 if damaged == "graph.sqlite" else 20  # behind what is read when it is opened
        end = len(content) if damaged == "graph.sqlite" else 200
        content[begin:end] = b"\xff" * (end - begin)
        path.unlink()
        path.write_bytes(content)
    ended = corpuscle("ask", QUESTION, "--index", str(folder))
    assert ended.status == 1
    assert "index" in ended.err
