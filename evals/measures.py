"""TREC measures of a run, computed by ir-measures (trec_eval's code)."""

from dataclasses import dataclass

import ir_measures
from ir_measures import AP, RR, Measure, R, nDCG

from corpuscle.retrieval.hits import Qrel, Run

_MEASURES = (nDCG @ 10, AP @ 10, R @ 10, R @ 100, RR @ 10)
"""In the order of `RankingMeasures`."""


@dataclass(frozen=True, slots=True)
class RankingMeasures:
    """Means over all judged queries, 0 to 1; a query without hits counts 0.

    As trec_eval has them: nDCG with linear gain (the grade itself) and log2 discount; average precision divided by all relevant articles,
    also by those that ten ranks cannot hold.
    """

    ndcg_10: float
    map_10: float
    recall_10: float
    recall_100: float
    mrr_10: float


def measure(qrels: Qrel, run: Run) -> RankingMeasures:
    """The measures of a run."""
    # ir-measures also takes data frames, whose type is unknown here.
    found = ir_measures.calc_aggregate(_MEASURES, qrels, run)  # pyright: ignore[reportUnknownMemberType]
    return RankingMeasures(*(float(found[m]) for m in _MEASURES))


def measure_queries(qrels: Qrel, run: Run) -> dict[str, RankingMeasures]:
    """The measures of each judged query, 0 where the run has no hits for it."""
    found: dict[str, dict[Measure, float]] = {query: {} for query in qrels}
    for metric in ir_measures.iter_calc(_MEASURES, qrels, run):  # pyright: ignore[reportUnknownMemberType]  # as above
        found[metric.query_id][metric.measure] = float(metric.value)
    return {query: RankingMeasures(*(values.get(m, 0.0) for m in _MEASURES)) for query, values in found.items()}
