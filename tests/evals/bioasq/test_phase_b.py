import pytest

from corpuscle.evals.bioasq.files import BioasqQuestion, ExactText, QuestionKind
from corpuscle.evals.bioasq.phase_b import PhaseB, ProgramCrashError, official_phase_b, strict_phase_b


def both(kind: QuestionKind, gold: ExactText, answer: ExactText, version: int = 8) -> tuple[PhaseB, PhaseB]:
    asked = [BioasqQuestion(id="1", type=kind, exact_answer=gold)]
    submitted = {"1": BioasqQuestion(id="1", exact_answer=answer)}
    return official_phase_b(asked, submitted, version), strict_phase_b(asked, submitted)


def test_unknown_says_no_officially_and_is_wrong_strictly() -> None:
    official, strict = both("yesno", "no", "unknown")
    assert (official.yesno_accuracy, strict.yesno_accuracy) == (1.0, 0.0)


def test_macro_f1_is_the_mean_of_both_labels() -> None:
    golds, said = ("yes", "yes", "no"), ("yes", "no", "no")
    asked = [BioasqQuestion(id=str(i), type="yesno", exact_answer=g) for i, g in enumerate(golds)]
    submitted = {str(i): BioasqQuestion(id=str(i), exact_answer=s) for i, s in enumerate(said)}
    found = official_phase_b(asked, submitted, 8)
    assert found.yesno_f1_yes == 2 / (2 + 1)
    assert found.yesno_f1_no == 2 / (2 + 1)
    assert found.yesno_macro_f1 == pytest.approx(2 / 3)


def test_a_candidate_counts_by_its_first_name_and_gold_by_all() -> None:
    official, _ = both("factoid", [["TP53", "p53"]], [["x"], ["P53", "y"]])
    assert (official.factoid_strict, official.factoid_lenient, official.factoid_mrr) == (0.0, 1.0, 1 / 2)
    assert both("factoid", [["TP53"]], [["x", "tp53"]])[0].factoid_mrr == 0.0
    assert both("factoid", [["TP53"]], [["x", "tp53"]], version=3)[0].factoid_mrr == 1.0


def test_empty_candidates_take_no_rank_and_the_sixth_counts_only_officially() -> None:
    official, strict = both("factoid", [["f"]], [[], ["a"], ["b"], ["c"], ["d"], ["e"], ["f"]])
    assert (official.factoid_mrr, strict.factoid_mrr) == (1 / 6, 0.0)


def test_older_gold_of_a_factoid_is_one_flat_list_of_names() -> None:
    assert both("factoid", ["TP53", "p53"], [["p53"]])[0].factoid_strict == 1.0


def test_each_item_of_a_list_is_matched_once() -> None:
    official, strict = both("list", [["A", "a1"], ["B"], ["C"]], [["a"], ["a1"], ["b"], ["z"]])
    assert (official.list_precision, official.list_recall) == (2 / 4, 2 / 3)
    assert strict == official


def test_a_false_positive_cancels_a_miss_only_officially() -> None:
    official, strict = both("list", [["A", "X"], ["A", "Y"]], [["A"], ["X"]])
    assert (official.list_recall, strict.list_recall) == (1.0, 1 / 2)


def test_items_too_long_for_the_rules_do_not_count_strictly() -> None:
    long = "a" * 101
    official, strict = both("list", [[long]], [[long]])
    assert (official.list_f1, strict.list_f1) == (1.0, 0.0)


@pytest.mark.parametrize("answer", [None, "a flat text"])
def test_where_the_program_crashes_the_question_is_named(answer: ExactText | None) -> None:
    asked = [BioasqQuestion(id="q7", type="list", exact_answer=[["A"]])]
    submitted = {"q7": BioasqQuestion(id="q7", exact_answer=answer)}
    with pytest.raises(ProgramCrashError, match="q7"):
        official_phase_b(asked, submitted, 8)
    assert strict_phase_b(asked, submitted).list_f1 == 0.0


def test_the_synergy_version_passes_over_unanswered_questions() -> None:
    asked = [BioasqQuestion(id="1", type="yesno", exact_answer="yes"), BioasqQuestion(id="2", type="yesno", exact_answer="yes")]
    submitted = {"1": BioasqQuestion(id="1", exact_answer="yes"), "2": BioasqQuestion(id="2")}
    assert official_phase_b(asked, submitted, 9).yesno_accuracy == 1.0
    assert strict_phase_b(asked, submitted).yesno_accuracy == 1 / 2
