"""Generate, Review, Revise, Answer with a served model, over a real HTTP server: every branch of the loop."""

import pytest

from corpuscle.agent import Agent, QuestionType
from corpuscle.agent.events import Event, Generated, Grounded, Reviewed, Revised
from corpuscle.agent.served.replies import MOST_TRIPLES, PREDICATE_NAMES
from corpuscle.kg import Verdict
from corpuscle.kg.predicates import PREDICATES
from tests.agent.served.conftest import Reply, Script, answered, completion, option_triples, revisions, triples

ITCH = "Does torvaxin treat nocturnal itch?"
OPTIONS = ("velbrodine", "brass polish, green", "torvaxin")
CHOICE = "Which of these treats Drusel fever?"
TREATS, CAUSES = ("torvaxin", "treats", "nocturnal itch"), ("torvaxin", "causes", "nocturnal itch")


@pytest.fixture
def itching(script: Script) -> Script:
    """A model that says wrongly that torvaxin treats the itch, and then quotes that it causes it."""
    script.replies["TriplesReply"] = [triples(TREATS)]
    script.replies["AnswerReply"] = [answered(("Nocturnal itch is a side effect of torvaxin.", ["commonest side effect"]))]
    return script


def _verdicts(events: list[Event]) -> list[list[tuple[str, Verdict]]]:
    return [[(r.triple.predicate, r.verdict) for r in event.triples] for event in events if isinstance(event, Reviewed)]


def test_contradicted_triple_goes_back_with_the_evidence_and_comes_back_supported(served: Agent, itching: Script) -> None:
    itching.replies["RevisionsReply"] = [revisions((1, "replace", *CAUSES))]
    events = list(served.stream(ITCH, QuestionType.SUMMARY))
    (revise,) = itching.prompts("RevisionsReply")
    assert "1. torvaxin treats nocturnal itch\n" in revise
    assert "contradicts: knowledge graph: Torvaxin — causes — Nocturnal itch (invented, support 1)" in revise
    assert _verdicts(events) == [[("treats", Verdict.CONTRADICTED)], [("causes", Verdict.SUPPORTED)]]
    last = events[-1]
    assert isinstance(last, Grounded)
    assert [t.verdict for t in last.answer.triples] == [Verdict.SUPPORTED]


def test_record_keeps_what_was_revised_and_why(served: Agent, itching: Script) -> None:
    itching.replies["RevisionsReply"] = [revisions((1, "replace", *CAUSES))]
    answer = served.ask(ITCH, QuestionType.SUMMARY)
    (revision,) = answer.revisions
    assert (revision.round, revision.before.triple.predicate, revision.before.verdict) == (1, "treats", Verdict.CONTRADICTED)
    assert revision.after is not None
    assert revision.after.predicate == "causes"
    assert revision.reason is not None
    assert "causes" in revision.reason.text
    note = "Round 1: “torvaxin treats nocturnal itch” was contradicted and replaced by “torvaxin causes nocturnal itch”"
    assert any(said.startswith(note) for said in answer.notes)


def test_answering_model_hears_what_was_withdrawn(served: Agent, itching: Script) -> None:
    itching.replies["RevisionsReply"] = [revisions((1, "withdraw", *TREATS))]
    answer = served.ask(ITCH, QuestionType.SUMMARY)
    assert answer.triples == ()
    assert [revision.after for revision in answer.revisions] == [None]
    (prompt,) = itching.prompts("AnswerReply")
    assert "\n- torvaxin treats nocturnal itch: false, do not say it\n" in prompt


def test_what_stays_contradicted_after_the_last_round_is_stated_as_contradicted(served: Agent, itching: Script) -> None:
    itching.replies["RevisionsReply"] = [
        revisions((1, "replace", "torvaxin", "prevents", "nocturnal itch")),
        revisions((1, "keep", "torvaxin", "prevents", "nocturnal itch")),
    ]
    events = list(served.stream(ITCH, QuestionType.SUMMARY))
    assert _verdicts(events)[-1] == [("prevents", Verdict.CONTRADICTED)]
    assert [event.changed for event in events if isinstance(event, Revised)] == [1, 0]
    (prompt,) = itching.prompts("AnswerReply")
    assert "\n- torvaxin prevents nocturnal itch: false, do not say it\n" in prompt


