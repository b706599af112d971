"""Plain words from a served model."""

import json

from corpuscle.agent import Agent
from tests.agent.served.conftest import Reply, Script, answered, completion, html

QUESTION = "Does velbrodine treat Drusel fever?"


def _plain(*said: str) -> Reply:
    return completion(json.dumps({"sentences": said}))


def test_statements_are_shown_by_number_and_come_back_in_plain_words(served: Agent, script: Script) -> None:
    script.replies["AnswerReply"] = [answered(("Velbrodine cured 41 of 60 gardeners with Drusel fever.", ["41 of 60"]), exact=["yes"])]
    script.replies["PlainSentencesReply"] = [_plain("Velbrodine made 41 of 60 gardeners well.")]
    answer = served.ask(QUESTION)
    plain = served.in_plain_words(answer)
    assert [statement.text for statement in plain.plain_language] == ["Velbrodine made 41 of 60 gardeners well."]
    assert plain.tokens.prompt == answer.tokens.prompt + 11
    (prompt,) = script.prompts("PlainSentencesReply")
    assert f'answer the question "{QUESTION}"' in prompt
    assert "1. Velbrodine cured 41 of 60 gardeners with Drusel fever." in prompt


def test_server_that_is_away_leaves_the_answer_with_a_note(served: Agent, script: Script) -> None:
    script.replies["AnswerReply"] = [answered(("Velbrodine cured 41 of 60 gardeners with Drusel fever.", ["41 of 60"]), exact=["yes"])]
    script.replies["PlainSentencesReply"] = [html(500)]
    answer = served.ask(QUESTION)
    plain = served.in_plain_words(answer)
    assert plain.statements == answer.statements
    assert plain.plain_language == ()
    assert plain.notes[-1].startswith("There is no version in plain words: ")
