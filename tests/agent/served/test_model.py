"""The served model in the whole graph, over a real HTTP server."""

import json
import socket
from dataclasses import replace
from math import log

import pytest

from corpuscle.agent import Agent, Answer, QuestionType
from corpuscle.agent.answers import TokenCount
from corpuscle.agent.events import Grounded
from corpuscle.agent.served.passages import PASSAGES_SHOWN
from corpuscle.kg import Verdict
from corpuscle.prompts import NOT_ANSWERED
from tests.agent.served.conftest import MODEL, OpenServed, Reply, Script, answered, completion, html, option_triples
from tests.conftest import BY_ID

QUESTION = "Does velbrodine treat Drusel fever?"
CHOICE = ("What transmits Borrelisk virus?", ("house mouse", "marsh flea", "river snail"))


def _cited(answer: Answer) -> list[str]:
    return [citation.quote for statement in answer.statements for citation in statement.citations]


CURED = "41 of 60"
"""Words of the passage "Velbrodine cured Drusel fever in 41 of 60 gardeners"."""
SHORTENED = "by 6 days"
"""Words of the passage "Velbrodine significantly shortened Drusel fever by 6 days"."""


def test_good_reply_becomes_a_grounded_answer(served: Agent, script: Script) -> None:
    script.replies["AnswerReply"] = [
        answered(
            ("Velbrodine cured 41 of 60 gardeners with Drusel fever.", [CURED]),
            ("It shortened the fever by 6 days.", [SHORTENED]),
            exact=["Yes"],
        )
    ]
    answer = served.ask(QUESTION)
    assert (answer.exact_answer, answer.abstained, answer.model) == ("yes", False, MODEL)
    assert [s.support for s in answer.statements] == ["supported", "supported"]
    assert _cited(answer)[0].startswith("Velbrodine cured Drusel fever in 41 of 60")
    for statement in answer.statements:
        for citation in statement.citations:
            assert BY_ID[citation.article_id].section(citation.section)[citation.begin : citation.end] == citation.quote
    assert answer.triples[0].verdict is Verdict.SUPPORTED
    assert not any("built-in" in note for note in answer.notes)


def test_tokens_of_every_call_are_counted(served: Agent, script: Script) -> None:
    script.replies["AnswerReply"] = [answered(("Velbrodine cured 41 of 60 gardeners.", [CURED]), exact=["yes"])]
    assert served.ask(QUESTION).tokens == TokenCount(3 * 11, 3 * 5)  # generate, decide, state


def test_every_prompt_of_a_question_begins_with_its_evidence(served: Agent, script: Script) -> None:
    script.replies["AnswerReply"] = [answered(("Velbrodine cured 41 of 60 gardeners.", [CURED]), exact=["yes"])]
    served.ask(QUESTION)
    prompts = [request["messages"][0]["content"] for request in script.asked]
    evidence, _ = prompts[0].split(f"Question: {QUESTION}\n")
    assert len(prompts) == 3
    assert "] Velbrodine cured Drusel fever in 41 of 60 gardeners" in evidence
    assert all(prompt.startswith(f"{evidence}Question: {QUESTION}\n") for prompt in prompts)
    assert all(request["temperature"] == 0 and request["model"] == MODEL for request in script.asked)
    assert script.keys == ["Bearer none"]


def test_model_is_told_what_was_found_true(served: Agent, script: Script) -> None:
    script.replies["AnswerReply"] = [answered(("Velbrodine cured 41 of 60 gardeners.", [CURED]), exact=["velbrodine"])]
    served.ask("Which drug treats Drusel fever?", QuestionType.FACTOID)
    assert "\n- velbrodine treats Drusel fever: true\n" in script.prompts("AnswerReply")[0]


def _with_probabilities(reply: Reply, said: str, **probabilities: float) -> Reply:
    """The same reply with the tokens of `{"answer": "…"}`, the deciding one with its alternatives."""
    top = [{"token": word, "logprob": log(p), "bytes": None} for word, p in probabilities.items()]
    plain: list[dict[str, object]] = [
        {"token": token, "logprob": 0.0, "bytes": None, "top_logprobs": []} for token in ('{"', "answer", '":', ' "')
    ]
    decided = {"token": said, "logprob": log(probabilities[said]), "bytes": None, "top_logprobs": top}
    body = json.loads(reply.body)
    body["choices"][0]["logprobs"] = {"content": [*plain, decided]}
    return replace(reply, body=json.dumps(body).encode())


@pytest.mark.parametrize(("of_no", "answer"), [(0.51, "yes"), (0.97, "no")])
def test_passages_and_verdicts_decide_where_the_model_hardly_leans(served: Agent, script: Script, of_no: float, answer: str) -> None:
    said = answered(("Velbrodine cured 41 of 60 gardeners.", [CURED]), exact=["no"])
    script.replies["AnswerReply"] = [_with_probabilities(said, "no", no=of_no, yes=1 - of_no)]
    found = served.ask(QUESTION)
    assert answer in (found.exact_answer, found.lost_exact)
    assert f"The answer is {answer}." in script.prompts("AnswerReply")[1]


