import io
from collections.abc import Callable

import pytest
from rich.console import Console

from corpuscle.index_builder.progress import LogProgress, duration, quantity
from corpuscle.index_builder.progress_bars import BarProgress


class Clock:
    """A clock that the test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_log_gets_a_line_every_five_seconds_and_one_at_the_end() -> None:
    clock, stream = Clock(), io.StringIO()
    with LogProgress(stream, clock).step("Reading", 1000, "articles") as advance:
        for second in range(1, 11):
            clock.now = float(second)
            advance(100)
    assert stream.getvalue().splitlines() == [
        # pace since the first advance: 400 articles in 4 s, so 500 more take 5 s
        "Reading: 500 of 1,000 articles (50%), 5 s left",
        "Reading: 1,000 articles",
        "Reading: 1,000 articles in 10 s",
    ]


def test_a_step_that_stops_early_says_how_far_it_came() -> None:
    stream = io.StringIO()
    with LogProgress(stream, Clock()).step("Vectors", 200, "articles") as advance:
        advance(50)
    assert stream.getvalue() == "Vectors: 50 of 200 articles (25%) in 0 s\n"


def test_a_step_that_fails_is_not_said_to_be_done() -> None:
    stream = io.StringIO()
    with pytest.raises(OSError, match="gone"), LogProgress(stream, Clock()).step("Reading", 10, "bytes"):
        raise OSError("gone")
    assert stream.getvalue() == ""


@pytest.mark.parametrize(("seconds", "words"), [(0.4, "0 s"), (59.6, "1 min 0 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")])
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_quantities() -> None:
    assert quantity(56_889_328, "bytes") == "57 MB"
    assert quantity(50783, "articles") == "50,783 articles"


def test_bars_show_title_amount_and_notes_without_reading_markup() -> None:
    stream = io.StringIO()
    progress = BarProgress(Console(file=stream, force_terminal=True, width=120))
    with progress.step("Reading [a]", 1000, "articles") as advance:
        advance(1000)
        progress.note("[b]: 3 skipped")
    assert "Reading [a]" in stream.getvalue()
    assert "1,000 articles" in stream.getvalue()
    assert "[b]: 3 skipped" in stream.getvalue()


def test_an_unknown_total_is_no_error() -> None:
    makers: list[Callable[[], BarProgress | LogProgress]] = [
        lambda: BarProgress(Console(file=io.StringIO(), force_terminal=True)),
        lambda: LogProgress(io.StringIO()),
    ]
    for make in makers:
        with make().step("Reading", 0, "articles") as advance:
            advance(3)
