"""MedDDx: reading it, its own edges, the graph without them, figures and records. Questions and graph are invented."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpuscle.evals.commands import app
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.medddx import ChoiceQuestion, read_medddx
from corpuscle.evals.medddx_command import drawn
from corpuscle.evals.medddx_graph import OwnStatement, PrunedGraph, named_in, own_statements, share_of
from corpuscle.evals.medddx_records import read_records, record
from corpuscle.evals.medddx_report import ModelRun, page, setting_reports
from corpuscle.evals.medddx_run import SETTINGS, ChoiceOutcome, Setting
from corpuscle.kg.graph_file import GraphFile
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from tests.conftest import DRUSEL, ITCH, TORVAXIN, VELBRODINE

TREATS = ChoiceQuestion("q-1", "Which of these treats Drusel fever?", ("mirellan", "velbrodine", "torvaxin", "brass polish"), "B", "basic")


def _written(folder: Path, *queries: str) -> Path:
    rows = [{"query": query, "answer": "B", "sim_level_std": 0.1, "id": f"q-{n}", "level": "expert"} for n, query in enumerate(queries, 1)]
    path = folder / "questions.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


GOOD = "Which of these treats Drusel fever?\nA: mirellan\nB: velbrodine\nC: torvaxin\nD: brass polish, green\n"


def test_stem_and_options_are_told_apart(tmp_path: Path) -> None:
    (question,) = read_medddx(_written(tmp_path, GOOD))
    assert question.stem == "Which of these treats Drusel fever?"
    assert question.options == ("mirellan", "velbrodine", "torvaxin", "brass polish, green")
    assert (question.id, question.answer, question.level) == ("q-1", "B", "expert")


def test_option_over_two_lines_is_one(tmp_path: Path) -> None:
    (question,) = read_medddx(_written(tmp_path, GOOD.replace("brass polish, green", "brass polish,\n  green")))
    assert question.options[3] == "brass polish, green"


@pytest.mark.parametrize("query", ["Why?", GOOD.replace("C: torvaxin\n", ""), GOOD.replace("velbrodine", "")])
def test_question_without_four_options_is_an_error_that_names_it(tmp_path: Path, query: str) -> None:
    with pytest.raises(EvaluationError, match="q-1"):
        read_medddx(_written(tmp_path, query))


@pytest.mark.parametrize("text", ["", "{}", "[]", '[{"id": 1}]'])
def test_malformed_file_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "questions.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvaluationError):
        read_medddx(path)
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_medddx(tmp_path / "absent.json")


def test_fewer_questions_are_the_first_of_more() -> None:
    questions = tuple(ChoiceQuestion(f"q-{n}", "?", ("a", "b", "c", "d"), "A", "basic") for n in range(50))
    assert drawn(questions, 10) == drawn(questions, 30)[:10]
    assert sorted(q.id for q in drawn(questions, 0)) == sorted(q.id for q in questions)


@pytest.fixture(scope="module")
def graph_file(invented_index: Path) -> Iterator[GraphFile]:
    """The graph of the invented index: velbrodine treats Drusel fever; torvaxin causes nocturnal itch."""
    file = GraphFile.open(invented_index / "graph.sqlite")
    yield file
    file.close()


@pytest.fixture(scope="module")
def store(graph_file: GraphFile) -> GraphStore:
    return GraphStore(graph_file)


def test_own_statements_are_those_between_what_is_named(store: GraphStore) -> None:
    named = named_in(TREATS, Linker(store))
    own = own_statements(TREATS, named, store)
    assert own == (OwnStatement(VELBRODINE, DRUSEL, "treats"),)  # nocturnal itch is not named
    assert named.joined_by(own[0])
    assert not named.joined_by(OwnStatement(TORVAXIN, VELBRODINE, "interacts with"))  # two options


def test_shares_are_nested_and_rounded_up() -> None:
    statements = tuple(OwnStatement("A:1", f"B:{n}", "treats") for n in range(5))
    assert share_of(statements, 0) == frozenset()
    assert len(share_of(statements, 25)) == 2  # 1.25
    assert share_of(statements, 25) < share_of(statements, 50) < share_of(statements, 100) == frozenset(statements)


def test_hidden_statement_is_found_by_no_way_of_asking(graph_file: GraphFile) -> None:
    hidden = OwnStatement(VELBRODINE, DRUSEL, "treats")
    pruned = PrunedGraph(graph_file, [hidden])
    assert pruned.edges(VELBRODINE) == pruned.edges(None, "treats", DRUSEL) == []
    assert pruned.neighbours(DRUSEL) == pruned.between(DRUSEL, VELBRODINE) == []
    assert pruned.links(DRUSEL, 10) == pruned.linked([VELBRODINE], [DRUSEL]) == []
    assert pruned.two_hop(VELBRODINE, DRUSEL) == []
    assert len(pruned.edges(TORVAXIN, "causes", ITCH)) == 1


def test_silent_graph_has_names_and_no_edges(graph_file: GraphFile) -> None:
    silent = PrunedGraph(graph_file, silent=True)
    assert silent.entity(VELBRODINE) is not None
    assert silent.edges(VELBRODINE) == silent.neighbours(ITCH) == silent.links(ITCH, 5) == silent.linked([TORVAXIN], [ITCH]) == []
    assert silent.broader(ITCH) == silent.ancestors(ITCH) == silent.narrower(ITCH) == []
    assert (silent.degree(VELBRODINE), silent.predicate_counts(VELBRODINE)) == (0, {})


def _outcome(
    n: int, answered: str | None, drafted: str | None = None, setting: Setting = SETTINGS[0], quoted: bool = False
) -> ChoiceOutcome:
    leaning = {4: "B", 5: None}.get(n, "A")
    return ChoiceOutcome(f"q-{n}", "basic", "extractive", setting, "B", drafted or answered, answered, quoted, leaning, n % 2, 0.5)


def test_abstention_is_no_right_answer_and_no_wrong_one() -> None:
    outcomes = [_outcome(1, "B", quoted=True), _outcome(2, "A"), _outcome(3, None, "B"), _outcome(4, None), _outcome(5, None)]
    (report,) = setting_reports(outcomes)
    assert report.accuracy.mean == pytest.approx(1 / 5)
    assert (report.answered, report.abstained, report.right_when_answered) == (2, 3, 1 / 2)
    assert (report.drafted, report.drafted_accuracy.mean, report.quoted) == (3, pytest.approx(2 / 5), 1)
    assert report.guessed_accuracy.mean == pytest.approx((2 + 1 + 1 / 4) / 5)  # two drafts, the fourth's leaning, a blind guess
    assert report.with_own_edges == 3
    assert report.accuracy.low <= report.accuracy.mean <= report.accuracy.high


def test_page_says_first_that_a_look_up_is_leakage() -> None:
    reports = setting_reports([_outcome(n, "B", setting=setting) for setting in SETTINGS for n in range(4)])
    text = page(
        [ModelRun("extractive", "The built-in model", reports)], "invented", ["one 1 (2 rows)"], ["corpuscle eval medddx"], "today", "m"
    )
    assert "close to leakage" in text.splitlines()[2]
    rows = [line for line in text.splitlines() if line.startswith("| w")]
    assert [row.split(" | ")[0].strip("| ") for row in rows] == [setting.label for setting in SETTINGS]
    assert "1.000 [1.000, 1.000]" in rows[0]
    assert "    corpuscle eval medddx" in text


def test_records_come_back_as_they_went(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    assert read_records(path) == {}
    told = [_outcome(1, "B"), _outcome(1, None, "C", SETTINGS[3])]
    for outcome in told:
        record(path, "invented", "extractive", outcome)
    assert read_records(path) == {("extractive", "q-1", outcome.setting): outcome for outcome in told}
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="something else"):
        read_records(path)


def test_command_asks_every_question_in_every_setting_once(tmp_path: Path, invented_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORPUSCLE_HOME", str(tmp_path / "home"))
    questions = _written(tmp_path, GOOD, GOOD.replace("treats Drusel fever", "causes nocturnal itch"), GOOD.replace("torvaxin", "mirellan"))
    records = tmp_path / "records.jsonl"
    command = ["medddx", "--index", str(invented_index), "--questions", str(questions), "--records", str(records), "--json"]
    first = CliRunner().invoke(app, command)
    assert first.exit_code == 0, first.output
    printed = json.loads(first.stdout)
    settings = {(s["graph"], s["removed"]): s for s in printed["settings"]}
    assert list(settings) == [("with", 0), ("with", 25), ("with", 50), ("with", 100), ("without", 0)]
    assert all(s["questions"] == 3 for s in settings.values())
    assert settings["with", 0]["with_own_edges"] >= 2
    assert len(records.read_text().splitlines()) == 3 * 5
    again = CliRunner().invoke(app, command)
    assert json.loads(again.stdout) == printed  # nothing was asked again
    assert len(records.read_text().splitlines()) == 3 * 5
    written = tmp_path / "page.md"
    told = CliRunner().invoke(app, ["medddx-page", str(records), "--index", str(invented_index), "--out", str(written)])
    assert told.exit_code == 0, told.output
    assert "## The built-in model: 3 questions" in written.read_text(encoding="utf-8")


@pytest.mark.parametrize("wrong", [["--removed", "30", "--graph", "with"], ["--removed", "25", "--graph", "without"]])
def test_share_that_is_not_offered_is_wrong_usage(wrong: list[str], invented_index: Path) -> None:
    assert CliRunner().invoke(app, ["medddx", "--index", str(invented_index), *wrong]).exit_code == 2
