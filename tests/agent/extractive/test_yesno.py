"""The fitted reader's answer, and the sentences that are quoted for it."""

from dataclasses import replace

import pytest

from corpuscle.agent.evidence import Evidence
from corpuscle.agent.extractive.yesno import answer_yesno
from corpuscle.agent.model import Draft
from corpuscle.agent.question import Question
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg import ReviewedTriple, Triple, Verdict
from corpuscle.kg.linker import Linker
from tests.agent.extractive.conftest import ReadAs

YES = "Velbrodine significantly shortened Drusel fever in gardeners."
ALSO_YES = "An effective treatment of Drusel fever was found in velbrodine."
NO = "Velbrodine did not shorten Drusel fever in sailors."
ALSO_NO = "No effect of velbrodine on the course of the fever was found."
MOSTLY_YES = [
    YES,
    ALSO_YES,
    "The fever was shortened greatly by velbrodine, which is useful.",
    "Velbrodine is known to shorten Drusel fever.",
    NO,
]


@pytest.fixture
def understanding(linker: Linker) -> Understanding:
    return understand(Question("Does velbrodine shorten Drusel fever?"), linker)


def _answered(understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...], rarity: float = 0.0) -> Draft:
    return answer_yesno(understanding, evidence, reviewed, lambda _: rarity)


def _verdict(verdict: Verdict) -> tuple[ReviewedTriple, ...]:
    return (ReviewedTriple(Triple("velbrodine", "treats", "Drusel fever"), verdict, 0.9),)


@pytest.mark.parametrize(("sentences", "answer"), [((YES, ALSO_YES), "yes"), ((NO, ALSO_NO), "no")])
def test_sentences_of_one_mind_decide(understanding: Understanding, read_as: ReadAs, sentences: tuple[str, ...], answer: str) -> None:
    draft = _answered(understanding, read_as(sentences), ())
    assert draft.exact_answer == answer
    assert {statement.text for statement in draft.statements} <= set(sentences)
    assert draft.notes == ()


def test_evenly_divided_sentences_are_no_answer(understanding: Understanding, read_as: ReadAs) -> None:
    draft = _answered(understanding, read_as([YES, NO]), ())
    assert draft.abstained
    assert "divided" in draft.reason
    assert draft.exact_answer == "no"  # what it leaned to: a denial at the question's own words weighs more


def test_nothing_is_leaned_to_where_nothing_was_read(understanding: Understanding, read_as: ReadAs) -> None:
    draft = _answered(understanding, read_as([]), ())
    assert (draft.abstained, draft.exact_answer, draft.confidence) == (True, None, None)


def test_probability_of_the_answer_is_kept(understanding: Understanding, read_as: ReadAs) -> None:
    sure, less_sure = (_answered(understanding, read_as(sentences), ()).confidence for sentences in ([NO, ALSO_NO], MOSTLY_YES))
    assert sure is not None
    assert less_sure is not None
    assert 0.5 < less_sure < sure < 1


def test_only_agreeing_sentences_are_quoted_and_the_others_named(understanding: Understanding, read_as: ReadAs) -> None:
    draft = _answered(understanding, read_as(MOSTLY_YES), ())
    assert draft.exact_answer == "yes"
    assert NO not in {statement.text for statement in draft.statements}
    assert draft.notes == ("Speaking against this answer: PMID 5.",)


def test_a_document_of_the_asker_that_says_otherwise_is_named_by_file_and_place(understanding: Understanding, read_as: ReadAs) -> None:
    read = read_as(MOSTLY_YES)
    own = [
        replace(s, article=replace(s.article, id="doc:ward.txt#1", title="ward.txt, part 1")) if s.text == NO else s for s in read.sentences
    ]
    draft = _answered(understanding, replace(read, sentences=tuple(own)), ())
    assert draft.notes == ("Speaking against this answer: ward.txt, part 1.",)


def test_sentences_that_only_raise_the_question_are_no_answer(understanding: Understanding, read_as: ReadAs) -> None:
    draft = _answered(understanding, read_as(["We investigated whether velbrodine shortens Drusel fever.", "Does velbrodine heal?"]), ())
    assert draft.abstained
    assert draft.reason


def test_verdict_does_not_outvote_sentences_of_one_mind(understanding: Understanding, read_as: ReadAs) -> None:
    assert _answered(understanding, read_as([YES, ALSO_YES]), _verdict(Verdict.CONTRADICTED)).exact_answer != "no"
    assert _answered(understanding, read_as([NO, ALSO_NO]), _verdict(Verdict.SUPPORTED)).exact_answer != "yes"


def test_supported_claim_strengthens_a_yes(understanding: Understanding, read_as: ReadAs) -> None:
    assert _answered(understanding, read_as([YES]), _verdict(Verdict.SUPPORTED)).exact_answer == "yes"


def test_sentences_about_something_else_have_no_vote(understanding: Understanding, read_as: ReadAs) -> None:
    other = "Torvaxin did not shorten Kelvane syndrome."
    draft = _answered(understanding, read_as([other, YES]), (), rarity=1.0)
    assert draft.exact_answer == "yes"
    assert draft.notes == ()
    assert _answered(understanding, read_as([other]), (), rarity=1.0).abstained
