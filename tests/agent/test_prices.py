"""What an answer costs."""

import pytest

from corpuscle.agent.answers import TokenCount
from corpuscle.agent.prices import Prices, prices_in
from corpuscle.agent.settings import AgentSettings


def test_cached_prompt_tokens_have_a_price_of_their_own() -> None:
    spent = TokenCount(prompt=3_000, completion=200, cached=2_000, reasoning=150)
    # 1,000 × 0.40 + 2,000 × 0.10 + 200 × 1.60 = 400 + 200 + 320, of a million each; thoughts are part of the completion
    assert Prices(0.40, 0.10, 1.60).cost(spent) == pytest.approx((400 + 200 + 320) / 1e6)


def test_cached_tokens_cost_as_much_as_others_where_nothing_else_is_set() -> None:
    assert prices_in(AgentSettings(model_prompt_price=0.4)) == Prices(0.4, 0.4, 0.0)


def test_without_prices_nothing_is_said_to_cost_nothing() -> None:
    assert prices_in(AgentSettings()) is None
