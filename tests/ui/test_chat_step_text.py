from dataclasses import replace

import pytest

from corpuscle.agent.answers import QuestionType
from corpuscle.agent.events import Event, Generated, Retrieved, Reviewed, Revised, Understood
from corpuscle.kg import Entity, ReviewedTriple, Triple, Verdict
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.conditions import Pmid
from corpuscle.retrieval.document_text import DocumentText, Paragraph
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.own_documents import read_document
from corpuscle.retrieval.passages import Passage
from corpuscle.ui.chat.step_text import StepSummary, document_words, summarise

TREATS = Triple("glimrin", "treats", "hiccups")
CHECKED = (
    ReviewedTriple(TREATS, Verdict.SUPPORTED, 0.9),
    ReviewedTriple(TREATS, Verdict.UNKNOWN, 0.5),
    ReviewedTriple(TREATS, Verdict.UNKNOWN, 0.5),
)


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (
            Understood(QuestionType.YESNO, (Entity("X:1", "glimrin", "SmallMolecule"),), Filters()),
            "Understood: a yes/no question about glimrin",
        ),
        (Understood(QuestionType.LIST, (), Filters()), "Understood: a question for a list, no known entity in it"),
        (Retrieved((), ()), "Found no article"),
        (Generated((TREATS,)), "1 claim to check"),
        (Reviewed(CHECKED), "Checked: 1 supported, 2 unknown"),
        (Revised(CHECKED, 0), "Nothing had to be revised"),
        (Revised(CHECKED, 2), "Revised: 2 claims replaced or withdrawn"),
    ],
)
def test_a_step_is_told_in_one_line(event: Event, line: str) -> None:
    assert summarise(event).line == line


def test_the_articles_found_are_listed_with_journal_and_year() -> None:
    hit = Hit(Article(id="1", title="Of [cats]", journal="Cats", year=2011), 1, 1.0)
    assert summarise(Retrieved((hit,), (Passage("1", "title", 0, 2, "Of"),))) == StepSummary(
        "Found 1 article; read 1 sentence", "- Of \\[cats\\] (Cats, 2011)\n"
    )


def test_filters_understood_are_said() -> None:
    said = summarise(
        Understood(QuestionType.SUMMARY, (), Filters(year_from=2015, mesh=("Cats",), include_retracted=True, condition=Pmid("7")))
    ).detail
    assert said == '- years 2015 to …\n- indexed under Cats\n- filter "7"\\[pmid\\]\n- retracted articles included\n'


def test_documents_that_are_searched_are_named_with_what_is_missing_of_them() -> None:
    note = replace(
        read_document("*a*.txt", b"A note of our ward."), text=DocumentText((Paragraph("A note.", 0),), ("*a*.txt: one page is lost.",))
    )
    told = document_words([note], [note], 1)
    assert told.line == "Searching beside PubMed: *a*.txt"
    assert told.detail.splitlines()[:2] == ["- \\*a\\*.txt: 1 piece of text", "- \\*a\\*.txt: one page is lost."]
    assert "among them already, or was lost" in document_words([], [note], 1).line
    assert document_words([], [], 1).line.startswith("No document is searched; what was attached")
