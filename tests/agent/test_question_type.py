"""What kind of answer invented questions ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.agent.answers import QuestionType
from corpuscle.agent.question_type import asked_noun, is_definition, question_type

YESNO, FACTOID, LIST, SUMMARY = QuestionType.YESNO, QuestionType.FACTOID, QuestionType.LIST, QuestionType.SUMMARY


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Does velbrodine heal Drusel fever?", YESNO),
        ("is torvaxin safe in pregnancy", YESNO),
        ("Can marsh fleas carry Borrelisk virus?", YESNO),
        ("In adults with Kelvane syndrome, does mirellan slow hair loss?", YESNO),
        ("Yes or no: torvaxin prevents Drusel fever?", YESNO),
        ("“Has mirellan been tried in sailors?”", YESNO),
        ("Isn't torvaxin toxic to fish?", YESNO),
        ("Which gene is mutated in Kelvane syndrome?", FACTOID),
        ("What is the half-life of mirellan?", FACTOID),
        ("How many gardeners took velbrodine?", FACTOID),
        ("Who described Kelvane syndrome first?", FACTOID),
        ("When was velbrodine first given to gardeners?", FACTOID),
        ("Name one drug for Drusel fever.", FACTOID),
        ("In soldiers with hair loss, which drug was tried?", FACTOID),
        ("By which insect is Borrelisk virus carried?", FACTOID),
        ("Which drugs are used in Drusel fever?", LIST),
        ("List symptoms of Drusel fever.", LIST),
        ("Name drugs that cause nocturnal itch.", LIST),
        ("What genes are linked to Kelvane syndrome?", LIST),
        ("Please list the vectors of Borrelisk virus", LIST),
        ("What are the symptoms of Drusel fever?", LIST),
        ("What is Kelvane syndrome?", SUMMARY),
        ("What is the role of KELV1 in the outer ear?", SUMMARY),
        ("How does velbrodine work?", SUMMARY),
        ("Why do gardeners catch Drusel fever?", SUMMARY),
        ("Describe the course of Kelvane syndrome.", SUMMARY),
        ("What is known about mirellan in sailors?", SUMMARY),
        ("velbrodine drusel fever", SUMMARY),
        ("Explain how marsh fleas find a dog.", SUMMARY),
    ],
)
def test_type_is_read_from_the_wording(question: str, expected: QuestionType) -> None:
    assert question_type(question) is expected


def test_side_effects_are_listed() -> None:
    assert question_type("What are the side effects of torvaxin?") is LIST


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("Which drug is used in Drusel fever?", "drug"),
        ("List symptoms of measles", "symptoms"),
        ("What are the side effects of torvaxin?", "side effects"),
        ("In gardeners, which insects carry Borrelisk virus?", "insects carry borrelisk virus"),
        ("Does velbrodine heal?", ""),
    ],
)
def test_asked_noun_is_what_the_answer_is(question: str, noun: str) -> None:
    assert asked_noun(question).startswith(noun.split(" carry")[0])
    assert bool(asked_noun(question)) == bool(noun)


@pytest.mark.parametrize("question", ["Which gene causes Kelvane syndrome?", "Which gene prevents Drusel fever?"])
def test_asked_noun_ends_before_the_verb(question: str) -> None:
    assert asked_noun(question) == "gene"


@pytest.mark.parametrize("question", ["What is Kelvane syndrome?", "What are marsh fleas?", "Define hair loss."])
def test_question_for_a_thing_itself_is_a_definition(question: str) -> None:
    assert is_definition(question)


@pytest.mark.parametrize(
    "question",
    ["What is the cause of hair loss?", "Which drug heals?", "Does velbrodine heal?", "What are the vectors of Borrelisk virus?"],
)
def test_question_about_a_thing_is_no_definition(question: str) -> None:
    assert not is_definition(question)


WORDS = st.sampled_from(
    ["what", "which", "is", "are", "list", "name", "a", "the", "of", "drugs", "how", "in", ",", "?", "types", "-", "\n", "''"]
)


@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=12).map(" ".join)))
def test_any_text_has_a_type(text: str) -> None:
    assert question_type(text) in (YESNO, FACTOID, LIST, SUMMARY)
    assert asked_noun(text) == asked_noun(text).lower()
    assert is_definition(text) in (True, False)
