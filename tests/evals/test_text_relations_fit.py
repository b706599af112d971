"""The two fits on invented candidates: signs that go with labels and with judgements get their weights."""

from pathlib import Path

import numpy as np

from corpuscle.evals.text_relations_fit import SURFACE, Placed, fitted, read_judged
from corpuscle.index_builder.text_relations_candidates import Candidate
from corpuscle.index_builder.text_relations_patterns import SAYINGS
from corpuscle.kg.entities import Entity, Mention


def _placed(number: int, predicate: str, told: bool, clumsy: bool) -> Placed:
    drug = Mention("aspirin", number, number + 7, Entity("MESH:D1", "Aspirin", "SmallMolecule"), 0.9)
    ulcer = Mention("ulcer", number + 20, number + 25, Entity("MESH:C1", "Ulcer", "Disease"), 0.9)
    signs = [(f"is {predicate} / cures", 1.0), *((name, float(clumsy)) for name in SURFACE), ("title", float(told))]
    return Placed(str(number), "abstract", 0, Candidate(predicate, drug, ulcer, "cures", False, tuple(s for s in signs if s[1])))


def test_fits_find_what_goes_with_labels_and_judgements() -> None:
    placed = [_placed(n, predicate, n % 2 == 0, n % 3 == 0) for p, predicate in enumerate(SAYINGS) for n in range(100 * p, 100 * p + 60)]
    labelled = np.array([float(int(p.pmid) % 2 == 0) for p in placed])
    judged = {p.key: int(p.pmid) % 3 != 0 or int(p.pmid) % 5 == 0 for p in placed}
    say: list[str] = []
    weights = fitted(placed, labelled, judged, say)
    assert weights.surface["noun behind"] < 0  # clumsy sentences were judged wrong
    assert weights.intercepts.keys() == SAYINGS.keys()
    assert any(line.startswith("treats: 60 candidates, 0.500 labelled true") for line in say)


def test_judgements_are_read_by_their_place(tmp_path: Path) -> None:
    columns = ("predicate", "subject", "object", "pmid", "section", "begin", "subject begin", "object begin", "right", "fragment")
    row = ("treats", "MESH:D1", "MESH:C1", "7", "abstract", "12", "0", "20", "yes", "aspirin heals ulcers")
    (tmp_path / "j.tsv").write_text("\t".join(columns) + "\n" + "\t".join(row) + "\n")
    assert read_judged(tmp_path / "j.tsv") == {("7", "abstract", "12", "treats", "0", "20"): True}


def test_judged_list_of_the_repository_has_no_long_quotation() -> None:
    lines = (Path(__file__).parents[2] / "docs/benchmarks/text-relations-judged.tsv").read_text(encoding="utf-8").splitlines()
    assert max(len(line.split("\t")[-1].split()) for line in lines) <= 12
