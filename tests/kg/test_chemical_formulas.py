import pytest

from corpuscle.kg.chemical_formulas import formula_name


@pytest.mark.parametrize(
    ("formula", "name"),
    [
        ("Na", "sodium"),
        ("Na+", "sodium"),
        ("Ca2+", "calcium"),
        ("Ca(2+)", "calcium"),
        ("K⁺", "potassium"),
        ("NaCl", "sodium chloride"),
        ("CaCl2", "calcium chloride"),
        ("CaCl(2)", "calcium chloride"),
        ("Na2SO4", "sodium sulfate"),
        ("Ca(OH)2", "calcium hydroxide"),
        ("H2O", "water"),
        ("Co", "cobalt"),
        ("CO", "carbon monoxide"),
    ],
)
def test_a_formula_has_a_name(formula: str, name: str) -> None:
    assert formula_name(formula) == name


@pytest.mark.parametrize("text", ["", "+", "na", "NACL", "Nausea", "IL-6", "TP53", "ClNa", "HeCl"])
def test_what_is_no_such_formula_has_none(text: str) -> None:
    assert formula_name(text) is None
