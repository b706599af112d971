"""TREC measures of a run, computed by ir-measures (trec_eval's code)."""

from dataclasses import dataclass

import ir_measures
from ir_measures import AP, RR, R, nDCG

from corpuscle.retrieval.hits import Qrel, Run


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
    wanted = (nDCG @ 10, AP @ 10, R @ 10, R @ 100, RR @ 10)
    # ir-measures also takes data frames, whose type is unknown here.
    found = ir_measures.calc_aggregate(wanted, qrels, run)  # pyright: ignore[reportUnknownMemberType]
    return RankingMeasures(*(float(found[m]) for m in wanted))
