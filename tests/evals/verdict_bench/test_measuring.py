"""A row measured from end to end on an invented graph: ten drugs, each treating its own fever, and one that has no edge."""

from pathlib import Path

from corpuscle.evals.verdict_bench import systems
from corpuscle.evals.verdict_bench.halves import half
from corpuscle.evals.verdict_bench.linking import Ends
from corpuscle.evals.verdict_bench.measuring import Question, measure_row
from corpuscle.evals.verdict_bench.pairs import End, TestPair
from corpuscle.evals.verdict_bench.reviewing import triple_of
from corpuscle.index_builder.graph_writer import GraphWriter
from corpuscle.index_builder.literature import Strength
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.vocabulary import Node
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.manifest import GraphSource

_DRUGS = [f"T:drug{n}" for n in range(10)]
_FEVERS = [f"T:fever{n}" for n in range(10)]
_ALONE = "T:alone"


def _graph(path: Path, *, edges: bool) -> Path:
    strength = Strength(5, 0.97, None, None)
    with GraphWriter(path) as writer:
        writer.add_nodes([Node(curie, curie[2:], "SmallMolecule") for curie in (*_DRUGS, _ALONE)])
        writer.add_nodes([Node(curie, curie[2:], "Disease") for curie in _FEVERS])
        for drug, fever in zip(_DRUGS, _FEVERS, strict=True) if edges else ():
            writer.add_edge(drug, "treats", fever, "curated", strength, ())
        writer.finish([GraphSource(name="curated", version="1", licence="CC0-1.0", rows=10)])
    return path


def _pair(drug: str, fever: str, *, true: bool) -> TestPair:
    subject, object_ = End(drug, drug[2:], "SmallMolecule"), End(fever, fever[2:], "Disease")
    return TestPair(subject, "treats", object_, true, "DM" if true else "NOT", half(drug, fever))


def test_every_system_says_something_of_every_pair(tmp_path: Path) -> None:
    pairs = [_pair(drug, fever, true=True) for drug, fever in zip(_DRUGS, _FEVERS, strict=True)]
    pairs += [_pair(drug, _FEVERS[0], true=False) for drug in (*_DRUGS[1:], _ALONE, "T:unheard")]
    with (
        GraphStore.open(_graph(tmp_path / "a.sqlite", edges=True)) as store,
        GraphStore.open(_graph(tmp_path / "b.sqlite", edges=False)) as b,
    ):
        ends = Ends(store, pairs)
        triples = [triple_of(pair, ends.entity(pair.subject), ends.entity(pair.object)) for pair in pairs]
        question = Question("indications", pairs, triples, store, b, lambda triple: (), tmp_path / "vectors", frozenset())
        found = measure_row(question, NoProgress())
    assert [s.name for s in found.systems] == list(systems.IN_ORDER)
    assert all(len(s.scores) == len(s.probabilities) == len(s.verdicts) == len(pairs) == 21 for s in found.systems)
    by_name = {s.name: s for s in found.systems}
    assert by_name[systems.LOOK_UP].verdicts == "S" * 10 + "U" * 11
    assert by_name[systems.EDGES].verdicts[10:] == "U" * 11
    # neither the drug without an edge nor the one that is not in the graph can be mapped: true, .5
    assert by_name[systems.KGAREVION].verdicts[-2:] == "SS"
    assert by_name[systems.KGAREVION].probabilities[-2:] == (0.5, 0.5)
    assert by_name[systems.TRANSE].verdicts[-2:] == "UU"
    assert found.linked == "1" * 20 + "0"
    assert [(source.name, source.edges) for source in found.held] == [("curated", 10)]
    assert found.trained_on == 10
