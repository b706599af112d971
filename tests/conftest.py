"""An index of invented medicine, built once by the real builder, and the command line over it.

Sixteen articles: one retracted, some only titles, two that contradict each other, one that holds the words questions are made of.
"""

import hashlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import settings as hypothesis_settings

from corpuscle.index_builder.builder import BuildSteps, build_index
from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.literature import Strength
from corpuscle.index_builder.progress import NoProgress, Progress
from corpuscle.index_builder.sources import Corpus, SourceKind, SourceRecord
from corpuscle.index_builder.vocabulary import Node, Vocabulary
from corpuscle.kg.store import GraphStore as GraphReader
from corpuscle.retrieval.articles import AbstractSection, Article, CorrectionLink
from corpuscle.retrieval.manifest import GraphSource, GraphStore
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.cli import main

# A busy computer is no fault of the code: examples are not timed.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

VELBRODINE, TORVAXIN, MIRELLAN = "TEST:1", "TEST:2", "TEST:3"
DRUSEL, KELVANE, ITCH, BALDNESS, DIZZINESS = "TEST:11", "TEST:12", "TEST:13", "TEST:14", "TEST:15"
KELV1, VIRUS = "TEST:21", "TEST:31"
NODES = (
    (VELBRODINE, "Velbrodine", "SmallMolecule"),
    (TORVAXIN, "Torvaxin", "SmallMolecule"),
    (MIRELLAN, "Mirellan", "SmallMolecule"),
    (DRUSEL, "Drusel fever", "Disease"),
    (KELVANE, "Kelvane syndrome", "Disease"),
    (ITCH, "Nocturnal itch", "PhenotypicFeature"),
    (BALDNESS, "Hair loss", "PhenotypicFeature"),
    (DIZZINESS, "Dizziness", "PhenotypicFeature"),
    (KELV1, "KELV1", "Gene"),
    (VIRUS, "Borrelisk virus", "OrganismTaxon"),
)

TRIAL, SECOND_TRIAL, RETRACTED, NO_PREVENTION, GENE, SIDE_EFFECTS = "101", "102", "103", "104", "105", "106"
HALF_LIFE, DEFINITION, BARE_TITLE, QUESTION_TITLE, GROWS, GROWS_NOT, SOIL, FLEAS, SYMPTOMS, WORDS = (
    "107", "108", "109", "110", "111", "112", "113", "114", "115", "116",
)  # fmt: skip


def _article(article_id: str, title: str, abstract: str = "", year: int = 2010, types: tuple[str, ...] = ("Journal Article",)) -> Article:
    sections = (AbstractSection(abstract),) if abstract else ()
    return Article(article_id, title, sections, "Journal of Invented Medicine", year, publication_types=types, status="MEDLINE")


ARTICLES = (
    Article(
        TRIAL,
        "Velbrodine in Drusel fever: a randomized trial.",
        (
            AbstractSection("Drusel fever troubles gardeners every spring, and its treatment is a matter of debate.", "BACKGROUND"),
            AbstractSection("Sixty gardeners took velbrodine or a placebo for fourteen days.", "METHODS"),
            AbstractSection("Velbrodine cured Drusel fever in 41 of 60 gardeners (p < 0.05).", "RESULTS"),
            AbstractSection("We conclude that velbrodine is an effective treatment of Drusel fever.", "CONCLUSIONS"),
        ),
        "Journal of Invented Medicine",
        2012,
        publication_types=("Randomized Controlled Trial",),
        status="MEDLINE",
    ),
    _article(
        SECOND_TRIAL,
        "Velbrodine shortens Drusel fever.",
        "Velbrodine significantly shortened Drusel fever by 6 days. Velbrodine treats Drusel fever safely in children too.",
        2016,
    ),
    Article(
        RETRACTED,
        "Velbrodine abolishes Kelvane syndrome.",
        (
            AbstractSection(
                "Velbrodine cured Kelvane syndrome in all 12 patients. Velbrodine is an effective treatment of Kelvane syndrome."
            ),
        ),
        "Journal of Invented Medicine",
        2009,
        publication_types=("Journal Article", "Retracted Publication"),
        corrections=(CorrectionLink("RetractionIn", "999"),),
        status="MEDLINE",
    ),
    _article(
        NO_PREVENTION,
        "Torvaxin and Drusel fever in gardeners.",
        "Torvaxin did not prevent Drusel fever in 300 gardeners. Torvaxin is not effective in the prevention of Drusel fever.",
        2014,
    ),
    _article(
        GENE,
        "Mutations of KELV1 in Kelvane syndrome.",
        "Mutations of the KELV1 gene cause Kelvane syndrome. The KELV1 gene was sequenced in 20 families with Kelvane syndrome.",
        2005,
    ),
    _article(
        SIDE_EFFECTS,
        "Side effects of torvaxin in 900 volunteers.",
        "The side effects of torvaxin were nocturnal itch, hair loss and dizziness. Nocturnal itch was the commonest side effect of torvaxin.",
        2015,
    ),
    _article(
        HALF_LIFE,
        "Pharmacokinetics of mirellan.",
        "The half-life of mirellan was 14 hours in healthy adults. Mirellan was excreted in the urine unchanged.",
        2001,
    ),
    _article(
        DEFINITION,
        "Kelvane syndrome: clinical features.",
        "Kelvane syndrome is a rare inherited disorder of the outer ear. It begins in childhood and progresses slowly over decades. "
        "Patients with Kelvane syndrome lose the sense of balance and need walking aids.",
        1999,
        ("Review",),
    ),
    _article(BARE_TITLE, "Mirellan reduces nocturnal itch in farm workers."),
    _article(QUESTION_TITLE, "Is torvaxin safe in pregnancy?"),
    _article(
        GROWS,
        "Mirellan and hair loss in sailors.",
        "Mirellan effectively reversed hair loss in sailors. Hair loss improved with mirellan in sailors.",
        2003,
    ),
    _article(
        GROWS_NOT,
        "Mirellan and hair loss in soldiers.",
        "Mirellan did not reverse hair loss in soldiers. Hair loss did not improve with mirellan in soldiers.",
        2004,
    ),
    _article(SOIL, "Soil of gardens.", "Acid soil was found in 12 gardens. Earthworms prefer loam to sand."),
    _article(
        FLEAS,
        "The vector of Borrelisk virus.",
        "Borrelisk virus is transmitted by the marsh flea. Marsh fleas that carried Borrelisk virus were found on every dog of the village.",
        1988,
    ),
    _article(
        SYMPTOMS,
        "Symptoms that torvaxin treats.",
        "Torvaxin treats dizziness in most patients. Torvaxin does not treat nocturnal itch.",
        2018,
    ),
    _article(WORDS, "Words of questions.", "Pupils were asked which, what, how, who, when, is, are, do, does and did."),
)
BY_ID = {article.id: article for article in ARTICLES}


