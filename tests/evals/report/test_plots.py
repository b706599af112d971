import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.evals.report.plots import HEIGHT, WIDTH, Bar, Point, Series, bars, unit_plot


def test_corners_of_the_unit_square_are_the_ends_of_the_axes() -> None:
    plot = unit_plot([Series("one", (Point(0, 0, ""), Point(1, 1, "")), joined=True)], "x", "y")
    low, high = plot.series[0].dots
    assert (low.x, low.y) == (plot.left, plot.bottom)
    assert (high.x, high.y) == (plot.right, plot.top)
    assert plot.series[0].path == f"{low.x:.1f},{low.y:.1f} {high.x:.1f},{high.y:.1f}"


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=20))
def test_no_point_leaves_the_picture(points: list[tuple[float, float]]) -> None:
    (drawn,) = unit_plot([Series("one", tuple(Point(x, y, "") for x, y in points), joined=False)], "x", "y").series
    assert drawn.path == ""
    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in drawn.dots)


def test_bars_share_a_scale_and_the_longest_takes_all_the_room() -> None:
    picture = bars([Bar("a", 1.0, 2.0, ""), Bar("b", 3.0, 4.0, "")])
    one, other = picture.bars
    assert one.reach == pytest.approx(other.reach * 2 / 4)
    assert other.length == pytest.approx(other.reach * 3 / 4)
    assert picture.left + other.reach < WIDTH
    assert other.y > one.y


def test_bars_of_nothing_have_no_length() -> None:
    assert bars([Bar("a", 0.0, 0.0, "")]).bars[0].reach == 0
