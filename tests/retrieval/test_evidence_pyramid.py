"""Named groups of publication types."""

import pytest

from corpuscle.retrieval.evidence_pyramid import GROUPS, group_named, strongest_group


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("rct", "rct"),
        ("RCTs", "rct"),
        ("Randomised controlled trials", "rct"),
        ("meta analyses", "meta-analysis"),
        ("Meta-Analysis", "meta-analysis"),
        ("systematic", "systematic-review"),
        ("Systematic Reviews", "systematic-review"),
        ("case reports", "case-report"),
        ("cohort studies", "cohort"),
        ("guidelines", "guideline"),
        (" Review ", "review"),
    ],
)
def test_a_group_goes_by_several_names(said: str, name: str) -> None:
    found = group_named(said)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("said", ["", "Letter", "Randomized Controlled Trial", "Clinical Trial, Phase II", "reviw"])
def test_other_names_are_no_groups(said: str) -> None:
    # NLM's own names stand for the one type they name
    assert group_named(said) is None


def test_a_group_holds_what_is_stronger_of_its_kind() -> None:
    by_name = {group.name: set(group.types) for group in GROUPS}
    assert by_name["meta-analysis"] < by_name["systematic-review"]
    assert by_name["review"].isdisjoint(by_name["systematic-review"])  # NOT review[pt] keeps systematic ones
    assert by_name["rct"] < by_name["clinical-trial"]


def test_strength_is_that_of_the_strongest_type() -> None:
    def strongest(*types: str, mesh: tuple[str, ...] = ()) -> str | None:
        group = strongest_group(types, mesh)
        return group.name if group else None

    assert strongest("Journal Article", "Review", "Meta-Analysis") == "meta-analysis"
    assert strongest("Clinical Trial, Phase III") == "clinical-trial"
    assert strongest("Journal Article", mesh=("D015331",)) == "cohort"
    assert strongest("Journal Article") is None
