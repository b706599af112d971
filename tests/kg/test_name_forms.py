import pytest

from corpuscle.kg.name_forms import is_salt, rewritten, shortened, spellings


def test_a_name_is_also_read_the_other_way_round_and_without_brackets() -> None:
    assert spellings("Ulcer, Peptic") == ["Ulcer, Peptic", "Peptic Ulcer"]
    assert spellings("von Hippel-Lindau (VHL) disease") == ["von Hippel-Lindau (VHL) disease", "von Hippel-Lindau disease"]
    assert spellings("Ulcer, Peptic, old") == ["Ulcer, Peptic, old"]
    assert spellings("(VHL)") == ["(VHL)"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("cancer of the bladder", "bladder cancer"),
        ("clomiphene citrate", "clomiphene"),
        ("sodium valproate", "valproate"),
        ("cocaine-induced psychosis", "drug induced psychosis"),
        ("Tay-Sachs", "tay sach disease"),
    ],
)
def test_a_name_is_put_in_other_words(name: str, key: str) -> None:
    assert key in list(rewritten(name))


def test_a_name_without_words_has_no_other() -> None:
    assert list(rewritten("")) == list(shortened("")) == []
    assert "" not in [*rewritten("citrate"), *rewritten("induced psychosis")]


def test_what_a_name_ends_with_comes_longest_first() -> None:
    assert list(shortened("sporadic renal cell carcinoma")) == ["renal cell carcinoma", "cell carcinoma", "carcinoma"]
    assert list(shortened("trisomy 21")) == []


def test_a_salt_is_told_from_a_substance() -> None:
    assert is_salt("Citrate")
    assert not is_salt("citric")
