"""The built-in model measured over the invented index: two questions about articles it does not hold."""

import json
from pathlib import Path

import pytest

from corpuscle.evals.builtin_model import BuiltinAgent, first_right, is_its_article
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.pubmedqa import YesNoQuestion, read_yesno_questions
from corpuscle.retrieval.articles import AbstractSection, Article
from tests.conftest import Run

CURES = {
    "QUESTION": "Does mirellan cure Drusel fever?",
    "CONTEXTS": ["Forty gardeners with Drusel fever took mirellan for a week."],
    "LONG_ANSWER": "Mirellan did not cure Drusel fever. It is not an effective treatment of Drusel fever.",
    "final_decision": "no",
}
LOSES = {
    "QUESTION": "Does velbrodine cause hair loss?",
    "CONTEXTS": ["Sailors who took velbrodine were examined every month."],
    "LONG_ANSWER": "Velbrodine causes hair loss in sailors. We conclude that velbrodine causes hair loss.",
    "final_decision": "yes",
}


@pytest.fixture
def questions_file(tmp_path: Path) -> Path:
    path = tmp_path / "ori_pqal_invented.json"
    path.write_text(json.dumps({"9001": CURES, "9002": LOSES}))
    return path


def test_the_command_prints_one_document(corpuscle: Run, questions_file: Path) -> None:
    ended = corpuscle("eval", "builtin", "--pubmedqa", str(questions_file), "--json")
    assert ended.status == 0, ended.err
    assert list(ended.json) == [
        "questions_file", "index", "questions", "MRR", "success@3", "AUROC", "answered", "abstained", "answered_without", "cites_own", "builtin", "always_yes",
    ]  # fmt: skip
    figures = ended.json
    assert (figures["questions"], figures["MRR"], figures["success@3"], figures["AUROC"]) == (2, 1.0, 1.0, 1.0)
    assert (figures["answered"], figures["abstained"], figures["answered_without"], figures["cites_own"]) == (2, 0, 0.0, 1.0)
    assert figures["builtin"] == {"accuracy": 1.0, "macro_f1": 1.0}
    # always yes: right once of two; F1 of yes 2 × 1 / (1 + 2), of no 0
    assert figures["always_yes"] == {"accuracy": 0.5, "macro_f1": pytest.approx(1 / 3)}
    assert "Asking" in ended.err


def test_the_table_has_both_columns_and_questions_can_be_fewer(corpuscle: Run, questions_file: Path) -> None:
    ended = corpuscle("eval", "builtin", "--pubmedqa", str(questions_file), "--questions", "1")
    assert "1 yes/no questions of ori_pqal_invented.json" in ended.out
    assert "always yes" in ended.out
    assert "1 / 0" in ended.out


def test_the_folder_of_evaluation_data_is_the_default(corpuscle: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pubmedqa").mkdir()
    (tmp_path / "pubmedqa/ori_pqal_dev.json").write_text(json.dumps({"9001": CURES}))
    monkeypatch.setenv("CORPUSCLE_EVAL_DATA", str(tmp_path))
    assert corpuscle("eval", "builtin", "--json").json["questions_file"] == "ori_pqal_dev.json"


def test_an_index_without_a_graph_is_an_error(index: Path) -> None:
    with pytest.raises(EvaluationError, match="no knowledge graph"):
        BuiltinAgent.open(index)


def test_the_own_article_decides_and_is_not_there_without_itself(invented_index: Path, questions_file: Path) -> None:
    agent = BuiltinAgent.open(invented_index)
    outcomes = [agent.outcome(question) for question in read_yesno_questions(questions_file)]
    assert [(outcome.answer, outcome.first_right, outcome.cites_own) for outcome in outcomes] == [("no", 1, True), ("yes", 1, True)]
    assert all(outcome.probability_with > outcome.probability_without for outcome in outcomes)


@pytest.mark.parametrize(
    ("article", "its"),
    [
        (Article("9001", "Anything"), True),
        (Article("1", "DOES mirellan cure Drusel-fever?"), True),
        (Article("1", "Does mirellan cure Drusel fever in mice?"), False),
        (Article("1", ""), False),
    ],
)
def test_an_article_is_the_questions_own_by_pmid_or_title(article: Article, its: bool) -> None:
    question = YesNoQuestion("Does mirellan cure Drusel fever?", Article("9001", "", (AbstractSection("No."),)), "No.", "no")
    assert is_its_article(article, question) is its


def test_no_sentence_of_the_long_answer_has_no_rank(questions_file: Path) -> None:
    assert first_right((), read_yesno_questions(questions_file)[0]) is None
