"""Puts the questions of a benchmark to any of the systems, over one opened index."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Self

from corpuscle.agent import Agent
from corpuscle.agent.answer_json import answer_json
from corpuscle.agent.answers import TokenCount
from corpuscle.agent.errors import ModelError, QuestionError
from corpuscle.agent.model_fault import FaultKind
from corpuscle.agent.served.client import ModelClient
from corpuscle.agent.settings import AgentSettings
from corpuscle.evals.bioasq.given_articles import GivenArticles
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.remembering import RememberingEngine, RememberingLinker
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.runs.engines import QuestionAlone, WordsAlone
from corpuscle.evals.runs.record import Record, Tokens, blank
from corpuscle.evals.runs.systems import System
from corpuscle.evals.runs.unaided import ask_unaided
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.errors import QueryError

_GONE: frozenset[FaultKind] = frozenset({"refused", "disconnected", "unauthorised", "no_model", "busy"})
"""Faults that the next question would meet too; any other is the question's own, which the built-in model then answers."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a benchmark demands of whoever answers."""

    question_only: bool
    """A search sees the question alone."""
    majority: str | None
    """The commonest right answer of its tuning questions; None for names."""


@dataclass(frozen=True, slots=True)
class Systems:
    """All systems over one index, opened once. Safe to share between threads."""

    _agent: Agent
    _client: ModelClient | None

    @classmethod
    def open(cls, index_dir: Path, settings: AgentSettings, client: ModelClient | None) -> Self:
        """Over the index in `index_dir`; without a client no served system can answer. Raises RetrievalError or GraphError."""
        model = "served" if client else "extractive"
        return cls(Agent.open(index_dir, model, settings, client=client, linker_over=RememberingLinker), client)

    @property
    def engine(self) -> SearchEngine:
        """The index."""
        return self._agent.engine

    def answer(self, question: AskedQuestion, systems: Sequence[System], rules: Rules) -> Iterator[Record]:
        """What each system says, one after the other; they share their searches.

        A question that cannot be asked as put is an error of its record. Raises EvaluationError where a served model is away.
        """
        engine = RememberingEngine(self.engine)
        for system in systems:
            yield self._record(question, system, rules, engine)

    def _record(self, question: AskedQuestion, system: System, rules: Rules, engine: SearchEngine) -> Record:
        began = perf_counter()
        try:
            found = self._answered(question, system, rules, engine)
        except (QuestionError, QueryError) as exc:
            found = blank(question).model_copy(update={"error": f"{exc} {exc.remedy}"})
        except ModelError as exc:
            raise EvaluationError(f"{exc} What was answered is kept.", f"{exc.remedy} Then run the same command again.") from exc
        return found.model_copy(update={"seconds": round(perf_counter() - began, 3)})

    def _answered(self, question: AskedQuestion, system: System, rules: Rules, engine: SearchEngine) -> Record:
        if system.model == "majority":
            return blank(question).model_copy(update={"exact": rules.majority})
        if system.unaided:
            assert self._client is not None  # `opened` gives one to served systems
            exact, spent = ask_unaided(question, self._client)
            return blank(question).model_copy(update={"exact": exact, "tokens": _tokens(spent)})
        answer = self._agent_of(question, system, rules, engine).ask(question.text, question.type, question.options)
        if answer.fault and answer.fault.kind in _GONE:
            raise EvaluationError(
                f"The model server went away: {answer.fault.text} What was answered is kept.", "Start it; then run the same command again."
            )
        return blank(question).model_copy(
            update={
                "exact": answer.exact_answer,
                "lost": answer.lost_exact,
                "answer": answer_json(answer),
                "tokens": _tokens(answer.tokens),
                "error": answer.fault.text if answer.fault else "",
            }
        )

    def _agent_of(self, question: AskedQuestion, system: System, rules: Rules, engine: SearchEngine) -> Agent:
        if system.reads == "nothing":
            engine = GivenArticles(engine, ())
        elif question.contexts:
            engine = GivenArticles(engine, question.contexts)
        elif rules.question_only:
            engine = QuestionAlone(engine, question.text)
        if system.reads == "bm25":
            engine = WordsAlone(engine)
        agent = self._agent if system.model == "served" else self._agent.by_builtin_model()
        return agent.over(engine).with_steps(system.steps)


def majority_of(questions: Sequence[AskedQuestion]) -> str | None:
    """The commonest right answer; None where right answers are names. Of equally common ones the first in the alphabet."""
    counted = Counter(question.expected for question in questions if isinstance(question.expected, str))
    return min(counted, key=lambda answer: (-counted[answer], answer), default=None)


def _tokens(spent: TokenCount) -> Tokens:
    return Tokens(prompt=spent.prompt, completion=spent.completion, cached=spent.cached)
