"""What was published about an article after it: retractions, concerns, corrections; and what a notice is about."""

from dataclasses import dataclass

from corpuscle.retrieval.articles import ANSWERING_KIND, CONCERN_KIND, ERRATUM_KINDS, RETRACTED_KINDS, Article

_NOTICES = {
    "RetractionOf": "retracts",
    "RetractedandRepublishedFrom": "replaces the retracted",
    "ExpressionOfConcernFor": "expression of concern about",
    "ErratumFor": "corrects",
    "CorrectedandRepublishedFrom": "corrected republication of",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """`what` in words; `id` and `source` name the other record, each "" where it is not known."""

    what: str
    id: str
    source: str
    severe: bool = False
    """Retracted, or under concern."""


def corrections_of(article: Article) -> tuple[Correction, ...]:
    """The gravest first; a retraction that only the publication type tells is among them."""
    found = [Correction(what, c.pmid, c.source, severe) for c in article.corrections for what, severe in _read(c.kind, article)]
    if article.retracted and not any(c.what == "retracted" for c in found):
        found.append(Correction("retracted", "", "", severe=True))
    return tuple(sorted(found, key=lambda c: (c.what != "retracted", not c.severe)))


def _read(kind: str, article: Article) -> list[tuple[str, bool]]:
    if kind in RETRACTED_KINDS:
        return [("retracted", True)] if article.retracted else []
    if kind == CONCERN_KIND:
        return [("expression of concern", True)]
    if kind in ERRATUM_KINDS:
        return [("corrected", False)]
    return [(_NOTICES[kind], False)] if kind in ANSWERING_KIND else []
