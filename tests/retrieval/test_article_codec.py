"""Articles as stored bytes."""

from dataclasses import fields

import pytest

from corpuscle.retrieval.article_codec import decode_article, encode_article
from corpuscle.retrieval.articles import (
    AbstractSection,
    Article,
    Author,
    Chemical,
    CorrectionLink,
    MeshHeading,
    MeshQualifier,
)
from corpuscle.retrieval.errors import IndexDamagedError

FULL = Article(
    id="12",
    title="Αγγεῖα and “vessels”",
    abstract_sections=(AbstractSection("We looked.", "METHODS", "METHODS"), AbstractSection("We saw.")),
    journal="J Invented",
    year=1999,
    authors=(Author("Doe", "Jo", "J"),),
    mesh=(MeshHeading("D1", "Mice", True, (MeshQualifier("Q1", "genetics", True),)), MeshHeading("D2", "Rats")),
    chemicals=(Chemical("C1", "Water", "0"),),
    keywords=("k",),
    publication_types=("Review", "Retracted Publication"),
    doi="10.1/x",
    pmc_id="PMC1",
    languages=("eng", "ger"),
    version=3,
    corrections=(CorrectionLink("RetractionIn", "13", "J Invented"),),
    status="MEDLINE",
    published="1999-03-15",
    journal_abbreviation="J Inv",
)


def test_every_field_survives() -> None:
    plain = Article("", "")
    assert all(getattr(FULL, f.name) != getattr(plain, f.name) for f in fields(Article))
    assert decode_article(encode_article(FULL)) == FULL
    assert decode_article(encode_article(plain)) == plain


@pytest.mark.parametrize("stored", [b"", b"[]", b'["1"]', b"\xff", b'{"id": "1"}'])
def test_anything_else_is_a_damaged_index(stored: bytes) -> None:
    with pytest.raises(IndexDamagedError):
        decode_article(stored)
