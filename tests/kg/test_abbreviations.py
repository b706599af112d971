import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.kg.abbreviations import abbreviations


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Patients with non-small cell lung cancer (NSCLC) were seen.", "NSCLC", "non-small cell lung cancer"),
        ("tumour necrosis factor alpha (TNF-alpha) rose", "TNF-alpha", "tumour necrosis factor alpha"),
        ("the enzyme acetylcholinesterase (AChE) is", "AChE", "acetylcholinesterase"),
        ("heart rate (HR, beats/min) fell", "HR", "heart rate"),
    ],
)
def test_definition_is_found(text: str, short: str, long: str) -> None:
    assert [(a.short, a.long) for a in abbreviations(text)] == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "Doses were large (see Table 2).",
        "Lung volume was measured. Nothing else (LVM) was.",  # the long form would cross a sentence end
        "levels rose (increase)",
        "ten patients (12)",
        "",
    ],
)
def test_other_brackets_define_nothing(text: str) -> None:
    assert abbreviations(text) == []


def test_first_definition_of_a_short_form_counts() -> None:
    found = abbreviations("multiple sclerosis (MS) and mitral stenosis (MS)")
    assert [a.long for a in found] == ["multiple sclerosis"]


@given(st.text(alphabet="abcAB ().,;αβ-1", max_size=60))
def test_long_form_stands_at_its_offsets(text: str) -> None:
    assert all(text[a.begin : a.end] == a.long for a in abbreviations(text))
