from dataclasses import replace
from pathlib import Path

import pytest

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.mesh_suggestion_figures import measure_suggestions
from corpuscle.index_builder.builder import BuildSteps, build_index
from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.progress import NoProgress, Progress
from corpuscle.index_builder.sources import Corpus
from corpuscle.index_builder.vocabulary import Node
from corpuscle.kg.mesh import Descriptor
from corpuscle.kg.names import name_key
from corpuscle.retrieval.articles import Article, MeshHeading
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.manifest import GraphStore
from corpuscle.retrieval.settings import RetrievalSettings
from tests.conftest import ListedArticles

TOPICS = ("Hiccup", "Purring", "Whiskers", "Yawning")
ARTICLES = tuple(
    Article(
        str(100 + number), f"{TOPICS[number % 4]} in cats, report {number}.", mesh=(MeshHeading(f"D90000{number % 4}", TOPICS[number % 4]),)
    )
    for number in range(40)
)


def write_graph(text: Path, path: Path, progress: Progress) -> GraphStore:
    with GraphWriter(path) as writer:
        for number, name in enumerate(TOPICS):
            writer.add_alias((name_key(name), f"MESH:D90000{number}", "name", 0))
        writer.add_nodes(Node(f"MESH:D90000{number}", name, "Disease") for number, name in enumerate(TOPICS))
        writer.add_descriptors(Descriptor(f"D90000{number}", name, (), (f"C99.{number}",)) for number, name in enumerate(TOPICS))
        writer.finish([])
    return GraphStore(path=path.name, nodes=4, aliases=4, edges=0, evidence=0, sources=())


def test_titles_that_say_their_headings_are_all_found(tmp_path: Path) -> None:
    settings = RetrievalSettings(home=tmp_path / "home")
    build_index(tmp_path / "index", Corpus("cats", (ListedArticles(ARTICLES),)), BuildSteps(write_graph), settings, NoProgress())
    report = measure_suggestions(Index.open(tmp_path / "index", settings), 40)
    assert report.fitted_on + report.held_out == len(ARTICLES)
    figures = {f.ranking: f for f in report.figures}
    fitted = figures["weights fitted now"]
    assert (fitted.recall_10, fitted.average_precision) == (1.0, 1.0)
    assert fitted.precision_5 == pytest.approx(1 / 5)  # each article has one heading
    assert set(report.weights) == {"bias", "named", "overlap", "share", "major", "near"}
    assert 0.0 <= report.calibration_error <= 1.0


def test_an_index_without_headings_cannot_be_measured(tmp_path: Path) -> None:
    settings = RetrievalSettings(home=tmp_path / "home")
    bare = tuple(replace(article, mesh=()) for article in ARTICLES)
    build_index(tmp_path / "index", Corpus("cats", (ListedArticles(bare),)), BuildSteps(write_graph), settings, NoProgress())
    with pytest.raises(EvaluationError, match="too few articles"):
        measure_suggestions(Index.open(tmp_path / "index", settings), 40)
