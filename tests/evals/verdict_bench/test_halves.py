"""The split of test pairs."""

from corpuscle.evals.verdict_bench.halves import half


def test_a_pair_keeps_its_half() -> None:
    # blake2b("DB00674|DOID:10652", 8 bytes) is odd, ("DB00989|DOID:10652") even
    assert half("DB00674", "DOID:10652") == "report"
    assert half("DB00989", "DOID:10652") == "tune"


def test_both_halves_are_about_as_large() -> None:
    reported = sum(half(str(number), "x") == "report" for number in range(1000))
    assert 450 < reported < 550
