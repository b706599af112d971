"""The raw results of the benchmark's rows, as they are kept in JSON; the page is made of nothing else."""

from typing import Literal

from corpuscle.evals.bench_parts.records import Record, Settings


class HeldSource(Record):
    """A source of the graph that a row's systems may see."""

    name: str
    version: str
    licence: str
    edges: int


class SystemScores(Record):
    """What one system says of each pair, in the order of the row's pairs."""

    name: str
    scores: tuple[float, ...]
    """For the order of the pairs (AUROC); any scale, higher is more likely true."""
    probabilities: tuple[float, ...]
    """That the pair is true, 0 to 1, as the system states it, or as it was calibrated on pairs that are not reported."""
    verdicts: str
    """One letter a pair: S supported, C contradicted, M mixed, U unknown."""


class Mistake(Record):
    """A kind of wrong verdict, by the evidence that weighed most."""

    kind: str
    """"contradicted by edge contraindicated in (primekg), curated DM"."""
    pairs: int


class RowPart(Record):
    """One row of the table."""

    kind: Literal["row"] = "row"
    settings: Settings
    row: str
    groups: tuple[str, ...]
    """Of each pair."""
    true: str
    """1 or 0 for each pair."""
    reported: str
    """1 for each pair of the reported part, 0 for one that was tuned on."""
    linked: str
    """1 for each pair whose ends both were found in the graph."""
    held: tuple[HeldSource, ...]
    systems: tuple[SystemScores, ...]
    mistakes: tuple[Mistake, ...]
    """Of the reviewer with all it has, in the tuned-on part, most frequent first."""
    sentences: int
    """Pairs for which some sentence names both ends."""
    trained_on: int
    """Triples that the embeddings were trained on; 0 where none were."""
    cpu_s: dict[str, float]
    """CPU seconds of each step."""
