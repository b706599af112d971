"""What filters say, as one condition."""

import pytest

from corpuscle.retrieval.conditions import AllOf, AnyOf, Flag, Mesh, Not, PublicationType, Published, all_of, any_of, negation
from corpuscle.retrieval.errors import QueryError
from corpuscle.retrieval.filters import Filters, published, said_condition


def test_no_filter_leaves_out_the_retracted_alone() -> None:
    assert said_condition(Filters()) == Not(Flag("retracted"))
    assert said_condition(Filters(include_retracted=True)) is None


def test_fields_are_joined_by_and_and_their_values_by_or_but_headings_by_and() -> None:
    filters = Filters(2001, 2002, ("a", "b"), ("c", "d"), include_retracted=True)
    types = AnyOf((PublicationType("a"), PublicationType("b")))
    assert said_condition(filters) == AllOf((Published(20010101, 20021231), types, Mesh("c"), Mesh("d")))


def test_only_retracted_articles_may_be_asked_for() -> None:
    assert said_condition(Filters(retracted_only=True)) == Flag("retracted")


@pytest.mark.parametrize(
    ("first", "last", "condition"),
    [
        ("2015", "2021", Published(20150101, 20211231)),
        ("2015-03", "2015/04", Published(20150301, 20150431)),
        ("2015-03-09", "", Published(20150309, None)),
        ("", "1980", Published(None, 19801231)),
    ],
)
def test_dates_reach_from_the_first_to_the_last_day(first: str, last: str, condition: Published) -> None:
    assert published(first, last) == condition


@pytest.mark.parametrize(
    "text", ["x", "15", "2015-", "2015-13", "2015-00", "2015-01-32", "2015-1-1-1", "２０１５", "2015-٣", "20155", "9" * 5000]
)
def test_what_is_no_date_is_said(text: str) -> None:
    with pytest.raises(QueryError, match="is no date"):
        published(text, "")


def test_dates_in_the_wrong_order_are_said() -> None:
    with pytest.raises(QueryError, match="end before they begin"):
        published("2021", "2020")


def test_conditions_are_flat() -> None:
    a, b, c = (Mesh(name) for name in "abc")
    assert all_of(all_of(a, b), c) == AllOf((a, b, c))
    assert any_of(a, any_of(b, c)) == AnyOf((a, b, c))
    assert all_of(a) == any_of(a) == negation(negation(a)) == a
    with pytest.raises(ValueError, match="needs a part"):
        all_of()
    with pytest.raises(ValueError, match="needs a part"):
        any_of()
