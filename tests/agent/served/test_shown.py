"""What a served model is shown."""

from collections.abc import Callable
from itertools import groupby

from corpuscle.agent.evidence import Evidence
from corpuscle.agent.question import checked_question
from corpuscle.agent.served.passages import PASSAGES_SHOWN, WORDS_SHOWN, shown_passages
from corpuscle.agent.served.shown import decisive_verdicts, lettered, numbered_contradictions, numbered_passages
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg import Evidence as Piece
from corpuscle.kg import ReviewedTriple, Triple, Verdict
from corpuscle.kg.linker import Linker


def _reviewed(predicate: str, verdict: Verdict, *pieces: Piece) -> ReviewedTriple:
    return ReviewedTriple(Triple("velbrodine", predicate, "Drusel fever"), verdict, 0.5, pieces)


def test_passages_are_few_distinct_and_stand_article_by_article_as_written(
    linker: Linker, read: Callable[[Understanding], Evidence]
) -> None:
    evidence = read(understand(checked_question("Does velbrodine treat Drusel fever?"), linker))
    shown = shown_passages(evidence)
    assert 1 < len(shown) <= PASSAGES_SHOWN < len(evidence.passages)
    assert sum(len(passage.text.split()) for passage in shown) <= WORDS_SHOWN
    by_article = [list(passages) for _, passages in groupby(shown, key=lambda passage: passage.article_id)]
    assert len(by_article) == len({passage.article_id for passage in shown})
    for passages in by_article:
        assert passages == sorted(passages, key=lambda passage: (passage.section != "title", passage.begin))
    assert numbered_passages(shown).startswith(f"[1] {shown[0].text}\n[2] {shown[1].text}")


def test_best_passage_s_article_comes_first(linker: Linker, read: Callable[[Understanding], Evidence]) -> None:
    evidence = read(understand(checked_question("Does velbrodine treat Drusel fever?"), linker))
    shown = shown_passages(evidence)
    assert max(shown, key=lambda passage: passage.score).article_id == shown[0].article_id


def test_only_decisive_verdicts_are_told_each_once() -> None:
    told = [
        _reviewed("treats", Verdict.SUPPORTED),
        _reviewed("treats", Verdict.SUPPORTED),
        _reviewed("causes", Verdict.UNKNOWN),
        _reviewed("prevents", Verdict.MIXED),
    ]
    withdrawn = [_reviewed("causes", Verdict.CONTRADICTED)]
    assert (
        decisive_verdicts(told, withdrawn)
        == "- velbrodine treats Drusel fever: true\n- velbrodine causes Drusel fever: false, do not say it"
    )
    assert decisive_verdicts(told[2:]) == ""


def test_contradiction_is_told_with_the_evidence() -> None:
    against = Piece("sentence", "PubMed", "7", "Velbrodine did not cure Drusel fever.", "contradicts", 0.9)
    edge = Piece("edge", "invented", "", "Velbrodine — treats — Drusel fever", "supports", 0.4)
    said = numbered_contradictions([_reviewed("treats", Verdict.CONTRADICTED, edge, against)])
    assert said == (
        "1. velbrodine treats Drusel fever\n"
        "   contradicts: Velbrodine did not cure Drusel fever.\n"
        "   supports: knowledge graph: Velbrodine — treats — Drusel fever"
    )


def test_options_are_lettered() -> None:
    assert lettered(("marsh flea", "river snail")) == "A. marsh flea\nB. river snail"
