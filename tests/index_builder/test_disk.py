import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from corpuscle.index_builder.disk import disk_errors
from corpuscle.index_builder.errors import DiskFullError, StepError


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        ValueError("An IO error occurred: 'No space left on device (os error 28)'"),  # as tantivy says it
        sqlite3.OperationalError("database or disk is full"),
    ],
)
def test_a_full_disk_is_named_whoever_reports_it(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(DiskFullError, match="is full") as caught, disk_errors(tmp_path / "not" / "there"):
        raise error
    assert "same command again" in caught.value.remedy


def test_other_faults_of_the_disk_name_the_folder(tmp_path: Path) -> None:
    with pytest.raises(StepError, match=f"The index in {tmp_path} cannot be written"), disk_errors(tmp_path):
        raise PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize(("free", "expected"), [(0, DiskFullError), (10**12, StepError)])
def test_a_killed_writer_is_a_full_disk_where_no_room_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, expected: type[Exception]
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=free)

    def disk_usage(path: Path) -> object:
        return usage

    monkeypatch.setattr(shutil, "disk_usage", disk_usage)
    with pytest.raises(expected), disk_errors(tmp_path):
        raise ValueError("An error occurred in a thread: 'An index writer was killed..'")


def test_other_errors_pass(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="of another kind"), disk_errors(tmp_path):
        raise ValueError("of another kind")