def test_facts_of_the_graph_that_a_sentence_names_stand_beside_its_citations(served: Agent, script: Script) -> None:
    script.replies["AnswerReply"] = [
        answered(("Velbrodine cured Drusel fever in 41 of 60 gardeners.", [CURED]), ("It cured 41 gardeners.", [CURED]), exact=["yes"])
    ]
    named, unnamed = served.ask(QUESTION).statements
    assert [fact.text for fact in named.facts] == ["Velbrodine treats Drusel fever"]
    assert unnamed.facts == ()


def test_facts_are_shown_to_choice_questions_alone(served: Agent, script: Script) -> None:
    claim = [("subject", "treats", "Drusel fever")]
    script.replies["OptionTriplesReply"] = [option_triples(A=claim, B=claim)]
    script.replies["AnswerReply"] = [answered(("Velbrodine cured 41 of 60 gardeners.", [CURED]), exact=["A"])]
    served.ask("Which of these treats Drusel fever?", options=("velbrodine", "torvaxin"))
    served.ask("Which drug treats Drusel fever?", QuestionType.FACTOID)
    choice, *_, factoid = script.prompts("AnswerReply")
    assert "Facts of a knowledge graph, for orientation:\n- Velbrodine treats Drusel fever\n" in choice
    assert "Facts of a knowledge graph" not in factoid


def test_options_are_lettered_for_the_model(served: Agent, script: Script) -> None:
    claim = [("subject", "causes", "Borrelisk virus")]
    script.replies["OptionTriplesReply"] = [option_triples(A=claim, B=claim, C=claim)]
    script.replies["AnswerReply"] = [
        answered(("Borrelisk virus is transmitted by the marsh flea.", ["transmitted by the marsh flea"]), exact=["b"])
    ]
    answer = served.ask(CHOICE[0], options=CHOICE[1])
    assert "A. house mouse\nB. marsh flea\nC. river snail" in script.prompts("AnswerReply")[0]
    assert answer.exact_answer == "B"


def test_invented_number_is_dropped_by_grounding(served: Agent, script: Script) -> None:
    script.replies["AnswerReply"] = [
        answered(("Velbrodine cured 41 of 60 gardeners.", [CURED]), ("It cured 97 percent of them.", [CURED]), exact=["yes"])
    ]
    last = list(served.stream(QUESTION))[-1]
    assert isinstance(last, Grounded)
    assert [s.text for s in last.answer.statements] == ["Velbrodine cured 41 of 60 gardeners."]
    assert len(last.answer.dropped) == 1
    assert "the number 97" in last.answer.dropped[0].reason


def test_reader_is_told_that_a_statement_was_dropped(served: Agent, script: Script) -> None:
    script.replies["AnswerReply"] = [
        answered(("Velbrodine cured 41 of 60 gardeners.", [CURED]), ("It cured 97 percent of them.", [CURED]), exact=["yes"])
    ]
    (dropped,) = served.ask(QUESTION).dropped
    assert dropped.text == "It cured 97 percent of them." and "the number 97" in dropped.reason


def test_citation_numbers_out_of_range_are_no_citations(served: Agent, script: Script) -> None:
    statements = [
        ("Velbrodine cured 41 of 60 gardeners.", out) for out in ([99, 0, -1], [-2, -PASSAGES_SHOWN])
    ]  # Python counts from the end
    script.replies["AnswerReply"] = [answered(*statements)]
    answer = served.ask(QUESTION, QuestionType.SUMMARY)
    assert [dropped.reason for dropped in answer.dropped] == ["it cites nothing"] * 2
    assert (answer.abstained, answer.model) == (True, MODEL)
    assert answer.documents


def test_good_citation_beside_one_out_of_range_counts(served: Agent, script: Script) -> None:
    script.replies["AnswerReply"] = [answered(("Velbrodine cured 41 of 60 gardeners.", [99, CURED, CURED]), exact=["yes"])]
    (statement,) = served.ask(QUESTION).statements
    assert len(statement.citations) == 1


def test_model_that_finds_no_answer_abstains_with_its_reason(served: Agent, script: Script) -> None:
    script.replies["AnswerReply"] = [answered()]
    for type in (QuestionType.SUMMARY, QuestionType.FACTOID):
        answer = served.ask(QUESTION, type)
        assert (answer.abstained, answer.reason, answer.model) == (True, NOT_ANSWERED, MODEL)


def test_reply_that_breaks_the_schema_is_shown_its_error_once(served: Agent, script: Script) -> None:
    good = answered(("Velbrodine cured 41 of 60 gardeners.", [CURED]), exact=["yes"])
    script.replies["AnswerReply"] = [completion('{"answer": "yes"}'), good]
    answer = served.ask(QUESTION)
    assert (answer.exact_answer, answer.model) == ("yes", MODEL)
    assert answer.tokens == TokenCount(4 * 11, 4 * 5)
    second = script.asked[-1]["messages"]
    assert [message["role"] for message in second] == ["user", "assistant", "user"]
    assert "does not fit the schema" in second[2]["content"]


