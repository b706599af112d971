"""Many vectors of 768 dimensions, measured by `evals.vector_bench` in processes of its own."""

from collections.abc import Sequence
from pathlib import Path

import faiss
from pydantic import TypeAdapter

from corpuscle.evals import vector_bench
from corpuscle.evals.bench_parts.machine import settings_now
from corpuscle.evals.retrieval_bench.child_process import run_apart
from corpuscle.evals.retrieval_bench.records import VectorChoice, VectorPart

_DIMENSION = 768
SIZES = (200_000, 1_000_000)
_REPORTS = TypeAdapter(list[vector_bench.Report])


def measure_vectors(size: int, index: Path, collections: Sequence[Path], work: Path) -> VectorPart:
    """Searches `size` vectors made of those of `index` (an index of the sample with all vectors); questions come from BEIR folders.

    Raises EvaluationError where a step fails.
    """
    settings = settings_now()
    material = work / "material"
    if not (material / "queries.npy").is_file():  # the last file that is written
        queries = [str(folder) for folder in collections]
        run_apart(vector_bench.__name__, ["prepare", "--index", str(index), str(material), "--queries", *queries], "Preparing vectors")
    told = run_apart(vector_bench.__name__, ["run", str(material), "--sizes", str(size)], f"Searching {size:,} vectors")
    (report,) = _REPORTS.validate_json(told)
    own = report.own
    gpus = faiss.get_num_gpus()
    code_bytes = min(choice.bytes_per_vector for choice in report.choices)
    return VectorPart(
        settings=settings,
        vectors=report.size,
        dimension=_DIMENSION,
        device=f"{gpus} GPU" if gpus else "cpu",
        own=VectorChoice(name="Corpuscle", recall_10=own.recall, p50_ms=own.cpu_ms.p50, p95_ms=own.cpu_ms.p95, bytes_a_vector=code_bytes),
        resident_mb=own.rss_anon_mb + own.rss_file_mb,
        private_mb=own.rss_anon_mb,
        open_ms=own.open_ms,
        build_cpu_s=report.build_cpu_s,
        disk_mb=report.disk_mb,
        choices=tuple(_choice(choice) for choice in report.choices),
        note=f"An article's vector and that of one of {report.sentences:,} sentences, side by side; {report.queries} real questions.",
    )


def _choice(choice: vector_bench.Choice) -> VectorChoice:
    return VectorChoice(
        name=choice.name,
        recall_10=choice.recall,
        p50_ms=choice.cpu_ms.p50,
        p95_ms=choice.cpu_ms.p95,
        bytes_a_vector=choice.bytes_per_vector,
    )
