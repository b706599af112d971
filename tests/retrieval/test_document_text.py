"""Paragraphs of files: told by content, freed of how they were set, refused where there is nothing to read."""

import pytest

from corpuscle.retrieval import document_text as module
from corpuscle.retrieval.document_text import document_text
from corpuscle.retrieval.errors import DocumentError
from tests.retrieval.small_pdfs import pdf, pdf_of_streams

LONG = "Drusel fever is a rare disease of gardeners, and no drug is known"


def texts(name: str, data: bytes) -> list[str]:
    return [paragraph.text for paragraph in document_text(name, data).paragraphs]


def test_paragraphs_of_a_text_file_end_at_empty_lines_and_lines_are_joined() -> None:
    data = "Drusel fever is rare,\nand of gar-\ndeners.\r\n\r\n  Next   one, \ufb01rm\u00ad\nly.\u200b\n".encode()
    assert texts("notes.txt", data) == ["Drusel fever is rare, and of gar-deners.", "Next one, firmly."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_whatever_it_is_called(encoding: str) -> None:
    assert texts("notes.docx", "Drusel fever and its β-globin".encode(encoding)) == ["Drusel fever and its β-globin"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04\x14\x00", "a zip archive or an office document"),
        (b"\x89PNG\r\n", "an image"),
        (rb"{\rtf1 Drusel fever}", "rich text"),
        (b"Drusel\x00fever", "neither a PDF nor text"),
        ("Drusel fieber, heiß".encode("latin-1"), "neither a PDF nor text in UTF-8"),
    ],
)
def test_another_kind_of_file_is_refused_by_its_content(data: bytes, kind: str) -> None:
    with pytest.raises(DocumentError, match=rf"notes\.txt is {kind}\.") as refused:
        document_text("notes.txt", data)
    assert refused.value.remedy == "Add it as plain text (UTF-8) or as a PDF."


def test_lines_of_a_pdf_become_paragraphs_with_their_page() -> None:
    data = pdf(
        ["Results", LONG, "that lowers the tempera-", "ture of the patients who suffer from it; they are few in number,", "and old."],
        ["Conclusion", "We need more trials of velbrodine in Drusel fever, and larger ones,"],
    )
    read = document_text("trial.pdf", data)
    assert [(p.page, p.text) for p in read.paragraphs] == [
        (1, "Results"),
        (1, f"{LONG} that lowers the tempera-ture of the patients who suffer from it; they are few in number, and old."),
        (2, "Conclusion"),
        (2, "We need more trials of velbrodine in Drusel fever, and larger ones,"),
    ]
    assert read.notes == ()


def test_a_sentence_that_goes_on_overleaf_stays_one_and_running_heads_are_dropped() -> None:
    pages = [["Journal of Drusel fever 12", LONG, f"{n}"] for n in (101, 102)]
    pages.append(["Journal of Drusel fever 12", "to lower the temperature.", "103"])
    read = document_text("trial.pdf", pdf(*pages))
    assert [(p.page, p.text) for p in read.paragraphs] == [(1, LONG), (2, f"{LONG} to lower the temperature.")]


def test_pages_without_text_are_noted_and_a_document_of_them_is_refused() -> None:
    assert document_text("scan.pdf", pdf([LONG], [], [])).notes == ("scan.pdf: 2 of 3 pages hold no text (images?) and are not searched.",)
    with pytest.raises(DocumentError, match=r"scan\.pdf holds no text: its pages are images"):
        document_text("scan.pdf", pdf([], []))


def test_pages_that_cannot_be_unpacked_are_told_from_images() -> None:
    with pytest.raises(DocumentError, match="its pages are damaged, or hold more than a page may"):
        document_text("bomb.pdf", pdf_of_streams(b"0 0 m " * 20_000_000))


def test_fonts_that_do_not_tell_their_letters_are_refused() -> None:
    glyphs = b"BT /F1 11 Tf 60 780 Td (" + b"\\001\\002\\003\\004\\005\\006" * 20 + b") Tj ET"
    with pytest.raises(DocumentError, match="its fonts do not tell their letters"):
        document_text("trial.pdf", pdf_of_streams(glyphs))


def test_what_is_too_large_or_empty_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DocumentError, match=r"notes\.txt holds no text"):
        document_text("notes.txt", b" 1 2 3\n")
    monkeypatch.setattr(module, "MAX_CHARACTERS", 30)
    with pytest.raises(DocumentError, match="holds 65 characters; at most 30"):
        document_text("notes.txt", LONG.encode())
    monkeypatch.setattr(module, "MAX_BYTES", 40)
    with pytest.raises(DocumentError, match="at most 0 MB"):
        document_text("notes.txt", LONG.encode())
