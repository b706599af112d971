"""The gain table, from questions to page, with a model that answers by script."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from pydantic import BaseModel

from corpuscle.agent.answers import TokenCount
from corpuscle.agent.deadline import Deadline
from corpuscle.agent.served.client import ModelClient, Reply
from corpuscle.agent.settings import AgentSettings
from corpuscle.evals.runs.answering import Systems
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.runs.benchmarks.catalogue import BENCHMARKS
from corpuscle.evals.runs.gain.costs import step_costs
from corpuscle.evals.runs.gain.report import folders, gain_page
from corpuscle.evals.runs.gain.sets import ROUND, rounds
from corpuscle.evals.runs.manifest import IndexMade, read_records
from corpuscle.evals.runs.remembered_replies import KeptReply, ServerKey
from corpuscle.evals.runs.running import Asking, run_systems

R = TypeVar("R", bound=BaseModel)
_SAID = {
    "YesNoReply": '{"answer": "yes"}',
    "StatementsReply": '{"statements": [{"text": "Velbrodine cured Drusel fever in 41 of 60 gardeners.", "cites": [1]}]}',
    "TriplesReply": '{"triples": [{"subject": "velbrodine", "predicate": "treats", "object": "Drusel fever"}]}',
}


class ModelBySchema(ModelClient):
    """Says yes, one sentence, and one triple."""

    def ask(self, prompt: str, schema: type[R], *, logprobs: bool = False, deadline: Deadline | None = None) -> Reply[R]:
        said = _SAID[schema.__name__]
        return Reply(schema.model_validate_json(said), TokenCount(100, 10, 50), said)

    def within(self, deadline: Deadline) -> "ModelBySchema":
        return self


@pytest.fixture
def asking(yesno: Callable[[str, str], AskedQuestion]) -> Asking:
    questions = (
        replace(yesno("1", "yes"), text="Does velbrodine treat Drusel fever?"),
        replace(yesno("2", "no"), text="Does torvaxin prevent Drusel fever?"),
    )
    return Asking(
        benchmark=BENCHMARKS["pubmedqa"],
        split="all",
        questions=questions,
        majority="yes",
        limit=0,
        workers=2,
        index=IndexMade(label="invented", updated=None, encoder=""),
        settings=AgentSettings(),
        server=ServerKey(model="scripted", server=""),
    )


def test_page_has_every_system_on_the_same_questions(asking: Asking, invented_index: Path, tmp_path: Path) -> None:
    settings = AgentSettings()
    systems = Systems.open(invented_index, settings, ModelBySchema(settings))
    of_set = folders(tmp_path, "pubmedqa")
    done: list[int] = []
    run_systems(asking, systems, of_set, done.append)
    assert sum(done) == 2
    for system, folder in of_set:
        found = read_records(folder)
        assert len(found) == 2
        assert not any(record.error for record in found), system.name
    text = gain_page(tmp_path, [asking], systems.engine.article, "A model of 7B", "corpuscle eval gain")
    assert "| PubMedQA, questions only, accuracy | 2 |" in text
    assert "0.500 [0.000, 1.000]" in text  # always yes
    assert "Model: A model of 7B" in text


def test_rounds_keep_the_sets_even() -> None:
    assert rounds(0, 60) == (25, 50, 60)
    assert rounds(30, 120) == (25, 30)
    assert rounds(ROUND, 500) == (25,)
    assert rounds(3, 500) == (3,)


def test_costs_are_counted_for_each_schema_and_for_all() -> None:
    def kept(name: str, cached: int, seconds: float) -> KeptReply:
        return KeptReply(
            id=f"{name}{seconds}", asked_for=name, text="{}", tokens=TokenCount(100, 10, cached), logprobs=None, seconds=seconds
        )

    costs = step_costs([kept("A", 0, 1.0), kept("A", 50, 3.0), kept("B", 100, 5.0)])
    assert [(c.asked_for, c.calls, c.seconds_p50, c.cached_share) for c in costs] == [
        ("A", 2, 2.0, 0.25),  # 50 of 200
        ("B", 1, 5.0, 1.0),
        ("all", 3, 3.0, 0.5),  # 150 of 300
    ]
    assert step_costs([]) == ()
