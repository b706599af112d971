"""Rounds of revision, and what happens when a model goes away, with scripted models over the real index."""

from collections.abc import Callable

import pytest

from corpuscle.agent import Agent
from corpuscle.agent.answers import QuestionType, TokenCount
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.errors import ModelError
from corpuscle.agent.events import Event, Grounded, Reviewed, Revised, StepStarted
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.extractive import ExtractiveModel
from corpuscle.agent.extractive.rarity import corpus_rarity
from corpuscle.agent.model import AnswerModel, Draft, DraftStatement, Proposal, Replacements
from corpuscle.agent.revision import contradicted
from corpuscle.agent.steps import AgentContext
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Entity, ReviewedTriple, Triple, Verdict
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.search import Retriever
from tests.conftest import DRUSEL, ITCH, TORVAXIN, VELBRODINE

QUESTION = "Does torvaxin treat nocturnal itch?"
CAUSES_FEVER = Triple(
    "velbrodine", "causes", "Drusel fever", Entity(VELBRODINE, "Velbrodine", "SmallMolecule"), Entity(DRUSEL, "Drusel fever", "Disease")
)
"""The graph says that it treats it."""


class StubbornModel:
    """Claims what the graph contradicts, that torvaxin treats nocturnal itch, and in each revision says it otherwise."""

    name = "stubborn"

    def __init__(self, changes: bool = True, away_in: str = "") -> None:
        self.calls: list[str] = []
        self._changes = changes
        self._away_in = away_in

    def _called(self, step: str) -> None:
        self.calls.append(step)
        if step == self._away_in:
            raise ModelError(f"Gone in {step}.", "Come back.")

    def within(self, deadline: Deadline) -> "StubbornModel":
        return self

    def generate(self, understanding: Understanding, evidence: Evidence) -> Proposal:
        self._called("generate")
        return Proposal((self._claim("treats"),), TokenCount(1, 10))

    def revise(self, understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> Replacements:
        self._called("revise")
        again = tuple(r.triple for r in contradicted(reviewed))
        otherwise = self._claim("prevents") if self.calls.count("revise") == 1 else CAUSES_FEVER
        return Replacements((otherwise,) if self._changes else again, TokenCount(2, 20))

    def answer(
        self,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...] = (),
    ) -> Draft:
        self._called("answer")
        self.withdrawn = withdrawn
        best = evidence.sentences[0]
        return Draft(None, (DraftStatement(best.text, (best.passage,)),), tokens=TokenCount(4, 40))

    def _claim(self, predicate: str) -> Triple:
        torvaxin, itch = Entity(TORVAXIN, "Torvaxin", "SmallMolecule"), Entity(ITCH, "Nocturnal itch", "PhenotypicFeature")
        return Triple("torvaxin", predicate, "nocturnal itch", torvaxin, itch)


AgentWith = Callable[..., Agent]


@pytest.fixture
def agent_with(retriever: Retriever, store: GraphStore, linker: Linker) -> AgentWith:
    """An agent with this model and this many rounds; the built-in model stands behind it."""

    def make(model: AnswerModel, max_rounds: int = 2) -> Agent:
        text = retriever.index.text
        builtin = ExtractiveModel(linker, corpus_rarity(text.document_frequency, len(text)))
        return Agent(AgentContext(retriever, store, linker, model, builtin, max_rounds))

    return make


def _steps(events: list[Event]) -> list[str]:
    return [event.step for event in events if isinstance(event, StepStarted)]


@pytest.mark.parametrize("max_rounds", [0, 1, 2])
def test_contradicted_triples_go_back_at_most_so_many_times(agent_with: AgentWith, max_rounds: int) -> None:
    model = StubbornModel()
    events = list(agent_with(model, max_rounds).stream(QUESTION, QuestionType.SUMMARY))
    assert model.calls == ["generate", *["revise"] * max_rounds, "answer"]
    assert _steps(events) == ["understand", "retrieve", "generate", "review", *["revise", "review"] * max_rounds, "answer", "ground"]
    assert [r.verdict for e in events if isinstance(e, Reviewed) for r in e.triples] == [Verdict.CONTRADICTED] * (max_rounds + 1)
    assert all(event.changed == 1 for event in events if isinstance(event, Revised))


def test_revision_that_changes_nothing_is_the_last(agent_with: AgentWith) -> None:
    model = StubbornModel(changes=False)
    answer = agent_with(model, 5).ask(QUESTION, QuestionType.SUMMARY)
    assert model.calls == ["generate", "revise", "answer"]
    assert answer.triples[0].verdict is Verdict.CONTRADICTED


def test_contradicted_claim_is_shown_with_what_contradicts_it(agent_with: AgentWith) -> None:
    (reviewed,) = agent_with(StubbornModel(), 0).ask(QUESTION, QuestionType.SUMMARY).triples
    assert reviewed.score < 0.5
    assert any(piece.stance == "contradicts" for piece in reviewed.evidence)


@pytest.mark.parametrize(
    ("away_in", "calls"),
    [
        ("generate", ["generate"]),
        ("revise", ["generate", "revise"]),
        ("answer", ["generate", "revise", "revise", "answer"]),
    ],
)
def test_built_in_model_answers_from_the_step_in_which_the_model_went_away(agent_with: AgentWith, away_in: str, calls: list[str]) -> None:
    model = StubbornModel(away_in=away_in)
    answer = agent_with(model).ask("Does velbrodine treat Drusel fever?" if away_in == "generate" else QUESTION)
    assert model.calls == calls
    assert answer.model == "extractive"
    assert answer.notes[0] == f"Gone in {away_in}. Come back. The built-in model answers instead."


def test_model_that_stays_is_named(agent_with: AgentWith) -> None:
    answer = agent_with(StubbornModel()).ask(QUESTION, QuestionType.SUMMARY)
    assert answer.model == "stubborn"
    assert not any("built-in model answers instead" in note for note in answer.notes)


def test_tokens_of_every_step_add_up(agent_with: AgentWith) -> None:
    answer = agent_with(StubbornModel(), 2).ask(QUESTION, QuestionType.SUMMARY)
    assert answer.tokens == TokenCount(1 + 2 + 2 + 4, 10 + 20 + 20 + 40)


def test_time_of_repeated_steps_adds_up(agent_with: AgentWith) -> None:
    events = list(agent_with(StubbornModel(), 2).stream(QUESTION, QuestionType.SUMMARY))
    last = events[-1]
    assert isinstance(last, Grounded)
    timings = last.answer.timings_ms
    assert set(timings) == {"understand", "retrieve", "generate", "review", "revise", "answer", "ground", "total"}
    assert timings["total"] == pytest.approx(sum(ms for step, ms in timings.items() if step != "total"))


def test_model_s_own_failure_of_another_kind_is_not_swallowed(agent_with: AgentWith) -> None:
    class Broken(StubbornModel):
        def generate(self, understanding: Understanding, evidence: Evidence) -> Proposal:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        agent_with(Broken()).ask(QUESTION)
