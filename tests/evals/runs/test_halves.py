from hashlib import sha256

from corpuscle.agent import QuestionType
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.runs.halves import drawn_for_tuning, ordered

QUESTIONS = tuple(AskedQuestion(f"q{n}", "b", QuestionType.YESNO, "?", "yes") for n in range(2_000))


def test_a_quarter_of_the_questions_is_for_tuning() -> None:
    assert drawn_for_tuning("q1") == (sha256(b"q1").digest()[0] < 64)
    assert 0.22 < sum(drawn_for_tuning(q.id) for q in QUESTIONS) / 2_000 < 0.28


def test_the_order_depends_on_the_ids_alone_and_fewer_are_the_first_of_more() -> None:
    assert ordered(QUESTIONS) == ordered(QUESTIONS[::-1])
    assert ordered(QUESTIONS) != QUESTIONS
    few = [q for q in ordered(QUESTIONS) if q.id in {"q1", "q2", "q3"}]
    assert tuple(few) == ordered(QUESTIONS[1:4])


def test_the_order_says_nothing_of_the_half() -> None:
    first = ordered(QUESTIONS)[:500]
    assert 0.2 < sum(drawn_for_tuning(q.id) for q in first) / 500 < 0.3
