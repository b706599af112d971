"""Scores and comparisons as tables for the terminal."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from corpuscle.evals.grounding.measures import GroundingFigures, Rate
from corpuscle.evals.runs.compare import Comparison
from corpuscle.evals.runs.paired import Figure, Paired
from corpuscle.evals.runs.peers import Peer
from corpuscle.evals.runs.scores import RunScores, SystemScores


def scores_table(scores: RunScores, peers: Sequence[Peer]) -> Table:
    """A system above its baselines, and below them what others published."""
    of, split = scores.own.questions, {"all": "all questions", "tuning": "tuning questions", "reported": "reported questions"}[scores.split]
    table = Table(
        "",
        f"{scores.measure} [95 %]",
        "forced [95 %]",
        "answered",
        "of these right",
        "macro F1, forced",
        "ahead of it, forced [95 %]",
        "p",
        title=f"{scores.title}: {of} {split}",
    )
    for system in (scores.own, *scores.baselines):
        table.add_row(*_row(system))
    for peer in peers:
        table.add_row(Text(f"{peer.system} ({peer.setting})"), f"{peer.figure:.3f}", "", f"of {peer.questions}", "", "", "", "")
    table.caption = _CAPTION + (" Peers: their published figures, on the whole set." if peers else "")
    return table


_CAPTION = (
    "An abstention counts as wrong; forced, it says what was drafted and given up, else the commonest answer of the tuning questions. "
    "p: exact sign test (McNemar's where answers are right or wrong)."
)


def grounding_line(figures: GroundingFigures) -> str:
    """What the statements of a system stand on."""
    return (
        f"Statements shown: {figures.supported_statements.n}, supported {_of(figures.supported_statements)}; citations retrieved {_of(figures.retrieved)}, "
        f"verbatim {_of(figures.verbatim)}; dropped by the check {_of(figures.dropped)} of what was drafted."
    )


def comparison_table(comparison: Comparison) -> Table:
    """Two runs on the questions that both asked."""
    one, other = comparison.one, comparison.other
    title = f"{comparison.title}: {comparison.questions} questions that both asked"
    table = Table("", one.title, other.title, "difference [95 %]", "better / worse", "p", title=title)
    for name, left, right, ahead in (
        (comparison.measure, one.shown, other.shown, other.ahead_shown),
        (f"{comparison.measure}, forced", one.forced, other.forced, other.ahead_forced),
    ):
        table.add_row(name, interval(left), interval(right), *_ahead(ahead))
    table.add_row("answered", str(one.answered), str(other.answered))
    table.caption = "; ".join(f"{d.name}: {d.one} against {d.other}" for d in comparison.settings) or "Both runs have the same settings."
    return table


def differing_table(comparison: Comparison, most: int) -> Table:
    """The questions on which two runs are worth something else."""
    table = Table("id", "question", "expected", comparison.one.title, comparison.other.title, title="Questions on which they differ")
    for question in comparison.differing[:most]:
        said = (question.expected, question.one, question.other)
        table.add_row(*(Text(cell) for cell in (question.id, question.question, *said)))
    if len(comparison.differing) > most:
        table.caption = f"{len(comparison.differing) - most} more; --differing N shows more, --json all."
    return table


def interval(figure: Figure) -> str:
    """A figure as tables have it."""
    return f"{figure.mean:.3f} [{figure.low:.3f}, {figure.high:.3f}]"


def _row(system: SystemScores) -> tuple[str, ...]:
    ahead, _, p = _ahead(system.ahead_forced) if system.ahead_forced else ("", "", "")
    answered = f"{system.answered}" + (f", {system.errors} errors" if system.errors else "")
    return (
        system.title,
        interval(system.shown),
        interval(system.forced),
        answered,
        _or_none(system.selective),
        _or_none(system.macro_f1),
        ahead,
        p,
    )


def _ahead(ahead: Paired | None) -> tuple[str, str, str]:
    if ahead is None:
        return "", "", ""
    d = ahead.difference
    return f"{d.mean:+.3f} [{d.low:+.3f}, {d.high:+.3f}]", f"{ahead.better} / {ahead.worse}", f"{ahead.p:.2g}"


def _of(rate: Rate) -> str:
    return "–" if rate.share is None else f"{rate.share:.1%}"


def _or_none(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
