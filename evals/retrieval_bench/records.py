"""The raw results of the benchmark's parts, as they are kept in JSON; the page is made of nothing else."""

from typing import Literal

from corpuscle.evals.bench_parts.records import Record, Settings


class QueryMeasures(Record):
    """One system's measures of each query, in the order of `QualityPart.queries`."""

    ndcg_10: tuple[float, ...]
    map_10: tuple[float, ...]
    recall_10: tuple[float, ...]
    recall_100: tuple[float, ...]
    mrr_10: tuple[float, ...]


class QualityPart(Record):
    """One collection, with or without distractors."""

    kind: Literal["quality"] = "quality"
    settings: Settings
    collection: str
    documents: int
    """Of the collection itself."""
    distractors: int
    queries: tuple[str, ...]
    encoder: str
    systems: dict[str, QueryMeasures]
    notes: tuple[str, ...]
    """What the searches and the preparation had to say."""


class BuildCost(Record):
    """Building one index, in a process of its own."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    disk_mb: float
    """Of what lies on disk afterwards; 0 for what lives in memory alone."""


class Pass(Record):
    """Percentiles of one pass over the queries, milliseconds."""

    cpu_p50: float
    cpu_p95: float
    wall_p50: float
    wall_p95: float


class QueryCost(Record):
    """Searching one index, in a process of its own."""

    queries: int
    passes: tuple[Pass, ...]
    peak_mb: float
    """VmHWM: memory-mapped pages that were touched count."""
    private_mb: float
    """RssAnon at the end: without those."""
    open_s: float
    notes: tuple[str, ...] = ()


class CostPart(Record):
    """One engine at one size."""

    kind: Literal["cost"] = "cost"
    settings: Settings
    engine: str
    articles: int
    build: BuildCost | None
    """None where another engine's index is searched."""
    query: QueryCost | None
    not_measured: str = ""
    """Why, where `query` is None."""


class UpdatePart(Record):
    """Applying an update to an index."""

    kind: Literal["update"] = "update"
    settings: Settings
    name: str
    articles: int
    """In the index before."""
    records: int
    seconds: tuple[float, ...]
    """Wall seconds of each repetition."""
    cpu_s: tuple[float, ...]
    peak_mb: float
    checks: dict[str, bool]
    """What was looked for in the updated index, and whether it was there."""


class MilvusAgreement(Record):
    """How alike the embedded engine and Milvus rank one collection."""

    mode: str
    queries: int
    same_top_10: int
    """Queries whose ten best are the same articles, in any order."""
    overlap: float
    """Mean share of the ten best that both have."""


class MilvusPart(Record):
    """The same retriever on Milvus."""

    kind: Literal["milvus"] = "milvus"
    settings: Settings
    server: str
    agreements: dict[str, MilvusAgreement]
    """By collection and mode, in words."""
    checks: dict[str, bool]
    """Filters and deletions that were tried, and whether they were honoured."""
    explanation: str
    """Why the rest differs."""


class VectorChoice(Record):
    """One way to search many vectors."""

    name: str
    recall_10: float
    """Against exact search in float32."""
    p50_ms: float
    p95_ms: float
    """CPU milliseconds."""
    bytes_a_vector: float
    """In memory, without what is read from disk for rescoring."""


class VectorPart(Record):
    """Searching many vectors."""

    kind: Literal["vectors"] = "vectors"
    settings: Settings
    vectors: int
    dimension: int
    device: str
    """"cpu", or how many GPUs were at hand."""
    own: VectorChoice
    """What the product takes at this size, in a process of its own."""
    resident_mb: float
    """Resident memory of that process after its queries, mapped pages included."""
    private_mb: float
    open_ms: float
    build_cpu_s: float
    disk_mb: float
    choices: tuple[VectorChoice, ...]
    """Others, over the same centroids."""
    note: str