GOOD = answered(("Velbrodine treats Drusel fever.", [1]), exact=["yes"])
BAD_REPLIES = {
    "cut": answered(("Velbrodine treats Drusel fever.", [1]), exact=["yes"], finish_reason="length"),
    "cut without a reason": answered(("Velbrodine treats Drusel fever.", [1]), exact=["yes"], finish_reason=None),
    "empty": completion(""),
    "null": completion(None),
    "no choices": Reply(b'{"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": []}'),
    "choices null": Reply(b'{"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": null}'),
    "html": html(200),
    "not json": Reply(b"{", 200),
    "json null": Reply(b"null", 200),
    "json list": Reply(b"[]", 200),
    "json string": Reply(b'"hello"', 200),
    "server error": html(500),
    "refused": Reply(b'{"error": {"message": "response_format is not supported"}}', 400),
    "limited": Reply(b'{"error": {"message": "slow down"}}', 429),
    "twice wrong": completion("I think so."),
    "too many statements": answered(*[("Velbrodine heals.", [1])] * 5),
}


@pytest.mark.parametrize("kind", BAD_REPLIES)
@pytest.mark.parametrize("schema", ["TriplesReply", "AnswerReply"])
def test_built_in_model_answers_instead_of_a_bad_reply(served: Agent, script: Script, schema: str, kind: str) -> None:
    script.replies["AnswerReply"] = [GOOD]
    script.replies[schema] = [BAD_REPLIES[kind]]
    _assert_built_in(served.ask(QUESTION))


def _assert_built_in(answer: Answer) -> None:
    assert (answer.model, answer.exact_answer, answer.abstained) == ("extractive", "yes", False)
    assert all(statement.support == "quoted" for statement in answer.statements)
    assert answer.notes[0].endswith("The built-in model answers instead.")


@pytest.mark.parametrize(
    "models", [html(200), html(500), Reply(b'{"data": []}'), Reply(b'{"object": "list"}'), Reply(b"", 404)], ids=range(5)
)
def test_built_in_model_answers_where_the_server_lists_no_model(served: Agent, script: Script, models: Reply) -> None:
    script.models = models
    _assert_built_in(served.ask(QUESTION))


def test_named_model_needs_no_list(open_served: OpenServed, model_url: str, script: Script) -> None:
    script.models = html(500)
    script.replies["AnswerReply"] = [answered(("Velbrodine cured 41 of 60 gardeners.", [CURED]), exact=["yes"])]
    answer = open_served(model_url, model_name="my-model").ask(QUESTION)
    assert answer.model == "my-model"
    assert {request["model"] for request in script.asked} == {"my-model"}


def test_refused_connection_is_said_with_the_address(open_served: OpenServed) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        answer = open_served(url).ask(QUESTION)
    _assert_built_in(answer)
    assert url in answer.notes[0]
    assert "CORPUSCLE_MODEL_URL" in answer.notes[0]


def test_address_that_is_none_is_no_crash(open_served: OpenServed) -> None:
    _assert_built_in(open_served("not an address").ask(QUESTION))


@pytest.mark.parametrize("slow", ["models", "answer"])
def test_slow_server_is_not_waited_for(open_served: OpenServed, model_url: str, script: Script, slow: str) -> None:
    script.replies["AnswerReply"] = [Reply(GOOD.body, delay_s=4.0)] if slow == "answer" else [GOOD]
    if slow == "models":
        script.models = Reply(script.models.body, delay_s=4.0)
    answer = open_served(model_url, timeout_s=0.25).ask(QUESTION)
    _assert_built_in(answer)
    assert answer.timings_ms["total"] < 3_000


@pytest.mark.parametrize("exact", [[], ["maybe"], ["yes and no"]])
def test_yes_no_answer_without_yes_or_no_is_none(served: Agent, script: Script, exact: list[str]) -> None:
    script.replies["AnswerReply"] = [answered(("Velbrodine cured 41 of 60 gardeners.", [CURED]), exact=exact)]
    answer = served.ask(QUESTION)
    assert answer.abstained or answer.exact_answer in ("yes", "no")


def test_server_that_comes_back_is_used_again(open_served: OpenServed, model_url: str, script: Script) -> None:
    agent = open_served(model_url)
    good = script.models
    script.models = html(500)
    script.replies["AnswerReply"] = [answered(("Velbrodine cured 41 of 60 gardeners.", [CURED]), exact=["yes"])]
    assert agent.ask(QUESTION).model == "extractive"
    script.models = good
    assert agent.ask(QUESTION).model == MODEL


async def test_async_answer_is_the_same(served: Agent, script: Script) -> None:
    script.replies["AnswerReply"] = [answered(("Velbrodine cured 41 of 60 gardeners.", [CURED]), exact=["yes"])]
    asked, awaited = served.ask(QUESTION), await served.aask(QUESTION)
    assert (asked.statements, asked.exact_answer, asked.tokens) == (awaited.statements, awaited.exact_answer, awaited.tokens)
