"""Puts choice questions to the agent, each with the graph whole, without it, and without shares of the question's own edges."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from string import ascii_uppercase
from time import perf_counter
from typing import Literal, Self

from corpuscle.agent.answers import Statement
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.errors import QuestionError
from corpuscle.agent.events import Drafted, Grounded
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.extractive import ExtractiveModel
from corpuscle.agent.extractive.rarity import corpus_rarity
from corpuscle.agent.graph import agent_graph, events
from corpuscle.agent.graph_context import option_paths
from corpuscle.agent.model import AnswerModel, Draft, PlainDraft, Proposal, Replacements
from corpuscle.agent.question import checked_question
from corpuscle.agent.served import ModelClient, ServedModel
from corpuscle.agent.served.passages import shown_passages
from corpuscle.agent.settings import AgentSettings
from corpuscle.agent.steps import AgentContext, started
from corpuscle.agent.understand import Understanding, understand
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.medddx import ChoiceQuestion
from corpuscle.evals.medddx_graph import OwnStatement, PrunedGraph, named_in, own_statements, share_of
from corpuscle.evals.remembering import RememberingEngine, RememberingLinker
from corpuscle.kg import ReviewedTriple
from corpuscle.kg.graph_file import GraphFile
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.engine import SearchEngine, open_engine
from corpuscle.retrieval.settings import RetrievalSettings

ModelName = Literal["extractive", "served"]


@dataclass(frozen=True, slots=True, order=True)
class Setting:
    """What of the graph a run may use."""

    graph: Literal["with", "without"]
    removed: int = 0
    """Percent of each question's own statements that are taken out."""

    @property
    def label(self) -> str:
        """As reports name it."""
        if self.graph == "without":
            return "without the graph"
        return f"with the graph, {self.removed} % of the question's own edges removed" if self.removed else "with the whole graph"


SETTINGS = (Setting("with"), Setting("with", 25), Setting("with", 50), Setting("with", 100), Setting("without"))


@dataclass(frozen=True, slots=True)
class ChoiceOutcome:
    """What became of one question in one setting."""

    id: str
    level: str
    model: str
    """That answered: "extractive" for a served model that was away, "" where the question was refused as it is put."""
    setting: Setting
    right: str
    """The right letter."""
    drafted: str | None
    """The letter that the model chose, before grounding."""
    answered: str | None
    """The letter of the answer that a user would see; None for an abstention."""
    quoted: bool
    """Whether the answer quotes an article, and does not rest on the graph alone."""
    leaning: str | None
    """The letter that graph paths make most plausible; None where they lean to none. It is what a guess would be, and never an answer."""
    own: int
    """The statements of the whole graph that join an option to what the stem names."""
    seconds: float


