"""Replies by rule fit the schemas of the served model, and say what the prompt says."""

import json

import pytest
from pydantic import BaseModel

from corpuscle.agent.served.replies import (
    CandidatesReply,
    ItemsReply,
    RevisionsReply,
    StatementsReply,
    SummaryReply,
    TriplesReply,
    YesNoReply,
    choice_reply,
    option_triples,
)
from corpuscle.evals.overhead.rule import reply_by_rule

PROMPT = """Passages from PubMed:

[1] Velbrodine cured Drusel fever in 41 of 60 gardeners.
[2] Torvaxin did not.

Question: Does velbrodine cure gardeners?

Write it down."""


@pytest.mark.parametrize(
    "schema",
    [
        YesNoReply,
        StatementsReply,
        SummaryReply,
        CandidatesReply,
        ItemsReply,
        TriplesReply,
        RevisionsReply,
        choice_reply(4),
        option_triples(3),
    ],
)
def test_reply_fits_the_schema(schema: type[BaseModel]) -> None:
    schema.model_validate_json(json.dumps(reply_by_rule(PROMPT, schema.model_json_schema())))


def test_statements_repeat_the_passages_they_cite() -> None:
    reply = StatementsReply.model_validate(reply_by_rule(PROMPT, StatementsReply.model_json_schema()))
    assert [(s.text, s.cites) for s in reply.statements] == [
        ("Velbrodine cured Drusel fever in 41 of 60 gardeners.", [1]),
        ("Torvaxin did not.", [2]),
    ]


def test_triples_name_what_the_question_names() -> None:
    reply = TriplesReply.model_validate(reply_by_rule(PROMPT, TriplesReply.model_json_schema()))
    assert {reply.triples[0].subject, reply.triples[0].object} == {"velbrodine", "gardeners"}
