"""Notices mark their targets: a record that retracts, corrects or doubts another one is believed also where that one was not revised.

A mark is a link on the target, made from the notices that the index holds. What an index says of an article is thus a function of the
records it holds, whichever of them came first, and a mark goes when its notice does.
"""

from collections.abc import Iterable
from dataclasses import replace

from corpuscle.retrieval.articles import ANSWERING_KIND, Article, CorrectionLink

MARK_SOURCE = "as the notice itself says"
"""`CorrectionLink.source` of a mark; NLM's own links have a citation there."""


def marked(article: Article, notices: Iterable[Article]) -> Article:
    """The article with the links that follow from these notices about it, and no other marks; notices of other articles give none."""
    own = tuple(link for link in article.corrections if link.source != MARK_SOURCE)
    said = {(link.kind, link.pmid) for link in own}
    found = {
        (ANSWERING_KIND[link.kind], notice.id)
        for notice in notices
        if notice.id != article.id
        for link in notice.notice_for
        if link.pmid == article.id
    }
    corrections = (*own, *(CorrectionLink(kind, pmid, MARK_SOURCE) for kind, pmid in sorted(found - said)))
    return article if corrections == article.corrections else replace(article, corrections=corrections)
