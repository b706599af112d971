"""The end of a question's time."""

from corpuscle.agent.deadline import Deadline


class Clock:
    """Stands until it is moved."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_is_left_shrinks_to_nothing() -> None:
    clock = Clock()
    deadline = Deadline(5.0, clock)
    clock.now += 2.0
    assert deadline.left_s == 5.0 - 2.0
    clock.now += 9.0
    assert deadline.left_s == 0.0
    assert not deadline.cancelled


def test_deadline_called_off_has_nothing_left_and_stops_what_works_under_it() -> None:
    deadline, stopped = Deadline(5.0), list[str]()
    with deadline.stopping(lambda: stopped.append("inner")):
        deadline.cancel()
        deadline.cancel()
    assert (deadline.left_s, deadline.cancelled, stopped) == (0.0, True, ["inner"])


def test_work_that_ended_is_not_stopped() -> None:
    deadline, stopped = Deadline(5.0), list[str]()
    with deadline.stopping(lambda: stopped.append("ended")):
        pass
    deadline.cancel()
    assert stopped == []


def test_work_begun_too_late_is_stopped_at_once() -> None:
    deadline, stopped = Deadline(5.0), list[str]()
    deadline.cancel()
    with deadline.stopping(lambda: stopped.append("late")):
        assert stopped == ["late"]
