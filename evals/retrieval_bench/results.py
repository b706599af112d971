"""All results of a work folder, read back."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from corpuscle.evals.bench_parts.bootstrap import Interval
from corpuscle.evals.bench_parts.records import Record, read_part
from corpuscle.evals.retrieval_bench import systems
from corpuscle.evals.retrieval_bench.records import CostPart, MilvusPart, QualityPart, QueryCost, UpdatePart, VectorPart

_Part = TypeVar("_Part", bound=Record)


@dataclass(frozen=True, slots=True)
class BenchResults:
    """What was measured so far."""

    qualities: tuple[QualityPart, ...]
    costs: tuple[CostPart, ...]
    updates: tuple[UpdatePart, ...]
    vectors: tuple[VectorPart, ...]
    milvus: MilvusPart | None

    def cost(self, engine: str, articles: int) -> CostPart | None:
        """One engine at one size, where it was measured."""
        return next((part for part in self.costs if (part.engine, part.articles) == (engine, articles) and part.query), None)

    def quality(self, collection: str, among_sample: bool) -> QualityPart | None:
        """One collection, without or with distractors."""
        return next((p for p in self.qualities if p.collection == collection and bool(p.distractors) == among_sample), None)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Articles at which costs were measured, ascending."""
        return tuple(sorted({part.articles for part in self.costs}))


@dataclass(frozen=True, slots=True)
class Repeated:
    """The median of repeated measurements, and how far they went."""

    median: float
    low: float
    high: float


def repeated(query: QueryCost, percentile: str) -> Repeated:
    """A percentile ("cpu_p50", "wall_p95", …) over the passes, milliseconds."""
    found = sorted(float(getattr(one, percentile)) for one in query.passes)
    return Repeated(found[len(found) // 2], found[0], found[-1])


def read_results(folder: Path) -> BenchResults:
    """The results in the folder of parts. Raises EvaluationError for one that cannot be read."""

    def all_of(pattern: str, kind: type[_Part]) -> tuple[_Part, ...]:
        return tuple(read_part(path, kind) for path in sorted(folder.glob(pattern)))

    milvus = all_of("milvus.json", MilvusPart)
    costs = sorted(all_of("cost.*.json", CostPart), key=lambda part: (part.articles, systems.IN_ORDER.index(part.engine)))
    qualities = sorted(all_of("quality.*.json", QualityPart), key=lambda part: (part.distractors > 0, part.collection))
    return BenchResults(
        qualities=tuple(qualities),
        costs=tuple(costs),
        updates=all_of("update.*.json", UpdatePart),
        vectors=all_of("vectors.*.json", VectorPart),
        milvus=milvus[0] if milvus else None,
    )


def short(number: float) -> str:
    """Three decimals without the zero before the point: ".731", "-.012"."""
    return f"{number:.3f}".replace("0.", ".", 1) if abs(number) < 1 else f"{number:.3f}"


def with_interval(interval: Interval, signed: bool = False) -> str:
    """ ".731 [.705, .757]"."""
    mean = f"{'+' if signed and interval.mean >= 0 else ''}{short(interval.mean)}"
    return f"{mean} [{short(interval.low)}, {short(interval.high)}]"
