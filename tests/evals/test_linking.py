import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.learned_abbreviations import Learned, as_table, learn_abbreviations
from corpuscle.evals.linking import Concepts, Figures, end_to_end, gold_mentions, invented, measure_speed, stages, without_identifier
from corpuscle.evals.linking_corpora import GoldMention, read_abstracts
from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.vocabulary import Node
from corpuscle.kg.linker import Linker
from corpuscle.kg.names import name_key
from corpuscle.kg.store import GraphStore

PUBTATOR = """\
1|t|Zorbamide for sore thumbs
1|a|Sore thumb (ST) and numb toes were seen. ST is bad; zorbamid is not.
1\t0\t9\tZorbamide\tChemical\tD1
1\t14\t25\tsore thumbs\tDisease\tD2
1\t26\t36\tSore thumb\tSpecificDisease\tD2
1\t38\t40\tST\tDisease\tD2
1\t46\t55\tnumb toes\tDisease\t-1
1\t78\t86\tzorbamid\tChemical\tMESH:D1|D9
1\tCID\tD1\tD2
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    path = tmp_path / "graph.sqlite"
    with GraphWriter(path) as writer:
        writer.add_nodes(
            [Node("MESH:D1", "Zorbamide", "SmallMolecule"), Node("MONDO:2", "Sore Thumb", "Disease"), Node("X:3", "Numb toe", "Disease")]
        )
        for name, curie in (("Zorbamide", "MESH:D1"), ("Sore Thumb", "MONDO:2"), ("Numb toe", "X:3")):
            writer.add_alias((name_key(name), curie, "name", 0))
        writer.add_mesh_homes([("MONDO:2", "D2")])
        writer.finish([])
    with GraphStore.open(path) as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "set.txt.gz"
    path.write_bytes(gzip.compress(PUBTATOR.encode()))
    return path


def test_abstracts_are_read_with_their_mentions(file: Path) -> None:
    (record,) = read_abstracts(file)
    assert record.text.startswith("Zorbamide for sore thumbs Sore thumb")
    assert record.mentions[0] == GoldMention(0, 9, "Zorbamide", "Chemical", ("D1",))
    assert record.mentions[-1].identifiers == ("D1", "D9")
    assert all(record.text[m.begin : m.end] == m.text for m in record.mentions[:4])
    assert record.concepts("Disease") == {"D2"}


def test_a_file_in_another_format_is_named(tmp_path: Path) -> None:
    path = tmp_path / "set.txt"
    path.write_text("7|t|Title\n7\tx\t9\tname\tDisease\tD1\n")
    with pytest.raises(EvaluationError, match=r"set\.txt, line 2"):
        read_abstracts(path)
    path.write_text("nothing\n")
    with pytest.raises(EvaluationError, match="no article"):
        read_abstracts(path)
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_abstracts(tmp_path / "absent.txt")


def test_figures_are_shares_of_what_was_answered_and_of_what_there_was() -> None:
    figures = Figures(right=3, answered=4, gold=6)
    assert (figures.precision, figures.recall, figures.f1) == (3 / 4, 3 / 6, 2 * 3 / (4 + 6))
    assert Figures(0, 0, 0).f1 == 0


def test_each_stage_finds_what_the_one_before_did_not(store: GraphStore, file: Path) -> None:
    abstracts, concepts = read_abstracts(file), Concepts(store)
    ways = stages(store, concepts, None)
    of = {stage: gold_mentions(abstracts, "Disease", find, concepts) for stage, find in ways.items()}
    assert of["dictionary"] == Figures(2, 2, 3)  # ST is known to nobody
    assert of["+ abbreviations of the text"] == Figures(3, 3, 3)
    chemicals = gold_mentions(abstracts, "Chemical", ways["+ character n-grams"], concepts)
    assert chemicals == Figures(2, 2, 3)  # zorbamid counts twice, as D1 and as D9


def test_raw_text_counts_each_concept_once(store: GraphStore, file: Path) -> None:
    abstracts = read_abstracts(file)
    linked = Linker(store).link_texts([a.text for a in abstracts])
    assert end_to_end(abstracts, linked, "Disease", Concepts(store)) == Figures(1, 1, 1)  # the toe has no place in MeSH
    assert end_to_end(abstracts, linked, "Chemical", Concepts(store)) == Figures(1, 1, 2)


def test_what_the_graph_should_not_have_is_left_unanswered(store: GraphStore, file: Path) -> None:
    abstracts = read_abstracts(file)
    *_, find = stages(store, Concepts(store), None).values()
    assert without_identifier(abstracts, "Disease", find).unanswered == 1
    absence = invented(abstracts, "Chemical", find)
    assert (absence.unanswered, absence.asked) == (2, 2)


def test_the_speed_is_that_of_every_text(store: GraphStore) -> None:
    speed = measure_speed(lambda: store, ["sore thumb"] * 3, ["zorbamide"], lambda: 1.0)
    assert (speed.texts, speed.memory_mb) == (3, 0)
    assert speed.texts_a_second > 0


def test_a_short_form_is_learned_where_three_articles_define_it_alike(store: GraphStore) -> None:
    texts = ["A sore thumb (ST) hurts."] * 4 + ["A silver table (ST) shines."] + ["Zorbamide (ZA) helps."] * 2
    assert learn_abbreviations(texts, store) == [Learned("ST", "MONDO:2", 4, 5)]
    assert learn_abbreviations([*texts, texts[4]], store) == []
    assert as_table([Learned("ST", "MONDO:2", 4, 5)], "five texts").splitlines()[1] == "ST\tMONDO:2\t4\t5"
