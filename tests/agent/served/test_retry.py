"""Pauses between tries."""

import pytest

from corpuscle.agent.errors import ModelError
from corpuscle.agent.served.retry import AskedToWait, pause_s


def _busy(retry_after_s: float | None = None) -> AskedToWait:
    return AskedToWait("Busy.", "Wait.", "busy", retry_after_s)


@pytest.mark.parametrize(("failures", "shortest", "longest"), [(1, 0.125, 0.25), (2, 0.25, 0.5), (3, 0.5, 1.0)])
def test_pause_doubles_and_is_drawn_from_its_upper_half(failures: int, shortest: float, longest: float) -> None:
    assert pause_s(_busy(), failures, 60, lambda: 0.0) == shortest  # 0.25 × 2^(failures - 1) / 2
    assert pause_s(_busy(), failures, 60, lambda: 1.0) == longest


def test_server_is_asked_four_times_at_most() -> None:
    assert pause_s(_busy(), 4, 60, lambda: 0.0) is None


def test_server_s_own_word_counts_for_more() -> None:
    assert pause_s(_busy(retry_after_s=2.5), 1, 60, lambda: 0.0) == 2.5


@pytest.mark.parametrize(("retry_after_s", "left_s"), [(2.5, 2.0), (11.0, 60.0)])
def test_no_pause_that_nobody_can_wait_for(retry_after_s: float, left_s: float) -> None:
    assert pause_s(_busy(retry_after_s), 1, left_s, lambda: 0.0) is None


def test_what_is_not_retryable_is_not_put_again() -> None:
    assert pause_s(ModelError("Broke off.", "Look.", "disconnected"), 1, 60, lambda: 0.0) is None
