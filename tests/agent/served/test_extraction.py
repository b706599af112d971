"""Relations that a served model reads in articles, and what code leaves of them."""

import json

import pytest

from corpuscle.agent.answers import TokenCount
from corpuscle.agent.served import ModelClient
from corpuscle.agent.served.extraction import extract_relations, read_articles
from corpuscle.agent.settings import AgentSettings
from corpuscle.kg.linker import Linker
from tests.agent.served.conftest import Reply, Script, completion, html
from tests.conftest import BY_ID, NO_PREVENTION, RETRACTED, SECOND_TRIAL, SOIL, TRIAL

Said = tuple[int, str, str, str, bool]


def _reply(*said: Said) -> Reply:
    keys = ("sentence", "subject", "predicate", "object", "denied")
    return completion(json.dumps({"relations": [dict(zip(keys, one, strict=True)) for one in said]}))


@pytest.fixture
def client(model_url: str) -> ModelClient:
    return ModelClient(AgentSettings(model_url=model_url))


def _kept(article: str, said: Said, client: ModelClient, linker: Linker, script: Script) -> list[tuple[str, str, str, bool, bool]]:
    script.replies["RelationsReply"] = [_reply(said)]
    found = extract_relations(BY_ID[article], client, linker)
    assert len(found.relations) + found.refused == 1
    return [(r.subject.name, r.predicate, r.object.name, r.denied, r.confirmed) for r in found.relations]


def test_relation_comes_with_the_sentence_that_names_both(client: ModelClient, linker: Linker, script: Script) -> None:
    script.replies["RelationsReply"] = [_reply((2, "Velbrodine", "treats", "Drusel fever", False))]
    found = extract_relations(BY_ID[SECOND_TRIAL], client, linker)
    [relation] = found.relations
    section = BY_ID[SECOND_TRIAL].section(relation.sentence.section)
    assert section[relation.sentence.begin : relation.sentence.end] == "Velbrodine significantly shortened Drusel fever by 6 days."
    assert found.tokens == TokenCount(11, 5)
    [prompt] = script.prompts("RelationsReply")
    assert "[2] Velbrodine significantly shortened Drusel fever by 6 days." in prompt
    assert "treats, causes, prevents" in prompt


def test_what_the_rules_find_too_is_confirmed(client: ModelClient, linker: Linker, script: Script) -> None:
    said = (1, "Torvaxin", "prevents", "Drusel fever", True)
    assert _kept(NO_PREVENTION, (2, *said[1:]), client, linker, script) == [("Torvaxin", "prevents", "Drusel fever", True, True)]


@pytest.mark.parametrize(
    "said",
    [
        (2, "Mirellan", "treats", "Drusel fever", False),  # no such name in it
        (2, "Velbrodine", "treats", "6 days", False),  # no node
        (2, "Drusel fever", "treats", "Velbrodine", False),  # a disease is no therapy
        (2, "Velbrodine", "treats", "velbrodine", False),
    ],
)
def test_what_its_sentence_does_not_hold_is_refused(said: Said, client: ModelClient, linker: Linker, script: Script) -> None:
    assert _kept(SECOND_TRIAL, said, client, linker, script) == []


def test_opposite_of_what_the_rules_find_is_refused(client: ModelClient, linker: Linker, script: Script) -> None:
    assert _kept(NO_PREVENTION, (2, "Torvaxin", "prevents", "Drusel fever", False), client, linker, script) == []


def test_wrong_number_is_mended_only_by_a_sentence_that_the_rules_confirm(client: ModelClient, linker: Linker, script: Script) -> None:
    [kept] = _kept(SECOND_TRIAL, (9, "Velbrodine", "treats", "Drusel fever", False), client, linker, script)
    assert kept[-1]
    assert _kept(SECOND_TRIAL, (9, "Velbrodine", "associated with", "Drusel fever", False), client, linker, script) == []


def test_model_is_not_asked_of_retracted_articles_or_where_no_sentence_names_two(
    client: ModelClient, linker: Linker, script: Script
) -> None:
    for article in (RETRACTED, SOIL):
        assert extract_relations(BY_ID[article], client, linker).relations == ()
    assert script.asked == []


def test_reply_that_does_not_fit_costs_its_article_alone(client: ModelClient, linker: Linker, script: Script) -> None:
    script.replies["RelationsReply"] = [completion("no"), completion("no"), _reply((2, "Velbrodine", "treats", "Drusel fever", False))]
    heard: list[int] = []
    reading = read_articles([BY_ID[TRIAL], BY_ID[SECOND_TRIAL]], client, linker, 1, heard.append)
    assert (list(reading.extractions), reading.unread, reading.fault, sum(heard)) == ([SECOND_TRIAL], 1, None, 2)


def test_server_that_goes_away_ends_the_reading_and_keeps_what_was_read(client: ModelClient, linker: Linker, script: Script) -> None:
    script.replies["RelationsReply"] = [_reply(), html(401)]
    reading = read_articles([BY_ID[SECOND_TRIAL], BY_ID[NO_PREVENTION]], client, linker, 1, lambda _: None)
    assert list(reading.extractions) == [SECOND_TRIAL]
    assert reading.fault is not None
