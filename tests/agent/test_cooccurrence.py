"""Pairs that no article names together are flagged, and nothing more."""

import json

import pytest

from corpuscle.agent import Agent
from corpuscle.agent.answer_json import answer_json
from corpuscle.agent.cooccurrence import NEVER_TOGETHER, flagged
from corpuscle.kg import Entity, Evidence, ReviewedTriple, Triple, Verdict
from corpuscle.retrieval.search import Retriever
from tests.conftest import DRUSEL, VELBRODINE

SENTENCE = Evidence("sentence", "pubmed", "1", "It does.", "neutral", 0.4)


def _flags(subject: str, object: str, retriever: Retriever, *evidence: Evidence) -> tuple[str, ...]:
    (review,) = flagged([ReviewedTriple(Triple(subject, "treats", object), Verdict.UNKNOWN, 0.5, evidence)], retriever)
    assert (review.verdict, review.score) == (Verdict.UNKNOWN, 0.5)  # a flag is no part of the verdict
    return review.flags


@pytest.mark.parametrize(
    ("subject", "object", "flags"),
    [
        ("velbrodine", "Drusel fever", ()),
        ("Velbrodine", "drusel FEVERS", ()),
        ("mirellan", "Kelvane syndrome", (NEVER_TOGETHER,)),
        ("quuxol", "Kelvane syndrome", ("no article of the index names quuxol",)),
        ("quuxol", "zorblax", ("no article of the index names quuxol", "no article of the index names zorblax")),
        ("!", "Kelvane syndrome", ()),
        ("velbrodine", "Kelvane syndrome", ()),  # only a retracted article names them, and it does name them
    ],
)
def test_pair_is_flagged_if_no_article_names_both(subject: str, object: str, flags: tuple[str, ...], retriever: Retriever) -> None:
    assert _flags(subject, object, retriever) == flags


def test_any_name_of_an_entity_counts(retriever: Retriever) -> None:
    drug = Entity(VELBRODINE, "Velbrodine", "SmallMolecule")
    fever = Entity(DRUSEL, "Fever of X", "Disease", synonyms=("Drusel fever",))
    (review,) = flagged([ReviewedTriple(Triple("VBD-7", "treats", "gardener's ague", drug, fever), Verdict.UNKNOWN, 0.5)], retriever)
    assert review.flags == ()


def test_sentence_that_names_both_needs_no_look(retriever: Retriever) -> None:
    assert _flags("mirellan", "Kelvane syndrome", retriever, SENTENCE) == ()


def test_flag_stands_in_the_record_and_in_the_notes(agent: Agent) -> None:
    answer = agent.ask("Is mirellan associated with Kelvane syndrome?")
    assert [review.flags for review in answer.triples] == [(NEVER_TOGETHER,)]
    assert any(note == f"Checked without ground in the articles: Mirellan – Kelvane syndrome ({NEVER_TOGETHER})." for note in answer.notes)
    printed = json.loads(answer_json(answer).model_dump_json())
    assert printed["triples"][0]["flags"] == [NEVER_TOGETHER]
