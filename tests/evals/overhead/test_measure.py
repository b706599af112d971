"""Costs of steps, and one question measured over a real server."""

from pathlib import Path

from corpuscle.agent import Agent, QuestionType
from corpuscle.evals.overhead.measure import BETWEEN, WHOLE, Spent, spent_on, step_costs
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.retrieval.settings import RetrievalSettings


def test_steps_are_summed_up_by_median_and_95th_percentile() -> None:
    spent = [Spent({"retrieve": 40.0, "answer": 10.0}, 60.0, fault=False), Spent({"retrieve": 60.0}, 64.0, fault=False)]
    costs = {cost.step: cost for cost in step_costs(spent)}
    assert list(costs) == ["retrieve", "answer", BETWEEN, WHOLE]
    assert (costs["retrieve"].median, costs["retrieve"].p95) == (50.0, 59.0)  # 40 + .95 × 20
    assert (costs["answer"].questions, costs["answer"].median) == (1, 10.0)
    assert costs[BETWEEN].median == 7.0  # of 60 - 50 and 64 - 60
    assert costs[WHOLE].median == 62.0


def test_each_step_of_a_question_is_counted_once(invented_index: Path) -> None:
    agent = Agent.open(invented_index, retrieval=RetrievalSettings(home=invented_index.parent / "home"))
    question = AskedQuestion("1", "invented", QuestionType.YESNO, "Does velbrodine treat Drusel fever?", "yes")
    spent = spent_on(agent, question)
    assert {"understand", "retrieve", "generate", "review", "answer", "ground"} <= spent.steps.keys()
    assert sum(spent.steps.values()) <= spent.whole
    assert not spent.fault
