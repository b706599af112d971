"""Filters as given on the command line."""

import pytest
import typer

from corpuscle.retrieval.filters import Filters
from corpuscle.ui.commands.parameters import filters_of


@pytest.mark.parametrize(
    ("text", "year_from", "year_to"),
    [
        ("", None, None),
        ("2015", 2015, 2015),
        ("2015-2021", 2015, 2021),
        ("2015–2021", 2015, 2021),
        ("2015-", 2015, None),
        ("-1980", None, 1980),
    ],
)
def test_year_ranges(text: str, year_from: int | None, year_to: int | None) -> None:
    assert filters_of(text, None, None, False) == Filters(year_from, year_to)


@pytest.mark.parametrize(
    "text", ["last year", "2021-2015", "2015-2016-2017", "2O15", "1e3", "0", "0-2010", "2010-10000", "9" * 20, "9" * 5000]
)
def test_malformed_year_range_is_wrong_usage(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        filters_of(text, None, None, False)


def test_types_headings_and_retraction_are_kept() -> None:
    assert filters_of("", ["Review"], ["D001241", "Mice"], True) == Filters(None, None, ("Review",), ("D001241", "Mice"), True)
