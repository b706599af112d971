"""Official figures of Phase B: exact answers.

Equal to the last digit to what BioASQ's program prints (Evaluation-Measures, EvaluatorTask1b -phaseB). Texts are compared in small letters
and otherwise as they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from corpuscle.evals.bioasq.files import BioasqQuestion, ExactText
from corpuscle.evals.bioasq.phase_a import Version, harmonic, mean

MOST_CANDIDATES = 5
MOST_ITEMS = 100
MOST_ITEM_CHARACTERS = 100

YesNo = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class PhaseB:
    """Means over the questions of each type; 0 where there are none."""

    yesno_accuracy: float
    factoid_strict: float
    factoid_lenient: float
    factoid_mrr: float
    list_precision: float
    list_recall: float
    list_f1: float
    yesno_macro_f1: float
    yesno_f1_yes: float
    yesno_f1_no: float


class ProgramCrashError(Exception):
    """The official program would crash here; the message says on what."""


def official_phase_b(gold: Iterable[BioasqQuestion], submitted: dict[str, BioasqQuestion], version: Version) -> PhaseB:
    """What the official program prints with `-e version`. Version 9 passes over unanswered questions; earlier ones crash on them.

    Raises ProgramCrashError.
    """
    pairs: list[tuple[BioasqQuestion, ExactText]] = []
    for question in gold:
        if question.type == "summary":
            continue
        answer = submitted[question.id].exact_answer if question.id in submitted else None
        if question.exact_answer is None or answer is None:
            if version < 9:
                lacking = "gold" if question.exact_answer is None else "submission"
                raise ProgramCrashError(f"question {question.id} has no exact answer in the {lacking}")
            continue
        if isinstance(answer, str) != (question.type == "yesno") or (version > 2 and any(isinstance(item, str) for item in _lists(answer))):
            raise ProgramCrashError(f"question {question.id} ({question.type}) has an exact answer of another shape")
        pairs.append((question, answer))
    names = slice(None) if version < 5 else slice(1)  # since BioASQ 5 only the first synonym of a system counts
    return _figures(
        [(_gold_yesno(g), _said(a) or _other(_gold_yesno(g))) for g, a in pairs if g.type == "yesno"],
        [
            # version 2 knows no nested candidates
            _rank(g, [] if version == 2 and not _flat(a) else [group[names] for group in _groups(a)])
            for g, a in pairs
            if g.type == "factoid"
        ],
        [_listed(_gold_groups(g), [group[names] for group in _groups(a)], quirk=True) for g, a in pairs if g.type == "list"],
    )


def strict_phase_b(gold: Iterable[BioasqQuestion], submitted: dict[str, BioasqQuestion]) -> PhaseB:
    """The same without the quirks: what is missing or of another shape counts 0, answers are cut to the limits.

    yes and no are whole words of their own; candidates beyond 5, items beyond 100 or of more than 100 characters do not count; a list's
    false positive never cancels a false negative. Questions without gold are left out.
    """
    yesno: list[tuple[YesNo, YesNo]] = []
    ranks: list[int] = []
    lists: list[tuple[float, float, float]] = []
    for question in gold:
        if question.exact_answer is None:
            continue
        answer = submitted[question.id].exact_answer if question.id in submitted else None
        groups = [] if answer is None or isinstance(answer, str) else [group[:1] for group in _groups(answer)]
        match question.type:
            case "yesno":
                right = _gold_yesno(question)
                said = answer.strip().lower() if isinstance(answer, str) else ""
                yesno.append((right, "yes" if said == "yes" else "no" if said == "no" else _other(right)))
            case "factoid":
                ranks.append(_rank(question, groups[:MOST_CANDIDATES]))
            case "list":
                items = [group for group in groups if len(group[0]) <= MOST_ITEM_CHARACTERS][:MOST_ITEMS]
                lists.append(_listed(_gold_groups(question), items, quirk=False))
            case _:
                pass
    return _figures(yesno, ranks, lists)


def _figures(yesno: Sequence[tuple[YesNo, YesNo]], ranks: Sequence[int], lists: Sequence[tuple[float, float, float]]) -> PhaseB:
    f1_yes, f1_no = _label_f1(yesno, "yes"), _label_f1(yesno, "no")
    return PhaseB(
        yesno_accuracy=mean(float(gold == said) for gold, said in yesno),
        factoid_strict=mean(float(rank == 1) for rank in ranks),
        factoid_lenient=mean(float(rank > 0) for rank in ranks),
        factoid_mrr=mean(1 / rank if rank else 0.0 for rank in ranks),
        list_precision=mean(precision for precision, _, _ in lists),
        list_recall=mean(recall for _, recall, _ in lists),
        list_f1=mean(f1 for _, _, f1 in lists),
        yesno_macro_f1=(f1_yes + f1_no) / 2,
        yesno_f1_yes=f1_yes,
        yesno_f1_no=f1_no,
    )


def _gold_yesno(question: BioasqQuestion) -> YesNo:
    return _said(str(question.exact_answer)) or "no"


def _said(answer: ExactText) -> YesNo | None:
    text = str(answer).lower()
    return "yes" if "yes" in text else "no" if "no" in text else None


def _other(answer: YesNo) -> YesNo:
    """An answer that says neither is wrong, which is the other one."""
    return "no" if answer == "yes" else "yes"


def _label_f1(yesno: Sequence[tuple[YesNo, YesNo]], label: YesNo) -> float:
    """2TP / (2TP + FP + FN)."""
    hits = sum(gold == label == said for gold, said in yesno)
    misses = sum((gold == label) != (said == label) for gold, said in yesno)
    return 2 * hits / (2 * hits + misses) if hits + misses else 0.0


def _lists(answer: ExactText) -> Sequence[str | list[str]]:
    return () if isinstance(answer, str) else answer


def _flat(answer: ExactText) -> bool:
    return all(isinstance(item, str) for item in _lists(answer))


def _groups(answer: ExactText) -> list[list[str]]:
    """Candidates or items, each with its synonyms, in small letters; empty ones take no place."""
    groups = [[item] if isinstance(item, str) else item for item in _lists(answer)]
    return [[name.lower() for name in group] for group in groups if group]


def _gold_groups(question: BioasqQuestion) -> list[list[str]]:
    return _groups(question.exact_answer or [])


def _rank(question: BioasqQuestion, candidates: Sequence[Sequence[str]]) -> int:
    """Of the first right candidate, from 1; 0 where none is right."""
    right = {name for group in _gold_groups(question) for name in group}
    return next((rank for rank, names in enumerate(candidates, 1) if not right.isdisjoint(names)), 0)


def _listed(gold: list[list[str]], items: Sequence[Sequence[str]], quirk: bool) -> tuple[float, float, float]:
    """Precision, recall, F1. By the program's quirk a gold item of which any answer is a synonym is no miss, though the answer went elsewhere."""
    left = list(gold)
    hits = 0
    for names in items:
        found = next((group for group in left if not set(group).isdisjoint(names)), None)
        if found is not None:
            left.remove(found)
            hits += 1
    said = {name for names in items for name in names} if quirk else set[str]()
    missed = sum(said.isdisjoint(group) for group in left)
    precision = hits / len(items) if items else 0.0
    recall = hits / (hits + missed) if hits + missed else 0.0
    return precision, recall, harmonic(precision, recall)
