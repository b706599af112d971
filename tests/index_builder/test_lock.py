import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpuscle.index_builder.errors import IndexLockedError
from corpuscle.index_builder.lock import LOCK_NAME, writer_lock


def ten_o_clock() -> datetime:
    return datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def test_a_second_writer_hears_who_holds_the_lock_and_since_when(tmp_path: Path) -> None:
    with (
        writer_lock(tmp_path, ten_o_clock),
        pytest.raises(IndexLockedError, match=rf"Process {os.getpid()} has been building since 2026-11-20 10:00:00 UTC in {tmp_path}"),
        writer_lock(tmp_path, ten_o_clock),
    ):
        pass


def test_the_lock_is_free_again_behind_its_holder(tmp_path: Path) -> None:
    for _ in range(2):
        with writer_lock(tmp_path, ten_o_clock):
            pass


def test_what_a_dead_holder_left_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).write_text("Process 1 has been building since 1999-01-01 00:00:00 UTC, and never stopped to tell about it")
    with writer_lock(tmp_path, ten_o_clock):
        assert (tmp_path / LOCK_NAME).read_text() == f"Process {os.getpid()} has been building since 2026-11-20 10:00:00 UTC"