@dataclass(frozen=True)
class ListedArticles:
    """A source whose records are given: the builder's protocol without a file."""

    articles: tuple[Article, ...]
    name: str = "invented"
    kind: SourceKind = "pubmed-xml"
    bytes: int = 0

    def md5(self) -> str:
        return hashlib.md5(repr(self.articles).encode()).hexdigest()

    def records(self, advance: Callable[[int], None]) -> Iterator[SourceRecord]:
        return (SourceRecord(place, article) for place, article in enumerate(self.articles))


def write_invented_graph(text: Path, path: Path, progress: Progress) -> GraphStore:
    """The nodes above, and two edges: velbrodine treats Drusel fever; torvaxin causes nocturnal itch."""
    source = GraphSource(name="invented", version="1", licence="none", rows=len(NODES))
    with GraphWriter(path) as writer:
        vocabulary = Vocabulary(writer.add_alias)
        for curie, name, category in NODES:
            vocabulary.add(Node(curie, name, category), [(name, "symbol" if category == "Gene" else "name")], 0)
        writer.add_nodes(vocabulary.nodes.values())
        writer.add_edge(
            VELBRODINE,
            "treats",
            DRUSEL,
            "invented",
            Strength(2, 0.9, 2012, 2016),
            [(TRIAL, "trial", 1.0, 2012), (SECOND_TRIAL, "trial", 1.0, 2016)],
        )
        writer.add_edge(TORVAXIN, "causes", ITCH, "invented", Strength(1, 0.9, 2015, 2015), [(SIDE_EFFECTS, "trial", 1.0, 2015)])
        writer.finish([source])
    with GraphReader.open(path) as reader:
        counts = reader.counts()
    return GraphStore(
        path=path.name, nodes=counts.nodes, aliases=counts.aliases, edges=counts.edges, evidence=counts.evidence, sources=(source,)
    )


@pytest.fixture(scope="session")
def invented_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the index of `ARTICLES`, without vectors; do not write into it."""
    folder = tmp_path_factory.mktemp("invented") / "index"
    settings = RetrievalSettings(home=folder.parent / "home")
    build_index(folder, Corpus("invented", (ListedArticles(ARTICLES),)), BuildSteps(write_invented_graph), settings, NoProgress())
    return folder


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - the tests look into it
        """The one document on stdout."""
        return json.loads(self.out)


Run = Callable[..., Ended]


@pytest.fixture
def corpuscle(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], invented_index: Path) -> Run:
    """Runs `corpuscle` in this process over the invented index, with a home that has no encoder and a model server that is away."""
    monkeypatch.setenv("CORPUSCLE_HOME", str(invented_index.parent / "home"))
    monkeypatch.setenv("CORPUSCLE_INDEX", str(invented_index))
    monkeypatch.setenv("CORPUSCLE_MODEL_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["corpuscle", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        status = ended.value.code
        assert isinstance(status, int)
        return Ended(status, printed.out, printed.err)

    return run


@pytest.fixture(scope="session")
def milvus_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a milvus-lite server in a process of its own; each test makes collections under names of its own."""
    if find_spec("milvus_lite") is None or find_spec("pymilvus") is None:
        pytest.skip("milvus-lite and pymilvus are not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("milvus")
    command = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        server.kill()


@pytest.fixture
def milvus_collection() -> str:
    """A name that no other test uses."""
    return f"t_{uuid4().hex}"
