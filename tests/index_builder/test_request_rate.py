"""One limit on requests for all processes of a user."""

import subprocess
import sys
from pathlib import Path

import pytest

from corpuscle.index_builder.request_rate import RequestRate


class Clock:
    """A clock that sleeping sets forward."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def _moments(rate: RequestRate, clock: Clock, count: int) -> list[float]:
    moments: list[float] = []
    for _ in range(count):
        rate.wait()
        moments.append(round(clock.now, 3))
    return moments


def test_requests_keep_their_distance(tmp_path: Path) -> None:
    clock = Clock()
    rate = RequestRate(tmp_path / "home" / "rate", 3, clock, clock.sleep)
    assert _moments(rate, clock, 4) == [1000, 1000.35, 1000.7, 1001.05]  # 1.05 / 3 = 0.35
    clock.now = 1010
    assert _moments(rate, clock, 1) == [1010]


def test_requests_of_different_limits_share_one_line(tmp_path: Path) -> None:
    clock = Clock()
    quick, slow = (RequestRate(tmp_path / "rate", n, clock, clock.sleep) for n in (10, 3))
    quick.wait()
    slow.wait()
    assert round(clock.now, 3) == 1000.35
    quick.wait()
    assert round(clock.now, 3) == 1000.455  # 1.05 / 10 later


@pytest.mark.parametrize("entry", [b"", b"nonsense", b"nan", b"inf", b"-1", b"9" * 40, b"\xff\xfe", b"5000.0"])
def test_entry_that_is_none_or_of_another_time_is_no_reason_to_wait(tmp_path: Path, entry: bytes) -> None:
    (tmp_path / "rate").write_bytes(entry)
    clock = Clock()
    assert _moments(RequestRate(tmp_path / "rate", 3, clock, clock.sleep), clock, 2) == [1000, 1000.35]


_PROGRAM = """
import sys, time
from pathlib import Path
from corpuscle.index_builder.request_rate import RequestRate
rate = RequestRate(Path(sys.argv[1]), float(sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[3])):
    rate.wait()
    print(time.time(), flush=True)
"""


@pytest.mark.parametrize("per_second", [3, 10])
def test_processes_together_keep_the_limit(tmp_path: Path, per_second: int) -> None:
    command = [sys.executable, "-c", _PROGRAM, str(tmp_path / "rate"), str(per_second), "3"]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    moments = sorted(float(line) for process in processes for line in process.communicate(timeout=60)[0].split())
    assert len(moments) == 12
    # 12 requests are booked 11 distances apart; a busy computer only wakes later, and may send two booked moments close together.
    assert moments[-1] - moments[0] >= 11 / per_second
    busiest = max(sum(begin <= moment < begin + 1 for moment in moments) for begin in moments)
    assert busiest <= per_second + 2
