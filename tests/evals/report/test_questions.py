from corpuscle.agent import QuestionType
from corpuscle.agent.answer_json import ConflictJson
from corpuscle.evals.report.questions import FRAGMENT_WORDS, fragment, right_if_forced, shown_question
from tests.evals.report.conftest import QUOTE, RECORDS, record


def test_what_became_of_each_question() -> None:
    assert [shown_question(r, fragments=False).outcome for r in RECORDS] == ["right", "wrong", "abstained"]


def test_an_error_is_told_before_an_abstention() -> None:
    lost = RECORDS[2].model_copy(update={"error": "The server was away."})
    assert shown_question(lost, fragments=False).outcome == "failed"


def test_a_list_that_is_partly_right_is_worth_its_f1() -> None:
    # one of two said is gold, one of two gold is said: P = R = F1 = 1/2
    listed = RECORDS[0].model_copy(
        update={"type": QuestionType.LIST, "expected": (("a",), ("b", "B")), "exact": ("a", "c"), "answer": None}
    )
    shown = shown_question(listed, fragments=False)
    assert (shown.outcome, shown.worth, shown.expected, shown.said) == ("partly", 0.5, "a; b / B", "a; c")


def test_claims_with_evidence_have_a_picture() -> None:
    (claim,) = shown_question(RECORDS[0], fragments=False).claims
    assert claim.picture is not None and claim.picture.startswith("<svg")


def test_claims_without_evidence_have_none() -> None:
    answer = RECORDS[0].answer
    assert answer is not None
    bare = answer.model_copy(update={"triples": [answer.triples[0].model_copy(update={"evidence": [], "verdict": "unknown"})]})
    (claim,) = shown_question(RECORDS[0].model_copy(update={"answer": bare}), fragments=False).claims
    assert claim.picture is None


def test_fragments_hold_a_dozen_words_of_any_text_of_others() -> None:
    shown = shown_question(record("1", " ".join(["why"] * 20), "yes", 0.9), fragments=True)
    assert shown.answer is not None
    (statement,) = shown.answer.statements
    assert len(QUOTE.split()) > FRAGMENT_WORDS
    for text in (shown.text, statement.text, statement.citations[0].quote, shown.answer.triples[0].evidence[0].text):
        assert len(text.removesuffix(" …").split()) == FRAGMENT_WORDS


def test_a_conflict_about_a_question_tells_no_more_of_it_than_a_fragment() -> None:
    question = " ".join(["why"] * 20)
    whole = record("1", question, "yes", 0.9)
    assert whole.answer is not None
    told = whole.answer.statements[0].model_copy(update={"cautions": [f"other articles say the opposite ({question}): 11"]})
    conflict = ConflictJson(about=question, supporting=["11"], contradicting=["12"])
    answer = whole.answer.model_copy(update={"statements": [told], "conflicts": [conflict]})
    shown = shown_question(whole.model_copy(update={"answer": answer}), fragments=True)
    assert shown.answer is not None
    for text in (shown.answer.conflicts[0].about, shown.answer.statements[0].cautions[0]):
        assert len(text.removesuffix(" …").split()) == FRAGMENT_WORDS


def test_a_short_text_is_its_own_fragment() -> None:
    assert fragment("a b") == "a b"


def test_what_was_given_up_counts_as_said_where_an_answer_is_forced() -> None:
    assert right_if_forced(RECORDS[2].model_copy(update={"lost": "yes"}))
    assert not right_if_forced(RECORDS[2])
