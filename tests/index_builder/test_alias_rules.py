import pytest

from corpuscle.index_builder.alias_rules import AliasForm, AliasType, alias_form, turned
from corpuscle.kg.names import name_key


@pytest.mark.parametrize(
    ("name", "wanted", "kind"),
    [
        ("Peptic Ulcer", "name", "name"),
        ("COPD", "synonym", "acronym"),
        ("mTOR", "synonym", "acronym"),
        ("AIDS", "name", "name"),
        ("BRCA1", "symbol", "symbol"),
        ("flu", "synonym", "synonym"),
        ("Advil", "brand", "brand"),
    ],
)
def test_kept_names(name: str, wanted: AliasType, kind: AliasType) -> None:
    assert alias_form(name, wanted) == AliasForm(name_key(name), kind)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("A", "synonym"),
        ("1234", "synonym"),
        ("--", "name"),
        ("Impact", "brand"),
        ("Disease", "name"),
        ("CO2", "symbol"),
        ("2-(hydroxymethyl)-N,N-dimethylpiperidinium benzilate", "synonym"),
        ("1,2,3-trichloro-blah", "synonym"),
        ("x" * 91, "name"),
    ],
)
def test_names_that_would_mislead_are_dropped(name: str, wanted: AliasType) -> None:
    assert alias_form(name, wanted) is None


def test_inverted_names_are_turned() -> None:
    assert turned("Ulcer, Peptic") == "Peptic Ulcer"
    assert turned("Hepatitis, Viral, Human") is None
    assert turned("Salt, and pepper") is None
    assert turned("Peptic Ulcer") is None
