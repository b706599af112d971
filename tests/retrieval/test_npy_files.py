from pathlib import Path

import numpy as np
import pytest

from corpuscle.retrieval.npy_files import mapped_array


def test_an_array_is_mapped(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.arange(6, dtype=np.float32).reshape(2, 3))
    assert mapped_array(tmp_path / "a.npy").tolist() == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize(
    ("whole", "damaged"),
    [(b"(2, 3)", b"(-2, 3)"), (b"(2, 3)", b"(2, 3("), (b"(2, 3)", b"(2, 4)"), (b"(2, 3)", b"(2% 3)"), (b"NUMPY", b"NUMPZ")],
)
def test_a_damaged_header_is_no_array(tmp_path: Path, whole: bytes, damaged: bytes) -> None:
    path = tmp_path / "a.npy"
    np.save(path, np.zeros((2, 3), dtype=np.float32))
    path.write_bytes(path.read_bytes().replace(whole, damaged))
    with pytest.raises(ValueError, match=r"."):
        mapped_array(path)


def test_pickled_objects_are_never_read(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="Python objects"):
        mapped_array(tmp_path / "a.npy")
