"""Fits the weights of `index_builder.text_relations_model`; prints how, and how well.

    python -m corpuscle.evals.text_relations_fit INDEX JUDGED OUT

INDEX is an index of the sample whose graph has curated sources imported (`corpuscle kg import`): what they and the MeSH rules state of the same
two entities labels the candidates (distant supervision). Labels cover some kinds of entities better than others, so the kind of the subject is
fitted along with the signs and then dropped. JUDGED is a table of candidates that a reader called right or wrong; a second fit on it, which has
the first one's log-odds and a few surface signs, makes the figures probabilities.
"""

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpuscle.evals.sentence_calibration import auroc, calibration_error, fit
from corpuscle.index_builder.text_relations import SOURCE, TextReader
from corpuscle.index_builder.text_relations_candidates import Candidate
from corpuscle.index_builder.text_relations_kinds import kind_of
from corpuscle.index_builder.text_relations_model import WELL_LABELLED, TextWeights
from corpuscle.index_builder.text_relations_patterns import SAYINGS
from corpuscle.kg.graph_file import GraphFile
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.article_keys import stored_articles
from corpuscle.retrieval.manifest import read_manifest

Array = NDArray[np.float64]

AGREES = {
    "treats": frozenset({"treats", "palliates"}),
    "causes": frozenset({"causes", "has complication"}),
    "prevents": frozenset({"prevents", "treats"}),
    "inhibits": frozenset({"inhibits", "downregulates", "binds", "targets", "affects"}),
    "associated with": frozenset(
        {"associated with", "gene associated with", "has phenotype", "causes", "marker of", "has complication", "resembles"}
    ),
    "diagnoses": frozenset[str](),
}
"""Predicates of the graph that label a candidate true. No source states what diagnoses what."""

SURFACE = ("words before cue", "words behind cue", "strange words before cue", "strange words behind cue", "noun behind", "entities between",
           "short subject")  # fmt: skip
"""Signs that judged sentences weigh again, since labels of the graph hardly tell a misread sentence."""


_RIDGE = 5.0
_BATCH = 200


@dataclass(frozen=True)
class Placed:
    """A candidate with its place."""

    pmid: str
    section: str
    begin: int
    candidate: Candidate

    @property
    def key(self) -> tuple[str, ...]:
        """What a judgement names it by."""
        c = self.candidate
        place = (c.subject.begin, c.object.begin)
        return (self.pmid, self.section, str(self.begin), c.predicate, *map(str, place))


def read_candidates(index: Path) -> tuple[list[Placed], GraphStore]:
    """All candidates of the index's articles, denied ones left out, and its graph."""
    manifest = read_manifest(index)
    if manifest.graph is None or manifest.text is None:
        sys.exit(f"{index} lacks a text index or a graph.")
    graph = GraphFile.open(index / manifest.graph.path)
    reader = TextReader.of_graph(graph)
    articles = stored_articles(index / manifest.text.path)
    found: list[Placed] = []
    while batch := list(islice(articles, _BATCH)):
        for article, placed in zip(batch, reader.candidates(batch), strict=True):
            found += [Placed(article.id, p.section, p.begin, p.candidate) for p in placed if not p.candidate.negated]
    return found, GraphStore(graph)


