"""A build that is killed with SIGKILL at any moment ends, when it is run again, in the same index."""

import hashlib
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpuscle.index_builder.builder import BuildReport, BuildSteps, update_index
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.pubmed_source import pubmed_files
from corpuscle.index_builder.skipped import read_skipped
from corpuscle.index_builder.verify import verify_index
from corpuscle.kg.store import GraphStore as GraphReader
from corpuscle.retrieval.article_codec import encode_article
from corpuscle.retrieval.manifest import Manifest, read_manifest
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.text_index import TextIndex
from corpuscle.retrieval.vectors import VectorIndex
from tests.index_builder.conftest import HashEncoder, count_graph, update_count_graph, write_pubmed_file

NOTICE = (
    '<CommentsCorrectionsList><CommentsCorrections RefType="RetractionOf"><PMID>5</PMID></CommentsCorrections></CommentsCorrectionsList>'
)
LONGEST_BUILD_S = 0.8
"""Delays are drawn below this: most builds of the files below are killed, some end."""

Build = Callable[..., BuildReport]
Record = Callable[..., str]
Put = Callable[..., None]


def logical_digest(index_dir: Path) -> str:
    """Of all that an index says, however its files are called: articles, accounts, skipped records, keys of vectors, the graph."""
    manifest = read_manifest(index_dir)
    assert manifest.text is not None and manifest.graph is not None
    text = TextIndex.open(index_dir / manifest.text.path)
    articles = sorted((a.id, hashlib.sha256(encode_article(a)).hexdigest()) for a in text.iter_articles())
    skipped = read_skipped(index_dir / manifest.skipped_path, manifest.files[manifest.skipped_path].bytes)
    with GraphReader.open(index_dir / manifest.graph.path) as graph:
        graph_counts = graph.counts()
    said = (
        articles,
        manifest.sources,
        manifest.complete,
        skipped,
        _vector_keys(text, index_dir, manifest),
        manifest.vectors_complete,
        graph_counts,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _vector_keys(text: TextIndex, index_dir: Path, manifest: Manifest) -> list[int]:
    """Of the texts that are there: which others have one depends on when builds were killed."""
    assert manifest.vectors is not None
    keys = text.keys(text.addresses())
    rows = VectorIndex.open(index_dir, manifest.vectors).lookup(keys)
    return sorted(key for key, row in zip(keys, rows, strict=True) if row >= 0)


@pytest.fixture
def files(put: Put, record: Record, deletion: Record) -> None:
    """Four files that revise, supersede and delete each other's articles."""
    put("a", *(record(i) for i in range(40)))
    put("b", *(record(i, "Mice fly.", version=2) for i in range(30, 60)), record(7).replace("Mice", "&"))
    put("c", *(record(i, version=1) for i in range(50, 70)), record(8).replace("Mice", "&"), deletion(1, 2, 3, 31), record(3))
    put("d", *(record(i, "Mice sing.") for i in range(10)), record(65, version=4))


def kill_and_compare(folder: Path, build: Build, kills: int, seed: int) -> None:
    """Kills builds that begin where the index is now, or at nothing where there is none."""
    index, start = folder / "index", folder / "start"
    if index.exists():
        shutil.copytree(index, start)
    build()
    expected = logical_digest(index)
    _begin_anew(index, start)
    chance = random.Random(seed)
    command = [sys.executable, str(Path(__file__).with_name("killed_builds.py")), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as builds:
        assert builds.stdin is not None and builds.stdout is not None
        killed = 0
        while killed < kills:
            builds.stdin.write(f"{chance.uniform(0, LONGEST_BUILD_S):.4f}\n")
            outcome = builds.stdout.readline().strip()
            assert outcome in ("killed", "finished"), outcome
            if (index / "manifest.json").exists():
                faults = verify_index(index, NoProgress()).faults
                assert not faults, f"after kill {killed} (seed {seed}): {faults}"
            if outcome == "killed":
                killed += 1
            else:
                assert logical_digest(index) == expected, f"after kill {killed} (seed {seed})"
                _begin_anew(index, start)
        builds.stdin.close()
    build()
    assert logical_digest(index) == expected


def _begin_anew(index: Path, start: Path) -> None:
    shutil.rmtree(index)
    if start.exists():
        shutil.copytree(start, index)


@pytest.fixture
def repaired(tmp_path: Path, build: Build, files: None) -> None:
    """The index of the four files as it was built while the second one could not be read, which now it can."""
    second = tmp_path / "pubmed" / "b.xml.gz"
    whole = second.read_bytes()
    second.write_bytes(whole[:-20])
    build()
    second.write_bytes(whole)


def test_ten_kills_while_a_repaired_file_is_applied_lose_nothing(tmp_path: Path, build: Build, repaired: None) -> None:
    kill_and_compare(tmp_path, build, kills=10, seed=1)


@pytest.fixture
def build_and_update(tmp_path: Path, build: Build, files: None, record: Record, deletion: Record) -> Build:
    """The build of the four files and of three updates of them."""
    notice = record(80).replace("</MedlineCitation>", f"{NOTICE}</MedlineCitation>")
    (tmp_path / "updates").mkdir()
    updates = {"e": [*(record(i, "Mice dive.") for i in range(15)), notice], "f": [record(12), deletion(13, 14, 80)], "g": [notice]}
    for name, records in updates.items():
        write_pubmed_file(tmp_path / "updates" / f"{name}.xml.gz", records)

    def run() -> BuildReport:
        build()
        steps = BuildSteps(count_graph, HashEncoder, update_graph=update_count_graph)
        home = RetrievalSettings(home=tmp_path / "home")
        return update_index(tmp_path / "index", pubmed_files([tmp_path / "updates"]), steps, home, NoProgress())

    return run


def test_ten_kills_of_an_update_lose_nothing(tmp_path: Path, build_and_update: Build) -> None:
    kill_and_compare(tmp_path, build_and_update, kills=10, seed=1)


def test_twenty_kills_lose_nothing(tmp_path: Path, build: Build, files: None) -> None:
    kill_and_compare(tmp_path, build, kills=20, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 7))
def test_five_hundred_kills_lose_nothing(tmp_path: Path, build: Build, files: None, seed: int) -> None:
    kill_and_compare(tmp_path, build, kills=100, seed=seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 5))
def test_three_hundred_kills_of_an_update_lose_nothing(tmp_path: Path, build_and_update: Build, seed: int) -> None:
    kill_and_compare(tmp_path, build_and_update, kills=100, seed=seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 4))
def test_a_hundred_kills_while_a_repaired_file_is_applied_lose_nothing(tmp_path: Path, build: Build, repaired: None, seed: int) -> None:
    kill_and_compare(tmp_path, build, kills=100, seed=seed)
