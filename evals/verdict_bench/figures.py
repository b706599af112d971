"""The figures of a row, computed from what its part keeps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from corpuscle.evals.bench_parts.bootstrap import Interval
from corpuscle.evals.verdict_bench import systems
from corpuscle.evals.verdict_bench.measures import (
    CalibrationBin,
    Share,
    Truth,
    as_truth,
    auroc,
    auroc_interval,
    calibration_bins,
    calibration_error,
    right_at,
    spoken,
)
from corpuscle.evals.verdict_bench.records import RowPart, SystemScores


@dataclass(frozen=True)
class SystemFigures:
    """One system on the chosen pairs of a row."""

    name: str
    auroc: Interval
    error: float
    """Expected calibration error over all the pairs."""
    spoken_error: float | None
    """The same over the pairs with a verdict; None where there is none."""
    coverage: Share
    """Pairs with a verdict of supported or contradicted, of those whose ends are in the graph."""
    right: Share
    """Of those with a verdict; n may be 0."""
    right_as_sure: Share
    """Of its surest pairs, as many as the reviewer spoke on."""


class RowFigures:
    """A row's pairs of one part: those reported, or those tuned on."""

    def __init__(self, part: RowPart, *, reported: bool = True) -> None:
        self._part = part
        self._chosen = np.array([flag == ("1" if reported else "0") for flag in part.reported], dtype=np.bool_)
        self._true = as_truth([flag == "1" for flag in part.true])[self._chosen]
        self._linked = np.array([flag == "1" for flag in part.linked], dtype=np.bool_)[self._chosen]

    @property
    def pairs(self) -> int:
        """How many."""
        return len(self._true)

    @property
    def true(self) -> Share:
        """Those that are true."""
        return Share(int(self._true.sum()), self.pairs)

    @property
    def linked(self) -> Share:
        """Those whose ends are in the graph."""
        return Share(int(self._linked.sum()), self.pairs)

    @cached_property
    def measurable(self) -> bool:
        """Whether there are true and false pairs."""
        return bool(self._true.any() and not self._true.all())

    def system(self, scores: SystemScores) -> SystemFigures:
        """The figures of one system. Raises ValueError where the row is not measurable."""
        values, probabilities = (np.array(x)[self._chosen] for x in (scores.scores, scores.probabilities))
        verdicts = self._verdicts(scores)
        _, right = spoken(verdicts, self._true)
        spoke = np.array([v in "SC" for v in verdicts], dtype=np.bool_)
        count = sum(v in "SC" for v in self._verdicts(self._part.systems[0]))
        return SystemFigures(
            name=scores.name,
            auroc=auroc_interval(values, self._true),
            error=calibration_error(probabilities, self._true),
            spoken_error=calibration_error(probabilities[spoke], self._true[spoke]) if spoke.any() else None,
            coverage=Share(int((spoke & self._linked).sum()), int(self._linked.sum())),
            right=right,
            right_as_sure=right_at(probabilities, self._true, count),
        )

    def unmapped(self) -> Share | None:
        """Pairs with an end that has no edge in the graph (embeddings are silent on them), and how many of these are true; None if none were trained."""
        scores = next((s for s in self._part.systems if s.name == systems.ROTATE), None)
        if scores is None:
            return None
        silent = np.array([v == "U" for v in self._verdicts(scores)], dtype=np.bool_)
        return Share(int(self._true[silent].sum()), int(silent.sum()))

    def bins(self, name: str) -> tuple[CalibrationBin, ...]:
        """The calibration of one system; () where it is not in the row."""
        scores = next((s for s in self._part.systems if s.name == name), None)
        return calibration_bins(np.array(scores.probabilities)[self._chosen], self._true) if scores else ()

    def groups(self) -> Iterator[tuple[str, int, int, dict[str, float], Share]]:
        """For each group with true and false pairs: name, pairs, true ones, AUROC of each system, pairs on which the reviewer spoke."""
        names = np.array(self._part.groups)[self._chosen]
        for group in sorted(set(names.tolist())):
            members: Truth = names == group
            true = self._true[members]
            if true.all() or not true.any():
                continue
            measured = {s.name: auroc(np.array(s.scores)[self._chosen][members], true) for s in self._part.systems}
            own = [v for v, inside in zip(self._verdicts(self._part.systems[0]), members, strict=True) if inside]
            yield group, len(true), int(true.sum()), measured, Share(sum(v in "SC" for v in own), len(own))

    def verdict_counts(self) -> dict[str, dict[str, int]]:
        """How often the reviewer gave each verdict (S, C, M, U), by group."""
        names = np.array(self._part.groups)[self._chosen].tolist()
        counts: dict[str, dict[str, int]] = {}
        for name, verdict in zip(names, self._verdicts(self._part.systems[0]), strict=True):
            row = counts.setdefault(name, dict.fromkeys("SCMU", 0))
            row[verdict] += 1
        return counts

    def _verdicts(self, scores: SystemScores) -> str:
        return "".join(v for v, chosen in zip(scores.verdicts, self._chosen, strict=True) if chosen)


def figures_of(part: RowPart, *, reported: bool = True) -> Iterable[SystemFigures]:
    """Of every system of the row, in the table's order; () where nothing can be measured."""
    row = RowFigures(part, reported=reported)
    return [row.system(s) for s in sorted(part.systems, key=lambda s: systems.IN_ORDER.index(s.name))] if row.measurable else []
