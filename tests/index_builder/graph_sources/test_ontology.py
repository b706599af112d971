from pathlib import Path

import pytest

from corpuscle.index_builder.errors import SourceFileError
from corpuscle.index_builder.graph_sources import open_curated
from tests.index_builder.graph_sources.conftest import ReadFile

HEAD = "source\tsource_name\trelation\ttarget\ttarget_name\n"


def test_bare_numbers_are_of_the_ontology_that_the_file_names(read: ReadFile) -> None:
    found = read({"ontology_mondo_relations.tsv": HEAD + "0000009\tblue thumb\tis_a\t0000001\tdisease\n"})
    assert found.triples == [("MONDO:0000009", "is a", "MONDO:0000001")]
    assert found.source == "mondo-relations"
    assert found.nodes["MONDO:0000009"].category == "Disease"


def test_what_is_excluded_is_denied_and_qualities_are_left_out(read: ReadFile) -> None:
    rows = "1\ta\texcluded_subClassOf\t2\tb\n1\ta\thas_characteristic\t3\tc\n1\ta\tdisease_arises_from_feature\t4\td\n"
    found = read({"mondo.tsv": HEAD + rows})
    assert [(e.subject, e.predicate, e.object, e.negated) for e in found.edges] == [
        ("MONDO:0000001", "is a", "MONDO:0000002", True),
        ("MONDO:0000004", "causes", "MONDO:0000001", False),
    ]
    assert sum(found.log.left_out.values()) == 1


def test_terms_have_the_category_of_their_root(read: ReadFile) -> None:
    rows = (
        "GO:0000002\tb\tis_a\tGO:0003674\tmolecular_function\n"
        "GO:0000003\tc\tis_a\tGO:0000002\tb\n"
        "GO:0000003\tc\tnegatively_regulates\tGO:0000004\td\n"
        "GO:0000005\te\thas_part\tGO:0000003\tc\n"
    )
    found = read({"go_relations.tsv": HEAD + rows})
    assert found.nodes["GO:0000003"].category == "MolecularActivity"
    assert found.nodes["GO:0000004"].category == "NamedThing"
    assert found.triples[2:] == [("GO:0000003", "inhibits", "GO:0000004"), ("GO:0000003", "part of", "GO:0000005")]


def test_roles_of_chemicals(read: ReadFile) -> None:
    found = read({"ontology_chebi_has_role.tsv": HEAD + "CHEBI:1\tmirellan\thas_role\tCHEBI:2\tthumb agent\n"})
    assert found.triples == [("CHEBI:1", "has role", "CHEBI:2")]
    assert found.nodes["CHEBI:2"].category == "ChemicalRole"


def test_rows_that_cannot_be_read_are_listed(read: ReadFile) -> None:
    found = read({"doid.tsv": HEAD + "DOID:1\ta\tadores\tDOID:2\tb\nblue thumb\ta\tis_a\tDOID:2\tb\nDOID:1\ta\tis_a\tDOID:2\tb\n"})
    assert [row.line for row in found.skipped] == [2, 3]
    assert len(found.edges) == 1


def test_a_file_that_does_not_name_its_ontology_is_refused(tmp_path: Path) -> None:
    (tmp_path / "relations.tsv").write_text(HEAD)
    with pytest.raises(SourceFileError, match="which ontology"):
        _ = open_curated(tmp_path / "relations.tsv").source


def test_each_ontology_has_its_own_terms(tmp_path: Path) -> None:
    for name in ("hp", "doid"):
        (tmp_path / f"{name}.tsv").write_text(HEAD)
    assert open_curated(tmp_path / "hp.tsv").licence.restrictive
    assert open_curated(tmp_path / "doid.tsv").licence.name == "CC0-1.0"
