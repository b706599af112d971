"""Waiting between attempts."""

from datetime import UTC, datetime

import pytest

from corpuscle.index_builder.patience import Patience, retry_after_s

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_waits_double_up_to_the_longest() -> None:
    patience = Patience(first_wait_s=1, longest_wait_s=5)
    assert [patience.wait_s(failures) for failures in range(1, 6)] == [1, 2, 4, 5, 5]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7),
        (" 0 ", 0),
        ("Fri, 20 Nov 2026 12:00:30 GMT", 30),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("9" * 5000, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float | None) -> None:
    assert retry_after_s(header, NOON) == seconds
