"""An ensemble of small models, some of them away."""

import threading
import time

import pytest

from corpuscle.agent import Agent
from corpuscle.agent.answers import Member, QuestionType, TokenCount
from corpuscle.agent.ensemble import EnsembleModel
from corpuscle.agent.ensemble.model import NamedModel
from corpuscle.agent.errors import ModelError
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.extractive import ExtractiveModel
from corpuscle.agent.extractive.rarity import corpus_rarity
from corpuscle.agent.model import Draft, Proposal, Replacements
from corpuscle.agent.steps import AgentContext
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple, Triple, Verdict
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.search import Retriever
from tests.agent.ensemble.conftest import SIDE_EFFECTS_QUESTION, Asking, Quoting
from tests.agent.scripted import SilentModel

ITCH, LOSS = Triple("torvaxin", "causes", "itch"), Triple("torvaxin", "causes", "hair loss")


class SayingModel(SilentModel):
    """Says what it is given."""

    def __init__(self, name: str, draft: Draft, *triples: Triple, instead: Triple | None = None) -> None:
        self.name = name
        self._draft = draft
        self._triples = triples
        self._instead = instead

    def generate(self, understanding: Understanding, evidence: Evidence) -> Proposal:
        return Proposal(self._triples, TokenCount(5, 5))

    def revise(self, understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...]) -> Replacements:
        return Replacements(tuple(self._instead for _ in reviewed))

    def answer(
        self,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...] = (),
    ) -> Draft:
        return self._draft


class AwayModel(SilentModel):
    """Never answers."""

    name = "away"

    def generate(self, understanding: Understanding, evidence: Evidence) -> Proposal:
        raise ModelError("The server is gone.", "Start it.", "refused", tokens=TokenCount(3, 0))

    def answer(
        self,
        understanding: Understanding,
        evidence: Evidence,
        reviewed: tuple[ReviewedTriple, ...],
        withdrawn: tuple[ReviewedTriple, ...] = (),
    ) -> Draft:
        raise ModelError("The server is gone.", "Start it.", "refused", tokens=TokenCount(3, 0))


def _ensemble(linker: Linker, *models: SilentModel) -> EnsembleModel:
    return EnsembleModel([NamedModel(model) for model in models], linker)


def test_triples_are_joined_those_of_most_members_first(linker: Linker, asking: Asking, quoting: Quoting) -> None:
    draft = quoting(None)
    ensemble = _ensemble(linker, SayingModel("a", draft, ITCH), SayingModel("b", draft, LOSS, LOSS), SayingModel("c", draft, LOSS))
    proposal = ensemble.generate(*asking(QuestionType.SUMMARY))
    assert proposal == Proposal((LOSS, ITCH), TokenCount(15, 15))


def test_most_members_decide_what_replaces_a_contradicted_triple(linker: Linker, asking: Asking, quoting: Quoting) -> None:
    draft, contradicted = quoting(None), (ReviewedTriple(ITCH, Verdict.CONTRADICTED, 0.1),)
    withdrawing, replacing = SayingModel("a", draft), SayingModel("b", draft, instead=LOSS)
    question = asking(QuestionType.SUMMARY)
    assert _ensemble(linker, withdrawing, replacing, replacing).revise(*question, contradicted).triples == (LOSS,)
    assert _ensemble(linker, withdrawing, withdrawing, replacing).revise(*question, contradicted).triples == (None,)


def test_member_that_is_away_is_told_and_left_out(linker: Linker, asking: Asking, quoting: Quoting) -> None:
    ensemble = _ensemble(linker, AwayModel(), SayingModel("here", quoting("yes", "The side effects of torvaxin were")))
    draft = ensemble.answer(*asking(QuestionType.YESNO), ())
    assert draft.exact_answer == "yes"
    assert draft.members == (Member("here", "yes", False),)
    assert draft.notes[0] == "away was left out: The server is gone."
    assert draft.tokens == TokenCount(13, 1)


def test_all_away_is_a_model_error_with_what_they_took(linker: Linker, asking: Asking) -> None:
    with pytest.raises(ModelError, match=r"None of the 2 models answered\. The server is gone\.") as caught:
        _ensemble(linker, AwayModel(), AwayModel()).generate(*asking(QuestionType.SUMMARY))
    assert (caught.value.kind, caught.value.tokens) == ("refused", TokenCount(6, 0))


def test_all_away_the_built_in_model_answers(linker: Linker, retriever: Retriever, store: GraphStore) -> None:
    text = retriever.index.text
    builtin = ExtractiveModel(linker, corpus_rarity(text.document_frequency, len(text)))
    ensemble = _ensemble(linker, AwayModel(), AwayModel())
    answer = Agent(AgentContext(retriever, store, linker, ensemble, builtin, 2)).ask(SIDE_EFFECTS_QUESTION)
    assert answer.model == "extractive"
    assert answer.statements
    assert any(note.startswith("None of the 2 models answered.") for note in answer.notes)


def test_members_are_asked_at_the_same_time(linker: Linker, asking: Asking) -> None:
    meeting = threading.Barrier(3, timeout=5)

    class Waiting(SilentModel):
        """Answers once all three are asked."""

        def generate(self, understanding: Understanding, evidence: Evidence) -> Proposal:
            meeting.wait()
            return Proposal(())

    began = time.monotonic()
    assert _ensemble(linker, Waiting(), Waiting(), Waiting()).generate(*asking(QuestionType.SUMMARY)) == Proposal(())
    assert time.monotonic() - began < 5


def test_samples_of_one_model_are_counted_in_the_name(linker: Linker) -> None:
    samples = [NamedModel(AwayModel(), f"sample {number}") for number in (1, 2)]
    assert EnsembleModel([*samples, NamedModel(SilentModel())], linker).name == "2 × away + silent"