def read_judged(path: Path) -> dict[tuple[str, ...], bool]:
    """Candidates that a reader judged, by `Placed.key`."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {
            (r["pmid"], r["section"], r["begin"], r["predicate"], r["subject begin"], r["object begin"]): r["right"] == "yes" for r in rows
        }


def labels(placed: Sequence[Placed], store: GraphStore) -> Array:
    """1 where a source other than text states the candidate or a predicate that agrees with it, else 0."""

    def stated(c: Candidate) -> bool:
        edges = store.between(c.subject.entity.curie, c.object.entity.curie)
        return any(e.predicate in AGREES[c.predicate] and not e.negated and e.source != SOURCE for e in edges)

    return np.array([float(stated(p.candidate)) for p in placed])


def matrix(placed: Sequence[Placed], names: Sequence[str]) -> Array:
    """One row a candidate, one column a sign."""
    column = {name: i for i, name in enumerate(names)}
    rows = np.zeros((len(placed), len(names)))
    for i, p in enumerate(placed):
        for name, amount in p.candidate.signs:
            rows[i, column[name]] = amount
    return rows


def fitted(placed: Sequence[Placed], true: Array, judged: dict[tuple[str, ...], bool], say: list[str]) -> TextWeights:
    """Both fits; their figures are appended to `say`."""
    names = sorted({name for p in placed for name, _ in p.candidate.signs})
    rows = matrix(placed, names)
    labelled = np.array([p.candidate.predicate != "diagnoses" for p in placed])
    subjects = [(p.candidate.predicate, kind_of(p.candidate.subject.entity)) for p in placed]
    kinds = sorted(set(subjects))
    nuisance = np.array([[float(s == kind) for kind in kinds] for s in subjects])
    first = fit(np.hstack([rows, nuisance])[labelled], true[labelled], 3.0)
    odds = rows @ first[1 : 1 + len(names)]
    predicates = list(SAYINGS)
    of_predicate = np.array([predicates.index(p.candidate.predicate) for p in placed])
    means = np.array([odds[of_predicate == i].mean() for i in range(len(predicates))])
    odds -= means[of_predicate]  # labels cover some predicates better than others
    read = np.array([p.key in judged for p in placed])
    right = np.array([float(judged[p.key]) for p in placed if p.key in judged])
    of = np.eye(len(predicates))[of_predicate][:, 1:]
    surface = rows[:, [names.index(name) for name in SURFACE]]
    well = np.array([p.candidate.predicate in WELL_LABELLED for p in placed])
    second_rows = np.hstack([np.where(well, odds, 0.0)[:, None], surface, of])
    second = fit(second_rows[read], right, _RIDGE)
    for told, columns in (("predicate alone", of), ("and surface", second_rows[:, 1:]), ("and labels", second_rows)):
        q = _crossed(columns[read], right)
        loss = -np.where(right > 0, np.log(q), np.log(1 - q)).mean()
        say.append(
            f"judged, in ten folds, {told}: log loss {loss:.4f}, AUROC {auroc(q, right):.3f}, of treats and causes {auroc(q[well[read]], right[well[read]]):.3f}"
        )
    p = 1 / (1 + np.exp(-(second[0] + second_rows @ second[1:])))
    say.append(f"{len(placed)} candidates; {len(judged)} judged, of which {int(read.sum())} are still candidates, {right.mean():.3f} right")
    for name in predicates:
        mine = np.array([c.candidate.predicate == name for c in placed])
        ours = mine[read]
        told = f"{name}: {int(mine.sum())} candidates"
        if labelled[mine].any():
            told += f", {true[mine].mean():.3f} labelled true, AUROC on labels {auroc(odds[mine], true[mine]):.3f}"
        if 0 < right[ours].mean() < 1:
            told += f"; {int(ours.sum())} judged, {right[ours].mean():.3f} right, AUROC {auroc(p[read][ours], right[ours]):.3f}"
        say.append(f"{told}; mean probability {p[mine].mean():.3f}")
    say.append(
        f"calibration error on the judged it was fitted on: {calibration_error(p[read], right):.3f}; slope of the first fit {second[1]:+.3f}"
    )
    labelled_weights = {name: round(float(second[1] * w), 3) for name, w in zip(names, first[1 : 1 + len(names)], strict=True)}
    extra = [0.0, *second[2 + len(SURFACE) :]]
    return TextWeights(
        surface={name: round(float(w), 3) for name, w in zip(SURFACE, second[2 : 2 + len(SURFACE)], strict=True)},
        labelled={name: w for name, w in labelled_weights.items() if w and (_well(name) or not name.startswith("is "))},
        intercepts={
            name: round(float(second[0] + extra[i] + (-second[1] * means[i] if name in WELL_LABELLED else 0.0)), 3)
            for i, name in enumerate(predicates)
        },
        fitted=f"{int(labelled.sum())} candidates labelled by the graph, {int(read.sum())} judged",
    )


def _crossed(columns: Array, right: Array) -> Array:
    """Probabilities of each tenth by a fit on the others."""
    tenth = np.random.default_rng(0).integers(0, 10, len(right))
    q = np.zeros(len(right))
    for i in range(10):
        beta = fit(columns[tenth != i], right[tenth != i], _RIDGE)
        q[tenth == i] = 1 / (1 + np.exp(-(beta[0] + columns[tenth == i] @ beta[1:])))
    return q


def _well(sign: str) -> bool:
    return sign.startswith(tuple(f"is {name} / " for name in WELL_LABELLED))


def main(index: Path, judged: Path, out: Path) -> None:
    """Writes the weights to `out` and prints the figures."""
    placed, store = read_candidates(index)
    say: list[str] = []
    weights = fitted(placed, labels(placed, store), read_judged(judged), say)
    out.write_text(weights.model_dump_json(indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(
        "\n".join(
            [
                *say,
                *(f"{w:+.3f} {name}" for name, w in sorted([*weights.labelled.items(), *weights.surface.items()], key=lambda row: row[1])),
            ]
        )
        + "\n"
    )


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(str(__doc__))
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
