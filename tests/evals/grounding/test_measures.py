"""Grounding counted over what `corpuscle ask --json` prints."""

import pytest

from corpuscle.agent.answer_json import AnswerJson, CitationJson, DocumentJson, DroppedJson, StatementJson, TokensJson
from corpuscle.evals.bioasq.files import BioasqSnippet
from corpuscle.evals.grounding.measures import Rate, cited_span_figures, grounding_figures

TEXTS = {("1", "title"): "Velbrodine.", ("1", "abstract"): "Velbrodine cures fever. It itches.", ("2", "title"): "Torvaxin."}


def section_text(article_id: str, section: str) -> str | None:
    return TEXTS.get((article_id, section))


def cite(id: str, begin: int, end: int, quote: str, section: str = "abstract") -> CitationJson:
    return CitationJson(id=id, section=section, begin=begin, end=end, quote=quote, url="")


GOOD = cite("1", 0, 23, "Velbrodine cures fever.")
SHIFTED = cite("1", 1, 24, "Velbrodine cures fever.")
BEYOND = cite("1", -10, -1, "It itches.")
NOT_RETRIEVED = cite("2", 0, 9, "Torvaxin.", "title")
INVENTED = cite("3", 0, 1, "x")


def answer(*statements: tuple[CitationJson, ...], abstained: bool = False, dropped: int = 0) -> AnswerJson:
    return AnswerJson.model_construct(
        statements=[
            StatementJson(text="s", citations=list(citations), support="supported", facts=[], read="abstract", cautions=[])
            for citations in statements
        ],
        documents=[DocumentJson(id="1", title="", year=None, journal="", url="", retracted=False)],
        dropped=[DroppedJson(text="t", reason="r", cited=[])] * dropped,
        abstained=abstained,
        tokens=TokensJson.model_construct(),
    )


def test_what_is_cited_is_counted() -> None:
    answers = [answer((GOOD,), (SHIFTED, GOOD), (), dropped=1), answer((GOOD,)), answer(abstained=True), answer((NOT_RETRIEVED, INVENTED))]
    found = grounding_figures(answers, section_text)
    assert found.answered == Rate(k=3, n=4)
    assert found.valid_ids == Rate(k=5, n=6)  # all but the invented one
    assert found.retrieved == Rate(k=4, n=6)  # neither the second article nor the invented one
    assert found.verbatim == Rate(k=4, n=6)  # neither the shifted nor the invented one
    assert found.cited_statements == Rate(k=4, n=5)
    assert found.supported_statements == Rate(k=2, n=5)
    assert found.supported_answers == Rate(k=1, n=3)
    assert found.dropped == Rate(k=1, n=6)


def test_offsets_outside_the_text_are_not_verbatim() -> None:
    assert grounding_figures([answer((BEYOND,))], section_text).verbatim == Rate(k=0, n=1)


def test_share_of_nothing_is_not_zero() -> None:
    assert grounding_figures([], section_text).verbatim.share is None
    assert Rate(k=1, n=4).share == 0.25


def test_cited_spans_are_compared_with_gold_by_characters() -> None:
    gold = [
        BioasqSnippet(
            document="http://www.ncbi.nlm.nih.gov/pubmed/1",
            offsetInBeginSection=11,
            offsetInEndSection=34,
            beginSection="abstract",
            endSection="abstract",
        )
    ]
    found = cited_span_figures(answer((GOOD,), (GOOD,)), gold)
    assert 0 < found.precision < 1
    assert 0 < found.recall < 1
    assert found.f1 == pytest.approx(2 * found.precision * found.recall / (found.precision + found.recall))
    assert cited_span_figures(answer((NOT_RETRIEVED,)), gold).f1 == 0
