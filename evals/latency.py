"""Latencies in milliseconds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Latency:
    """Percentiles over queries, milliseconds."""

    p50: float
    p95: float


def latency_of(seconds: Sequence[float]) -> Latency:
    """The percentiles (linear interpolation) of durations in seconds, of which there must be one."""
    p50, p95 = np.percentile(np.array(seconds) * 1e3, [50, 95])
    return Latency(round(float(p50), 3), round(float(p95), 3))
