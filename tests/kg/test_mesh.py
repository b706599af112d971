from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.kg.errors import GraphDamagedError, GraphFormatError, GraphMissingError
from corpuscle.kg.mesh import Descriptor, MeshThesaurus

THUMBS = Descriptor("D001", "Thumb Diseases", ("Diseases, Thumb",), ("C05.100",))
BLUE = Descriptor("D002", "Blue Thumb", (), ("C05.100.200", "C14.300"))
NAVY = Descriptor("D003", "Navy Thumb", ("Thumb, Navy", "Dark β-Thumb"), ("C05.100.200.300",))
OTHER = Descriptor("D004", "Toe Diseases", ("Thumbs of the Foot",), ("C05.1000",))
INSULIN = Descriptor("D005", "Insulin", (), ("D06.1",))
INSULINS = Descriptor("D006", "Insulins", (), ("D06.2",))
FEMALE = Descriptor("D007", "Female", ("Females",))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with GraphWriter(tmp_path / "graph.sqlite") as writer:
        writer.add_descriptors((THUMBS, BLUE, NAVY, OTHER, INSULIN, INSULINS, FEMALE))
        writer.finish(())
    return tmp_path / "graph.sqlite"


@pytest.fixture
def thesaurus(path: Path) -> Iterator[MeshThesaurus]:
    with MeshThesaurus.open(path) as opened:
        yield opened


@pytest.mark.parametrize("name", ["D003", " d003 ", "navy thumb", "NAVY THUMB", "Thumb, Navy", "navy thumbs", "dark beta thumb"])
def test_found_by_ui_name_and_entry_term_in_any_spelling(thesaurus: MeshThesaurus, name: str) -> None:
    assert thesaurus.find(name) == NAVY


def test_what_is_no_heading_is_not_found(thesaurus: MeshThesaurus) -> None:
    assert [thesaurus.find(name) for name in ("", "thumb", "D0", "%", "D003|D004")] == [None] * 5


def test_spelling_decides_between_names_that_fold_alike(thesaurus: MeshThesaurus) -> None:
    assert (thesaurus.find("insulin"), thesaurus.find("insulins")) == (INSULIN, INSULINS)
    assert thesaurus.find("insulin's") is None


def test_descendants_are_all_below_in_any_tree_and_itself(thesaurus: MeshThesaurus) -> None:
    assert thesaurus.descendants("D001") == {"D001", "D002", "D003"}  # not C05.1000, whose number only begins alike
    assert thesaurus.descendants("D002") == {"D002", "D003"}
    assert thesaurus.descendants("D007") == {"D007"}
    assert thesaurus.descendants("D999") == frozenset()


def test_narrower_are_the_children_only(thesaurus: MeshThesaurus) -> None:
    assert (thesaurus.narrower("D001"), thesaurus.narrower("D002"), thesaurus.narrower("D003")) == ((BLUE,), (NAVY,), ())


def test_entry_terms_of_a_ui(thesaurus: MeshThesaurus) -> None:
    assert (thesaurus.entry_terms("D001"), thesaurus.entry_terms("D999")) == (("Diseases, Thumb",), ())


def test_many_threads_share_one_thesaurus(thesaurus: MeshThesaurus) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(thesaurus.descendants, ["D001"] * 200)) == {frozenset({"D001", "D002", "D003"})}


def test_generation_stays_readable_after_it_was_replaced(path: Path, thesaurus: MeshThesaurus) -> None:
    newer = path.with_name("newer")
    newer.write_bytes(b"")
    newer.replace(path)
    assert thesaurus.find("D003") == NAVY


def test_faults_are_stated(tmp_path: Path, path: Path) -> None:
    with pytest.raises(GraphMissingError):
        MeshThesaurus.open(tmp_path / "none")
    (tmp_path / "text").write_text("no database, but long enough to look at it" * 9)
    with pytest.raises(GraphFormatError):
        MeshThesaurus.open(tmp_path / "text")
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"?" * (path.stat().st_size - 4096))
    with MeshThesaurus.open(path) as damaged, pytest.raises(GraphDamagedError):
        damaged.find("navy thumb")
