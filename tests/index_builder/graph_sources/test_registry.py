import gzip
from pathlib import Path

import pytest

from corpuscle.index_builder.errors import SourceFileError
from corpuscle.index_builder.graph_sources import FORMATS, ReadingLog, open_curated

SIF = "source\tmetaedge\ttarget\nCompound::DB00001\tCtD\tDisease::DOID:9\n"


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match="does not exist"):
        open_curated(tmp_path / "kg.csv")


def test_an_unknown_file_is_refused_with_the_formats_that_are_known(tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text("colour\tshape\nblue\tround\n")
    with pytest.raises(SourceFileError, match="no graph in a known format") as caught:
        open_curated(tmp_path / "x.tsv")
    assert all(fmt.title in caught.value.remedy for fmt in FORMATS.values())


def test_an_unknown_format_name_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match="no format neo4j") as caught:
        open_curated(tmp_path, "neo4j")
    assert "primekg" in caught.value.remedy


def test_a_named_format_must_fit(tmp_path: Path) -> None:
    (tmp_path / "edges.sif").write_text(SIF)
    with pytest.raises(SourceFileError, match="known format"):
        open_curated(tmp_path / "edges.sif", "primekg")


def test_a_damaged_file_beside_a_graph_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "edges.sif").write_text(SIF)
    (tmp_path / "other.tsv.gz").write_bytes(b"no archive")
    assert open_curated(tmp_path).source == "hetionet"
    assert open_curated(tmp_path / "edges.sif").source == "hetionet"


def test_a_folder_of_two_graphs_asks_for_one(tmp_path: Path) -> None:
    (tmp_path / "edges.sif").write_text(SIF)
    (tmp_path / "mondo.tsv").write_text("source\tsource_name\trelation\ttarget\ttarget_name\n")
    with pytest.raises(SourceFileError, match="hetionet, ontology"):
        open_curated(tmp_path)
    assert open_curated(tmp_path, "hetionet").source == "hetionet"


def test_two_files_for_one_role_ask_for_one(tmp_path: Path) -> None:
    (tmp_path / "a.sif").write_text(SIF)
    (tmp_path / "b.sif").write_text(SIF)
    with pytest.raises(SourceFileError, match="both hetionet edges"):
        open_curated(tmp_path)


@pytest.mark.parametrize("cut", [20, 60])
def test_a_torn_archive_is_an_error_not_a_short_graph(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "edges.sif.gz"
    rows = "".join(f"Gene::{n}\tGiG\tGene::{n * 7919}\n" for n in range(5000))
    path.write_bytes(gzip.compress((SIF + rows).encode())[:-cut])
    with pytest.raises(SourceFileError, match="cannot be read to its end") as caught:
        list(open_curated(path).read(ReadingLog(lambda row: None)))
    assert "Fetch the file again" in caught.value.remedy


def test_bytes_that_are_no_text_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "edges.sif"
    path.write_bytes(SIF.encode() + b"Compound::DB\xff\xfe\tCtD\tDisease::DOID:9\n")
    skipped: list[str] = []
    list(open_curated(path).read(ReadingLog(lambda row: skipped.append(f"{row.line}: {row.reason}"))))
    assert skipped == ["3: bytes that are no UTF-8"]


def test_a_replacement_character_in_a_published_name_is_text(tmp_path: Path) -> None:
    path = tmp_path / "edges.tsv"
    path.write_text("source\tsource_name\tmetaedge\ttarget\ttarget_name\nGene::1\tGL\ufffdM\tGiG\tGene::2\tx\n")
    names = [node.name for batch in open_curated(path).read(ReadingLog(lambda row: None)) for node in batch.nodes]
    assert names == ["GL\ufffdM", "x"]


def test_the_nodes_named_like_the_edges_are_chosen(tmp_path: Path) -> None:
    for stem in ("a", "b"):
        (tmp_path / f"{stem}_edges.tsv").write_text("subject\tpredicate\tobject\nX:1\tbiolink:treats\tY:1\n")
        (tmp_path / f"{stem}_nodes.tsv").write_text("id\tcategory\tname\n")
    assert [file.name for file in open_curated(tmp_path / "b_edges.tsv").files] == ["b_edges.tsv", "b_nodes.tsv"]


def test_each_format_says_its_licence() -> None:
    for fmt in FORMATS.values():
        assert fmt.licence.name
        assert fmt.licence.text
