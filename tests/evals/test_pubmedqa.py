import json
from pathlib import Path

import pytest

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.pubmedqa import DEV_FILE, YesNoQuestion, default_file, read_yesno_questions, unseen
from corpuscle.retrieval.articles import Article


def _record(decision: str, long_answer: str = "It does.") -> dict[str, object]:
    return {
        "QUESTION": "Does it?",
        "CONTEXTS": ["We looked.", "It did."],
        "LONG_ANSWER": long_answer,
        "final_decision": decision,
        "MESHES": [],
    }


def _written(folder: Path, document: object) -> Path:
    path = folder / "questions.json"
    path.write_text(json.dumps(document))
    return path


def test_questions_come_by_number_of_pmid_without_those_answered_maybe(tmp_path: Path) -> None:
    path = _written(tmp_path, {"100": _record("no"), "20": _record("maybe"), "9": _record("yes")})
    assert [(question.article.id, question.decision) for question in read_yesno_questions(path)] == [("9", "yes"), ("100", "no")]


def test_the_article_ends_with_the_long_answer_and_has_no_title(tmp_path: Path) -> None:
    (question,) = read_yesno_questions(_written(tmp_path, {"9": _record("yes", "Yes, it does.")}))
    assert (question.text, question.long_answer) == ("Does it?", "Yes, it does.")
    assert (question.article.title, question.article.abstract) == ("", "We looked. It did. Yes, it does.")


@pytest.mark.parametrize("document", [[], {"9": {}}, {"nine": _record("yes")}, {"9": _record("perhaps")}])
def test_something_else_is_an_error_that_says_where_to_get_it(tmp_path: Path, document: object) -> None:
    with pytest.raises(EvaluationError, match="is not a JSON object of PMIDs") as caught:
        read_yesno_questions(_written(tmp_path, document))
    assert "github.com/pubmedqa/pubmedqa" in caught.value.remedy


def test_a_file_without_yes_or_no_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no question that is answered yes or no"):
        read_yesno_questions(_written(tmp_path, {"9": _record("maybe")}))


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be read: No such file"):
        read_yesno_questions(tmp_path / "none.json")


def test_the_first_folder_that_has_the_questions_is_taken(tmp_path: Path) -> None:
    for name in ("second", "third"):
        (tmp_path / name / DEV_FILE).parent.mkdir(parents=True)
        (tmp_path / name / DEV_FILE).write_text("{}")
    assert default_file((tmp_path / "first", tmp_path / "second", tmp_path / "third")) == tmp_path / "second" / DEV_FILE
    with pytest.raises(EvaluationError) as caught:
        default_file((tmp_path / "first",))
    assert "--pubmedqa FILE" in caught.value.remedy


def test_seen_questions_are_left_out_and_a_list_of_all_is_refused(tmp_path: Path) -> None:
    questions = tuple(YesNoQuestion(f"Is {pmid} so?", Article(pmid, ""), "It is.", "yes") for pmid in ("11", "12", "13"))
    listed = tmp_path / "seen.txt"
    listed.write_text("11\n13\n", encoding="utf-8")
    assert [question.article.id for question in unseen(questions, listed)] == ["12"]
    assert unseen(questions, None) == questions
    listed.write_text("11\n12\n13\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="every question"):
        unseen(questions, listed)
    with pytest.raises(EvaluationError, match="cannot be read"):
        unseen(questions, tmp_path / "absent.txt")
