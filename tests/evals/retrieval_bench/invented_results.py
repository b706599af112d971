"""Results of a benchmark that nobody ran, for tests of what is made of them."""

from datetime import UTC, datetime

from corpuscle.evals.bench_parts.records import Settings
from corpuscle.evals.retrieval_bench import systems
from corpuscle.evals.retrieval_bench.records import (
    BuildCost,
    CostPart,
    MilvusAgreement,
    MilvusPart,
    Pass,
    QualityPart,
    QueryCost,
    QueryMeasures,
    UpdatePart,
    VectorChoice,
    VectorPart,
)
from corpuscle.evals.retrieval_bench.results import BenchResults

SETTINGS = Settings(
    measured=datetime(2026, 1, 2, 3, 4, tzinfo=UTC), version="0.1", commit="abc", machine="2 cores", libraries={"numpy": "2"}, load=0.5
)
ALL_SYSTEMS = (
    systems.README,
    systems.WORDS,
    systems.DENSE,
    systems.RECIPE,
    systems.BM25S,
    systems.STOCK_TANTIVY,
    systems.OUR_BM25,
    systems.OUR_DENSE,
    systems.OUR_HYBRID,
)


def quality(collection: str, distractors: int, hybrid: tuple[float, ...], others: tuple[float, ...]) -> QualityPart:
    """Ours has `hybrid` in every measure, all other systems `others`."""

    def measures(values: tuple[float, ...]) -> QueryMeasures:
        return QueryMeasures(ndcg_10=values, map_10=values, recall_10=values, recall_100=values, mrr_10=values)

    return QualityPart(
        settings=SETTINGS,
        collection=collection,
        documents=10,
        distractors=distractors,
        queries=tuple(f"q{i}" for i in range(len(hybrid))),
        encoder="minilm",
        systems={name: measures(hybrid if name == systems.OUR_HYBRID else others) for name in ALL_SYSTEMS},
        notes=(),
    )


def cost(engine: str, articles: int, cpu_ms: float, build_cpu_s: float = 10.0, peak_mb: float = 300.0) -> CostPart:
    """Three passes: the median has `cpu_ms` at p50 and twice that at p95."""
    passes = tuple(
        Pass(cpu_p50=cpu_ms * x, cpu_p95=2 * cpu_ms * x, wall_p50=3 * cpu_ms * x, wall_p95=4 * cpu_ms * x) for x in (1.1, 1.0, 0.9)
    )
    return CostPart(
        settings=SETTINGS,
        engine=engine,
        articles=articles,
        build=BuildCost(cpu_s=build_cpu_s, wall_s=20.0, peak_mb=peak_mb / 2, disk_mb=articles / 1000),
        query=QueryCost(queries=200, passes=passes, peak_mb=peak_mb, private_mb=peak_mb / 3, open_s=0.1),
    )


def results() -> BenchResults:
    """Everything measured once."""
    sizes = (50_783, 200_000, 1_000_000)
    costs = [cost(systems.OUR_BM25, n, 0.5 * (n / 50_783) ** 0.5, build_cpu_s=n / 4_000) for n in sizes]
    costs += [cost(systems.OUR_HYBRID, n, 3.0) for n in sizes]
    costs += [cost(systems.WORDS, n, 200.0 * n / 50_783) for n in sizes[:2]]
    costs.append(
        CostPart(
            settings=SETTINGS,
            engine=systems.WORDS,
            articles=sizes[2],
            build=None,
            query=None,
            not_measured="would need about 16 GB of memory",
        )
    )
    choice = VectorChoice(name="IVF, RaBitQ", recall_10=0.93, p50_ms=1.4, p95_ms=1.9, bytes_a_vector=120)
    vectors = VectorPart(
        settings=SETTINGS,
        vectors=1_000_000,
        dimension=768,
        device="cpu",
        own=choice,
        resident_mb=150,
        private_mb=50,
        open_ms=3,
        build_cpu_s=360,
        disk_mb=800,
        choices=(choice.model_copy(update={"name": "IVF, SQ8"}),),
        note="",
    )
    return BenchResults(
        qualities=(
            quality("scifact", 0, (0.8, 0.9, 0.7), (0.7, 0.8, 0.6)),
            quality("cystic_fibrosis", 0, (0.5, 0.5), (0.5, 0.4)),
            quality("scifact", 50_000, (0.6, 0.6), (0.7, 0.8)),
        ),
        costs=tuple(sorted(costs, key=lambda part: part.articles)),
        updates=(
            UpdatePart(
                settings=SETTINGS,
                name="invented",
                articles=1_000_000,
                records=1_000,
                seconds=(4.0, 3.0, 5.0),
                cpu_s=(2.0, 2.0, 2.0),
                peak_mb=400,
                checks={"counts": True},
            ),
        ),
        vectors=(vectors,),
        milvus=MilvusPart(
            settings=SETTINGS,
            server="milvus-lite",
            agreements={"scifact, bm25": MilvusAgreement(mode="bm25", queries=100, same_top_10=95, overlap=0.98)},
            checks={"filters": True},
            explanation="Lengths are rounded otherwise.",
        ),
    )
