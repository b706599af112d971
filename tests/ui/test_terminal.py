"""Answers as a person reads them."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from corpuscle.agent.answers import Answer, Citation, Document, QuestionType, Statement
from corpuscle.kg import Evidence, ReviewedTriple, Triple, Verdict
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.hits import Hit, RetrieverScore
from corpuscle.retrieval.passages import Passage
from corpuscle.ui.terminal import show_answer, show_verdict
from corpuscle.ui.terminal_hits import show_hits

FIRST = Citation("1", "abstract", 0, 17, "Velbrodine heals.", "https://pubmed.ncbi.nlm.nih.gov/1/")
SECOND = Citation("2", "title", 3, 9, "fever!", "", retracted=True)
ANSWER = Answer(
    question="Does it heal?",
    type=QuestionType.YESNO,
    exact_answer="yes",
    ideal_answer="Velbrodine heals. It heals [bold]fever[/bold].",
    statements=(
        Statement("Velbrodine heals.", (FIRST,), "quoted"),
        Statement("It heals [bold]fever[/bold].", (SECOND, FIRST), "supported"),
    ),
    triples=(ReviewedTriple(Triple("velbrodine", "treats", "fever"), Verdict.SUPPORTED, 0.93),),
    documents=(
        Document("1", "Velbrodine [red]heals[/red]", 2001, "Journal", FIRST.url),
        Document("2", "Fever", None, "Letters", "", retracted=True),
    ),
    abstained=False,
    reason="",
    model="extractive",
    index="invented",
    notes=("A note.",),
    timings_ms={"total": 1500.0},
)


def _shown(answer: Answer, options: tuple[str, ...] = ()) -> str:
    console = Console(file=io.StringIO(), width=200)
    show_answer(answer, options, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_answer_shows_statements_sources_verdicts_and_notes() -> None:
    shown = _shown(ANSWER)
    assert "Yes" in shown
    assert "“Velbrodine heals.” [1]" in shown
    assert "It heals [bold]fever[/bold]. [2] [1]" in shown  # no quotation marks: it is no quotation
    assert "https://pubmed.ncbi.nlm.nih.gov/1/ (abstract 0–17)" in shown
    assert "velbrodine treats fever" in shown
    assert "A note." in shown
    assert "extractive · invented · 1.5 s" in shown


def test_text_of_articles_is_never_markup() -> None:
    assert "Velbrodine [red]heals[/red]" in _shown(ANSWER)


def test_retracted_source_carries_a_mark() -> None:
    line = next(line for line in _shown(ANSWER).splitlines() if line.startswith("[2]"))
    assert "RETRACTED" in line
    assert "RETRACTED" not in next(line for line in _shown(ANSWER).splitlines() if line.startswith("[1]"))


def test_abstention_says_why_and_what_was_read() -> None:
    shown = _shown(replace(ANSWER, abstained=True, reason="Nothing answers.", exact_answer=None, statements=(), triples=()))
    assert "No answer. Nothing answers." in shown
    assert "Velbrodine [red]heals[/red] (2001)" in shown


def test_hits_show_scores_and_marks() -> None:
    console = Console(file=io.StringIO(), width=200)
    retracted = Article("1", "Old [b]news", year=1999, publication_types=("Retracted Publication",))
    show_hits((Hit(retracted, 1, 0.5, RetrieverScore(7.25, 1)),), (), ("Searched by BM25 alone.",), console)
    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    assert "Old [b]news  RETRACTED" in shown
    assert "bm25 7.25" in shown
    assert "Searched by BM25 alone." in shown


def test_a_snippet_stands_under_its_hit_and_controls_nothing() -> None:
    console = Console(file=io.StringIO(), width=200)
    hits = (Hit(Article("1", "First"), 1, 0.5), Hit(Article("2", "Second"), 2, 0.4))
    show_hits(hits, (Passage("1", "abstract", 7, 30, "\x1b[31mNot [b]red\u202e\nhere"),), (), console)
    assert isinstance(console.file, io.StringIO)
    lines = [line.strip() for line in console.file.getvalue().splitlines()]
    at = lines.index("“[31mNot [b]red here”  (abstract 7–30)")
    assert lines.index("1. First") < at < lines.index("2. Second")


def test_verdict_shows_all_its_evidence() -> None:
    console = Console(file=io.StringIO(), width=200)
    piece = Evidence("sentence", "pubmed", "1", "Velbrodine [i]heals[/i].", "supports", 0.9)
    show_verdict(ReviewedTriple(Triple("a", "treats", "b"), Verdict.SUPPORTED, 0.9, (piece,)), [], console)
    show_verdict(ReviewedTriple(Triple("a", "treats", "c"), Verdict.UNKNOWN, 0.5, (), ("no article names both",)), [], console)
    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    assert "supports, 0.90, PMID 1: Velbrodine [i]heals[/i]." in shown
    assert "connects the two" in shown and "⚑ no article names both" in shown


@pytest.mark.parametrize("control", ["\x1b]0;evil\x07", "\x9b31m", "\x1b[2J"])
def test_text_of_articles_never_controls_the_terminal(control: str) -> None:
    shown = _shown(replace(ANSWER, statements=(Statement(f"Velbrodine{control} heals.", (FIRST,), "quoted"),)))
    assert "\x1b" not in shown
    assert "\x9b" not in shown
