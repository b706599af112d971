import json
from pathlib import Path

import pytest

from corpuscle.index_builder.errors import SourceFileError
from corpuscle.index_builder.graph_sources import ReadingLog, open_curated
from tests.index_builder.graph_sources.conftest import ReadFile

PATH = {
    "directed": True,
    "graph": {
        "_id": "DB00001_MESH_D1_1",
        "disease": "Blue thumb",
        "disease_mesh": "MESH:D1",
        "drug": "mirellan",
        "drug_mesh": "MESH:D2",
        "drugbank": "DB:DB00001",
    },
    "links": [
        {"key": "decreases activity of", "source": "MESH:D2", "target": "UniProt:P00001"},
        {"key": "positively regulates", "source": "UniProt:P00001", "target": "GO:0006954"},
        {"key": "positively correlated with", "source": "GO:0006954", "target": "MESH:D1"},
    ],
    "multigraph": True,
    "nodes": [
        {"id": "MESH:D2", "label": "Drug", "name": "mirellan"},
        {"id": "UniProt:P00001", "label": "Protein", "name": "Glimrin"},
        {"id": "GO:0006954", "label": "BiologicalProcess", "name": "Inflammation"},
        {"id": "MESH:D1", "label": "Disease", "name": "Blue thumb"},
    ],
    "references": ["https://go.drugbank.com/drugs/DB00001", "https://pubmed.ncbi.nlm.nih.gov/123/", "PMID: 124"],
}
YAML = """- directed: true
  graph:
    _id: DB00001_MESH_D1_1
    disease: Blue thumb
    disease_mesh: MESH:D1
    drug: mirellan
    drug_mesh: MESH:D2
    drugbank: DB:DB00001
  links:
  - key: treats
    source: MESH:D2
    target: MESH:D1
  multigraph: true
  nodes:
  - id: MESH:D2
    label: Drug
    name: mirellan
  - id: MESH:D1
    label: Disease
    name: Blue thumb
"""


def _path(**changes: object) -> str:
    return json.dumps(PATH | changes) + "\n"


def test_a_path_gives_its_links_and_the_indication_with_the_way_it_works(read: ReadFile) -> None:
    found = read({"paths.jsonl": _path()})
    assert found.triples == [
        ("MESH:D2", "inhibits", "UniProtKB:P00001"),
        ("UniProtKB:P00001", "activates", "GO:0006954"),
        ("GO:0006954", "positively correlates with", "MESH:D1"),
        ("MESH:D2", "treats", "MESH:D1"),
    ]
    assert found.edges[-1].qualifier == (
        "by: mirellan decreases activity of Glimrin; Glimrin positively regulates Inflammation; Inflammation positively correlated with Blue thumb"
    )
    assert found.edges[-1].publications == ("123", "124")
    assert found.nodes["MESH:D2"].xrefs == ("DRUGBANK:DB00001",)


@pytest.mark.parametrize(
    ("source", "key", "ours"),
    [
        ("MESH:D2", "negatively regulates", "treats"),
        ("UniProt:P00001", "negatively regulates", "negatively correlates with"),
        ("GO:0006954", "positively regulates", "causes"),
        ("MESH:D2", "contributes to", "causes"),
    ],
)
def test_what_acts_on_a_disease(read: ReadFile, source: str, key: str, ours: str) -> None:
    found = read({"paths.jsonl": _path(links=[{"key": key, "source": source, "target": "MESH:D1"}])})
    assert found.edges[0].predicate == ours


def test_a_path_on_which_the_drug_causes_the_disease_is_no_indication(read: ReadFile) -> None:
    found = read({"paths.jsonl": _path(links=[{"key": "causes", "source": "MESH:D2", "target": "MESH:D1"}])})
    assert found.triples == [("MESH:D2", "causes", "MESH:D1")]


def test_said_from_the_other_end(read: ReadFile) -> None:
    found = read({"paths.jsonl": _path(links=[{"key": "manifestation of", "source": "GO:0006954", "target": "MESH:D1"}])})
    assert found.triples[0] == ("MESH:D1", "has phenotype", "GO:0006954")


def test_damaged_paths_are_listed_whole(read: ReadFile) -> None:
    unknown = _path(links=[PATH["links"][0], {"key": "sings about", "source": "MESH:D2", "target": "MESH:D1"}])  # type: ignore[index] -- a list
    nameless = _path(links=[{"key": "treats", "source": "MESH:D2", "target": "MESH:D9"}])
    found = read({"paths.jsonl": _path() + "{broken\n" + unknown + nameless + _path(nodes="none") + _path()})
    assert [row.line for row in found.skipped] == [2, 3, 4, 5]
    assert "sings about" in found.skipped[1].reason
    assert len(found.edges) == 8


def test_the_project_s_own_files(read: ReadFile) -> None:
    assert read({"indication_paths.json": json.dumps([PATH])}).triples[-1] == ("MESH:D2", "treats", "MESH:D1")
    found = read({"indication_paths.yaml": YAML + "- directed: [\n" + YAML})
    assert found.triples == [("MESH:D2", "treats", "MESH:D1")] * 4
    assert [row.line for row in found.skipped] == [21]  # the first path has 20 lines
    assert found.edges[1].qualifier == ""


def test_names_stay_text_in_yaml(read: ReadFile) -> None:
    text = YAML.replace("name: mirellan", "name: NO").replace("name: Blue thumb", "name: 1984")
    assert {node.name for node in read({"indication_paths.yaml": text}).nodes.values()} == {"NO", "1984"}


def test_yaml_makes_nothing_but_data(read: ReadFile) -> None:
    found = read({"indication_paths.yaml": YAML + "- !!python/object/apply:os.getcwd []\n"})
    assert len(found.skipped) == 1


def test_json_that_is_damaged_as_a_whole_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "indication_paths.json"
    path.write_text(json.dumps([PATH])[:-20])
    with pytest.raises(SourceFileError, match="no JSON"):
        list(open_curated(path).read(ReadingLog(lambda row: None)))
