from hypothesis import given
from hypothesis import strategies as st

from corpuscle.retrieval.conditions import Among, Flag, HasTerms, Published, Where
from corpuscle.retrieval.milvus_filters import expression, literal


def test_no_condition_asks_nothing() -> None:
    assert expression(None) == ""


def test_conditions_become_one_expression() -> None:
    condition = Where(
        all=(Published(20150000, 20211231), Among("mesh", ("D001", "asthma"), "asthma")),
        any=(Among("journal", ("lancet",), "Lancet"), HasTerms(("cough", "syrup"))),
        none=(Flag("retracted"),),
    )
    assert expression(condition) == (
        '((date >= 20150000) and (date <= 20211231)) and (array_contains_any(mesh, ["D001", "asthma"]))'
        ' and ((array_contains_any(journal, ["lancet"])) or ((text_match(body, "cough")) and (text_match(body, "syrup"))))'
        " and (not (retracted == true))"
    )


def test_an_open_range_leaves_out_articles_without_a_date() -> None:
    assert expression(Published(None, 19801231)) == "(date > 0) and (date <= 19801231)"
    assert expression(Published(20200000, None)) == "(date >= 20200000)"


def test_no_value_admits_no_article() -> None:
    assert expression(Among("journal", (), "nothing")) == 'id == ""'
    assert expression(Where()) == 'id != ""'


def test_a_bare_title_is_looked_for_in_the_body() -> None:
    wanted = '(text_match(title, "cough")) or ((text_match(body, "cough")) and (has_abstract == false))'
    assert expression(HasTerms(("cough",), title_only=True)) == f"({wanted})"


@given(st.text())
def test_a_literal_ends_where_it_should(text: str) -> None:
    written = literal(text)
    assert written[0] == written[-1] == '"'
    inner = written[1:-1].replace("\\\\", "").replace('\\"', "")
    assert '"' not in inner
    assert "\\" not in inner
    assert all(character >= " " for character in inner)
