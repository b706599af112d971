"""What the loop is worth to the built-in model: the same yes/no questions and the same articles, with review, without revision, without review."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import typer
from pydantic import BaseModel
from rich.console import Console
from rich.progress import track
from rich.table import Table

from corpuscle.evals.bench_parts.bootstrap import Interval, differences
from corpuscle.evals.builtin_report import Agreement, agreement
from corpuscle.evals.eval_data import data_folder
from corpuscle.evals.pubmedqa import DEV_FILE, YesNo, YesNoQuestion, read_yesno_questions, unseen

Variant = Literal["with review", "without revision", "without review"]
VARIANTS: tuple[Variant, ...] = ("with review", "without revision", "without review")


@dataclass(frozen=True, slots=True)
class LoopOutcome:
    """One question: the right answer, and what each variant said (None: an abstention), in the order of `VARIANTS`."""

    decision: YesNo
    said: tuple[YesNo | None, ...]
    decided: bool
    """Whether any verdict on the question's triples was other than unknown."""


@dataclass(frozen=True, slots=True)
class VariantReport:
    """One variant over all questions."""

    variant: Variant
    answered: int
    agreement: Agreement | None
    """Of the answered questions."""
    right: float
    """Share of all questions that were answered rightly."""
    ahead: Interval
    """Of `right`, over the variant without review."""


def variant_reports(outcomes: list[LoopOutcome]) -> tuple[VariantReport, ...]:
    """The figures over at least one outcome; intervals are paired bootstrap, 95 %."""
    right = np.array(
        [[outcome.said[place] == outcome.decision for outcome in outcomes] for place in range(len(VARIANTS))], dtype=np.float64
    )
    base = VARIANTS.index("without review")
    ahead = [differences(right, place)[base] for place in range(len(VARIANTS))]
    reports: list[VariantReport] = []
    for place, variant in enumerate(VARIANTS):
        pairs: list[tuple[YesNo, YesNo]] = [(o.decision, said) for o in outcomes if (said := o.said[place]) is not None]
        reports.append(VariantReport(variant, len(pairs), agreement(pairs) if pairs else None, float(right[place].mean()), ahead[place]))
    return tuple(reports)


class _VariantJson(BaseModel):
    variant: str
    answered: int
    accuracy: float | None
    macro_f1: float | None
    right: float
    ahead: float
    ahead_low: float
    ahead_high: float


class _LoopJson(BaseModel):
    index: str
    questions: int
    with_a_verdict: int
    variants: list[_VariantJson]


def loop(
    index: Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)] = Path("index"),
    pubmedqa: Annotated[Path | None, typer.Option("--pubmedqa", help="PubMedQA's labelled questions.", dir_okay=False)] = None,
    without: Annotated[Path | None, typer.Option(help="A file of PMIDs whose questions are not asked.", dir_okay=False)] = None,
    only: Annotated[
        Path | None, typer.Option(help="A file of PMIDs whose questions alone are asked: those seen while tuning.", dir_okay=False)
    ] = None,
    questions: Annotated[int, typer.Option(min=1, help="How many yes/no questions to ask, by ascending PMID.")] = 150,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")] = False,
) -> None:
    """Ask the built-in model PubMedQA's yes/no questions with the loop, without revision, and without review."""
    from corpuscle.evals.builtin_model import BuiltinAgent  # deferred: LangGraph takes half a second

    asked = unseen(read_yesno_questions(pubmedqa or data_folder(DEV_FILE.parent.name) / DEV_FILE.name), without)
    seen = frozenset(only.read_text(encoding="utf-8").split()) if only else frozenset(q.article.id for q in asked)
    asked = tuple(q for q in asked if q.article.id in seen)[:questions]
    agent = BuiltinAgent.open(index)
    outcomes = [_outcome(question, agent.loop) for question in track(asked, "Asking", console=Console(stderr=True))]
    reports, label = variant_reports(outcomes), agent.retriever.index.manifest.label
    decided = sum(outcome.decided for outcome in outcomes)
    if json:
        variants = [_json(report) for report in reports]
        document = _LoopJson(index=label, questions=len(outcomes), with_a_verdict=decided, variants=variants)
        sys.stdout.write(document.model_dump_json(indent=2) + "\n")
    else:
        Console().print(_table(reports, len(outcomes), decided, label))


def _outcome(question: YesNoQuestion, ask: Callable[[YesNoQuestion], tuple[tuple[YesNo | None, ...], bool]]) -> LoopOutcome:
    said, decided = ask(question)
    return LoopOutcome(question.decision, said, decided)


def _json(report: VariantReport) -> _VariantJson:
    return _VariantJson(
        variant=report.variant,
        answered=report.answered,
        accuracy=report.agreement and report.agreement.accuracy,
        macro_f1=report.agreement and report.agreement.macro_f1,
        right=report.right,
        ahead=report.ahead.mean,
        ahead_low=report.ahead.low,
        ahead_high=report.ahead.high,
    )


def _table(reports: tuple[VariantReport, ...], questions: int, decided: int, label: str) -> Table:
    title = f"{questions} yes/no questions over {label}; {decided} with a verdict other than unknown"
    table = Table("", "answered", "accuracy", "macro F1", "right of all", "ahead of no review [95 %]", title=title)
    for r in reports:
        accuracy, macro_f1 = (f"{r.agreement.accuracy:.3f}", f"{r.agreement.macro_f1:.3f}") if r.agreement else ("–", "–")
        ahead = f"{r.ahead.mean:+.3f} [{r.ahead.low:+.3f}, {r.ahead.high:+.3f}]"
        table.add_row(r.variant, str(r.answered), accuracy, macro_f1, f"{r.right:.3f}", ahead)
    return table
