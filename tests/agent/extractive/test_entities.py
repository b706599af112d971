"""Factoid and list answers: nothing is said that does not stand in a quoted sentence."""

from corpuscle.agent.extractive.candidates import Candidate
from corpuscle.agent.extractive.entities import MOST_CANDIDATES, MOST_ITEMS, answer_factoid, answer_list, judged
from corpuscle.agent.model import Draft
from corpuscle.agent.question import Question
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg import Entity, ReviewedTriple, Triple, Verdict
from corpuscle.kg.linker import Linker
from tests.agent.extractive.conftest import ReadAs

EFFECTS = [
    "The side effects of torvaxin were nocturnal itch, hair loss and dizziness.",
    "Dizziness was the worst side effect of torvaxin.",
    "The half-life of torvaxin was 14 hours.",
]


def _understood(text: str, linker: Linker) -> Understanding:
    return understand(Question(text), linker)


def _assert_quoted(draft: Draft) -> None:
    assert isinstance(draft.exact_answer, tuple)
    quotes = " ".join(statement.text for statement in draft.statements).lower()
    assert all(item.lower() in quotes for item in draft.exact_answer)
    assert all(statement.text == passage.text for statement in draft.statements for passage in statement.passages)


def test_list_items_stand_in_quotations(linker: Linker, read_as: ReadAs) -> None:
    draft = answer_list(_understood("List the symptoms caused by torvaxin.", linker), read_as(EFFECTS), (), lambda _: 1.0)
    _assert_quoted(draft)
    assert draft.exact_answer is not None
    assert {item.lower() for item in draft.exact_answer} == {"nocturnal itch", "hair loss", "dizziness"}
    assert len(draft.exact_answer) <= MOST_ITEMS


def test_factoid_candidates_stand_in_quotations(linker: Linker, read_as: ReadAs) -> None:
    for question in ("Which symptom is the worst effect of torvaxin?", "What is the half-life of torvaxin?"):
        draft = answer_factoid(_understood(question, linker), read_as(EFFECTS), (), lambda _: 1.0)
        _assert_quoted(draft)
        assert draft.exact_answer is not None
        assert 1 <= len(draft.exact_answer) <= MOST_CANDIDATES


def test_nothing_of_the_asked_kind_is_an_abstention_that_names_it(linker: Linker, read_as: ReadAs) -> None:
    for question, asked in (("Which gene is mutated?", "gene"), ("How many gardeners fell ill?", "quantity")):
        draft = answer_factoid(_understood(question, linker), read_as(["Gardeners fell ill, sadly."]), (), lambda _: 1.0)
        assert draft.abstained
        assert f"no {asked}" in draft.reason
    assert answer_list(_understood("List genes.", linker), read_as(["Gardeners fell ill."]), (), lambda _: 1.0).abstained


def test_verdict_moves_a_candidate() -> None:
    itch, baldness = Entity("TEST:13", "Nocturnal itch", "PhenotypicFeature"), Entity("TEST:14", "Hair loss", "PhenotypicFeature")
    candidates = [Candidate("itch", itch, 1.0, ()), Candidate("hair loss", baldness, 0.8, ())]

    def order(verdict: Verdict, of: Entity) -> list[str]:
        return [c.text for c in judged(candidates, (ReviewedTriple(Triple("x", "causes", of.name, None, of), verdict, 0.5),))]

    assert order(Verdict.UNKNOWN, baldness) == ["itch", "hair loss"]
    assert order(Verdict.SUPPORTED, baldness) == ["hair loss", "itch"]
    assert order(Verdict.CONTRADICTED, itch)[0] == "hair loss"
