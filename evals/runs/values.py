"""What a record is worth: 0 to 1, higher is better."""

from collections.abc import Sequence
from typing import Literal

from corpuscle.agent import QuestionType
from corpuscle.evals.bioasq.files import BioasqQuestion, QuestionKind
from corpuscle.evals.bioasq.phase_b import strict_phase_b
from corpuscle.evals.runs.asked import Expected
from corpuscle.evals.runs.record import Exact, Record

Measure = Literal["accuracy", "MRR", "F1"]
MEASURES: dict[QuestionType, Measure] = {
    QuestionType.YESNO: "accuracy",
    QuestionType.CHOICE: "accuracy",
    QuestionType.FACTOID: "MRR",
    QuestionType.LIST: "F1",
}
_KINDS: dict[QuestionType, QuestionKind] = {QuestionType.FACTOID: "factoid", QuestionType.LIST: "list"}


def value(type: QuestionType, expected: Expected, said: Exact) -> float:
    """Whether an answer is right; for names the reciprocal rank of the first right one, or the list's F1, as BioASQ has them (strict).

    Nothing said is worth 0.
    """
    if isinstance(expected, str):
        return float(said == expected)
    if not said:
        return 0.0
    names = [said] if isinstance(said, str) else said
    gold = BioasqQuestion(id="1", type=_KINDS[type], exact_answer=[list(group) for group in expected])
    submitted = gold.model_copy(update={"exact_answer": [[name] for name in names]})
    figures = strict_phase_b([gold], {"1": submitted})
    return figures.factoid_mrr if type is QuestionType.FACTOID else figures.list_f1


def shown_value(record: Record) -> float:
    """Of what a reader is shown: an abstention is worth 0."""
    return value(record.type, record.expected, record.exact)


def forced_value(record: Record, majority: str | None) -> float:
    """Of what is said where something must be: what was drafted and given up, else the commonest answer."""
    return value(record.type, record.expected, majority if record.forced is None else record.forced)


def macro_f1(pairs: Sequence[tuple[str, Exact]]) -> float:
    """Mean of the F1 of yes and of no over (right, said), 2TP / (2TP + FP + FN); what is said to neither counts as missed."""
    return (_f1(pairs, "yes") + _f1(pairs, "no")) / 2


def _f1(pairs: Sequence[tuple[str, Exact]], label: str) -> float:
    hits = sum(right == said == label for right, said in pairs)
    named = sum((right == label) + (said == label) for right, said in pairs)
    return 2 * hits / named if named else 0.0
