"""Numbers of a statement against those of what it cites."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.agent.grounding.numbers import exchanged_numbers, unsupported_number
from corpuscle.agent.grounding.quantities import quantities


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("It took 14 days.", "It took two weeks."),
        ("Given 0.5 g daily.", "Given 500 mg/day."),
        ("About 68% were cured.", "Cured were 41 of 60 gardeners."),  # 100 * 41 / 60 = 68.3
        ("About 12% relapsed.", "Relapse was seen in 12.3%."),
        ("Half of them relapsed.", "Relapse was seen in 48%."),
        ("It was significant (p < 0.05).", "It was significant (P = 0.003)."),
        ("There were 1200 people.", "There were 1,200 people."),
        ("A twelve-week trial.", "It lasted 12 weeks."),
        ("Doses of 5 mg and 10 mg.", "Doses of 5, 10 and 20 mg."),
        ("Patients aged 40 years.", "Patients were aged 40 to 65."),
        ("60 micrograms per 100 millilitres.", "60 µg/100 ml."),
        ("It rose twofold.", "There was a 2-fold rise."),
        ("IL-6 rose.", "IL-8 rose."),  # digits of a name are no number
    ],
)
def test_same_number_in_another_form_stands(statement: str, quote: str) -> None:
    assert unsupported_number(statement, [quote]) == ""


@pytest.mark.parametrize(
    ("statement", "quote", "missing"),
    [
        ("Given 5 mg.", "Given 5 µg.", "5 mg"),
        ("It took 12 months.", "It took 12 weeks.", "12 months"),
        ("Given 5 mg.", "Given 5 mg/kg.", "5 mg"),
        ("Cured in 47 of 60.", "Cured in 41 of 60.", "47"),
        ("More than 5% relapsed.", "Less than 5% relapsed.", "5%"),
        ("It was not significant (p > 0.05).", "It was significant (p < 0.05).", "0.05"),
        ("P < 0.001.", "P < 0.05.", "0.001"),
        ("It was seen in 12.5%.", "It was seen in 12.3%.", "12.5%"),
        ("Three patients relapsed.", "Four patients relapsed.", "Three"),
        ("Cured were 68%.", "Cured were 68 people.", "68%"),
    ],
)
def test_other_number_is_named(statement: str, quote: str, missing: str) -> None:
    assert unsupported_number(statement, [quote]) == missing


def test_number_may_stand_in_any_of_the_quotes() -> None:
    assert unsupported_number("41 of 60 in 6 days.", ["41 of 60.", "within 6 days"]) == ""


def test_numbers_in_each_other_s_place_are_found() -> None:
    quote = "DEHP (500 mg/kg) was given after lycopene (5 mg/kg)."
    assert exchanged_numbers("DEHP (5 mg/kg) was given after lycopene (500 mg/kg).", [quote]) == "5 mg/kg and 500 mg/kg"
    assert exchanged_numbers("Lycopene (5 mg/kg) was given before DEHP (500 mg/kg).", [quote]) == ""


def test_quantity_has_unit_rate_and_bound() -> None:
    (dose,) = quantities("less than 5 mg/kg")
    assert (dose.value, dose.kind, dose.relation, dose.written) == (pytest.approx(0.005), "mass", "<", "5 mg/kg")
    assert len(dose.per) == 1


@pytest.mark.parametrize("name", ["IL-6", "CD4", "p53", "4-aminopyridine", "5HT", "CYP2D6"])
def test_digits_of_a_name_are_no_quantity(name: str) -> None:
    assert quantities(f"{name} was raised.") == []


@given(st.text(max_size=80))
def test_any_text_supports_its_own_numbers(text: str) -> None:
    assert unsupported_number(text, [text]) == ""
    assert exchanged_numbers(text, [text]) == ""
