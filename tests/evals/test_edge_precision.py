"""Shares of right edges: Wilson's interval by hand, strata weighed by their size, a table that reads back."""

import math
from pathlib import Path

import pytest

from corpuscle.evals.edge_precision import JudgedEdge, Share, Stratum, draw, overall, read_table, shares, to_read, write_table
from corpuscle.evals.errors import EvaluationError
from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.literature import Finding
from corpuscle.index_builder.literature_sources import LITERATURE
from corpuscle.index_builder.vocabulary import Node
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.manifest import GraphSource


def _edge(number: int, right: str, support: str = "1", of: int = 10, source: str = "pubmed-text") -> JudgedEdge:
    return JudgedEdge(source, "treats", "no", support, str(of), f"D{number}", "C1", "Drug", "Ulcer", "1 2", right, "Drug heals ulcers.")


def test_share_and_its_interval() -> None:
    share = Share(50, 45)
    low, high = share.interval
    z = 1.96
    middle = (0.9 + z**2 / 100) / (1 + z**2 / 50)
    half = z * math.sqrt(0.9 * 0.1 / 50 + z**2 / (4 * 50**2)) / (1 + z**2 / 50)
    assert (share.precision, low, high) == (0.9, pytest.approx(middle - half), pytest.approx(middle + half))
    assert math.isnan(Share(0, 0).precision)
    assert Share(0, 0).interval == (0.0, 1.0)


def test_shares_count_what_was_judged() -> None:
    found = shares([_edge(1, "yes"), _edge(2, "no"), _edge(3, ""), _edge(4, "yes", "2+", 4)])
    assert found == {
        Stratum("pubmed-text", "treats", False, False): (10, Share(2, 1)),
        Stratum("pubmed-text", "treats", False, True): (4, Share(1, 1)),
    }


def test_strata_weigh_by_their_size() -> None:
    precision, error = overall([(30, Share(10, 5)), (10, Share(10, 10))])
    assert precision == pytest.approx((30 * 0.5 + 10 * 1.0) / 40)
    assert error == pytest.approx(30 / 40 * math.sqrt(0.25 / 10 * (1 - 10 / 30)))  # the second was judged whole
    assert math.isnan(overall([(30, Share(0, 0))])[0])


def test_table_reads_back(tmp_path: Path) -> None:
    edges = [_edge(1, "yes"), _edge(2, "", source="pubmed-mesh")]
    write_table(tmp_path / "t.tsv", edges)
    assert read_table(tmp_path / "t.tsv") == edges


def test_other_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text("a\tb\n1\t2\n")
    with pytest.raises(EvaluationError) as refused:
        read_table(tmp_path / "t.tsv")
    assert "--draw" in refused.value.remedy


def _graph(path: Path) -> None:
    found = [
        Finding(f"MESH:D{n}", "treats", "MESH:C1", str(n), "cures", 0.9, 2021, "pubmed-text", False, "abstract", 0, 18) for n in range(1, 6)
    ]
    with GraphWriter(path) as writer:
        writer.add_nodes([Node("MESH:C1", "Ulcer", "Disease"), *(Node(f"MESH:D{n}", f"Drug {n}", "SmallMolecule") for n in range(1, 6))])
        writer.add_findings(found)
        writer.write_literature()
        writer.finish([GraphSource(name=s.name, version=s.version, licence=s.licence, rows=0) for s in LITERATURE])


def test_same_seed_draws_the_same_edges(tmp_path: Path) -> None:
    _graph(tmp_path / "g.sqlite")
    articles = {str(n): Article(str(n), f"Title {n}", (AbstractSection("Drug heals ulcers. And more."),)) for n in range(1, 6)}
    with GraphStore.open(tmp_path / "g.sqlite") as store:
        drawn = draw(store, articles, 1, 3)
        assert drawn == draw(store, articles, 1, 3)
        assert [(e.of, e.support, e.right, e.fragment) for e in drawn] == [("5", "1", "", "Drug heals ulcers.")] * 3
        assert to_read(drawn[0], store, articles).splitlines()[1:] == [
            f"   {drawn[0].pmids} Title {drawn[0].pmids}",
            "      > Drug heals ulcers.",
        ]
