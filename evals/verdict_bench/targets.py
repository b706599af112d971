"""What the verdicts are held to, and what was measured."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpuscle.evals.verdict_bench import rows
from corpuscle.evals.verdict_bench.figures import RowFigures, SystemFigures
from corpuscle.evals.verdict_bench.measures import Share
from corpuscle.evals.verdict_bench.records import RowPart

CLAIMS_AUROC = 0.86
CLAIMS_ERROR = 0.02
RIGHT = 0.90
COVERAGE = 0.40
CURATED = (rows.INDICATIONS, rows.PHENOTYPES, rows.CONTRAINDICATIONS)
"""Rows of pairs with a curated yes and a curated no, none of them in the graph."""


@dataclass(frozen=True, slots=True)
class Target:
    """One target; `met` is None where nothing was measured."""

    text: str
    measured: str
    met: bool | None

    @property
    def words(self) -> str:
        """As the table says it."""
        return "not measured" if self.met is None else "met" if self.met else "**not met**"


def targets(parts: Mapping[str, RowPart]) -> Iterator[Target]:
    """All of them."""
    claims = _figures(parts.get(rows.CLAIMS))
    yield Target(
        f"claims, by the sentences: AUROC at least {_short(CLAIMS_AUROC)}",
        f"{_short(claims.auroc.mean)} [{_short(claims.auroc.low)}, {_short(claims.auroc.high)}]" if claims else "",
        claims.auroc.mean >= CLAIMS_AUROC if claims else None,
    )
    yield Target(
        f"claims, by the sentences: calibration error at most {_short(CLAIMS_ERROR)}",
        _short(claims.error) if claims else "",
        claims.error <= CLAIMS_ERROR if claims else None,
    )
    found = {key: figures for key in CURATED if (figures := _figures(parts.get(key)))}
    right = _sum([figures.right for figures in found.values()])
    yield Target(
        f"right at least {RIGHT:.0%} of the times it speaks (curated pairs)",
        "; ".join([_told(right), *(f"{key} {_told(figures.right)}" for key, figures in found.items())]) if right else "",
        right.value >= RIGHT if right else None,
    )
    coverage = _sum([figures.coverage for figures in found.values()])
    yield Target(
        f"speaks on at least {COVERAGE:.0%} of curated pairs whose ends are in the graph",
        "; ".join([_told(coverage), *(f"{key} {_told(figures.coverage)}" for key, figures in found.items())]) if coverage else "",
        coverage.value >= COVERAGE if coverage else None,
    )


def _figures(part: RowPart | None) -> SystemFigures | None:
    scores = next((s for s in part.systems if s.name == rows.judged(part.row)), None) if part else None
    row = RowFigures(part) if part else None
    return row.system(scores) if row and scores and row.measurable else None


def _sum(shares: list[Share]) -> Share | None:
    found = Share(sum(s.k for s in shares), sum(s.n for s in shares))
    return found if found.n else None


def _told(share: Share | None) -> str:
    return f"{share.value:.1%} ({share.k} of {share.n})" if share and share.n else "never"


def _short(number: float) -> str:
    return f"{number:.3f}".removeprefix("0") if 0 <= number < 1 else f"{number:.3f}"
