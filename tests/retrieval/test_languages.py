"""Languages by name and code."""

import pytest

from corpuscle.retrieval.languages import LANGUAGE_NAMES, language_code


@pytest.mark.parametrize(
    ("said", "code"),
    [("English", "eng"), (" german ", "ger"), ("de", "ger"), ("deu", "ger"), ("ger", "ger"), ("Scottish Gaelic", "gla"), ("jpn", "jpn")],
)
def test_language_has_one_code(said: str, code: str) -> None:
    assert language_code(said) == code


@pytest.mark.parametrize("said", ["", "-", "Germn", "xx"])
def test_unknown_language_has_none(said: str) -> None:
    assert language_code(said) is None


def test_names_are_all_known() -> None:
    assert all(language_code(name) for name in LANGUAGE_NAMES)
