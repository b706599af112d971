"""Errors of the query side."""

import pickle

import pytest

from corpuscle.retrieval.errors import EncoderMissingError, IndexDamagedError, QueryError, RetrievalError


@pytest.mark.parametrize("kind", [IndexDamagedError, EncoderMissingError, QueryError])
def test_an_error_keeps_message_and_remedy_on_its_way_between_processes(kind: type[RetrievalError]) -> None:
    arrived = pickle.loads(pickle.dumps(kind("what", "do this")))
    assert type(arrived) is kind
    assert (str(arrived), arrived.remedy) == ("what", "do this")
