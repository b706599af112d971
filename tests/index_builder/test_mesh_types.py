import pytest

from corpuscle.index_builder.mesh_types import biolink_category, names_a_class, names_an_entity, stands_in


@pytest.mark.parametrize(
    ("trees", "category"),
    [
        (["C06.405.469.275"], "Disease"),
        (["F03.700"], "Disease"),
        (["C23.888.119"], "PhenotypicFeature"),
        (["D03.383.129", "D08.811.277"], "Protein"),
        (["D03.383.129"], "SmallMolecule"),
        (["D12.644.456.073.041", "D12.776.631.650.062"], "SmallMolecule"),  # a peptide of few links
        (["D08.211.620.500"], "SmallMolecule"),
        (["D13.570.230"], "SmallMolecule"),
        (["D13.444.308"], "NucleicAcidEntity"),
        (["D27.505.519.217"], "ChemicalRole"),
        (["D27.505.519.217", "D03.383.129"], "SmallMolecule"),
        (["D26.255.830"], "ChemicalMixture"),
        (["A11.251"], "Cell"),
        (["B03.440"], "OrganismTaxon"),
        (["L01.100"], "NamedThing"),
        ([], "NamedThing"),
    ],
)
def test_category_follows_the_tree(trees: list[str], category: str) -> None:
    assert biolink_category(tuple(trees)) == category


def test_persons_places_and_statistics_are_not_found_in_text() -> None:
    assert not names_an_entity(["M01.060"])
    assert not names_an_entity(["Z01.542"])
    assert not names_an_entity(["E05.318.740"])
    assert names_an_entity(["E05.318.740", "C01.100"])
    assert names_an_entity(["J02.200"])


def test_standing_in_a_tree() -> None:
    assert stands_in(["D12.776.1"], "D12.776")
    assert not stands_in(["D12.77"], "D12.776", "C")


def test_a_plural_near_the_root_names_a_class_of_substances() -> None:
    assert names_a_class("Lipids", ["D10"])
    assert names_a_class("Acids", ["D01.029"])
    assert not names_a_class("Steroids", ["D04.210.500"])
    assert not names_a_class("Gas", ["D01.362"])
    assert not names_a_class("Parasites", ["B01"])
