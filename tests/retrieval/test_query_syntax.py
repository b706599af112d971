"""The query syntax: what it means, where it is wrong, and that nothing breaks it."""

from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.retrieval.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Flag,
    Journal,
    Language,
    Mesh,
    Not,
    Pmid,
    PublicationType,
    Published,
    Words,
    all_of,
    any_of,
    negation,
)
from corpuscle.retrieval.errors import QueryError, QuerySyntaxError
from corpuscle.retrieval.filters import Filters, said_condition
from corpuscle.retrieval.query_fields import printed
from corpuscle.retrieval.query_syntax import MAX_DEPTH, looks_like_syntax, narrowed, parse_condition, parse_query

REVIEW = PublicationType("review")


@pytest.mark.parametrize(
    ("query", "words", "condition"),
    [
        ("heart and lung or not", "heart and lung or not", None),
        ('asthma "heart attack"', "asthma heart attack", None),
        ("asthma AND review[pt]", "asthma", REVIEW),
        ("asthma NOT review[pt]", "asthma", Not(REVIEW)),
        ("NOT review[pt] asthma", "asthma", Not(REVIEW)),
        ("asthma AND NOT review[pt]", "asthma", Not(REVIEW)),
        ("asthma NOT wheeze", "asthma", Not(Words("wheeze"))),
        ("asthma OR wheeze", "asthma wheeze", AnyOf((Words("asthma"), Words("wheeze")))),
        ("heart attack[mh]", "heart attack", Mesh("heart attack")),
        ("aspirin AND heart attack[MeSH Terms:noexp]", "aspirin", Mesh("heart attack", exploded=False)),
        ("aspirin AND stroke[majr]", "aspirin", Mesh("stroke", major=True)),
        ("stroke[ti] english[la]", "stroke", AllOf((Words("stroke", title_only=True), Language("english")))),
        ("aspirin english[la]", "aspirin", Language("english")),
        ("aspirin 2015:2021[dp]", "aspirin", Published(20150101, 20211231)),
        ("aspirin 2015/03[dp]", "aspirin", Published(20150301, 20150331)),
        ("aspirin 2015:[dp]", "aspirin", Published(20150101, None)),
        ("aspirin :2015[dp]", "aspirin", Published(None, 20151231)),
        ("aspirin AND 2015 : 2021[dp]", "aspirin", Published(20150101, 20211231)),
        ('"2015/03"[Date - Publication] : "3000"[Date - Publication] x', "x", Published(20150301, 30001231)),
        ("aspirin hasabstract", "aspirin", Flag("has_abstract")),
        ("aspirin hasabstract[sb] humans[sb]", "aspirin", AllOf((Flag("has_abstract"), Mesh("Humans", exploded=False)))),
        ("aspirin systematic[sb]", "aspirin", PublicationType("systematic")),
        ("aspirin english[filter]", "aspirin", Language("english")),
        ('x "N Engl J Med"[ta]', "x", Journal("N Engl J Med")),
        ("x 123[uid]", "x", Pmid("123")),
        # from left to right, as PubMed reads
        ("a[ti] OR b[ti] AND c[ti]", "a b c", AllOf((AnyOf((Words("a", True), Words("b", True))), Words("c", True)))),
        ("a[ti] OR (b[ti] AND c[ti])", "a b c", AnyOf((Words("a", True), AllOf((Words("b", True), Words("c", True)))))),
        ("asthma AND review[pt] OR letter[pt]", "asthma", AnyOf((AllOf((REVIEW, Words("asthma"))), PublicationType("letter")))),
    ],
)
def test_meaning(query: str, words: str, condition: Condition | None) -> None:
    parsed = parse_query(query)
    assert (parsed.words, parsed.condition) == (words, condition)


def test_pubmed_s_own_style_is_read_whole() -> None:
    parsed = parse_query(
        "gynecomastia AND cimetidine[mh] NOT review[pt] AND 2015:2021[dp] english[la]"
        ' "N Engl J Med"[ta] hasabstract humans[mh] systematic[sb]'
    )
    assert parsed.words == "gynecomastia"
    assert parsed.condition == AllOf(
        (
            Mesh("cimetidine"),
            Not(REVIEW),
            Published(20150101, 20211231),
            Language("english"),
            Journal("N Engl J Med"),
            Flag("has_abstract"),
            Mesh("humans"),
            PublicationType("systematic"),
        )
    )


