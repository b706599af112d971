import pytest

from corpuscle.evals.bioasq.rouge import RougeScore, rouge, rouge_means, rouge_n, rouge_su4, tokens


def test_tokens_are_those_of_the_program() -> None:
    assert tokens("B-cell Waldenström's, p=0.05") == ["b", "cell", "waldenstrm", "s", "p", "0", "05"]
    assert tokens("Kept p<0.05 lost") == ["kept", "p"]
    assert tokens("Kept\nlost") == ["kept"]


def test_rouge_2_adds_up_all_references() -> None:
    # answer: ab bc; references: ab bc cd (2 hits of 3), ab (1 of 1)
    found = rouge(rouge_n(2), "a b c", ["a b c d", "a b"])
    assert (found.recall, found.precision) == (0.75, 0.75)  # 3 of 4; 3 of 2 × 2


def test_f_is_made_of_rounded_figures() -> None:
    found = rouge(rouge_n(1), "a b c", ["a d e f g h"])
    assert (found.recall, found.precision) == (0.16667, 0.33333)
    assert found.f1 == round(0.16667 * 0.33333 / (0.5 * 0.16667 + 0.5 * 0.33333), 5)


def test_su4_counts_pairs_with_a_gap_of_four_and_all_single_tokens_but_the_last() -> None:
    units = rouge_su4(["a", "b", "c", "d", "e", "f", "g"])
    assert ("a", "f") in units
    assert ("a", "g") not in units
    assert ("f",) in units
    assert ("g",) not in units


def test_an_empty_answer_scores_nothing() -> None:
    assert rouge(rouge_su4, "", ["some words"]) == RougeScore(0.0, 0.0, 0.0)


def test_the_average_is_that_of_resamples_drawn_as_perl_draws() -> None:
    # Perl: srand(0); int(rand(2)) twice gives 0 1 for the first resample
    means = rouge_means([RougeScore(0.0, 0.0, 0.0), RougeScore(1.0, 1.0, 1.0)])
    assert means.recall.mean == pytest.approx(0.5, abs=0.03)
    assert (means.recall.low, means.recall.high) == (0.0, 1.0)


def test_an_average_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="ideal answer"):
        rouge_means([])
