"""Types, entities, predicates, kinds of answers and spoken filters of invented questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.agent.answers import QuestionType
from corpuscle.agent.question import Question, checked_question
from corpuscle.agent.understand import answer_kind, spoken_filters, spoken_predicate, understand
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.conditions import AllOf, PublicationType, Published
from corpuscle.retrieval.errors import QueryError
from corpuscle.retrieval.filters import Filters
from tests.conftest import DRUSEL, VELBRODINE


@pytest.mark.parametrize(
    ("question", "rest", "year_from", "year_to"),
    [
        ("Does it heal in studies published since 2015?", "Does it heal?", 2015, None),
        ("Does it heal (studies from 2010 to 2014)?", "Does it heal?", 2010, 2014),
        ("Does it heal, according to papers published after 1999?", "Does it heal?", 2000, None),
        ("Does it heal in articles before 1980?", "Does it heal?", None, 1979),
        ("Does it heal in literature up to 2001?", "Does it heal?", None, 2001),
        ("Does it heal according to reports published in 2003?", "Does it heal?", 2003, 2003),
        ("In studies between 1990 and 1995, does it heal?", "does it heal?", 1990, 1995),
    ],
)
def test_years_said_of_the_literature_are_a_filter(question: str, rest: str, year_from: int | None, year_to: int | None) -> None:
    text, filters, notes = spoken_filters(question, Filters())
    assert text == rest
    assert (filters.year_from, filters.year_to) == (year_from, year_to)
    assert len(notes) == 1
    assert "filter" in notes[0]


@pytest.mark.parametrize(
    "question",
    [
        "What happened to gardeners in 1978?",
        "Was the fever of 1918 caused by a virus?",
        "Has its incidence fallen since 1990?",
        "Did 2015 patients take velbrodine?",
        "Which strain came before 1980?",
    ],
)
def test_bare_year_belongs_to_the_question(question: str) -> None:
    assert spoken_filters(question, Filters()) == (question, Filters(), ())


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Does it heal, according to randomized controlled trials?", "Randomized Controlled Trial"),
        ("Does it heal according to RCTs only?", "Randomized Controlled Trial"),
        ("Does it heal, based on meta-analyses?", "Meta-Analysis"),
        ("Does it heal according to systematic reviews?", "Systematic Review"),
        ("Does it heal (only in reviews)?", "Review"),
        ("Does it heal, judging by case reports?", "Case Reports"),
    ],
)
def test_type_said_of_the_literature_is_a_filter(question: str, kind: str) -> None:
    text, filters, notes = spoken_filters(question, Filters())
    assert (text, filters.publication_types) == ("Does it heal?", (kind,))
    assert kind in notes[0]


def test_years_and_type_are_both_understood() -> None:
    text, filters, notes = spoken_filters("According to reviews published since 2010, does it heal?", Filters())
    assert filters.year_from == 2010
    assert "heal" in text
    assert notes


def test_a_filter_written_in_the_query_syntax_is_read() -> None:
    text, filters, notes = spoken_filters("Does it heal?\nFilter: review[pt] AND 2015:2021[dp]", Filters(year_from=1990))
    assert (text, filters.year_from) == ("Does it heal?", 1990)
    assert filters.condition == AllOf((PublicationType("review"), Published(20150101, 20211231)))
    assert notes == ('Understood as a filter: "review"[pt] AND 2015/01/01:2021/12/31[dp].',)


@pytest.mark.parametrize("question", ["Which blood filter: is it [Pt]?", "Does a filter: review, heal?", "Does it heal in reviews[pt]?"])
def test_words_without_a_tagged_filter_stay_in_the_question(question: str) -> None:
    assert spoken_filters(question, Filters()) == (question, Filters(), ())


def test_a_filter_that_cannot_be_read_is_said() -> None:
    with pytest.raises(QueryError, match="at character"):
        spoken_filters("Does it heal? filter: review[pt] AND (", Filters())


def test_given_filter_wins_over_a_spoken_one() -> None:
    question = "Does it heal in studies published since 2015?"
    assert spoken_filters(question, Filters(year_from=1990)) == (question, Filters(year_from=1990), ())


@given(st.text(max_size=120))
def test_spoken_filters_never_lengthen_the_question(text: str) -> None:
    rest, filters, notes = spoken_filters(text, Filters())
    assert len(rest) <= len(text)
    assert (filters == Filters()) == (notes == ())
    if not notes:
        assert rest == text


@pytest.mark.parametrize(
    ("question", "category"),
    [
        ("Which gene is mutated in Kelvane syndrome?", "Gene"),
        ("Which drugs are used in Drusel fever?", "SmallMolecule"),
        ("What are the symptoms of Drusel fever?", "PhenotypicFeature"),
        ("Which virus is carried by fleas?", "OrganismTaxon"),
        ("Which organ is affected in Kelvane syndrome?", "AnatomicalEntity"),
    ],
)
def test_kind_of_answer_follows_the_asked_noun(question: str, category: str) -> None:
    kind = answer_kind(question)
    assert category in kind.categories
    assert not kind.quantity


@pytest.mark.parametrize(
    "question", ["How many gardeners took it?", "What is the half-life of mirellan?", "What dose of velbrodine is given?"]
)
def test_quantity_is_asked(question: str) -> None:
    kind = answer_kind(question)
    assert kind.quantity
    assert not kind.categories


def test_noun_of_no_known_kind_allows_anything() -> None:
    assert answer_kind("Which gadget is used in Drusel fever?").categories == frozenset()


@pytest.mark.parametrize(
    ("question", "predicate"),
    [
        ("Does velbrodine treat Drusel fever?", "treats"),
        ("Can torvaxin cause nocturnal itch?", "causes"),
        ("Is velbrodine used for Drusel fever?", "treats"),
        ("Is nocturnal itch caused by torvaxin?", "caused by"),
    ],
)
def test_predicate_is_read_from_the_wording(question: str, predicate: str) -> None:
    found = spoken_predicate(question)
    assert found is not None
    assert found.name == predicate


def test_no_predicate_is_none() -> None:
    assert spoken_predicate("gardeners") is None
    assert spoken_predicate("") is None


def test_question_is_understood_as_a_whole(linker: Linker) -> None:
    question = checked_question("Does velbrodine treat Drusel fever and drusel fever in studies published since 2010?")
    understood = understand(question, linker)
    assert understood.text == question.text
    assert understood.query == "Does velbrodine treat Drusel fever and drusel fever?"
    assert understood.type is QuestionType.YESNO
    assert [entity.curie for entity in understood.entities] == [VELBRODINE, DRUSEL]
    assert all(understood.query[m.begin : m.end] == m.text for m in understood.mentions)
    assert understood.filters == Filters(year_from=2010)


def test_given_type_wins_over_the_wording(linker: Linker) -> None:
    assert understand(Question("Does velbrodine heal?", QuestionType.SUMMARY), linker).type is QuestionType.SUMMARY
