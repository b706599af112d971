"""The signals behind yes or no for questions that are for tuning, asked of a model server."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from corpuscle.agent import QuestionType
from corpuscle.agent.extractive import ExtractiveModel
from corpuscle.agent.extractive.rarity import corpus_rarity
from corpuscle.agent.question import checked_question
from corpuscle.agent.retrieve import retrieve
from corpuscle.agent.review import review_triples
from corpuscle.agent.served.asking import Asker
from corpuscle.agent.served.capabilities import find_capabilities
from corpuscle.agent.served.client import ModelClient
from corpuscle.agent.served.yesno import log_odds_of_yes, signals
from corpuscle.agent.settings import AgentSettings
from corpuscle.agent.understand import understand
from corpuscle.evals.bioasq.given_articles import GivenArticles
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.runs.benchmarks.catalogue import benchmark_named, questions_of
from corpuscle.evals.runs.remembered_replies import RememberingClient, ServerKey, reply_journal
from corpuscle.evals.yesno_fit import Labelled
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.engine import SearchEngine, open_engine
from corpuscle.retrieval.settings import RetrievalSettings

_AT_ONCE = 8
_PATIENCE_S = 3_600.0
_TWO_REPLIES_S = 600.0
"""For what the server is asked about itself."""


@dataclass(frozen=True, slots=True)
class SignalsReader:
    """Reads for a question as the agent does, with the built-in model's triples, and asks a server for yes or no."""

    engine: SearchEngine
    store: GraphStore
    linker: Linker
    builtin: ExtractiveModel
    client: ModelClient

    def labelled(self, question: AskedQuestion) -> Labelled:
        """The question's signals and whether yes is right. Raises ModelError."""
        engine = GivenArticles(self.engine, question.contexts) if question.contexts else self.engine
        understanding = understand(checked_question(question.text, QuestionType.YESNO), self.linker)
        evidence = retrieve(understanding, engine, self.store, self.linker)
        reviewed = review_triples(self.builtin.generate(understanding, evidence).triples, evidence, self.store)
        asker = Asker(self.client, None, understanding, evidence)
        told = signals(log_odds_of_yes(asker), asker.passages, reviewed, understanding.query)
        return Labelled(question.benchmark, told, question.expected == "yes")


def labelled_questions(benchmarks: Sequence[str], index_dir: Path, replies: Path, limit: int) -> Iterator[Labelled]:
    """The first `limit` yes/no questions of each benchmark that are for tuning, each with its signals; the server's replies are kept in a folder.

    Raises EvaluationError for what is not known or missing, RetrievalError and GraphError for the index, and ModelError for the server.
    """
    questions = [question for name in benchmarks for question in _yes_or_no(name)[:limit]]
    engine = open_engine(index_dir, RetrievalSettings())
    if engine.graph_path is None:
        raise EvaluationError(
            f"The index at {index_dir} has no knowledge graph.", "Run the `corpuscle index build` that made it with --graph."
        )
    settings = AgentSettings(question_timeout_s=_PATIENCE_S, model_timeout_s=_PATIENCE_S, model_first_token_s=_PATIENCE_S)
    store = GraphStore.open(engine.graph_path)
    linker = Linker(store)
    builtin = ExtractiveModel(linker, corpus_rarity(engine.document_frequency, len(engine)))
    server = find_capabilities(settings, _TWO_REPLIES_S)
    with (
        reply_journal(replies, ServerKey(model=server.model, server=server.version or "")) as journal,
        ThreadPoolExecutor(_AT_ONCE) as pool,
    ):
        yield from pool.map(SignalsReader(engine, store, linker, builtin, RememberingClient(settings, journal)).labelled, questions)


def _yes_or_no(benchmark: str) -> list[AskedQuestion]:
    asked = questions_of(benchmark_named(benchmark), "tuning")
    return [question for question in asked if question.type is QuestionType.YESNO and question.expected in ("yes", "no")]
