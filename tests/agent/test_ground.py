"""What code lets stand of a draft."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuscle.agent.answers import Dropped, ExactAnswer, QuestionType
from corpuscle.agent.compose import Provenance, compose
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.ground import Grounding, ground
from corpuscle.agent.grounding.checks import unsupported
from corpuscle.agent.grounding.claim import Claim, Quote
from corpuscle.agent.model import Draft, DraftStatement
from corpuscle.agent.question import Question
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.passages import Passage
from tests.agent.conftest import Read
from tests.conftest import BY_ID, NO_PREVENTION, RETRACTED, SECOND_TRIAL, SIDE_EFFECTS, SOIL, TRIAL


def passage(article_id: str, quote: str) -> Passage:
    """The quotation where it stands in the abstract."""
    begin = BY_ID[article_id].abstract.index(quote)
    return Passage(article_id, "abstract", begin, begin + len(quote), quote)


CURED = passage(TRIAL, "Velbrodine cured Drusel fever in 41 of 60 gardeners (p < 0.05).")
SHORTENED = passage(SECOND_TRIAL, "Velbrodine significantly shortened Drusel fever by 6 days.")
NOT_PREVENTED = passage(NO_PREVENTION, "Torvaxin did not prevent Drusel fever in 300 gardeners.")
ABOLISHED = passage(RETRACTED, "Velbrodine cured Kelvane syndrome in all 12 patients.")
LAST = passage(NO_PREVENTION, "Torvaxin is not effective in the prevention of Drusel fever.")
EFFECTS = passage(SIDE_EFFECTS, "The side effects of torvaxin were nocturnal itch, hair loss and dizziness.")
QUESTION = Question("Does velbrodine treat Drusel fever, and what of torvaxin and its side effects?", QuestionType.SUMMARY)


@pytest.fixture(scope="session")
def understanding(linker: Linker) -> Understanding:
    return understand(QUESTION, linker)


@pytest.fixture(scope="session")
def evidence(understanding: Understanding, read: Read) -> Evidence:
    found = read(understanding)
    assert {TRIAL, SECOND_TRIAL, NO_PREVENTION, SIDE_EFFECTS} <= {hit.article.id for hit in found.hits}
    assert found.article(SOIL) is None
    return found


@pytest.fixture
def grounded(understanding: Understanding, evidence: Evidence, linker: Linker) -> "Ground":
    return Ground(understanding, evidence, linker)


class Ground:
    """Grounds statements over the evidence of one question."""

    def __init__(self, understanding: Understanding, evidence: Evidence, linker: Linker) -> None:
        self.understanding = understanding
        self.evidence = evidence
        self._linker = linker

    def __call__(self, *statements: DraftStatement, exact: ExactAnswer = None, type: QuestionType = QuestionType.SUMMARY) -> Grounding:
        return ground(Draft(exact, statements), replace(self.understanding, type=type), self.evidence, self._linker)

    def reason(self, text: str, *passages: Passage) -> str:
        """Why a statement was dropped; "" where it stands."""
        return "".join(dropped.reason for dropped in self(DraftStatement(text, passages)).dropped)


def quotation(of: Passage) -> DraftStatement:
    return DraftStatement(of.text, (of,))


def test_quotation_stands(grounded: Ground) -> None:
    found = grounded(quotation(CURED))
    assert (found.dropped, found.lost) == ((), "")
    (statement,) = found.statements
    assert statement.support == "quoted"
    (citation,) = statement.citations
    assert BY_ID[TRIAL].abstract[citation.begin : citation.end] == citation.quote == CURED.text
    assert (citation.url, citation.retracted) == (f"https://pubmed.ncbi.nlm.nih.gov/{TRIAL}/", False)


def test_exact_answer_stands_on_the_two_hundred_words_that_are_shown(grounded: Ground) -> None:
    assert [len(p.text.split()) for p in (CURED, EFFECTS)] == [12, 12]
    found = grounded(*16 * [quotation(CURED)], quotation(EFFECTS), exact=("Drusel fever", "hair loss"), type=QuestionType.LIST)
    assert sum(len(s.text.split()) for s in found.statements) == 192  # 16 * 12; one more would make 204
    assert found.exact_answer == ("Drusel fever",)
    assert [d.text for d in found.dropped] == ["hair loss"]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Of 60 gardeners with Drusel fever, velbrodine cured 41.", (CURED,)),
        ("Velbrodine shortens Drusel fever by about 6 days.", (SHORTENED,)),
        ("Velbrodine cured 41 patients and shortened Drusel fever by 6 days.", (CURED, SHORTENED)),
        ("Torvaxin does not prevent Drusel fever.", (NOT_PREVENTED,)),
    ],
)
def test_paraphrase_that_says_the_same_stands(grounded: Ground, text: str, cited: tuple[Passage, ...]) -> None:
    found = grounded(DraftStatement(text, cited))
    assert found.dropped == ()
    assert found.statements[0].support == "supported"
    assert [c.quote for c in found.statements[0].citations] == [p.text for p in cited]


def test_statement_without_citation_is_dropped(grounded: Ground) -> None:
    assert "cites nothing" in grounded.reason("Velbrodine cures Drusel fever.")


def test_article_that_was_not_retrieved_is_not_cited(grounded: Ground) -> None:
    assert f"article {SOIL} was not retrieved" in grounded.reason("x", passage(SOIL, "Acid soil was found in 12 gardens."))


def test_wrong_offset_is_dropped(grounded: Ground) -> None:
    shifted = replace(CURED, begin=CURED.begin + 1, end=CURED.end + 1)
    assert "does not stand at its place" in grounded.reason(shifted.text, shifted)


def test_one_bad_citation_among_good_ones_drops_the_statement(grounded: Ground) -> None:
    assert grounded.reason("Velbrodine cured Drusel fever.", CURED, replace(SHORTENED, end=SHORTENED.end - 1))


def test_offsets_of_the_other_section_are_dropped(grounded: Ground) -> None:
    assert grounded.reason(CURED.text, replace(CURED, section="title"))


def test_altered_number_is_dropped(grounded: Ground) -> None:
    assert "the number 47" in grounded.reason("Velbrodine cured Drusel fever in 47 of 60 gardeners.", CURED)


def test_thousands_separator_is_no_other_number(grounded: Ground) -> None:
    assert grounded.reason("Torvaxin did not prevent Drusel fever in 300 people.", NOT_PREVENTED) == ""


def test_entity_that_the_quotation_lacks_is_dropped(grounded: Ground) -> None:
    assert "Kelvane syndrome does not occur" in grounded.reason("Velbrodine cured Kelvane syndrome in 41 of 60 gardeners.", CURED)


def test_opposite_polarity_is_dropped(grounded: Ground) -> None:
    assert grounded.reason("Velbrodine did not cure Drusel fever.", CURED) == "it denies what it cites"
    assert grounded.reason("Torvaxin effectively prevents Drusel fever.", NOT_PREVENTED)


def test_retracted_article_is_dropped_even_if_it_was_retrieved(read: Read, linker: Linker) -> None:
    asked = Question("Does velbrodine cure Kelvane syndrome?", filters=Filters(include_retracted=True))
    understanding = understand(asked, linker)
    evidence = read(understanding)
    draft = Draft(None, (quotation(ABOLISHED),))
    strict = ground(draft, replace(understanding, filters=Filters()), evidence, linker)
    assert strict.statements == ()
    assert f"article {RETRACTED} was retracted" in strict.dropped[0].reason
    shown = ground(draft, understanding, evidence, linker)
    assert shown.statements[0].citations[0].retracted


def test_draft_that_loses_all_becomes_an_abstention_that_shows_the_sources(grounded: Ground) -> None:
    grounding = grounded(DraftStatement("Velbrodine cured 99 gardeners.", ()), exact="yes", type=QuestionType.YESNO)
    assert grounding.lost
    draft = Draft("yes", (DraftStatement("Velbrodine cured 99 gardeners.", ()),))
    answer = compose(grounded.understanding, grounded.evidence, (), draft, grounding, Provenance("test", "index"))
    assert answer.abstained
    assert answer.reason == grounding.lost
    assert (answer.exact_answer, answer.ideal_answer, answer.statements) == (None, "", ())
    assert {document.article_id for document in answer.documents} == {hit.article.id for hit in grounded.evidence.hits}


def test_good_statements_survive_bad_ones(grounded: Ground) -> None:
    found = grounded(DraftStatement("Velbrodine cured 99 gardeners.", ()), quotation(SHORTENED))
    assert [s.text for s in found.statements] == [SHORTENED.text]
    assert len(found.dropped) == 1


def test_cited_sentences_stand_in_the_place_of_a_paraphrase_that_fails(grounded: Ground) -> None:
    failing = DraftStatement("Velbrodine cured 99 gardeners.", (CURED, SHORTENED, EFFECTS))
    found = grounded(failing)
    assert [(s.text, s.support) for s in found.statements] == [(CURED.text, "quoted"), (SHORTENED.text, "quoted")]
    assert [dropped.text for dropped in found.dropped] == [failing.text]


def test_sentence_that_is_shown_already_is_not_quoted_again(grounded: Ground) -> None:
    found = grounded(quotation(CURED), DraftStatement("Velbrodine cured 99 gardeners.", (CURED,)))
    assert [s.text for s in found.statements] == [CURED.text]


def test_sentence_that_says_what_the_answer_says_is_quoted_first(grounded: Ground) -> None:
    failing = DraftStatement("It heals 99 of them.", (CURED, SHORTENED, NOT_PREVENTED))
    found = grounded(failing, exact="no", type=QuestionType.YESNO)
    assert found.statements[0].text == NOT_PREVENTED.text
    assert found.exact_answer == "no"


def test_entity_stands_where_its_article_defines_the_abbreviation_that_is_cited(grounded: Ground) -> None:
    assert grounded.reason("Velbrodine shortened Kelvane syndrome by 6 days.", SHORTENED)
    told = Quote("KS was shortened by 6 days.", (), "", frozenset(), "Kelvane syndrome")
    assert unsupported(Claim("Kelvane syndrome was shortened by 6 days.", (), (told,))) == ""


def test_items_outside_the_quotations_are_dropped(grounded: Ground) -> None:
    found = grounded(quotation(EFFECTS), exact=("Nocturnal itch", "gout", "hair loss"), type=QuestionType.LIST)
    assert found.exact_answer == ("Nocturnal itch", "hair loss")
    assert found.dropped == (Dropped("gout", "it does not stand in any quotation of the answer"),)


def test_exact_answer_without_any_ground_is_an_abstention(grounded: Ground) -> None:
    found = grounded(quotation(EFFECTS), exact=("gout",), type=QuestionType.FACTOID)
    assert found.exact_answer is None
    assert found.statements == ()
    assert "gout" in found.lost


@pytest.mark.parametrize(("exact", "cited"), [("no", CURED), ("yes", NOT_PREVENTED)])
def test_yes_or_no_that_no_quotation_says_is_an_abstention(grounded: Ground, exact: str, cited: Passage) -> None:
    assert exact in grounded(quotation(cited), exact=exact, type=QuestionType.YESNO).lost


@pytest.mark.parametrize(("exact", "cited"), [("yes", CURED), ("no", NOT_PREVENTED)])
def test_yes_or_no_that_a_quotation_says_stands(grounded: Ground, exact: str, cited: Passage) -> None:
    assert grounded(quotation(cited), exact=exact, type=QuestionType.YESNO).exact_answer == exact


@pytest.mark.parametrize(("of", "by"), [(NOT_PREVENTED, (-len(BY_ID[NO_PREVENTION].abstract),) * 2), (LAST, (0, 100))])
def test_offsets_outside_the_text_are_dropped(grounded: Ground, of: Passage, by: tuple[int, int]) -> None:
    assert grounded.reason(of.text, replace(of, begin=of.begin + by[0], end=of.end + by[1]))


@pytest.mark.parametrize("item", ["ness", "", " "])
def test_part_of_a_word_is_no_item(grounded: Ground, item: str) -> None:
    assert grounded(quotation(EFFECTS), exact=(item, "dizziness"), type=QuestionType.LIST).exact_answer == ("dizziness",)


@settings(max_examples=150)
@given(of=st.sampled_from([CURED, SHORTENED, NOT_PREVENTED, EFFECTS]), data=st.data())
def test_any_mutation_of_a_quotation_is_dropped(
    understanding: Understanding, evidence: Evidence, linker: Linker, of: Passage, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(of.text) - 1))
    mutated = data.draw(
        st.one_of(
            st.characters(exclude_categories=("Cs",))
            .filter(lambda c: c != of.text[at])
            .map(lambda c: of.text[:at] + c + of.text[at + 1 :]),
            st.just(of.text[:at] + of.text[at + 1 :]),
            st.just(of.text + "."),
            st.just(of.text.upper()),
            st.just(""),
        )
    )
    draft = Draft(None, (DraftStatement(mutated, (replace(of, text=mutated),)),))
    assert ground(draft, understanding, evidence, linker).statements == ()


@settings(max_examples=100)
@given(of=st.sampled_from([CURED, SHORTENED, NOT_PREVENTED, EFFECTS]), begin=st.integers(0, 2_000), end=st.integers(0, 2_000))
def test_any_other_offsets_are_dropped(
    understanding: Understanding, evidence: Evidence, linker: Linker, of: Passage, begin: int, end: int
) -> None:
    if (begin, end) == (of.begin, of.end):
        return
    draft = Draft(None, (DraftStatement(of.text, (replace(of, begin=begin, end=end),)),))
    assert ground(draft, understanding, evidence, linker).statements == ()
