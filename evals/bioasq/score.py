"""All figures of a submission under the official program's names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpuscle.evals.bioasq.files import BioasqQuestion
from corpuscle.evals.bioasq.phase_a import PhaseA, RankedMeans, Version, official_phase_a, strict_phase_a
from corpuscle.evals.bioasq.phase_b import PhaseB, ProgramCrashError, official_phase_b, strict_phase_b
from corpuscle.evals.bioasq.rouge import Units, rouge, rouge_means, rouge_n, rouge_su4

Phase = Literal["A", "B"]
MOST_WORDS = 200
"""Of an ideal answer."""
_ROUGE: Mapping[str, Units] = {"ROUGE-2": rouge_n(2), "ROUGE-SU4": rouge_su4}


@dataclass(frozen=True, slots=True)
class SubmissionScores:
    """Figures by name."""

    official: Mapping[str, float | None]
    """None for figures at which the program would crash; `crash` then says on what."""
    crash: str
    strict: Mapping[str, float]
    missing: int
    """Questions of the gold file that the submission lacks."""


def score_submission(
    gold: Sequence[BioasqQuestion], submitted: dict[str, BioasqQuestion], phase: Phase, version: Version
) -> SubmissionScores:
    """Phase A, or phase B (and A+), whose ideal answers add ROUGE where the submission has any.

    Strict ROUGE reads texts to their end, counts a missing ideal answer as empty, and cuts answers to 200 words.
    """
    missing = sum(question.id not in submitted for question in gold)
    if phase == "A":
        return SubmissionScores(
            _named_a(official_phase_a(gold, submitted, version)), "", _named_a(strict_phase_a(gold, submitted)), missing
        )
    strict = _named_b(strict_phase_b(gold, submitted)) | _rouge(gold, submitted, strictly=True)
    try:
        official: dict[str, float | None] = {**_named_b(official_phase_b(gold, submitted, version))}
        crash = ""
    except ProgramCrashError as exc:
        official, crash = dict.fromkeys(_named_b(strict_phase_b([], {}))), str(exc)
    return SubmissionScores(official | _rouge(gold, submitted, strictly=False), crash, strict, missing)


def _named_a(figures: PhaseA) -> dict[str, float]:
    kinds = ((figures.concepts, "concepts"), (figures.documents, "documents"), (figures.snippets, "snippets"), (figures.triples, "triples"))
    return {name: value for means, kind in kinds for name, value in _named_ranked(means, kind).items()}


def _named_ranked(means: RankedMeans, of: str) -> dict[str, float]:
    return {
        f"MPrec {of}": means.precision,
        f"MRec {of}": means.recall,
        f"MF1 {of}": means.f1,
        f"MAP {of}": means.map,
        f"GMAP {of}": means.gmap,
    }


def _named_b(figures: PhaseB) -> dict[str, float]:
    return {
        "YesNo Acc": figures.yesno_accuracy,
        "Factoid Strict Acc": figures.factoid_strict,
        "Factoid Lenient Acc": figures.factoid_lenient,
        "Factoid MRR": figures.factoid_mrr,
        "List Prec": figures.list_precision,
        "List Rec": figures.list_recall,
        "List F1": figures.list_f1,
        "YesNo macroF1": figures.yesno_macro_f1,
        "YesNo F1 yes": figures.yesno_f1_yes,
        "YesNo F1 no": figures.yesno_f1_no,
    }


def _rouge(gold: Sequence[BioasqQuestion], submitted: dict[str, BioasqQuestion], strictly: bool) -> dict[str, float]:
    asked = [question for question in gold if question.ideal_answer]
    answers = [_ideal(submitted.get(question.id)) for question in asked]
    if not any(answers):
        return {}
    pairs = [(a, q.ideal_answer) for a, q in zip(answers, asked, strict=True) if a or strictly]
    if strictly:
        pairs = [(" ".join(_whole(a).split()[:MOST_WORDS]), tuple(_whole(r) for r in references)) for a, references in pairs]
    named: dict[str, float] = {}
    for name, units in _ROUGE.items():
        means = rouge_means([rouge(units, answer, references) for answer, references in pairs])
        named |= {f"{name} Average_R": means.recall.mean, f"{name} Average_P": means.precision.mean, f"{name} Average_F": means.f1.mean}
    return named


def _ideal(question: BioasqQuestion | None) -> str:
    return question.ideal_answer[0] if question and question.ideal_answer else ""


def _whole(text: str) -> str:
    """The text without what ends it for the program."""
    return " ".join(text.replace("<", " ").split())
