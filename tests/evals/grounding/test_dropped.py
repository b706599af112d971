"""Dropped statements of a run, and a reader's judgements on them."""

from pathlib import Path

import pytest

from corpuscle.agent import QuestionType
from corpuscle.agent.answer_json import AnswerJson, DroppedJson
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.grounding.check_bench import kind_of_reason
from corpuscle.evals.grounding.dropped import Judgement, drawn, dropped_statements, read_judgements, right_to_drop, to_read
from corpuscle.evals.grounding.measures import Rate
from corpuscle.evals.runs.record import Record

HEADER = "run\tquestion\tplace\treason\tright\twhy\n"


def record(id: str, *dropped: DroppedJson) -> Record:
    answer = AnswerJson.model_construct(dropped=list(dropped))
    return Record.model_construct(id=id, type=QuestionType.YESNO, question="?", answer=answer)


SENTENCE = DroppedJson(text="It heals.", reason="it denies what it cites", cited=["1"], quotes=["It does not heal."])
ITEM = DroppedJson(text="gout", reason="it does not stand in any quotation of the answer", cited=[])


def test_sentences_are_read_and_items_are_not() -> None:
    (found,) = dropped_statements("run", [record("q1", ITEM, SENTENCE), Record.model_construct(id="q2", answer=None)])
    assert found.key == ("run", "q1", "1")
    assert to_read(found, 1) == "#1 run | q1 | 1\n  it denies what it cites\n  says  It heals.\n  cites It does not heal.\n"


def test_what_two_runs_dropped_is_read_once() -> None:
    both = dropped_statements("one", [record("q1", SENTENCE)]) + dropped_statements("two", [record("q1", SENTENCE), record("q2", SENTENCE)])
    assert len(drawn(both, 10)) == 2
    assert drawn(both, 1) == drawn(both, 10)[:1]


def test_judgements_are_counted(tmp_path: Path) -> None:
    table = tmp_path / "judged.tsv"
    table.write_text(f"{HEADER}run\tq1\t1\tit denies what it cites\tyes\t\nrun\tq2\t0\tit denies what it cites\tno\tsame in other words\n")
    judgements = read_judgements(table)
    assert judgements[1] == Judgement("run", "q2", "0", "it denies what it cites", "no", "same in other words")
    assert right_to_drop(judgements) == Rate(k=1, n=2)


def test_line_without_a_judgement_is_named(tmp_path: Path) -> None:
    table = tmp_path / "judged.tsv"
    table.write_text(f"{HEADER}run\tq1\t1\tit denies what it cites\tperhaps\t\n")
    with pytest.raises(EvaluationError, match="Line 2"):
        read_judgements(table)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("the number 5 mg does not occur in what it cites", "a number"),
        ("IL-6 does not occur in what it cites", "a name"),
        ("“all” is more than what it cites says", "a strong word"),
        ("article 7 was retracted", "another"),
    ],
)
def test_reasons_are_grouped_without_what_they_quote(reason: str, kind: str) -> None:
    assert kind_of_reason(reason) == kind
