"""What a reader must know of a statement's sources, and which articles contradict each other."""

from dataclasses import replace

import pytest

from corpuscle.agent.answers import Citation, Conflict, Statement
from corpuscle.agent.grounding.cautions import cautions
from corpuscle.agent.grounding.conflicts import conflicts, opposing
from corpuscle.agent.question import Question
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg import Evidence as Piece
from corpuscle.kg import ReviewedTriple, Triple, Verdict
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.articles import AbstractSection, Article, MeshHeading
from tests.agent.conftest import Read
from tests.conftest import GROWS, GROWS_NOT

SECTIONS = (AbstractSection("Fever is common.", "BACKGROUND"), AbstractSection("It fell in patients.", "RESULTS"))
TRIAL = Article("1", "Velbrodine in patients.", SECTIONS, year=2020, publication_types=("Randomized Controlled Trial",))


def cite(article: Article, begin: int = 30) -> Citation:
    return Citation(article.id, "abstract", begin, begin + 1, "x", "")


def told(*articles: Article, begin: int = 40) -> tuple[str, ...]:
    return cautions([cite(article, begin) for article in articles], articles, 2026)


def test_recent_trial_in_people_needs_no_caution() -> None:
    assert told(TRIAL) == ()


@pytest.mark.parametrize(
    ("article", "part"),
    [
        (replace(TRIAL, publication_types=("Journal Article", "Case Reports")), "case reports"),
        (replace(TRIAL, publication_types=("Comment",)), "comment"),
        (replace(TRIAL, publication_types=("Preprint",)), "preprint"),
        (replace(TRIAL, mesh=(MeshHeading("D000818", "Animals"), MeshHeading("D051381", "Rats"))), "animals"),
        (replace(TRIAL, title="Velbrodine in rats.", abstract_sections=(AbstractSection("Fever fell in rats."),)), "animals"),
        (
            replace(TRIAL, title="Velbrodine.", abstract_sections=(AbstractSection("Cultured cells grew in vitro all the while."),)),
            "in vitro",
        ),
        (replace(TRIAL, year=1978), "of 1978"),
    ],
)
def test_weak_or_old_evidence_is_said(article: Article, part: str) -> None:
    (caution,) = told(article)
    assert part in caution


def test_strongest_source_decides() -> None:
    case = replace(TRIAL, id="2", publication_types=("Case Reports",), year=1978)
    assert told(case, TRIAL) == ()


def test_background_of_an_article_is_no_finding_of_its() -> None:
    (caution,) = told(TRIAL, begin=12)  # within "BACKGROUND: Fever is common."
    assert "background" in caution


def test_articles_on_both_sides_of_a_triple_are_named(linker: Linker, read: Read) -> None:
    understanding = understand(Question("What does mirellan do for hair loss?"), linker)
    pieces = (
        Piece("sentence", "pubmed", "7", "It helps.", "supports", 0.9),
        Piece("sentence", "pubmed", "8", "It does not.", "contradicts", 0.8),
        Piece("sentence", "pubmed", "7", "It may not.", "contradicts", 0.1),  # of the same article, and weaker
    )
    triple = ReviewedTriple(Triple("mirellan", "treats", "hair loss"), Verdict.MIXED, 0.5, pieces)
    assert conflicts(understanding, read(understanding), (triple,)) == (Conflict("mirellan treats hair loss", ("7",), ("8",)),)


def test_articles_that_say_yes_and_no_are_named(linker: Linker, read: Read) -> None:
    understanding: Understanding = understand(Question("Does mirellan reverse hair loss?"), linker)
    (conflict,) = conflicts(understanding, read(understanding), ())
    assert (conflict.supporting, conflict.contradicting) == ((GROWS,), (GROWS_NOT,))


def test_statement_says_which_articles_say_the_opposite() -> None:
    matter = Conflict("a treats b", ("1", "3"), ("2",))
    statement = Statement("It heals.", (cite(TRIAL),), "quoted")
    assert opposing(statement, [matter]) == ("other articles say the opposite (a treats b): 2",)
    both = replace(statement, citations=(cite(TRIAL), cite(replace(TRIAL, id="2"))))
    assert opposing(both, [matter]) == ()
