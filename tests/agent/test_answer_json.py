"""The JSON contract: names, nesting, and nothing beside."""

import json
from typing import Any

from corpuscle.agent import Agent
from corpuscle.agent.answer_json import answer_json
from corpuscle.agent.triple_json import check_json
from tests.conftest import BY_ID, DRUSEL, VELBRODINE

STATEMENT = {"text", "citations", "support", "facts", "read", "cautions"}
CITATION = {"id", "section", "begin", "end", "quote", "url"}
TRIPLE = {"subject", "predicate", "object", "verdict", "score", "evidence", "flags", "curies"}
EVIDENCE = {"kind", "source", "id", "text", "stance", "score", "support", "negated", "publications", "year"}
DOCUMENT = {"id", "title", "year", "journal", "url", "retracted"}
ANSWER = {
    "question",
    "type",
    "exact_answer",
    "ideal_answer",
    "statements",
    "triples",
    "revisions",
    "searches",
    "facts",
    "documents",
    "abstained",
    "reason",
    "notes",
    "model",
    "index",
    "timings_ms",
    "tokens",
    "dropped",
    "lost_exact",
    "conflicts",
    "members",
    "plain_language",
    "confidence",
    "fault",
    "cost",
}  # fmt: skip


def _printed(agent: Agent, question: str, options: tuple[str, ...] = ()) -> dict[str, Any]:
    return json.loads(answer_json(agent.ask(question, options=options)).model_dump_json())


def test_answer_has_the_contract_s_keys(agent: Agent) -> None:
    printed = _printed(agent, "Does velbrodine treat Drusel fever?")
    assert printed.keys() == ANSWER
    assert {key for statement in printed["statements"] for key in statement} == STATEMENT
    assert {key for statement in printed["statements"] for citation in statement["citations"] for key in citation} == CITATION
    assert {key for triple in printed["triples"] for key in triple} == TRIPLE
    assert {key for triple in printed["triples"] for piece in triple["evidence"] for key in piece} == EVIDENCE
    assert {key for document in printed["documents"] for key in document} == DOCUMENT
    assert printed["tokens"] == {"prompt": 0, "completion": 0, "cached": 0, "reasoning": 0}
    assert {"understand", "retrieve", "generate", "review", "answer", "ground", "total"} <= printed["timings_ms"].keys()


def test_exact_answer_is_a_word_a_list_or_null(agent: Agent) -> None:
    assert _printed(agent, "Does velbrodine treat Drusel fever?")["exact_answer"] == "yes"
    assert _printed(agent, "Which gene is mutated in Kelvane syndrome?")["exact_answer"][0] == "KELV1"
    assert _printed(agent, "What is Kelvane syndrome?")["exact_answer"] is None
    assert _printed(agent, "What transmits Borrelisk virus?", ("house mouse", "marsh flea"))["exact_answer"] == "B"


def test_abstention_has_the_same_keys(agent: Agent) -> None:
    printed = _printed(agent, "zorblaxin quuxol?")
    assert printed.keys() == ANSWER
    assert (printed["abstained"], printed["statements"], printed["ideal_answer"]) == (True, [], "")
    assert printed["reason"]


def test_verdict_has_the_contract_s_keys(agent: Agent) -> None:
    printed = json.loads(check_json(agent.check("velbrodine", "is used for", "Drusel fever")).model_dump_json())
    assert printed.keys() == {"triple", "verdict", "score", "evidence"}
    assert printed["triple"] == {"subject": "velbrodine", "predicate": "treats", "object": "Drusel fever"}
    assert printed["verdict"] == "supported"
    assert {key for piece in printed["evidence"] for key in piece} == EVIDENCE
    assert {piece["kind"] for piece in printed["evidence"]} == {"edge", "sentence"}
    edge = next(piece for piece in printed["evidence"] if piece["kind"] == "edge")
    assert (edge["source"], edge["id"], edge["stance"]) == ("invented", f"{VELBRODINE}|treats|{DRUSEL}", "supports")
    sentence = next(piece for piece in printed["evidence"] if piece["kind"] == "sentence")
    assert sentence["source"] == "pubmed"
    assert sentence["stance"] in ("supports", "neutral")
    assert sentence["text"] in BY_ID[sentence["id"]].abstract
