"""What the check took out of real answers, and a reader's judgement on each: whether it was right to drop.

It was right where the sentences that the statement cites do not say all that it says. A true statement that its citations do not carry is
rightly dropped; one that says the same in other words is not.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.grounding.measures import Rate
from corpuscle.evals.runs.record import Record


@dataclass(frozen=True, slots=True)
class DroppedStatement:
    """A sentence that was dropped. Names and items of an exact answer are not among these."""

    run: str
    question: str
    """The question's id."""
    place: int
    """Among what was dropped of its answer, from 0."""
    reason: str
    text: str
    quotes: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it apart from all others."""
        return self.run, self.question, str(self.place)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line of the table: no word of the statement, of the question or of an abstract but those that the reason quotes."""

    run: str
    question: str
    place: str
    reason: str
    right: str
    """"yes", or "no" where a true statement was lost."""
    why: str
    """In a few words."""


def dropped_statements(run: str, records: Iterable[Record]) -> list[DroppedStatement]:
    """What was dropped in the answers of a run, in their order."""
    return [
        DroppedStatement(run, record.id, place, dropped.reason, dropped.text, tuple(dropped.quotes))
        for record in records
        if record.answer is not None
        for place, dropped in enumerate(record.answer.dropped)
        if dropped.quotes
    ]


def drawn(statements: Sequence[DroppedStatement], most: int) -> list[DroppedStatement]:
    """At most so many, drawn by their keys: the same ones every time. A statement that several runs dropped is taken once."""
    each = {(one.question, one.text): one for one in statements}.values()
    return sorted(each, key=lambda one: sha256("|".join(one.key).encode()).digest())[:most]


def to_read(statement: DroppedStatement, number: int) -> str:
    """What a reader judges by."""
    cited = "\n".join(f"  cites {quote}" for quote in statement.quotes)
    return f"#{number} {' | '.join(statement.key)}\n  {statement.reason}\n  says  {statement.text}\n{cited}\n"


def read_judgements(path: Path) -> list[Judgement]:
    """The table. Raises EvaluationError for a line that is none of its."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    names = [field.name for field in fields(Judgement)]
    wrong = next((number for number, row in enumerate(rows, 2) if list(row) != names or row["right"] not in ("yes", "no")), None)
    if wrong is not None:
        raise EvaluationError(f"Line {wrong} of {path} is no judgement.", f"Its columns are {', '.join(names)}; right is yes or no.")
    return [Judgement(**row) for row in rows]


def right_to_drop(judgements: Iterable[Judgement]) -> Rate:
    """How many were right to drop."""
    rights = [judgement.right == "yes" for judgement in judgements]
    return Rate(k=sum(rights), n=len(rights))