@pytest.mark.parametrize(
    ("query", "position", "said"),
    [
        ("asthma review[xt]", 13, r"there is no field \[xt\]"),
        ("asthma review[mesg]", 13, r"did you mean \[mesh\]"),
        ("asthma AND (wheeze", 11, "this “\\(” is never closed"),
        ("asthma )", 7, "closes no “\\(”"),
        ("asthma AND", 10, "a term or “\\(” was expected, but the query ends"),
        ("asthma OR OR x", 10, "but “OR” was found"),
        ("()", 1, "was found"),
        ("[mh]", 0, r"no words stand before \[mh\]"),
        ("review[pt][mh]", 10, r"no words stand before \[mh\]"),
        ('""[pt]', 0, r"nothing stands before \[pt\]"),
        ("soon[dp]", 0, "“soon” is no date"),
        ("x AND 2021:2015[dp]", 6, "end before they begin"),
        ("asth*[tiab]", 0, "no truncation"),
        ("?[tiab]", 0, "neither a letter nor a digit"),
        ("foo[sb]", 0, "there is no subset “foo”"),
        ('x "open', 2, "never closed"),
        ("x [open", 2, "never closed"),
        ("x ]", 2, "closes no"),
        ("asthma OR ?", 10, "neither a letter nor a digit"),
        ("(" * (MAX_DEPTH + 2) + "a", MAX_DEPTH + 1, "nested more than"),
        ("NOT " * (MAX_DEPTH + 2) + "a", 4 * (MAX_DEPTH + 1), "nested more than"),
        ("a[ti] OR " * 300 + "a[ti]", 1800, "more than 200 terms"),
    ],
)
def test_a_fault_is_told_with_its_place(query: str, position: int, said: str) -> None:
    with pytest.raises(QuerySyntaxError, match=said) as raised:
        parse_query(query)
    assert raised.value.position == position
    assert f"at character {position + 1}" in str(raised.value)


def test_an_unknown_field_lists_the_known_ones() -> None:
    with pytest.raises(QuerySyntaxError) as raised:
        parse_query("asthma review[xyz]")
    assert all(f"[{tag}]" in raised.value.remedy for tag in ("mh", "mh:noexp", "majr", "pt", "dp", "la", "ta", "ti", "tiab", "pmid", "sb"))


@pytest.mark.parametrize("query", ["", "  ", "2015[dp]", "review[pt] NOT letter[pt]", "a" * 5_000])
def test_a_query_without_words_or_too_long_is_no_query(query: str) -> None:
    with pytest.raises(QueryError):
        parse_query(query)


@pytest.mark.parametrize("written", ["", "asthma", "asthma AND review[pt]", "review[pt] OR (", "a" * 5_000])
def test_a_filter_has_tags_alone(written: str) -> None:
    with pytest.raises(QueryError):
        parse_condition(written)


def test_only_known_tags_right_behind_a_word_look_like_syntax() -> None:
    assert looks_like_syntax("asthma review[pt]")
    assert looks_like_syntax('x "Heart"[MeSH Terms]')
    for question in (
        "Does [3H]thymidine enter cells?",
        "What raises [Ca2+]i and [Na+] (or not) in rats AND mice?",
        "Which [Pt] complexes heal?",
        'Is "and" a word, or [not]?',
        "x ] y [",
    ):
        assert not looks_like_syntax(question)


def test_asking_for_retracted_articles_lets_them_in() -> None:
    assert narrowed(Filters(), parse_condition("retracted[sb]")).include_retracted
    assert narrowed(Filters(), parse_condition("x[ti] AND (retracted publication[pt] OR letter[pt])")).include_retracted
    assert not narrowed(Filters(), parse_condition("letter[pt] NOT retracted[sb]")).include_retracted
    both = narrowed(Filters(condition=REVIEW), Flag("has_abstract"))
    assert both.condition == AllOf((REVIEW, Flag("has_abstract")))
    assert narrowed(both, None) is both


_TEXTS = (
    st.text(ascii_letters + digits + "-,()'éβ AND", min_size=1, max_size=12)
    .map(lambda t: " ".join(t.split()))
    .filter(lambda t: any(c in ascii_letters for c in t))
)
_DATES = st.dates().map(lambda d: d.year * 10_000 + d.month * 100 + d.day)
_LEAVES: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Mesh, _TEXTS, st.booleans(), st.booleans()),
    _TEXTS.map(PublicationType),
    _TEXTS.map(Journal),
    _TEXTS.map(Language),
    st.builds(Words, _TEXTS, st.booleans()),
    st.integers(1, 10**8).map(lambda n: Pmid(str(n))),
    st.sampled_from([Flag("has_abstract"), Flag("retracted"), Flag("concern")]),
    st.tuples(_DATES, _DATES).map(lambda pair: Published(min(pair), max(pair))),
    _DATES.map(lambda first: Published(first, None)),
    _DATES.map(lambda last: Published(None, last)),
)
_CONDITIONS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: all_of(*parts)),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: any_of(*parts)),
        inner.map(negation),
    ),
    max_leaves=8,
)


@given(_CONDITIONS)
def test_a_printed_condition_reads_back(condition: Condition) -> None:
    assert parse_condition(printed(condition)) == condition


def test_years_printed_read_back() -> None:
    said = said_condition(Filters(year_from=1977, year_to=1979, include_retracted=True))
    assert said is not None
    assert printed(said) == "1977/01/01:1979/12/31[dp]"
    assert parse_condition(printed(said)) == said


_PIECES = st.sampled_from(
    [
        "(",
        ")",
        '"',
        "[",
        "]",
        "[mh]",
        "[dp]",
        "[pt]",
        "[tiab]",
        "[sb]",
        "[zz]",
        "AND",
        "OR",
        "NOT",
        ":",
        "2015",
        "hasabstract",
        "a",
        "?",
        " ",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map("".join), st.lists(_PIECES, max_size=25).map(" ".join)))
def test_no_text_breaks_the_reader(text: str) -> None:
    for read in (parse_query, parse_condition):
        try:
            read(text)
        except QueryError as exc:
            assert exc.remedy
    looks_like_syntax(text)
