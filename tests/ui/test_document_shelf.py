"""What the page holds of its conversations' documents."""

import gc

import pytest

from corpuscle.retrieval.errors import DocumentError
from corpuscle.retrieval.own_documents import MAX_DOCUMENTS, OwnDocument, read_document
from corpuscle.ui.chat.document_shelf import DocumentShelf


class Session:
    """Stands for a Chainlit session: something that is known by itself alone."""


def note(n: int) -> OwnDocument:
    return read_document(f"{n}.txt", f"This is note number {n}.".encode())


def test_documents_are_searched_once_their_message_is_sent_and_stay() -> None:
    shelf, session, other = DocumentShelf(), Session(), Session()
    first, taken_off = shelf.attach(session, note(1)), shelf.attach(session, note(2))
    assert shelf.searched(session) == ()
    assert shelf.send(session, [first]) == (note(1),)
    assert shelf.send(session, [taken_off, "unknown"]) == ()
    second = shelf.attach(session, note(3))
    assert shelf.send(session, [second]) == (note(3),)
    assert shelf.searched(session) == (note(1), note(3))
    assert shelf.searched(other) == ()


def test_a_conversation_holds_few_documents_attached_ones_counted() -> None:
    shelf, session = DocumentShelf(), Session()
    ids = [shelf.attach(session, note(n)) for n in range(MAX_DOCUMENTS)]
    with pytest.raises(DocumentError):
        shelf.attach(session, note(99))
    assert len(shelf.send(session, ids[:3])) == 3
    shelf.attach(session, note(99))


def test_documents_go_with_their_session() -> None:
    shelf, session = DocumentShelf(), Session()
    shelf.send(session, [shelf.attach(session, note(1))])
    assert len(shelf) == 1
    del session
    gc.collect()
    assert len(shelf) == 0
