"""What the evidence lacks, over the invented index with some of its articles unread."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from corpuscle.agent.answers import Dropped
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.ground import Grounding
from corpuscle.agent.lacking import lacking_in_claims, lacking_in_draft, lacking_in_evidence
from corpuscle.agent.model import Draft, abstention
from corpuscle.agent.question import checked_question
from corpuscle.agent.searches import Want
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg import Evidence as Piece
from corpuscle.kg import ReviewedTriple, Triple, Verdict
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.search import Retriever
from tests.agent.conftest import Read
from tests.conftest import FLEAS, GENE, GROWS, HALF_LIFE, SIDE_EFFECTS, SYMPTOMS

Reading = Callable[..., tuple[Understanding, Evidence]]


@pytest.fixture
def reading(read: Read, linker: Linker) -> Reading:
    """A question understood, and of the evidence for it only these articles."""

    def make(question: str, *articles: str, options: tuple[str, ...] = ()) -> tuple[Understanding, Evidence]:
        understanding = understand(checked_question(question, options=options), linker)
        found = read(understanding)
        kept = replace(
            found,
            hits=tuple(hit for hit in found.hits if hit.article.id in articles),
            sentences=tuple(sentence for sentence in found.sentences if sentence.article.id in articles),
        )
        return understanding, kept

    return make


def _kinds(wants: tuple[Want, ...]) -> list[str]:
    return [want.kind for want in wants]


def test_thing_that_no_read_article_names_is_missing(reading: Reading, retriever: Retriever) -> None:
    understanding, evidence = reading("Which gene is mutated in Kelvane syndrome with KELV1?", HALF_LIFE)
    wants = lacking_in_evidence(understanding, evidence, retriever)
    assert "entity missing" in _kinds(wants)
    missing = next(want for want in wants if want.kind == "entity missing")
    assert missing.reason == "no article read names KELV1"
    assert missing.names[0][0] == "KELV1"


def test_things_that_no_read_article_names_together_are_apart(reading: Reading, retriever: Retriever) -> None:
    understanding, evidence = reading("Does Borrelisk virus mutate KELV1?", FLEAS, GENE)
    want = lacking_in_evidence(understanding, evidence, retriever)[0]
    assert want.kind == "entities apart"
    assert [names[0].lower() for names in want.names] == ["borrelisk virus", "kelv1"]


def test_thing_that_the_index_does_not_have_is_not_searched_for(reading: Reading, retriever: Retriever) -> None:
    understanding, evidence = reading("Does zorblaxin treat quuxolitis?", HALF_LIFE)
    assert not lacking_in_evidence(understanding, evidence, retriever)


def test_evidence_that_answers_lacks_nothing(reading: Reading, retriever: Retriever) -> None:
    understanding, evidence = reading("Was hair loss reversed with mirellan in sailors?", GROWS)
    assert not [want for want in lacking_in_evidence(understanding, evidence, retriever) if want.kind != "entity rare"]


def _reviewed(subject: str, object: str, *evidence: Piece, flags: tuple[str, ...] = ()) -> ReviewedTriple:
    return ReviewedTriple(Triple(subject, "treats", object), Verdict.UNKNOWN, 0.5, evidence, flags)


def test_claim_whose_articles_were_not_read_is_searched_for(reading: Reading) -> None:
    understanding, evidence = reading("What helps against dizziness?", HALF_LIFE)
    (want,) = lacking_in_claims(understanding, evidence, [_reviewed("torvaxin", "dizziness")])
    assert want.kind == "claim unread"
    assert want.query == "torvaxin treats dizziness"
    assert want.names == (("torvaxin",), ("dizziness",))


def test_claim_that_was_read_about_or_stands_nowhere_is_not(reading: Reading) -> None:
    understanding, evidence = reading("What helps against dizziness?", SYMPTOMS, SIDE_EFFECTS)
    assert not lacking_in_claims(understanding, evidence, [_reviewed("torvaxin", "dizziness")])
    assert not lacking_in_claims(understanding, evidence, [_reviewed("torvaxin", "scurvy", flags=("no article of the index names both",))])


def test_options_of_a_choice_are_not_searched_for_again(reading: Reading) -> None:
    understanding, evidence = reading("What treats dizziness?", HALF_LIFE, options=("torvaxin", "mirellan"))
    assert not lacking_in_claims(understanding, evidence, [_reviewed("torvaxin", "dizziness")])


def test_statement_that_failed_the_check_is_searched_for_by_its_words() -> None:
    grounding = Grounding(None, (), (Dropped("Mirellan reverses hair loss.", "it cites nothing", ()),), "lost")
    (want,) = lacking_in_draft(Draft(None, ()), grounding)
    assert (want.kind, want.query, want.names) == ("statement unsupported", "Mirellan reverses hair loss.", ())
    assert not lacking_in_draft(abstention("It says nothing."), grounding)