def test_model_that_goes_back_to_what_it_gave_up_is_not_heard(served: Agent, itching: Script) -> None:
    itching.replies["RevisionsReply"] = [
        revisions((1, "replace", "torvaxin", "prevents", "nocturnal itch")),
        revisions((1, "replace", *TREATS)),
    ]
    answer = served.ask(ITCH, QuestionType.SUMMARY)
    assert answer.triples == ()
    assert [r.after.predicate if r.after else None for r in answer.revisions] == ["prevents", None]


@pytest.mark.parametrize("reply", [revisions(), revisions((7, "withdraw", *TREATS)), revisions((1, "keep", *CAUSES))])
def test_triple_that_the_model_passes_over_stands(served: Agent, itching: Script, reply: Reply) -> None:
    itching.replies["RevisionsReply"] = [reply]
    answer = served.ask(ITCH, QuestionType.SUMMARY)
    assert [(t.triple.predicate, t.verdict) for t in answer.triples] == [("treats", Verdict.CONTRADICTED)]
    assert len(itching.prompts("RevisionsReply")) == 1  # nothing changed: another round would be the same


def test_unknown_stays_unknown_is_never_sent_back_and_not_shown_to_the_answering_model(served: Agent, itching: Script) -> None:
    itching.replies["TriplesReply"] = [triples(("mirellan", "treats", "Kelvane syndrome"))]
    answer = served.ask(ITCH, QuestionType.SUMMARY)
    assert [t.verdict for t in answer.triples] == [Verdict.UNKNOWN]
    assert itching.prompts("RevisionsReply") == []
    (prompt,) = itching.prompts("AnswerReply")
    assert "mirellan" not in prompt  # it would tell the model nothing


def test_only_the_contradicted_triple_changes(served: Agent, itching: Script) -> None:
    itching.replies["TriplesReply"] = [triples(("mirellan", "treats", "Kelvane syndrome"), TREATS)]
    itching.replies["RevisionsReply"] = [revisions((1, "replace", *CAUSES))]
    answer = served.ask(ITCH, QuestionType.SUMMARY)
    assert [t.triple.predicate for t in answer.triples] == ["treats", "causes"]
    assert [t.verdict for t in answer.triples] == [Verdict.UNKNOWN, Verdict.SUPPORTED]


def test_malformed_revision_is_shown_its_error_and_then_the_built_in_model_goes_on(served: Agent, itching: Script) -> None:
    itching.replies["RevisionsReply"] = [completion("Let me think.")]
    answer = served.ask(ITCH, QuestionType.SUMMARY)
    assert answer.model == "extractive"
    assert "twice replied with something else" in answer.notes[0]
    assert "does not fit the schema" in itching.asked[-1]["messages"][-1]["content"]


def test_schema_knows_the_graph_s_predicates_alone(served: Agent, itching: Script) -> None:
    itching.replies["RevisionsReply"] = [revisions((1, "withdraw", *TREATS))]
    served.ask(ITCH, QuestionType.SUMMARY)
    schemas = {r["response_format"]["json_schema"]["name"]: r["response_format"]["json_schema"]["schema"] for r in itching.asked}
    said = schemas["TriplesReply"]["$defs"]["TripleReply"]["properties"]["predicate"]["enum"]
    revised = schemas["RevisionsReply"]["$defs"]["RevisionReply"]["properties"]["predicate"]["enum"]
    assert said == revised == list(PREDICATE_NAMES)
    assert all(PREDICATES[name].stored for name in said)
    assert schemas["TriplesReply"]["properties"]["triples"]["maxItems"] == MOST_TRIPLES == 3


def test_predicate_that_the_graph_does_not_know_is_an_error_shown_to_the_model(served: Agent, itching: Script) -> None:
    itching.replies["TriplesReply"] = [triples(("torvaxin", "befriends", "nocturnal itch")), triples(CAUSES)]
    answer = served.ask(ITCH, QuestionType.SUMMARY)
    assert [t.triple.predicate for t in answer.triples] == ["causes"]
    shown = next(r["messages"] for r in itching.asked if len(r["messages"]) == 3)
    assert "'befriends' is no predicate of the graph; nearest are " in shown[2]["content"]
    assert "; it knows treats, " in shown[2]["content"]


