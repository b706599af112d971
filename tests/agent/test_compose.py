"""The answer as a whole."""

from dataclasses import replace

import pytest

from corpuscle.agent.answers import Citation, Dropped, QuestionType, Statement, TokenCount
from corpuscle.agent.compose import Provenance, compose, documents_of
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.ground import Grounding
from corpuscle.agent.model import Draft, abstention
from corpuscle.agent.model_fault import ModelFault
from corpuscle.agent.question import Question
from corpuscle.agent.revision import Revision
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg import Evidence as Piece
from corpuscle.kg import ReviewedTriple, Triple, Verdict
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.articles import CorrectionLink
from corpuscle.retrieval.hits import Hit
from tests.conftest import ARTICLES, SECOND_TRIAL, SIDE_EFFECTS

EVIDENCE = Evidence(tuple(Hit(article, rank, 1 / rank) for rank, article in enumerate(ARTICLES, 1)), (), notes=("Searched by BM25 alone.",))
HERE = Provenance("extractive", "invented, generation 1, 3 articles")


def _statement(article_id: str, words: int = 3) -> Statement:
    text = " ".join(["word"] * words)
    return Statement(text, (Citation(article_id, "title", 0, 4, text, ""),), "quoted")


@pytest.fixture(scope="module")
def understanding(linker: Linker) -> Understanding:
    return replace(understand(Question("What is it?", QuestionType.SUMMARY), linker), notes=("Understood as a filter: reviews.",))


def test_cited_articles_come_first_in_the_order_of_their_citations() -> None:
    cited = (_statement(SIDE_EFFECTS), _statement(SECOND_TRIAL), _statement(SIDE_EFFECTS))
    ids = [document.article_id for document in documents_of(EVIDENCE, cited)]
    rest = [article.id for article in ARTICLES if article.id not in (SIDE_EFFECTS, SECOND_TRIAL)]
    assert ids == [SIDE_EFFECTS, SECOND_TRIAL, *rest]


def test_what_was_published_about_a_quoted_article_is_noted(understanding: Understanding) -> None:
    links = (
        CorrectionLink("ExpressionOfConcernIn", "901"),
        CorrectionLink("ErratumIn", "", "J Invent. 2016;2:3"),
        CorrectionLink("CommentIn", "9"),
    )
    marked = tuple(replace(article, corrections=links) if article.id in (SECOND_TRIAL, SIDE_EFFECTS) else article for article in ARTICLES)
    evidence = Evidence(tuple(Hit(article, rank, 1 / rank) for rank, article in enumerate(marked, 1)), ())
    answer = compose(understanding, evidence, (), Draft(None, ()), Grounding(None, (_statement(SECOND_TRIAL),), (), ""), HERE)
    assert answer.notes[:2] == (
        f"Article {SECOND_TRIAL}, quoted here, has an expression of concern (PMID 901).",
        f"Article {SECOND_TRIAL}, quoted here, was corrected (J Invent. 2016;2:3).",
    )
    assert not any(SIDE_EFFECTS in note for note in answer.notes)  # found, and not quoted


def test_notes_say_first_that_the_server_was_away(understanding: Understanding) -> None:
    draft, grounding = (
        Draft(None, (), notes=("Speaking against: 1.",)),
        Grounding(None, (_statement(SIDE_EFFECTS),), (Dropped("It", "no"),), ""),
    )
    answer = compose(understanding, EVIDENCE, (), draft, grounding, replace(HERE, fault=ModelFault("refused", "Away.")))
    before = ("Away.", "Understood as a filter: reviews.", "Searched by BM25 alone.", "Speaking against: 1.")
    assert answer.notes == before
    assert answer.dropped == (Dropped("It", "no"),)


def test_answer_says_where_it_comes_from_and_what_it_cost(understanding: Understanding) -> None:
    grounding = Grounding(None, (_statement(SIDE_EFFECTS),), (), "")
    answer = compose(understanding, EVIDENCE, (), Draft(None, ()), grounding, replace(HERE, tokens=TokenCount(7, 3)))
    assert (answer.model, answer.index, answer.tokens) == (HERE.model, HERE.index, TokenCount(7, 3))


def test_abstention_keeps_its_own_reason(understanding: Understanding) -> None:
    grounding = Grounding(None, (), (), "No statement stood.")
    answer = compose(understanding, EVIDENCE, (), abstention("Nothing was found."), grounding, HERE)
    assert (answer.abstained, answer.reason, answer.statements, answer.exact_answer) == (True, "Nothing was found.", (), None)


def test_answer_has_no_reason(understanding: Understanding) -> None:
    grounding = Grounding("yes", (_statement(SIDE_EFFECTS),), (), "")
    assert compose(understanding, EVIDENCE, (), Draft("yes", ()), grounding, HERE).reason == ""


def test_what_was_revised_is_noted_with_its_reason(understanding: Understanding) -> None:
    def revision(piece: Piece | None, after: Triple | None = None) -> Revision:
        before = ReviewedTriple(Triple("a", "treats", "b"), Verdict.CONTRADICTED, 0.1, (piece,) if piece else ())
        return Revision(1, before, after)

    revisions = (
        revision(Piece("edge", "hpo", "x|y|z", "a — causes — b (hpo, support 1)", "contradicts", 0.9), Triple("a", "causes", "b")),
        revision(Piece("sentence", "pubmed", "77", "It does not.", "contradicts", 0.9)),
        revision(Piece("sentence", "own", "doc:notes.pdf#2", "It does not.", "contradicts", 0.9)),
        revision(None),
    )
    answer = compose(understanding, EVIDENCE, (), Draft(None, ()), Grounding(None, (_statement(SIDE_EFFECTS),), (), ""), HERE, revisions)
    assert answer.revisions == revisions
    assert answer.notes[-4:] == (
        "Round 1: “a treats b” was contradicted and replaced by “a causes b”: a — causes — b (hpo, support 1).",
        "Round 1: “a treats b” was contradicted and withdrawn: PMID 77 speaks against it.",
        "Round 1: “a treats b” was contradicted and withdrawn: doc:notes.pdf#2 speaks against it.",
        "Round 1: “a treats b” was contradicted and withdrawn.",
    )


def test_many_flags_are_told_by_three(understanding: Understanding) -> None:
    flagged = tuple(ReviewedTriple(Triple(f"a{n}", "treats", "b"), Verdict.UNKNOWN, 0.5, flags=("unseen",)) for n in range(5))
    answer = compose(understanding, EVIDENCE, flagged, Draft(None, ()), Grounding(None, (_statement(SIDE_EFFECTS),), (), ""), HERE)
    assert answer.notes[-1] == "Checked without ground in the articles: a0 – b (unseen); a1 – b (unseen); a2 – b (unseen) and 2 more."


def test_abstention_keeps_what_the_draft_said_apart(understanding: Understanding) -> None:
    lost = compose(understanding, EVIDENCE, (), Draft("yes", ()), Grounding(None, (), (Dropped("It", "no", ("1",)),), "It fell."), HERE)
    assert (lost.abstained, lost.exact_answer, lost.lost_exact) == (True, None, "yes")
    assert lost.dropped == (Dropped("It", "no", ("1",)),)
    answered = compose(understanding, EVIDENCE, (), Draft("yes", ()), Grounding("yes", (_statement(SIDE_EFFECTS),), (), ""), HERE)
    assert (answered.exact_answer, answered.lost_exact) == ("yes", None)
