"""Each question of a run as the page shows it: what was asked, expected, said, cited, reviewed and dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Literal

from markupsafe import Markup

from corpuscle.agent.answer_json import AnswerJson
from corpuscle.agent.triple_json import EvidenceJson, TripleJson
from corpuscle.evals.runs.record import Exact, Record
from corpuscle.evals.runs.values import forced_value, shown_value
from corpuscle.kg import Entity, Evidence, ReviewedTriple, Triple, Verdict
from corpuscle.kg.evidence_picture import claim_picture

Outcome = Literal["right", "partly", "wrong", "abstained", "failed"]
FRAGMENT_WORDS = 12


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A reviewed triple, with the picture of its evidence where there is any."""

    triple: TripleJson
    picture: Markup | None


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question and what became of it."""

    record: Record
    text: str
    options: tuple[tuple[str, str], ...]
    """Letter and text."""
    expected: str
    said: str
    """"" for an abstention."""
    given_up: str
    """What was drafted and not shown."""
    outcome: Outcome
    worth: float
    """Of what was shown, 0 to 1."""
    claims: tuple[ShownClaim, ...]

    @property
    def answer(self) -> AnswerJson | None:
        """The whole answer, of a system that is an agent."""
        return self.record.answer


def shown_question(record: Record, *, fragments: bool) -> ShownQuestion:
    """The question for the page. With `fragments`, no text of others is shown beyond its first `FRAGMENT_WORDS` words."""
    record = _in_fragments(record) if fragments else record
    worth = shown_value(record)
    return ShownQuestion(
        record=record,
        text=record.question,
        options=tuple(zip(ascii_uppercase, record.options, strict=False)),
        expected=_expected(record),
        said=_exact(record.exact),
        given_up=_exact(record.lost) if record.exact is None else "",
        outcome=_outcome(record, worth),
        worth=worth,
        claims=tuple(_claim(triple) for triple in record.answer.triples) if record.answer else (),
    )


def right_if_forced(record: Record) -> bool:
    """Whether what was said, or given up, is more right than wrong: worth at least one half."""
    return forced_value(record, None) >= 0.5


def fragment(text: str) -> str:
    """The first words of a text that is not ours."""
    words = text.split()
    return text if len(words) <= FRAGMENT_WORDS else " ".join(words[:FRAGMENT_WORDS]) + " …"


def _outcome(record: Record, worth: float) -> Outcome:
    if record.error:
        return "failed"
    if record.exact is None:
        return "abstained"
    return "right" if worth >= 1.0 else "partly" if worth > 0.0 else "wrong"


def _expected(record: Record) -> str:
    if isinstance(record.expected, str):
        return record.expected
    return "; ".join(" / ".join(names) for names in record.expected)


def _exact(exact: Exact) -> str:
    return "" if exact is None else exact if isinstance(exact, str) else "; ".join(exact)


def _claim(triple: TripleJson) -> ShownClaim:
    if not any(piece.stance != "neutral" for piece in triple.evidence):
        return ShownClaim(triple, None)
    return ShownClaim(triple, Markup(claim_picture(_reviewed(triple))))  # noqa: S704 - the picture escapes all text


def _reviewed(triple: TripleJson) -> ReviewedTriple:
    ends = [Entity(curie, name, "") if curie else None for name, curie in zip((triple.subject, triple.object), triple.curies, strict=True)]
    claim = Triple(triple.subject, triple.predicate, triple.object, *ends)
    return ReviewedTriple(claim, Verdict(triple.verdict), triple.score, tuple(map(_piece, triple.evidence)), tuple(triple.flags))


def _piece(piece: EvidenceJson) -> Evidence:
    return Evidence(
        kind=piece.kind,
        source=piece.source,
        id=piece.id,
        text=piece.text,
        stance=piece.stance,
        score=piece.score,
        publications=tuple(piece.publications),
        negated=piece.negated,
        support=piece.support,
        year=piece.year,
    )


def _in_fragments(record: Record) -> Record:
    answer = record.answer
    if answer is not None:
        answer = answer.model_copy(
            update={
                "statements": [
                    s.model_copy(
                        update={
                            "text": fragment(s.text),
                            "citations": [c.model_copy(update={"quote": fragment(c.quote)}) for c in s.citations],
                            "cautions": [fragment(caution) for caution in s.cautions],
                        }
                    )
                    for s in answer.statements
                ],
                "triples": [t.model_copy(update={"evidence": _cut(t.evidence)}) for t in answer.triples],
                "dropped": [d.model_copy(update={"text": fragment(d.text), "reason": fragment(d.reason)}) for d in answer.dropped],
                "conflicts": [c.model_copy(update={"about": fragment(c.about)}) for c in answer.conflicts],
                "documents": [d.model_copy(update={"title": fragment(d.title)}) for d in answer.documents],
                "notes": [],  # they repeat sentences
            }
        )
    return record.model_copy(
        update={"question": fragment(record.question), "options": tuple(map(fragment, record.options)), "answer": answer}
    )


def _cut(pieces: Sequence[EvidenceJson]) -> list[EvidenceJson]:
    return [piece.model_copy(update={"text": fragment(piece.text)}) if piece.kind == "sentence" else piece for piece in pieces]