def test_name_with_commas_stays_whole(served: Agent, itching: Script) -> None:
    itching.replies["TriplesReply"] = [triples(("torvaxin, coated, 5 mg", "causes", "Itch, Nocturnal"))]
    answer = served.ask(ITCH, QuestionType.SUMMARY)
    assert [(t.triple.subject, t.triple.object) for t in answer.triples] == [("torvaxin, coated, 5 mg", "Itch, Nocturnal")]


def test_every_option_gets_its_triples(served: Agent, script: Script) -> None:
    claim = ("subject", "treats", "Drusel fever")
    script.replies["OptionTriplesReply"] = [
        option_triples(A=[claim], B=[claim], C=[claim, ("object", "associated with", "Drusel fever")]),
    ]
    script.replies["AnswerReply"] = [
        answered(("Velbrodine is an effective treatment of Drusel fever.", ["effective treatment"]), exact=["A"])
    ]
    events = list(served.stream(CHOICE, options=OPTIONS))
    (generated,) = (event for event in events if isinstance(event, Generated))
    assert [(t.subject, t.predicate, t.object) for t in generated.triples] == [
        ("velbrodine", "treats", "Drusel fever"),
        ("brass polish, green", "treats", "Drusel fever"),
        ("torvaxin", "treats", "Drusel fever"),
        ("Drusel fever", "associated with", "torvaxin"),
    ]
    (schema,) = (r["response_format"]["json_schema"]["schema"] for r in script.asked if "OptionTriples" in str(r["response_format"]))
    assert schema["required"] == ["A", "B", "C"]
    assert all(schema["properties"][letter]["minItems"] == 1 and schema["properties"][letter]["maxItems"] == 2 for letter in "ABC")


def test_option_left_out_is_a_malformed_reply(served: Agent, script: Script) -> None:
    script.replies["OptionTriplesReply"] = [option_triples(A=[("subject", "treats", "Drusel fever")])]
    answer = served.ask(CHOICE, options=OPTIONS)
    assert answer.model == "extractive"


def test_letter_that_is_no_option_is_a_malformed_reply(served: Agent, script: Script) -> None:
    claim = [("subject", "treats", "Drusel fever")]
    script.replies["OptionTriplesReply"] = [option_triples(A=claim, B=claim, C=claim)]
    script.replies["AnswerReply"] = [answered(("Velbrodine treats Drusel fever.", [1]), exact=["D"])]
    answer = served.ask(CHOICE, options=OPTIONS)
    assert answer.model == "extractive"
    assert "'D' is none of the options A, B, C" in script.asked[-1]["messages"][-1]["content"]


def test_choice_without_a_sentence_stands_on_the_graph_s_edge_and_says_so(served: Agent, script: Script) -> None:
    claim = [("subject", "treats", "Drusel fever")]
    script.replies["OptionTriplesReply"] = [option_triples(A=claim, B=claim, C=claim)]
    script.replies["AnswerReply"] = [answered(exact=["A"])]
    answer = served.ask(CHOICE, options=OPTIONS)
    assert (answer.exact_answer, answer.abstained, answer.statements) == ("A", False, ())
    note = "A rests on the knowledge graph alone: Velbrodine — treats — Drusel fever (invented, support 2)."
    assert any(said.endswith(note) for said in answer.notes)


@pytest.mark.parametrize("letter", ["B", "C"])
def test_choice_that_neither_sentence_nor_edge_carries_is_an_abstention(served: Agent, script: Script, letter: str) -> None:
    claim = [("subject", "treats", "Drusel fever")]
    script.replies["OptionTriplesReply"] = [option_triples(A=claim, B=claim, C=claim)]
    script.replies["AnswerReply"] = [answered(exact=[letter])]
    answer = served.ask(CHOICE, options=OPTIONS)
    assert (answer.exact_answer, answer.abstained) == (None, True)
