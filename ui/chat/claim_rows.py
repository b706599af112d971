"""The reviewed triples as rows: verdict, score, picture and evidence of each claim."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpuscle.kg import Evidence, ReviewedTriple, Verdict, probability_words
from corpuscle.kg.evidence_picture import NARROW, WIDE, claim_scene
from corpuscle.kg.paths import Path
from corpuscle.kg.picture_scene import svg
from corpuscle.ui.sanitise import plain
from corpuscle.ui.verdicts import SYMBOLS

PUBLICATION_LIMIT = 5
PUBMED = "https://pubmed.ncbi.nlm.nih.gov/{pmid}/"


@dataclass(frozen=True, slots=True)
class PublicationLink:
    """A PMID and its page, built here from digits alone; `url` is "" for what is not a PMID."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence under a claim."""

    stance: str
    kind: str
    source: str
    text: str
    publications: tuple[PublicationLink, ...]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A reviewed triple: verdict as a word and a symbol, score as text."""

    subject: str
    predicate: str
    object: str
    verdict: str
    symbol: str
    score: str
    """In words; nothing where the verdict is unknown."""
    flags: tuple[str, ...]
    evidence: tuple[EvidenceRow, ...]
    picture: str
    """An SVG for a page, and below the same for a telephone; the page shows them as images, which run nothing."""
    narrow_picture: str
    picture_words: str
    """What the picture shows, for those who cannot see it."""


def claim_row(reviewed: ReviewedTriple, paths: Sequence[Path]) -> ClaimRow:
    """The row of one triple, its evidence in the order given; `paths` between its ends (best first) are drawn in its picture."""
    triple = reviewed.triple
    scene = claim_scene(reviewed, paths, WIDE)
    return ClaimRow(
        subject=plain(triple.subject),
        predicate=plain(triple.predicate),
        object=plain(triple.object),
        verdict=reviewed.verdict.value,
        symbol=SYMBOLS[reviewed.verdict],
        score="" if reviewed.verdict is Verdict.UNKNOWN else probability_words.said(reviewed.score),
        flags=tuple(plain(flag) for flag in reviewed.flags),
        evidence=tuple(_evidence_row(e) for e in reviewed.evidence),
        picture=svg(scene),
        narrow_picture=svg(claim_scene(reviewed, paths, NARROW)),
        picture_words=scene.description,
    )


def publication_link(identifier: str) -> PublicationLink:
    """The link of a bare PMID or a PMID CURIE ("PMID:123"); anything else is named without a link."""
    pmid = identifier.removeprefix("PMID:")
    if pmid.isascii() and pmid.isdigit():
        return PublicationLink(f"PMID {pmid}", PUBMED.format(pmid=pmid))
    return PublicationLink(plain(identifier), "")


def _evidence_row(evidence: Evidence) -> EvidenceRow:
    publications = evidence.publications or ((evidence.id,) if evidence.kind == "sentence" else ())
    return EvidenceRow(
        stance=evidence.stance,
        kind="graph" if evidence.kind == "edge" else "sentence",
        source=plain(evidence.source),
        text=plain(evidence.text),
        publications=tuple(publication_link(p) for p in publications[:PUBLICATION_LIMIT]),
    )
