"""The worked examples of docs/examples: questions, and what the agent answered from the sample, without PubMed's own sentences.

A record keeps an answer's structure: type, exact answer, verdicts, and for each quotation its PMID, section, offsets and SHA-256.
Whoever has the sample can rebuild every quotation from it; whoever has not sees none.
"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from corpuscle.agent import Agent, Answer, QuestionType
from corpuscle.evals.errors import EvaluationError
from corpuscle.retrieval.articles import Article, SectionName

QUESTIONS_FILE = "questions.json"
ANSWERS_FILE = "answers.json"


_Records = TypeVar("_Records")


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExampleQuestion(_Record):
    """A question, and the options of a choice question."""

    question: str
    options: tuple[str, ...] = ()


class QuotationRecord(_Record):
    """Where a quotation stands: characters `begin` to `end` (exclusive) of the article's section."""

    id: str
    section: SectionName
    begin: int
    end: int
    sha256: str
    """Of the quotation in UTF-8."""

    def rebuilt(self, article: Article) -> str:
        """The quotation, read from the article."""
        return article.section(self.section)[self.begin : self.end]


class ExampleAnswer(_Record):
    """What the agent answered."""

    question: str
    options: tuple[str, ...]
    type: QuestionType
    exact_answer: str | tuple[str, ...] | None
    quotations: tuple[QuotationRecord, ...]
    verdicts: tuple[str, ...]
    """Each reviewed triple as "subject | predicate | object: verdict"."""
    abstained: bool
    reason: str


def read_questions(folder: Path) -> tuple[ExampleQuestion, ...]:
    """The questions of the folder. Raises EvaluationError for a missing or malformed file."""
    return _read(folder / QUESTIONS_FILE, TypeAdapter(tuple[ExampleQuestion, ...]))


def read_answers(folder: Path) -> tuple[ExampleAnswer, ...]:
    """The recorded answers of the folder, in the order of its questions. Raises EvaluationError for a missing or malformed file."""
    return _read(folder / ANSWERS_FILE, TypeAdapter(tuple[ExampleAnswer, ...]))


def write_answers(folder: Path, answers: Iterable[ExampleAnswer]) -> None:
    """Records the answers in the folder."""
    written = TypeAdapter(tuple[ExampleAnswer, ...]).dump_json(tuple(answers), indent=2)
    (folder / ANSWERS_FILE).write_bytes(written + b"\n")


def ask_example(agent: Agent, example: ExampleQuestion) -> ExampleAnswer:
    """Asks the agent and keeps the structure of what it says."""
    return recorded(agent.ask(example.question, options=example.options), example.options)


def recorded(answer: Answer, options: tuple[str, ...]) -> ExampleAnswer:
    """The answer without the sentences it quotes."""
    return ExampleAnswer(
        question=answer.question,
        options=options,
        type=answer.type,
        exact_answer=answer.exact_answer,
        quotations=tuple(
            QuotationRecord(id=c.article_id, section=c.section, begin=c.begin, end=c.end, sha256=digest(c.quote))
            for statement in answer.statements
            for c in statement.citations
        ),
        verdicts=tuple(f"{r.triple.subject} | {r.triple.predicate} | {r.triple.object}: {r.verdict}" for r in answer.triples),
        abstained=answer.abstained,
        reason=answer.reason,
    )


def digest(quote: str) -> str:
    """SHA-256 of a quotation in UTF-8, in hexadecimal."""
    return sha256(quote.encode()).hexdigest()


def _read(path: Path, records: TypeAdapter[_Records]) -> _Records:
    remedy = "Name the folder of the worked examples with --folder; in the repository it is docs/examples."
    try:
        return records.validate_json(path.read_bytes())
    except OSError as exc:
        raise EvaluationError(f"{path} cannot be read: {exc.strerror}.", remedy) from exc
    except ValidationError as exc:
        raise EvaluationError(f"{path} does not hold worked examples: {exc.error_count()} faults.", remedy) from exc
