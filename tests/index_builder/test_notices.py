"""What notices say of their targets."""

from corpuscle.index_builder.notices import MARK_SOURCE, marked
from corpuscle.retrieval.articles import Article, CorrectionLink

TARGET = Article("1", "Velbrodine")


def notice(article_id: str, kind: str, target: str = "1") -> Article:
    return Article(article_id, "Notice", corrections=(CorrectionLink(kind, target, "J Invent. 2020;1:1"),))


def test_a_retraction_notice_marks_its_target() -> None:
    found = marked(TARGET, [notice("2", "RetractionOf")])
    assert found.retracted
    assert found.corrections == (CorrectionLink("RetractionIn", "2", MARK_SOURCE),)


def test_concerns_and_errata_are_marks_too() -> None:
    found = marked(TARGET, [notice("3", "ErratumFor"), notice("2", "ExpressionOfConcernFor")])
    assert (found.concern, found.retracted, [link.pmid for link in found.errata]) == (True, False, ["3"])


def test_marks_do_not_depend_on_the_order_of_notices() -> None:
    notices = [notice("3", "ErratumFor"), notice("2", "RetractionOf"), notice("4", "RetractionOf")]
    assert marked(TARGET, notices) == marked(TARGET, notices[::-1])


def test_what_the_record_itself_says_is_not_said_twice() -> None:
    own = Article("1", "Velbrodine", corrections=(CorrectionLink("RetractionIn", "2", "J Invent. 2020;1:1"),))
    assert marked(own, [notice("2", "RetractionOf")]) is own


def test_marks_go_with_their_notices() -> None:
    found = marked(TARGET, [notice("2", "RetractionOf")])
    assert marked(found, []) == TARGET
    assert marked(found, [notice("2", "RetractionOf")]) is found


def test_notices_about_others_and_about_themselves_mark_nothing() -> None:
    assert marked(TARGET, [notice("2", "RetractionOf", target="5"), notice("1", "RetractionOf")]) is TARGET


def test_a_retraction_notice_is_never_retracted() -> None:
    assert not marked(notice("2", "RetractionOf", target="9"), [notice("3", "RetractionOf", target="2")]).retracted
