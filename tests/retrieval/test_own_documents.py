"""Documents of a user's own become pieces that are quoted as articles are."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.retrieval.document_text import DocumentText, Paragraph
from corpuscle.retrieval.errors import DocumentError
from corpuscle.retrieval.own_documents import (
    MAX_DOCUMENTS,
    PIECE_CHARACTERS,
    OwnDocument,
    joined,
    open_document,
    own_piece,
    read_document,
)
from corpuscle.retrieval.sentences import article_sentences, is_own_piece
from tests.retrieval.small_pdfs import pdf

TEXT = "Velbrodine lowered the temperature in Drusel fever. Nausea was rare."


def note(name: str, text: str = TEXT) -> OwnDocument:
    return read_document(name, text.encode())


def test_a_piece_names_its_file_and_place_and_has_no_page_of_pubmed() -> None:
    (piece,) = read_document("trial.pdf", pdf([TEXT])).pieces
    assert (piece.id, piece.title, piece.abstract, piece.url, piece.year) == ("doc:trial.pdf#1", "trial.pdf, page 1", TEXT, "", None)
    assert note("notes.txt").pieces[0].title == "notes.txt, part 1"
    assert is_own_piece(piece.id)
    assert not is_own_piece("12345678")


def test_the_name_of_the_file_is_no_sentence() -> None:
    (piece,) = note("A long name of a file that reads like a sentence.txt").pieces
    assert {sentence.section for sentence in article_sentences(piece)} == {"abstract"}


def test_pieces_are_cut_between_paragraphs_and_sentences_and_lose_nothing_but_spaces() -> None:
    sentence = "Velbrodine lowered the temperature in Drusel fever, said report number {}."
    long_paragraph = " ".join(sentence.format(n) for n in range(100))
    document = note("notes.txt", f"{TEXT}\n\n{long_paragraph}\n\n{'x' * 4000} {TEXT}")
    pieces = document.pieces
    assert max(len(piece.abstract) for piece in pieces) <= PIECE_CHARACTERS
    assert [piece.id for piece in pieces] == [f"doc:notes.txt#{n}" for n in range(1, len(pieces) + 1)]
    together = "".join(piece.abstract for piece in pieces).replace(" ", "")
    assert together == f"{TEXT}{long_paragraph}{'x' * 4000}{TEXT}".replace(" ", "")
    assert all(s.text.endswith(".") for piece in pieces[:5] for s in piece.abstract_sections)


@given(st.lists(st.text(alphabet="ab .A(", min_size=1, max_size=5000).map(lambda t: " ".join(t.split())).filter(bool), max_size=4))
def test_any_paragraphs_are_cut_within_the_limit(texts: list[str]) -> None:
    document = OwnDocument("n.txt", DocumentText(tuple(Paragraph(text, 0) for text in texts)))
    assert all(0 < len(piece.abstract) <= PIECE_CHARACTERS for piece in document.pieces)
    assert "".join(p.abstract for p in document.pieces).replace(" ", "") == "".join(texts).replace(" ", "")


def test_a_piece_tells_the_pages_it_spans() -> None:
    document = read_document("trial.pdf", pdf([TEXT], [TEXT.upper()]))
    assert [piece.title for piece in document.pieces] == ["trial.pdf, pages 1–2"]


def test_names_are_made_safe_and_told_apart() -> None:
    assert note("C:\\temp\\..\\a\u202eb\x1b[31m.txt").name == "ab[31m.txt"
    assert note("/etc/\n").name == "document"
    assert len(note("x" * 300 + ".pdf").name) == 80
    first, second, same = note("a.txt"), note("a.txt", TEXT * 2), note("b.txt")
    assert [document.name for document in joined([first, second, same])] == ["a.txt", "a (2).txt"]
    assert joined(joined([first, second])) == joined([first, second])
    assert own_piece(joined([first, second]), "doc:a (2).txt#1").abstract == TEXT * 2  # type: ignore[union-attr]  # it is there
    assert own_piece([first], "doc:a.txt#9") is None


def test_a_conversation_holds_few_documents() -> None:
    with pytest.raises(DocumentError, match=f"at most {MAX_DOCUMENTS} documents"):
        joined([note(f"{n}.txt", f"{TEXT} {n}") for n in range(MAX_DOCUMENTS + 1)])


def test_a_file_is_opened_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "trial.pdf").write_bytes(pdf([TEXT]))
    assert open_document(tmp_path / "trial.pdf").pieces[0].abstract == TEXT
    with pytest.raises(DocumentError, match="cannot be read: No such file"):
        open_document(tmp_path / "other.pdf")
    with pytest.raises(DocumentError, match="cannot be read: Is a directory"):
        open_document(tmp_path)
