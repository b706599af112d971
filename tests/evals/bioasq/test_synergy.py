import json
from pathlib import Path

import pytest

from corpuscle.evals.bioasq.files import BioasqQuestion, read_gold
from corpuscle.evals.bioasq.rules import violations
from corpuscle.evals.bioasq.synergy import Judged, check_feedback, ranked_round, read_feedback
from corpuscle.evals.errors import EvaluationError
from corpuscle.retrieval.engine import open_engine
from corpuscle.retrieval.passages import Passage
from corpuscle.retrieval.settings import RetrievalSettings
from tests.conftest import NO_PREVENTION, RETRACTED, SECOND_TRIAL, TRIAL, Run

QUESTION = "Which drugs help in Drusel fever?"


def snippet(pmid: str, begin: int, text: str, golden: bool) -> dict[str, object]:
    place = {"offsetInBeginSection": begin, "offsetInEndSection": begin + len(text), "beginSection": "abstract", "endSection": "abstract"}
    return {"document": pmid, "text": text, "golden": golden, **place}


ROUND_ONE = {
    "questions": [
        {
            "id": "q1",
            "type": "list",
            "body": QUESTION,
            "answerReady": False,
            "documents": [{"id": TRIAL, "golden": True}, {"id": NO_PREVENTION, "golden": False}],
            "snippets": [snippet(TRIAL, 10, "ten letters", True), snippet(NO_PREVENTION, 0, "none", False)],
        }
    ]
}
READY = {"id": "q1", "type": "list", "body": QUESTION, "answerReady": True}
NOT_READY = {"id": "q2", "type": "yesno", "body": "Does velbrodine cure Drusel fever?", "answerReady": False}


def write(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content))
    return path


def test_feedback_of_several_rounds_adds_up(tmp_path: Path) -> None:
    second = {"questions": [{"id": "q1", "documents": [{"id": f"http://www.ncbi.nlm.nih.gov/pubmed/{SECOND_TRIAL}", "golden": True}]}]}
    judged = read_feedback([write(tmp_path / "1.json", ROUND_ONE), write(tmp_path / "2.json", second)])["q1"]
    assert (judged.golden, judged.rejected) == ((TRIAL, SECOND_TRIAL), (NO_PREVENTION,))
    assert judged.has(Passage(TRIAL, "abstract", 20, 40, "x"))
    assert not judged.has(Passage(TRIAL, "abstract", 21, 40, "x"))  # the judged one ends at 10 + 11
    assert not judged.has(Passage(TRIAL, "title", 10, 21, "x"))


def test_what_feedback_marks_as_not_golden_is_no_gold(tmp_path: Path) -> None:
    (gold,) = read_gold(write(tmp_path / "f.json", ROUND_ONE))
    assert gold.documents == (TRIAL,)
    assert [s.text for s in gold.snippets] == ["ten letters"]
    assert not gold.answer_ready


@pytest.mark.parametrize(
    ("content", "place"), [({"questions": [{"id": "q", "documents": ["1"]}]}, "questions.0.documents.0"), ({"questions": 1}, "questions")]
)
def test_malformed_feedback_is_named_with_the_place(tmp_path: Path, content: object, place: str) -> None:
    with pytest.raises(EvaluationError, match=place) as raised:
        read_feedback([write(tmp_path / "f.json", content)])
    assert "golden" in raised.value.remedy


def test_feedback_of_other_questions_is_refused() -> None:
    with pytest.raises(EvaluationError, match="no question of the round"):
        check_feedback({"other": Judged()}, [BioasqQuestion(id="q1")])


def test_a_round_leaves_out_what_was_judged_and_is_led_by_it(invented_index: Path) -> None:
    engine = open_engine(invented_index, RetrievalSettings(home=invented_index.parent / "home"))
    first = [hit.article.id for hit in ranked_round(engine, "Drusel fever", Judged(), 10)]
    judged = Judged(golden=(TRIAL,), rejected=(NO_PREVENTION,))
    second = [hit.article.id for hit in ranked_round(engine, "Drusel fever", judged, 10)]
    assert {TRIAL, SECOND_TRIAL} <= set(first)
    assert second[0] == SECOND_TRIAL
    assert not judged.documents & set(second)
    assert RETRACTED not in second


def test_a_round_is_one_file_with_answers_only_where_the_experts_are_ready(corpuscle: Run, tmp_path: Path) -> None:
    asked = write(tmp_path / "round2.json", {"questions": [READY, NOT_READY]})
    feedback, out = write(tmp_path / "feedback.json", ROUND_ONE), tmp_path / "out.json"
    corpuscle("eval", "bioasq", "run", str(asked), "--phase", "synergy", "--feedback", str(feedback), "--out", str(out), "--json")
    one, two = json.loads(out.read_text())["questions"]
    assert one["answerReady"]
    assert isinstance(one["exact_answer"], list)
    assert not two["answerReady"]
    assert not {"exact_answer", "ideal_answer"} & two.keys()
    assert not {TRIAL, NO_PREVENTION} & set(one["documents"])
    assert two["documents"]
    assert violations(read_gold(out), read_gold(asked), "synergy") == []


def test_an_answer_to_a_question_that_is_not_ready_breaks_a_rule() -> None:
    asked = [BioasqQuestion(id="q", type="yesno", answerReady=False)]
    (broken,) = violations([BioasqQuestion(id="q", exact_answer="yes")], asked, "synergy")
    assert "not marked as ready" in broken.rule
