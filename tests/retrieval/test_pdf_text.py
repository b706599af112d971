"""PDFs read by the real process: pages as they stand, and refusals of what a document may not be."""

import sys

import pytest

from corpuscle.retrieval import pdf_text as module
from corpuscle.retrieval.errors import DocumentError
from corpuscle.retrieval.pdf_text import pdf_text
from tests.retrieval.small_pdfs import encrypted, pdf, pdf_of_streams


def test_each_page_has_its_lines() -> None:
    read = pdf_text("trial.pdf", pdf(["Velbrodine in Drusel fever", "A trial (small)"], ["Second page"]))
    assert [page.splitlines() for page in read.pages] == [["Velbrodine in Drusel fever", "A trial (small)"], ["Second page"]]
    assert read.unreadable == 0


def test_a_password_is_told_and_an_empty_one_is_none() -> None:
    plain = pdf(["Drusel fever"])
    with pytest.raises(DocumentError, match=r"trial\.pdf is encrypted") as refused:
        pdf_text("trial.pdf", encrypted(plain, "secret"))
    assert "without its password" in refused.value.remedy
    assert pdf_text("trial.pdf", encrypted(plain, "")).pages[0].strip() == "Drusel fever"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\ngarbage" * 50, pdf(["Drusel fever"])[:200]])
def test_a_damaged_file_is_named(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"trial\.pdf is a damaged PDF"):
        pdf_text("trial.pdf", data)


def test_too_many_pages_and_too_many_characters_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PAGES", 2)
    with pytest.raises(DocumentError, match="has 3 pages; at most 2"):
        pdf_text("trial.pdf", pdf(["a"], ["b"], ["c"]))
    monkeypatch.setattr(module, "MAX_CHARACTERS", 20)
    with pytest.raises(DocumentError, match="more than 20 characters by page 2"):
        pdf_text("trial.pdf", pdf(["a line of text"], ["another line of text"]))


def test_a_page_that_unfolds_into_too_much_is_left_out_and_counted() -> None:
    unfolds = b"0 0 m " * 20_000_000  # 120 MB of path operators; pypdf unpacks at most 75 MB
    bomb = pdf_of_streams(unfolds, b"BT /F1 11 Tf 60 780 Td (Drusel fever) Tj ET")
    assert len(bomb) < 500_000
    read = pdf_text("bomb.pdf", bomb)
    assert read.unreadable == 1
    assert [page.strip() for page in read.pages] == ["", "Drusel fever"]


def test_a_process_that_takes_too_long_is_ended() -> None:
    with pytest.raises(DocumentError, match="more time or memory"):
        pdf_text("slow.pdf", pdf(["Drusel fever"]), timeout_s=0.001)


def test_without_the_library_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(DocumentError) as missing:
        pdf_text("trial.pdf", pdf(["Drusel fever"]))
    assert "pip install 'corpuscle[ui]'" in missing.value.remedy
