from dataclasses import replace

import pytest

from corpuscle.agent.answers import Answer, Citation, Conflict, Document, Dropped, ExactAnswer, QuestionType, Statement
from corpuscle.kg import Evidence, ReviewedTriple, Triple, Verdict
from corpuscle.ui.chat.answer_panel import AnswerPanel, Aside, Headline, answer_panel, parts
from corpuscle.ui.chat.claim_rows import PublicationLink, claim_row, publication_link
from corpuscle.ui.chat.source_panel import source_panel
from corpuscle.ui.citations import number_citations

FIRST = Citation("1", "abstract", 0, 3, "One", "https://pubmed.ncbi.nlm.nih.gov/1/")
SECOND = Citation("2", "abstract", 0, 3, "Two", "https://pubmed.ncbi.nlm.nih.gov/2/")
ANSWER = Answer(
    question="q",
    type=QuestionType.YESNO,
    exact_answer="yes",
    ideal_answer="",
    statements=(Statement("One.", (FIRST,), "quoted"), Statement("Two, as one says.", (SECOND, FIRST), "supported")),
    triples=(ReviewedTriple(Triple("a", "interacts with", "b"), Verdict.UNKNOWN, 0.5),),
    documents=(
        Document("3", "Read only", None, "J", ""),
        Document("2", "B", 2001, "J", SECOND.url),
        Document("1", "A", 2000, "J", FIRST.url),
    ),
    abstained=False,
    reason="",
    model="extractive",
    index="sample, generation 1, 3 articles",
    notes=("A note.",),
    timings_ms={"total": 1250.0},
)


def panel_of(answer: Answer, options: tuple[str, ...] = ()) -> AnswerPanel:
    numbered = number_citations(answer.statements)
    panels = [source_panel(n, numbered, None, None) for n in numbered]
    return answer_panel(answer, options, numbered, panels, [claim_row(reviewed, []) for reviewed in answer.triples])


def test_a_quotation_cited_twice_keeps_its_number() -> None:
    assert [s.numbers for s in panel_of(ANSWER).statements] == [(1,), (2, 1)]


def test_cited_sources_come_first_in_the_order_of_their_numbers() -> None:
    assert [(s.title, s.numbers) for s in panel_of(ANSWER).sources] == [("A", (1,)), ("B", (2,)), ("Read only", ())]


def test_the_footer_names_index_model_and_time() -> None:
    assert panel_of(ANSWER).footer == "Index: sample, generation 1, 3 articles · Model: extractive · 1.2 s"


@pytest.mark.parametrize(
    ("question_type", "exact", "headline"),
    [
        (QuestionType.YESNO, "yes", Headline("yes", "Yes")),
        (QuestionType.YESNO, "no", Headline("no", "No")),
        (QuestionType.FACTOID, ("aspirin", "ibuprofen"), Headline("fact", "aspirin", ("ibuprofen",))),
        (QuestionType.LIST, ("a", "b"), Headline("list", "", ("a", "b"))),
        (QuestionType.CHOICE, "B", Headline("choice", "B · second")),
        (QuestionType.CHOICE, "C", Headline("choice", "C")),
        (QuestionType.SUMMARY, None, None),
    ],
)
def test_the_exact_answer_is_shown_by_type(question_type: QuestionType, exact: ExactAnswer, headline: Headline | None) -> None:
    assert panel_of(replace(ANSWER, type=question_type, exact_answer=exact), ("first", "second")).headline == headline


def test_an_abstention_says_why_and_lists_what_was_read() -> None:
    panel = panel_of(replace(ANSWER, exact_answer=None, statements=(), abstained=True, reason="Nothing says so."))
    assert panel.headline == Headline("none", "No answer")
    assert panel.reason == "Nothing says so."
    assert len(panel.sources) == 3


def test_an_answer_grows_by_a_statement_at_a_time_and_ends_whole() -> None:
    shown = list(parts(panel_of(ANSWER)))
    assert [(len(p.statements), len(p.citations), p.complete) for p in shown] == [(1, 1, False), (2, 2, False), (2, 2, True)]
    assert shown[-1] == panel_of(ANSWER)


def test_every_verdict_has_a_word_and_a_symbol_of_its_own() -> None:
    rows = [claim_row(ReviewedTriple(Triple("a", "treats", "b"), v, 0.5), []) for v in Verdict]
    assert [r.verdict for r in rows] == ["supported", "contradicted", "mixed", "unknown"]
    assert len({r.symbol for r in rows}) == 4


def test_evidence_links_to_pubmed_by_digits_alone() -> None:
    assert publication_link("PMID:123") == PublicationLink("PMID 123", "https://pubmed.ncbi.nlm.nih.gov/123/")
    assert publication_link("javascript:alert(1)") == PublicationLink("javascript:alert(1)", "")
    sentence = Evidence("sentence", "pubmed", "77", "It does.", "supports", 0.9)
    row = claim_row(ReviewedTriple(Triple("a", "interacts with", "b"), Verdict.SUPPORTED, 0.9, (sentence,)), [])
    assert row.predicate == "interacts with"
    assert row.evidence[0].publications == (PublicationLink("PMID 77", "https://pubmed.ncbi.nlm.nih.gov/77/"),)


def test_a_claim_has_its_picture_for_a_page_and_for_a_telephone() -> None:
    row = claim_row(ReviewedTriple(Triple("a<b", "treats", "c"), Verdict.SUPPORTED, 0.9, (), ("a flag",)), [])
    assert row.flags == ("a flag",)
    assert 'width="680"' in row.picture and 'width="360"' in row.narrow_picture
    assert "a&lt;b treats c" in row.picture
    assert row.picture_words.startswith("Verdict: supported, probability 0.90")


def test_what_stands_beside_the_answer_is_listed_under_its_heading() -> None:
    answer = replace(ANSWER, conflicts=(Conflict("a treats b", ("1",), ("2",)),), dropped=(Dropped("It heals.", "it cites nothing"),))
    assert panel_of(answer).asides == (
        Aside("Articles contradict each other", ("a treats b: PMID 1 for it, PMID 2 against it",), opened=True),
        Aside("Left out, since a check failed", ("“It heals.”: it cites nothing",)),
    )
    assert panel_of(ANSWER).asides == ()


def test_a_statement_carries_its_cautions() -> None:
    first, second = ANSWER.statements
    answer = replace(ANSWER, statements=(replace(first, cautions=("one case report",)), replace(second, read="title")))
    assert [s.cautions for s in panel_of(answer).statements] == [("one case report",), ("Only the title was read.",)]
