"""The agent's doors: sync, async, whole or step by step."""

import asyncio
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from corpuscle.agent import Agent, Answer, QuestionType
from corpuscle.agent.errors import QuestionError
from corpuscle.agent.events import Drafted, Generated, Grounded, Retrieved, Reviewed, StepStarted, Understood
from corpuscle.agent.settings import AgentSettings
from corpuscle.kg import Verdict
from corpuscle.kg.errors import GraphMissingError
from corpuscle.retrieval.errors import IndexDamagedError, IndexMissingError
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.manifest import MANIFEST_NAME, read_manifest
from corpuscle.retrieval.settings import RetrievalSettings
from tests.conftest import ARTICLES, BY_ID, SECOND_TRIAL, TRIAL

QUESTION = "Does velbrodine treat Drusel fever?"
CHOICE = ("What transmits Borrelisk virus?", ("house mouse", "marsh flea", "river snail"))


def _untimed(answer: Answer) -> Answer:
    return replace(answer, timings_ms={})


def test_answer_names_question_model_and_index(agent: Agent) -> None:
    answer = agent.ask(f"  {QUESTION} ")
    assert (answer.question, answer.type) == (QUESTION, QuestionType.YESNO)
    assert answer.model == "extractive"
    assert re.fullmatch(r"invented, generation \d+, 16 articles", answer.index)
    assert (answer.tokens.prompt, answer.tokens.completion) == (0, 0)
    assert {document.article_id for document in answer.documents} <= {article.id for article in ARTICLES}


def test_each_step_starts_and_ends_once_and_the_answer_comes_last(agent: Agent) -> None:
    events = list(agent.stream(QUESTION))
    started = [event.step for event in events if isinstance(event, StepStarted)]
    assert started == ["understand", "retrieve", "generate", "review", "answer", "ground"]
    ended = [type(event) for event in events if not isinstance(event, StepStarted)]
    assert ended == [Understood, Retrieved, Generated, Reviewed, Drafted, Grounded]
    assert [isinstance(event, StepStarted) for event in events] == [True, False] * 6


def test_start_of_a_step_is_heard_before_its_work_is_done(agent: Agent) -> None:
    stream = agent.stream(QUESTION)
    assert next(stream) == StepStarted("understand")
    assert isinstance(next(stream), Understood)
    stream.close()  # type: ignore[attr-defined]  # a generator, though it promises an iterator alone


@pytest.mark.parametrize(("question", "options"), [(QUESTION, ()), CHOICE])
async def test_sync_async_and_streams_give_the_same_answer(agent: Agent, question: str, options: tuple[str, ...]) -> None:
    asked = agent.ask(question, options=options)
    awaited = await agent.aask(question, options=options)
    events = [event async for event in agent.astream(question, options=options)]
    synchronous = list(agent.stream(question, options=options))
    last, last_synchronous = events[-1], synchronous[-1]
    assert isinstance(last, Grounded)
    assert isinstance(last_synchronous, Grounded)
    assert [type(event) for event in events] == [type(event) for event in synchronous]
    assert _untimed(asked) == _untimed(awaited) == _untimed(last.answer) == _untimed(last_synchronous.answer)


async def test_stream_can_be_left_early(agent: Agent) -> None:
    async for event in agent.astream(QUESTION):
        if isinstance(event, Retrieved):
            break
    assert not (await agent.aask(QUESTION)).abstained


async def test_questions_side_by_side_do_not_mix(agent: Agent) -> None:
    questions = [QUESTION, "What is the half-life of mirellan?", "What is Kelvane syndrome?"] * 3
    answers = await asyncio.gather(*(agent.aask(question) for question in questions))
    assert [_untimed(answer) for answer in answers] == [_untimed(agent.ask(question)) for question in questions]


def test_threads_may_share_an_agent(agent: Agent) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(agent.ask, [QUESTION] * 8))
    assert {_untimed(answer) == _untimed(answers[0]) for answer in answers} == {True}


@pytest.mark.parametrize("question", ["", "a" * 100_000, "(" * 3_000 + ")" * 3_000])
def test_question_that_cannot_be_answered_as_put_is_refused_before_anything_happens(agent: Agent, question: str) -> None:
    with pytest.raises(QuestionError):
        agent.ask(question)


def test_nested_parentheses_under_the_limit_get_an_answer(agent: Agent) -> None:
    assert agent.ask("(" * 3_000 + QUESTION + ")" * 900).documents


def test_argument_that_was_not_utf_8_is_no_crash(agent: Agent) -> None:
    agent.ask("\udcff velbrodine")


def test_given_type_and_filters_are_used(agent: Agent) -> None:
    answer = agent.ask(QUESTION, QuestionType.SUMMARY, filters=Filters(year_from=2015))
    assert (answer.type, answer.exact_answer) == (QuestionType.SUMMARY, None)
    assert TRIAL not in {document.article_id for document in answer.documents}
    assert answer.documents[0].article_id == SECOND_TRIAL


def test_article_is_given_as_indexed(agent: Agent) -> None:
    assert agent.article(TRIAL) == BY_ID[TRIAL]
    assert agent.article("0") is None


def test_triple_in_a_user_s_own_words_is_checked(agent: Agent) -> None:
    reviewed = agent.check("velbrodine", "is used for", "Drusel fever")
    assert reviewed.verdict is Verdict.SUPPORTED
    assert {"edge", "sentence"} <= {piece.kind for piece in reviewed.evidence}
    assert agent.check("torvaxin", "treats", "nocturnal itch").verdict is Verdict.CONTRADICTED
    assert agent.check("torvaxin", "treats", "housemaid's knee").verdict is Verdict.UNKNOWN


def test_unknown_predicate_is_an_error(agent: Agent) -> None:
    with pytest.raises(ValueError, match="befriends"):
        agent.check("velbrodine", "befriends", "Drusel fever")


def _open(folder: Path) -> Agent:
    return Agent.open(folder, "extractive", AgentSettings(), RetrievalSettings(home=folder.parent / "home"))


def test_missing_index_is_named_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="no index at") as raised:
        _open(tmp_path / "index")
    assert "corpuscle index build" in raised.value.remedy


def test_index_without_a_graph_says_how_to_go_on(invented_index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    shutil.copytree(invented_index, folder)
    manifest = read_manifest(folder)
    (folder / MANIFEST_NAME).write_text(manifest.model_copy(update={"graph": None}).model_dump_json())
    with pytest.raises(IndexDamagedError, match="no knowledge graph") as raised:
        _open(folder)
    assert "corpuscle index build" in raised.value.remedy


def test_graph_that_was_deleted_is_named(invented_index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    shutil.copytree(invented_index, folder)
    (folder / "graph.sqlite").unlink()
    with pytest.raises(GraphMissingError, match=r"graph\.sqlite"):
        _open(folder)
