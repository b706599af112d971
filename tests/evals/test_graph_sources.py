import json
from pathlib import Path

from typer.testing import CliRunner

from corpuscle.evals.commands import app

SIF = "source\tmetaedge\ttarget\nCompound::DB00001\tCtD\tDisease::DOID:9\nCompound::DB00001\tCxD\tDisease::DOID:9\n"
MONDO = "source\tsource_name\trelation\ttarget\ttarget_name\n1\tblue thumb\tis_a\t2\tthumb disease\n1\tblue thumb\thas_characteristic\t3\tblue\n"


def _folder(tmp_path: Path) -> Path:
    (tmp_path / "edges.sif").write_text(SIF)
    (tmp_path / "mondo_relations.tsv").write_text(MONDO)
    (tmp_path / "README.md").write_text("About.\n")
    return tmp_path


def test_every_graph_of_a_folder_is_counted(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["graph-sources", str(_folder(tmp_path)), "--json"])
    assert result.exit_code == 0
    hetionet, mondo = json.loads(result.stdout)
    assert (hetionet["source"], hetionet["rows"], hetionet["used"], hetionet["skipped"]) == ("hetionet", 2, 1, 1)
    assert (mondo["rows"], mondo["used"], sum(mondo["left_out"].values())) == (2, 1, 1)
    assert "sider" in hetionet["restrictive_parts"]


def test_edges_are_shown_in_words_for_the_eye(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["graph-sources", str(_folder(tmp_path) / "mondo_relations.tsv"), "--examples", "3"])
    assert "blue thumb — is a — thumb disease" in result.stdout


def test_skipped_rows_are_shown(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["graph-sources", str(_folder(tmp_path) / "edges.sif")])
    assert "edges.sif:3: unknown metaedge CxD" in result.stdout
