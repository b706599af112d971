from hypothesis import given
from hypothesis import strategies as st

from corpuscle.kg.picture_text import shown, text_width, wrapped


def test_widths_are_those_of_the_letters_and_a_little_more() -> None:
    # "il" is 222 + 222 thousandths, times 10, times the margin of 1.08
    assert round(text_width("il", 10), 3) == round(0.444 * 10 * 1.08, 3)
    assert text_width("il", 10, bold=True) > text_width("il", 10)
    assert text_width("漢", 10) > text_width("W", 10)
    assert text_width("e\u0301", 10) == text_width("e", 10)


def test_lines_break_at_blanks_then_behind_hyphens_then_anywhere() -> None:
    assert wrapped("tumor necrosis factor", 10, 70, 3) == ["tumor", "necrosis", "factor"]
    assert wrapped("methyl-phenyl-tetrahydro", 10, 80, 4) == ["methyl-phenyl-", "tetrahydro"]
    assert "".join(wrapped("Pneumonoultramicroscopic", 10, 50, 9)) == "Pneumonoultramicroscopic"


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    lines = wrapped("one two three four five six", 10, 40, 2)
    assert len(lines) == 2 and lines[-1].endswith("…")


def test_unseen_characters_are_left_out() -> None:
    assert shown("a\u202eb\x00c\ud800 \n d") == "abc d"


@given(st.text(max_size=200), st.floats(20, 400), st.integers(1, 5), st.booleans())
def test_lines_fit_their_width_and_number(text: str, width: float, most: int, bold: bool) -> None:
    lines = wrapped(text, 12, width, most, bold)
    assert 1 <= len(lines) <= most
    assert all(text_width(line, 12, bold) <= width + 1e-6 or len(line) <= 2 for line in lines)
