"""The page's tables of quality."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from corpuscle.evals.retrieval_bench import systems
from corpuscle.evals.retrieval_bench.bootstrap import Interval, differences, intervals
from corpuscle.evals.retrieval_bench.records import QualityPart
from corpuscle.evals.retrieval_bench.results import with_interval

MEASURES = {"ndcg_10": "nDCG@10", "map_10": "MAP@10", "recall_10": "R@10", "recall_100": "R@100", "mrr_10": "MRR@10"}


def quality_lines(parts: Sequence[QualityPart]) -> Iterator[str]:
    """A table for each collection, without distractors and with them."""
    if not parts:
        yield "Not measured: no evaluation data was at hand (CORPUSCLE_EVAL_DATA/retrieval)."
    for part in parts:
        ours = best_of_ours(part)
        among = f" among the sample's {part.distractors:,} other citations" if part.distractors else ""
        yield f"### {part.collection}{among}"
        yield ""
        yield f"{len(part.queries):,} queries over {part.documents + part.distractors:,} documents."
        yield ""
        yield f"| system | {' | '.join(MEASURES.values())} | {ours} minus it, nDCG@10 |"
        yield f"|---|{'---|' * len(MEASURES)}---|"
        found = [intervals(scores(part, measure)) for measure in MEASURES]
        ahead = difference(part, ours)
        for name in sorted(part.systems, key=systems.IN_ORDER.index):
            row = list(part.systems).index(name)
            cells = [with_interval(column[row]) for column in found]
            minus = "" if name == ours else with_interval(ahead[name], signed=True)
            yield f"| {name} | {' | '.join(cells)} | {minus} |"
        if systems.OUR_RERANKED not in part.systems:
            yield f"| {systems.OUR_RERANKED} |{' |' * len(MEASURES)} not measured: no cross-encoder at hand |"
        yield from ("", *(f"{note}\n" for note in part.notes))


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
