"""The groups that questions are read by."""

from corpuscle.kg.categories import ANATOMY, CHEMICALS, DISEASES, DRUGS, ORGANISMS, PROCEDURES, PROTEINS


def test_groups_that_stand_for_different_things_share_no_category() -> None:
    named = [category for group in (DRUGS, PROTEINS, DISEASES, ORGANISMS, ANATOMY, PROCEDURES) for category in group]
    assert len(set(named)) == len(named)


def test_drugs_and_proteins_are_chemicals() -> None:
    assert DRUGS | PROTEINS == CHEMICALS