class MedddxAgent:
    """The agent over one index, with a graph that can be pruned for each question."""

    def __init__(self, retriever: SearchEngine, file: GraphFile, model: AnswerModel, fallback: AnswerModel, linker: Linker) -> None:
        self._retriever = retriever
        self._file = file
        self._model = model
        self._fallback = fallback
        self._linker = linker
        self._store = GraphStore(file)
        self._graph = agent_graph()
        self._settings = AgentSettings()
        self._last: dict[tuple[str, frozenset[OwnStatement], bool], ChoiceOutcome] = {}

    @classmethod
    def open(cls, index_dir: Path, model: ModelName) -> Self:
        """Over the index in `index_dir`. Raises RetrievalError, GraphError, or EvaluationError for an index without a graph."""
        engine = open_engine(index_dir, RetrievalSettings())
        if engine.graph_path is None:
            raise EvaluationError(
                f"The index at {index_dir} has no knowledge graph.", "Run the `corpuscle index build` that made it again with --graph."
            )
        file = GraphFile.open(engine.graph_path)
        linker = RememberingLinker(GraphStore(file))
        builtin = ExtractiveModel(linker, corpus_rarity(engine.document_frequency, len(engine)))
        chosen = builtin if model == "extractive" else RememberingModel(ServedModel(ModelClient(AgentSettings()), linker))
        return cls(RememberingEngine(engine), file, chosen, builtin, linker)

    @property
    def index(self) -> str:
        """The index as its manifest names it."""
        return self._retriever.label

    def outcome(self, question: ChoiceQuestion, setting: Setting) -> ChoiceOutcome:
        """Asks the question over the graph that the setting leaves; once where two settings leave the same."""
        named = named_in(question, self._linker)
        own = own_statements(question, named, self._store)
        hidden, silent = share_of(own, setting.removed), setting.graph == "without"
        key = (question.id, hidden, silent)
        if key not in self._last:
            fresh = self._asked(question, setting, PrunedGraph(self._file, hidden, silent), sum(map(named.joined_by, own)))
            self._last = {known: outcome for known, outcome in self._last.items() if known[0] == question.id} | {key: fresh}
        return replace(self._last[key], setting=setting)

    def _asked(self, question: ChoiceQuestion, setting: Setting, store: GraphStore, own: int) -> ChoiceOutcome:
        context = AgentContext(
            self._retriever, store, self._linker, self._model, self._fallback, self._settings.max_rounds, self._settings.graph_tokens
        )
        try:
            asked = checked_question(question.stem, options=question.options)
        except QuestionError:  # two of its options are the same: nobody can answer that as put
            return ChoiceOutcome(question.id, question.level, "", setting, question.answer, None, None, False, None, own, 0.0)
        began = perf_counter()
        drafted: str | None = None
        for event in events(self._graph, started(asked), context):
            if isinstance(event, Drafted):
                drafted = _letter(event.draft.exact_answer)
            if isinstance(event, Grounded):
                answer = event.answer
                return ChoiceOutcome(
                    id=question.id,
                    level=question.level,
                    model=answer.model,
                    setting=setting,
                    right=question.answer,
                    drafted=drafted,
                    answered=_letter(answer.exact_answer),
                    quoted=bool(answer.statements),
                    leaning=_leaning(option_paths(understand(asked, self._linker), store, self._linker)),
                    own=own,
                    seconds=round(perf_counter() - began, 3),
                )
        raise AssertionError("the graph ends with Ground")


def outcomes(agent: MedddxAgent, questions: Sequence[ChoiceQuestion], settings: Sequence[Setting]) -> Iterator[ChoiceOutcome]:
    """Every question in every setting, question by question: what a served model said once of the same passages is not asked again."""
    for question in questions:
        for setting in settings:
            yield agent.outcome(question, setting)


class RememberingModel:
    """A served model that proposes triples once for the same question and passages: at temperature 0 it would say the same."""

    def __init__(self, model: ServedModel) -> None:
        self._model = model
        self._proposals: dict[tuple[object, ...], Proposal] = {}

    @property
    def name(self) -> str:
        """The model's."""
        return self._model.name

    def within(self, deadline: Deadline) -> "RememberingModel":
        """The same memory over a model for one question."""
        bound = RememberingModel(self._model.within(deadline))
        bound._proposals = self._proposals
        return bound

    def generate(self, understanding: Understanding, evidence: Evidence) -> Proposal:
        key = (understanding.query, understanding.options, shown_passages(evidence))
        if key not in self._proposals:
            self._proposals = {key: self._model.generate(understanding, evidence)}  # of the last question alone
        return self._proposals[key]

    def revise(self, understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> Replacements:
        return self._model.revise(understanding, evidence, reviewed)

    def answer(
        self,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...] = (),
    ) -> Draft:
        return self._model.answer(understanding, evidence, reviewed, withdrawn)

    def in_plain_words(self, question: str, statements: Sequence[Statement]) -> PlainDraft:
        return self._model.in_plain_words(question, statements)


def _leaning(paths: Sequence[float]) -> str | None:
    best = max(paths, default=0.0)
    return ascii_uppercase[paths.index(best)] if best > 0 and paths.count(best) == 1 else None


def _letter(exact: object) -> str | None:
    return exact if isinstance(exact, str) else None
