"""The agent: one object that answers questions over one index, in sync and in async code, whole or step by step."""

from collections.abc import AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal, Self

from corpuscle.agent.ablation import ALL_STEPS, Steps
from corpuscle.agent.answers import Answer, QuestionType
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.ensemble import served_model
from corpuscle.agent.errors import ModelError
from corpuscle.agent.events import Event, Grounded
from corpuscle.agent.extractive import ExtractiveModel
from corpuscle.agent.extractive.rarity import corpus_rarity
from corpuscle.agent.graph import aevents, agent_graph, events
from corpuscle.agent.grounding.support_model import CrossEncoder
from corpuscle.agent.plain_language import with_plain_language
from corpuscle.agent.prices import prices_in
from corpuscle.agent.question import checked_question
from corpuscle.agent.review import check_triple
from corpuscle.agent.searches import SearchBudget
from corpuscle.agent.served import ModelClient, ServedModel
from corpuscle.agent.settings import AgentSettings
from corpuscle.agent.steps import AgentContext, AgentInput, started
from corpuscle.kg import Entity, ReviewedTriple, Triple
from corpuscle.kg.linker import Linker
from corpuscle.kg.paths import Path as GraphPath
from corpuscle.kg.paths import paths
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.engine import SearchEngine, open_engine
from corpuscle.retrieval.errors import IndexDamagedError
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.own_documents import OwnDocument
from corpuscle.retrieval.own_search import EngineWithDocuments
from corpuscle.retrieval.settings import RetrievalSettings

_SUPPORT_THREADS = 1
ModelChoice = Literal["extractive", "served"]


