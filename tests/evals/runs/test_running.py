"""Whole runs by the command line, over the index of invented medicine."""

import json
from pathlib import Path

import pytest

from corpuscle.evals.runs.manifest import read_records, read_run_manifest
from tests.conftest import Run

QUESTIONS = {
    str(number): {"QUESTION": text, "CONTEXTS": [given], "LONG_ANSWER": "So it is.", "final_decision": said}
    for number, text, given, said in (
        (1, "Does velbrodine treat Drusel fever?", "Velbrodine cured Drusel fever in 41 of 60 gardeners.", "yes"),
        (2, "Does torvaxin prevent Drusel fever?", "Torvaxin did not prevent Drusel fever in 300 gardeners.", "no"),
        (3, "Does mirellan treat Kelvane syndrome?", "The weather was fine.", "maybe"),
    )
}


@pytest.fixture
def questions(tmp_path: Path) -> str:
    path = tmp_path / "questions.json"
    path.write_text(json.dumps(QUESTIONS), encoding="utf-8")
    return str(path)


def test_a_run_is_scored_beside_its_baselines_and_never_asked_twice(corpuscle: Run, questions: str, tmp_path: Path) -> None:
    command = ("eval", "run", "pubmedqa", "--questions", questions, "--split", "all", "--out", str(tmp_path / "run"), "--json")
    ended = corpuscle(*command)
    assert ended.status == 0
    assert [b["system"] for b in ended.json["baselines"]] == ["majority", "built-in-no-retrieval", "built-in-bm25", "built-in-no-graph"]
    own = ended.json["own"]
    assert own["questions"] == 3
    assert ended.json["majority"] == "maybe"  # each answer once: the first in the alphabet
    before = (tmp_path / "run/records.jsonl").read_bytes()
    assert corpuscle(*command).json == ended.json
    assert (tmp_path / "run/records.jsonl").read_bytes() == before
    manifest = read_run_manifest(tmp_path / "run")
    assert (manifest.key.system, manifest.key.model, manifest.spent.questions) == ("built-in", "", 3)
    silent = read_records(tmp_path / "run/baselines/built-in-no-retrieval")
    assert all(record.exact is None for record in silent)


def test_given_contexts_are_all_that_is_read(corpuscle: Run, questions: str, tmp_path: Path) -> None:
    out = tmp_path / "run"
    assert corpuscle("eval", "run", "pubmedqa-contexts", "--questions", questions, "--split", "all", "--out", str(out)).status == 0
    documents = {d.id for record in read_records(out) if record.answer for d in record.answer.documents}
    assert documents <= set(QUESTIONS)
    by_id = {record.id: record for record in read_records(out)}
    assert (by_id["1"].exact, by_id["2"].exact) == ("yes", "no")


def test_fewer_questions_are_the_first_of_more(corpuscle: Run, questions: str, tmp_path: Path) -> None:
    out = tmp_path / "run"
    command = ("eval", "run", "pubmedqa", "--system", "majority", "--questions", questions, "--split", "all", "--out", str(out))
    assert corpuscle(*command, "--limit", "1").status == 0
    (first,) = read_records(out)
    assert corpuscle(*command).status == 0
    assert next(record.id for record in read_records(out)) == first.id
    assert len(read_records(out)) == 3


def test_another_setting_is_another_run(corpuscle: Run, questions: str, tmp_path: Path) -> None:
    command = ("eval", "run", "pubmedqa", "--questions", questions, "--out", str(tmp_path / "run"))
    assert corpuscle(*command, "--split", "all", "--system", "majority").status == 0
    ended = corpuscle(*command, "--split", "all", "--system", "built-in")
    assert ended.status == 1
    assert "another system" in ended.err


def test_a_server_that_is_away_is_said_before_anything_is_asked(corpuscle: Run, questions: str, tmp_path: Path) -> None:
    out = tmp_path / "run"
    ended = corpuscle("eval", "run", "pubmedqa", "--system", "served", "--questions", questions, "--split", "all", "--out", str(out))
    assert ended.status == 1
    assert "CORPUSCLE_MODEL_URL" in ended.err
    assert not (out / "records.jsonl").exists()


def test_two_runs_are_compared_on_what_both_asked(corpuscle: Run, questions: str, tmp_path: Path) -> None:
    asked = ("eval", "run", "pubmedqa-contexts", "--questions", questions, "--split", "all", "--out")
    assert corpuscle(*asked, str(tmp_path / "one")).status == 0
    assert corpuscle(*asked, str(tmp_path / "two"), "--system", "majority", "--limit", "2").status == 0
    found = corpuscle("eval", "compare", str(tmp_path / "one"), str(tmp_path / "two"), "--json").json
    assert (found["questions"], found["only_one"], found["only_other"]) == (2, 1, 0)
    assert {"name": "system", "one": "built-in", "other": "majority"} in found["settings"]
    ahead = found["other"]["ahead_shown"]
    assert ahead["better"] + ahead["worse"] == len(found["differing"])
    shown = corpuscle("eval", "compare", str(tmp_path / "one"), str(tmp_path / "two"))
    assert "2 questions that both asked" in shown.out


def test_imported_abstentions_are_forced_to_the_commonest_answer_whichever_run_comes_first(
    corpuscle: Run, questions: str, tmp_path: Path
) -> None:
    ours, theirs = str(tmp_path / "ours"), str(tmp_path / "theirs")
    of = ("--questions", questions, "--out")
    assert corpuscle("eval", "run", "pubmedqa", "--system", "majority", "--split", "all", *of, ours).status == 0
    (tmp_path / "answers.json").write_text('{"1": "yes", "2": "no", "3": null}')
    assert corpuscle("eval", "import-answers", "pubmedqa", str(tmp_path / "answers.json"), "--name", "theirs", *of, theirs).status == 0
    first, second = (corpuscle("eval", "compare", *pair, "--json").json for pair in ((theirs, ours), (ours, theirs)))
    assert first["one"]["forced"]["mean"] == second["other"]["forced"]["mean"] == 1.0  # "maybe" for the third, which is right


def test_page_has_each_run_above_its_baselines_with_its_command(corpuscle: Run, questions: str, tmp_path: Path) -> None:
    asked = ("eval", "run", "pubmedqa", "--questions", questions, "--split", "all", "--limit", "2", "--out", str(tmp_path / "run"))
    assert corpuscle(*asked).status == 0
    assert corpuscle("eval", "runs-page", str(tmp_path / "run"), "--out", str(tmp_path / "page.md")).status == 0
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "## PubMedQA, questions only: 2 all questions" in page
    assert page.index("| built-in model |") < page.index("| majority |") < page.index("| built-in model, no graph |")
    assert "corpuscle eval run pubmedqa --system built-in --split all --limit 2" in page
    assert corpuscle("eval", "runs-page", str(tmp_path), "--out", str(tmp_path / "page.md")).status == 1
