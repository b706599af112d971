"""Errors of a build."""

import pickle

from corpuscle.index_builder.errors import StepError


def test_an_error_keeps_message_and_remedy_on_its_way_between_processes() -> None:
    arrived = pickle.loads(pickle.dumps(StepError("what", "do this")))
    assert type(arrived) is StepError
    assert (str(arrived), arrived.remedy) == ("what", "do this")