class Agent:
    """Answers questions from one generation of an index. Safe to share between threads and tasks.

    >>> agent = Agent.open(Path("index"))                                    # doctest: +SKIP
    >>> answer = agent.ask("Does cimetidine heal duodenal ulcers?")          # doctest: +SKIP
    >>> answer.statements[0].citations[0].quote                              # doctest: +SKIP
    """

    def __init__(self, context: AgentContext) -> None:
        self._context = context
        self._graph = agent_graph()

    @classmethod
    def open(
        cls,
        index_dir: Path,
        model: ModelChoice = "extractive",
        settings: AgentSettings | None = None,
        retrieval: RetrievalSettings | None = None,
        steps: Steps = ALL_STEPS,
        client: ModelClient | None = None,
        linker_over: Callable[[GraphStore], Linker] = Linker,
    ) -> Self:
        """The agent over the index in `index_dir`; settings not given are read from the environment.

        `client` asks the served model's server; without one, it is made of the settings, and so is an ensemble where they name several.

        Raises RetrievalError or GraphError where the index or its graph cannot be opened. A served model that is away is no error here:
        its answers come from the built-in model and say so.
        """
        settings = settings or AgentSettings()
        retrieval = retrieval or RetrievalSettings()
        engine = open_engine(index_dir, retrieval)
        if engine.graph_path is None:
            raise IndexDamagedError(
                f"The index at {index_dir} has no knowledge graph yet.", "Run the same `corpuscle index build` again with --graph."
            )
        store = GraphStore.open(engine.graph_path)
        linker = linker_over(store)
        builtin = ExtractiveModel(linker, corpus_rarity(engine.document_frequency, len(engine)))
        chosen = builtin if model == "extractive" else ServedModel(client, linker) if client else served_model(settings, linker)
        context = AgentContext(
            engine,
            store,
            linker,
            chosen,
            builtin,
            settings.max_rounds,
            settings.graph_tokens,
            steps,
            settings.question_timeout_s,
            prices_in(settings),
            SearchBudget.within(settings),
            CrossEncoder.load(settings.support_model, retrieval.home, _SUPPORT_THREADS) if settings.support_model else None,
        )
        return cls(context)

    def over(self, engine: SearchEngine) -> Self:
        """The same agent, reading from another engine: articles that are given, instead of the index's."""
        return type(self)(replace(self._context, retriever=engine))

    def by_builtin_model(self) -> Self:
        """The same agent, asking the built-in model."""
        return type(self)(replace(self._context, model=self._context.fallback))

    @property
    def engine(self) -> SearchEngine:
        """What it reads from."""
        return self._context.retriever

    def with_steps(self, steps: Steps) -> Self:
        """The same agent, taking these steps alone: what each is worth is measured so."""
        return type(self)(replace(self._context, steps=steps))

    def ask(
        self,
        question: str,
        type: QuestionType | None = None,
        options: Sequence[str] = (),
        filters: Filters | None = None,
        documents: Sequence[OwnDocument] = (),
    ) -> Answer:
        """The grounded answer, from the index and from the asker's own `documents` beside it (`retrieval.own_documents`).

        Raises QuestionError for a question that cannot be answered as put, DocumentError for too many documents.
        """
        return _last(list(self.stream(question, type, options, filters, documents)))

    async def aask(
        self,
        question: str,
        type: QuestionType | None = None,
        options: Sequence[str] = (),
        filters: Filters | None = None,
        documents: Sequence[OwnDocument] = (),
    ) -> Answer:
        """The same as `ask`, in async code; the steps run in threads."""
        return _last([event async for event in self.astream(question, type, options, filters, documents)])

    def stream(
        self,
        question: str,
        type: QuestionType | None = None,
        options: Sequence[str] = (),
        filters: Filters | None = None,
        documents: Sequence[OwnDocument] = (),
    ) -> Iterator[Event]:
        """One event at the start and one at the end of each step; the last is Grounded and holds the answer.

        Who stops reading stops the question: a call to a served model is broken off.
        """
        started = self._started(question, type, options, filters)
        with _until(self._context.question_timeout_s) as deadline:
            happening = events(self._graph, started, _asked(self._context, documents, deadline))
            for event in happening:  # noqa: UP028 - `yield from` would close it first, which waits for the step under way
                yield event

    async def astream(
        self,
        question: str,
        type: QuestionType | None = None,
        options: Sequence[str] = (),
        filters: Filters | None = None,
        documents: Sequence[OwnDocument] = (),
    ) -> AsyncIterator[Event]:
        """The same as `stream`, in async code; the steps run in threads."""
        started = self._started(question, type, options, filters)
        with _until(self._context.question_timeout_s) as deadline:
            async for event in aevents(self._graph, started, _asked(self._context, documents, deadline)):
                yield event

    def in_plain_words(self, answer: Answer) -> Answer:
        """The same answer with `plain_language`: its statements in words for laypeople, each checked; a note says where there are none."""
        context = self._context
        if not answer.statements:
            return answer
        with _until(context.question_timeout_s) as deadline:
            try:
                draft = context.model.within(deadline).in_plain_words(answer.question, answer.statements)
            except ModelError as exc:
                notes = (*answer.notes, f"There is no version in plain words: {exc} {exc.remedy}")
                return self._priced(replace(answer, tokens=answer.tokens + exc.tokens, notes=notes))
        return self._priced(with_plain_language(answer, draft, context.linker))

    def _priced(self, answer: Answer) -> Answer:
        prices = self._context.prices
        return replace(answer, cost=prices.cost(answer.tokens)) if prices else answer

    def article(self, article_id: str) -> Article | None:
        """The article as indexed, or None."""
        return self._context.retriever.article(article_id)

    def check(
        self, subject: str, predicate: str, object: str, subject_entity: Entity | None = None, object_entity: Entity | None = None
    ) -> ReviewedTriple:
        """The verdict on a triple in a user's own words; ends whose node is not given are linked.

        Raises ValueError for a predicate that is not known.
        """
        context = self._context
        return check_triple(subject, predicate, object, context.retriever, context.store, context.linker, subject_entity, object_entity)

    def paths(self, triple: Triple, limit: int = 5) -> list[GraphPath]:
        """The best paths through the graph between a triple's ends, which make it plausible and no more; [] where an end is no node."""
        if triple.subject_entity is None or triple.object_entity is None:
            return []
        return paths(self._context.store, triple.subject_entity.curie, triple.object_entity.curie, limit)

    def _started(self, question: str, type: QuestionType | None, options: Sequence[str], filters: Filters | None) -> AgentInput:
        return started(checked_question(question, type, tuple(options), filters))


@contextmanager
def _until(seconds: float) -> Generator[Deadline]:
    """A question's deadline, called off when nobody waits for the answer any longer."""
    deadline = Deadline(seconds)
    try:
        yield deadline
    finally:
        deadline.cancel()


def _asked(context: AgentContext, documents: Sequence[OwnDocument], deadline: Deadline) -> AgentContext:
    retriever = EngineWithDocuments(context.retriever, documents) if documents else context.retriever
    return replace(context, retriever=retriever, model=context.model.within(deadline))


def _last(events: list[Event]) -> Answer:
    last = events[-1]
    assert isinstance(last, Grounded)  # the graph ends with Ground
    return last.answer
