"""docs/benchmarks/served-model-gain.md."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpuscle.evals.runs.gain.costs import StepCost
from corpuscle.evals.runs.gain.figures import Gained, SetFigures, StatementFigures
from corpuscle.evals.runs.paired import Figure, Paired
from corpuscle.evals.runs.scores import SystemScores


@dataclass(frozen=True, slots=True)
class Made:
    """Under what the figures came about, in words."""

    model: str
    index: str
    code: str
    machine: str
    prompts: str
    workers: int
    command: str
    wanted: int
    """Questions of each set that were to be asked; 0: all."""


def page(sets: Sequence[SetFigures], statements: Sequence[StatementFigures], costs: Sequence[StepCost], made: Made) -> str:
    """The page in Markdown."""
    asked = f"the first {made.wanted}" if made.wanted else "all"
    lines = [
        "# What each step is worth to a served model",
        "",
        f"Model: {made.model}. Index: {made.index}. Code: {made.code}; prompts {made.prompts}. Machine: {made.machine}.",
        "",
        f"Asked were {asked} reported questions of each set, in an order drawn from their ids, {made.workers} at once; of a set with fewer in the",
        "table there are no more, or time ended. Nothing was tuned on them: rules and prompts were made on the tuning questions",
        "(docs/decisions/027-runs.md). Every system is asked the same questions; intervals are 95 %, by bootstrap over questions; differences",
        "are paired; p is an exact sign test (McNemar's for right and wrong).",
        "",
        "*No retrieval*: the bare question. *Retrieval*: passages alone. *+ graph review*: triples with their verdicts and facts of the graph beside them.",
        '*+ revise*: contradicted triples go back. A prompt that two systems share is asked once. Of PubMedQA\'s answers 11 % are "maybe", which no',
        "system here says: it counts as wrong.",
        "",
        "## An abstention counts as wrong",
        "",
        *_table(sets, "shown"),
        "",
        "## Forced to answer",
        "",
        "An abstention says what the draft said before it was given up, else the commonest answer of the tuning questions.",
        "",
        *_table(sets, "forced"),
        "",
        "## Answered, and right when answered",
        "",
        *_selective(sets),
        "",
        "## What each step adds",
        "",
        *_gains(sets),
        "",
        "## Statements before and after the check",
        "",
        *_statements(statements),
        "",
        "*Dropped*: sentences and items of the drafts that failed the check and are not shown, and their share of dropped and shown together: what would stand",
        "there unsupported without it. *Unsupported*: shown statements of which a citation is missing, was not retrieved, or is not verbatim at its place.",
        "",
        "## What it costs",
        "",
        *_costs(costs),
        "",
        "Seconds are those of a call under the load of this run, on the machine above. *Cached*: prompt tokens that the server had in its prefix cache.",
        "",
        "Printed by",
        "",
        f"    {made.command}",
        "",
    ]
    return "\n".join(lines)


def _table(sets: Sequence[SetFigures], which: str) -> list[str]:
    heads = [scores.title for scores in sets[0].systems] if sets else []
    return [
        f"| | questions | {' | '.join(heads)} |",
        f"|---|---|{'---|' * len(heads)}",
        *(f"| {s.title}, {s.measure} | {s.questions} | {' | '.join(_figure(_of(x, which)) for x in s.systems)} |" for s in sets),
    ]


def _of(scores: SystemScores, which: str) -> Figure:
    return scores.shown if which == "shown" else scores.forced


def _selective(sets: Sequence[SetFigures]) -> list[str]:
    heads = [scores.title for scores in sets[0].systems] if sets else []
    return [
        f"| | questions | {' | '.join(heads)} |",
        f"|---|---|{'---|' * len(heads)}",
        *(f"| {s.title} | {s.questions} | {' | '.join(_answered(x) for x in s.systems)} |" for s in sets),
    ]


def _answered(scores: SystemScores) -> str:
    right = "–" if scores.selective is None else f"{scores.selective:.3f}"
    return f"{scores.answered}: {right}" + (f" ({scores.errors} errors)" if scores.errors else "")


def _gains(sets: Sequence[SetFigures]) -> list[str]:
    rows = [(s, gained) for s in sets for gained in s.gained]
    return [
        "| | step | over | difference, abstention wrong | better / worse | p | difference, forced | better / worse | p |",
        "|---|---|---|---|---|---|---|---|---|",
        *(_gain(figures, gained) for figures, gained in rows),
    ]


def _gain(figures: SetFigures, gained: Gained) -> str:
    cells = (figures.title, gained.system, gained.before, *_paired(gained.shown), *_paired(gained.forced))
    return f"| {' | '.join(cells)} |"


def _paired(pair: Paired) -> tuple[str, str, str]:
    d = pair.difference
    return f"{d.mean:+.3f} [{d.low:+.3f}, {d.high:+.3f}]", f"{pair.better} / {pair.worse}", f"{pair.p:.2g}"


def _statements(statements: Sequence[StatementFigures]) -> list[str]:
    return [
        "| | answers | abstentions | dropped by the check | shown | unsupported among the shown | citations not retrieved | tokens a question |",
        "|---|---|---|---|---|---|---|---|",
        *(
            f"| {s.system} | {s.answers} | {s.abstained} | {s.dropped}{_share(s.dropped, s.dropped + s.shown)} | {s.shown} | {s.unsupported} "
            f"| {s.foreign} | {s.tokens:,.0f} |"
            for s in statements
        ),
    ]


def _costs(costs: Sequence[StepCost]) -> list[str]:
    return [
        "| reply asked for | calls | seconds, median | prompt tokens | cached | completion tokens |",
        "|---|---|---|---|---|---|",
        *(
            f"| {c.asked_for} | {c.calls:,} | {c.seconds_p50:.1f} | {c.prompt_tokens:,.0f} "
            f"| {'–' if c.cached_share is None else f'{c.cached_share:.0%}'} | {c.completion_tokens:,.0f} |"
            for c in costs
        ),
    ]


def _share(k: int, n: int) -> str:
    return f" ({k / n:.0%})" if n else ""


def _figure(figure: Figure) -> str:
    return f"{figure.mean:.3f} [{figure.low:.3f}, {figure.high:.3f}]"
