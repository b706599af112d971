"""The page's tables of quality."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corpuscle.evals.bench_parts.bootstrap import Interval, differences, intervals
from corpuscle.evals.retrieval_bench import systems
from corpuscle.evals.retrieval_bench.records import QualityPart
from corpuscle.evals.retrieval_bench.results import short, with_interval

MEASURES = {"ndcg_10": "nDCG@10", "map_10": "MAP@10", "recall_10": "R@10", "recall_100": "R@100", "mrr_10": "MRR@10"}


def summary_lines(parts: Sequence[QualityPart]) -> Iterator[str]:
    """nDCG@10 of every system on every collection."""
    if not parts:
        return
    yield f"| nDCG@10 | {' | '.join(part.collection + ' + sample' * bool(part.distractors) for part in parts)} |"
    yield f"|---|{'---|' * len(parts)}"
    for name in systems.IN_ORDER:
        if any(name in part.systems for part in parts):
            means = [short(float(np.mean(part.systems[name].ndcg_10))) if name in part.systems else "" for part in parts]
            yield f"| {name} | {' | '.join(means)} |"
    yield ""


def quality_lines(parts: Sequence[QualityPart]) -> Iterator[str]:
    """A table for each collection, without distractors and with them."""
    if not parts:
        yield "Not measured: no evaluation data was at hand (CORPUSCLE_EVAL_DATA/retrieval)."
    for part in parts:
        ours = best_of_ours(part)
        among = f" among the sample's {part.distractors:,} other citations" if part.distractors else ""
        yield f"### {part.collection}{among}"
        yield ""
        yield f"{len(part.queries):,} queries over {part.documents + part.distractors:,} documents; Corpuscle's encoder is {part.encoder}."
        yield ""
        yield from _table("system", {measure: _means(part, measure) for measure in MEASURES}, part)
        if systems.OUR_RERANKED not in part.systems:
            yield f"| {systems.OUR_RERANKED} | not measured: no cross-encoder at hand |{' |' * (len(MEASURES) - 1)}"
        yield ""
        yield from _table(f"{ours} minus", {measure: _leads(part, ours, measure) for measure in MEASURES}, part)
        yield from ("", *(f"{note}\n" for note in part.notes))


def _means(part: QualityPart, measure: str) -> dict[str, str]:
    found = dict(zip(part.systems, intervals(scores(part, measure)), strict=True))
    return {name: with_interval(interval) for name, interval in found.items()}


def _leads(part: QualityPart, ours: str, measure: str) -> dict[str, str]:
    return {name: with_interval(interval, signed=True) for name, interval in difference(part, ours, measure).items() if name != ours}


def _table(corner: str, columns: Mapping[str, Mapping[str, str]], part: QualityPart) -> Iterator[str]:
    yield f"| {corner} | {' | '.join(MEASURES.values())} |"
    yield f"|---|{'---|' * len(MEASURES)}"
    for name in sorted(part.systems, key=systems.IN_ORDER.index):
        cells = [column[name] for column in columns.values() if name in column]
        if cells:
            yield f"| {name} | {' | '.join(cells)} |"


def scores(part: QualityPart, measure: str) -> NDArray[np.float64]:
    """(systems, queries)."""
    return np.array([getattr(values, measure) for values in part.systems.values()], dtype=np.float64)


def difference(part: QualityPart, of: str, measure: str = "ndcg_10") -> dict[str, Interval]:
    """One system minus each, by name."""
    names = list(part.systems)
    return dict(zip(names, differences(scores(part, measure), names.index(of)), strict=True))


def best_of_ours(part: QualityPart) -> str:
    """What the comparisons are made with: the hybrid, reranked where a cross-encoder was at hand."""
    return systems.OUR_RERANKED if systems.OUR_RERANKED in part.systems else systems.OUR_HYBRID


def not_ahead_lines(parts: Sequence[QualityPart]) -> Iterator[str]:
    """Every comparison in which ours is behind, or not beyond chance ahead."""
    for part in parts:
        ours = best_of_ours(part)
        among = "+sample" if part.distractors else ""
        for name, interval in difference(part, ours).items():
            if name != ours and not interval.above_zero:
                verdict = "behind" if interval.below_zero else "not beyond chance ahead of"
                yield f"- {part.collection}{among}: {ours} is {verdict} {name}: {with_interval(interval, signed=True)} nDCG@10."
