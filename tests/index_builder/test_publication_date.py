"""Dates of publication."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.index_builder.publication_date import iso_date


@pytest.mark.parametrize(
    ("year", "month", "day", "season", "iso"),
    [
        ("2021", "Mar", "15", "", "2021-03-15"),
        ("2021", "03", "5", "", "2021-03-05"),
        ("2021", "9", "", "", "2021-09"),
        ("2021", "December", "", "", "2021-12"),
        ("2021", "", "7", "", "2021"),
        ("2021", "Feb", "30", "", "2021-02"),
        ("2021", "13", "1", "", "2021"),
        ("2020", "02", "29", "", "2020-02-29"),
        ("2000", "", "", "Autumn", "2000-10"),
        ("2000", "", "", "Winter-Spring", "2000-01"),
        ("", "May", "", "", ""),
        ("0000", "", "", "", ""),
        ("1998 Dec-1999 Jan", "", "", "", "1998-12"),
        ("Spring 1977", "", "", "", "1977-04"),
        ("1978-1979 Fall-Winter", "", "", "", "1978-10"),
        ("1978-1979", "", "", "", "1978"),
        ("1976 Apr 15-30", "", "", "", "1976-04-15"),
        ("1976 Aug 29-Sep 4", "", "", "", "1976-08-29"),
        ("1976 Apr-Jun 15", "", "", "", "1976-04"),
        ("1976 3rd Quarter", "", "", "", "1976"),
        ("Margin 1976", "", "", "", "1976"),
    ],
)
def test_date_is_iso_as_far_as_it_is_known(year: str, month: str, day: str, season: str, iso: str) -> None:
    assert iso_date(year, month, day, season) == iso


@given(st.text(max_size=20), st.text(max_size=6), st.text(max_size=4), st.text(max_size=10))
def test_any_text_gives_a_date_or_nothing(year: str, month: str, day: str, season: str) -> None:
    iso = iso_date(year, month, day, season)
    assert iso == "" or len(iso) in (4, 7, 10)
