"""Snippets, and documents of the user's own, on the command line."""

from pathlib import Path

import pytest

from tests.conftest import TRIAL, Run
from tests.retrieval.small_pdfs import encrypted, pdf

QUESTION = "Does velbrodine treat Drusel fever?"
OWN_QUESTION = "Does quorvatine treat Drusel fever?"
OWN_LINES = (
    "Quorvatine in Drusel fever of adults",
    "Sixty adults with Drusel fever were given quorvatine or a placebo for two weeks.",
    "Quorvatine was effective in the treatment of Drusel fever.",
)


@pytest.fixture
def own_pdf(tmp_path: Path) -> Path:
    path = tmp_path / "quorvatine.pdf"
    path.write_bytes(pdf(OWN_LINES))
    return path


def test_snippets_come_in_bioasqs_shape_and_under_their_hits(corpuscle: Run) -> None:
    found = corpuscle("search", QUESTION, "--snippets", "3", "--json").json
    assert 1 <= len(found["snippets"]) <= 3
    ids = {hit["id"] for hit in found["hits"]}
    for snippet in found["snippets"]:
        assert snippet["document"].removeprefix("http://www.ncbi.nlm.nih.gov/pubmed/") in ids
        assert snippet["offsetInEndSection"] - snippet["offsetInBeginSection"] == len(snippet["text"])
        assert snippet["beginSection"] == snippet["endSection"]
    shown = " ".join(corpuscle("search", QUESTION, "--snippets", "3").out.split())
    assert f"“{found['snippets'][0]['text']}”" in shown
    assert corpuscle("search", QUESTION, "--json").json["snippets"] == []


def test_an_answer_cites_a_document_given_with_the_question(corpuscle: Run, own_pdf: Path) -> None:
    without = corpuscle("ask", OWN_QUESTION, "--json").json
    assert without["abstained"]
    answer = corpuscle("ask", OWN_QUESTION, "--document", str(own_pdf), "--json").json
    assert answer["exact_answer"] == "yes"
    citation = answer["statements"][0]["citations"][0]
    assert (citation["id"], citation["section"], citation["url"]) == ("doc:quorvatine.pdf#1", "abstract", "")
    assert citation["quote"] == OWN_LINES[-1]
    assert answer["index"].endswith("; your documents: quorvatine.pdf")
    titles = {document["id"]: document["title"] for document in answer["documents"]}
    assert titles["doc:quorvatine.pdf#1"] == "quorvatine.pdf, page 1"
    shown = " ".join(corpuscle("ask", OWN_QUESTION, "--document", str(own_pdf)).out.split())
    assert "quorvatine.pdf, page 1 your document" in shown
    assert "PMID doc:" not in shown


def test_documents_stand_beside_pubmed_in_answers_and_searches(corpuscle: Run, own_pdf: Path) -> None:
    answer = corpuscle("ask", QUESTION, "--document", str(own_pdf), "--json").json
    assert answer["exact_answer"] == "yes"
    assert TRIAL in {document["id"] for document in answer["documents"]}
    hits = corpuscle("search", "Drusel fever in adults", "--document", str(own_pdf), "--json").json["hits"]
    assert {"doc:quorvatine.pdf#1", TRIAL} <= {hit["id"] for hit in hits}


@pytest.mark.parametrize("command", [("ask", QUESTION), ("search", "fever")])
def test_a_document_that_cannot_be_read_is_a_stated_failure(corpuscle: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "locked.pdf").write_bytes(encrypted(pdf(OWN_LINES), "secret"))
    for name, said in (("locked.pdf", "locked.pdf is encrypted."), ("absent.txt", "absent.txt cannot be read: No such file or directory.")):
        ended = corpuscle(*command, "--document", str(tmp_path / name))
        assert (ended.status, ended.out) == (1, "")
        assert said in ended.err
        assert len(ended.err.splitlines()) == 2
