import numpy as np
import pytest

from corpuscle.kg.name_index import LONGEST, NameIndex, lengthened, row_hashes, token_hash

KEYS = ["peptic ulcer", "ulcer", "non small cell lung cancer", "a b c d e f g", "a b c d e f g h"]


def _find(index: NameIndex, *rows: str) -> list[tuple[bool, bool]]:
    present, names = index.find(np.array([row_hashes(row.split()) for row in rows], np.uint64))
    return list(zip(present.tolist(), names.tolist(), strict=True))


def test_a_name_its_beginning_and_a_stranger_are_told_apart() -> None:
    index = NameIndex.of(KEYS)
    assert _find(index, "peptic ulcer", "ulcer", "peptic", "non small", "small", "") == [
        (True, True),
        (True, True),
        (True, False),
        (True, False),
        (False, False),
        (False, False),
    ]


def test_names_of_more_tokens_than_the_longest_are_left_out() -> None:
    index = NameIndex.of(KEYS)
    assert LONGEST == 7
    assert _find(index, "a b c d e f g", "a b c d e f g h") == [(True, True), (False, False)]
    assert len(index) == 2 + 1 + 5 + 7  # peptic, peptic ulcer; ulcer; five beginnings of the cancer, itself among them; seven letters


def test_what_is_packed_is_read_again_and_other_bytes_are_refused() -> None:
    packed = NameIndex.of(KEYS).packed()
    assert NameIndex.read(packed).packed() == packed
    assert len(packed) == 9 * 15
    with pytest.raises(ValueError, match="134 bytes"):
        NameIndex.read(packed[:-1])


def test_an_empty_index_finds_nothing() -> None:
    assert _find(NameIndex.read(b""), "ulcer") == [(False, False)]


def test_a_row_is_lengthened_as_it_was_hashed() -> None:
    one = np.array([row_hashes(["peptic"])], np.uint64)
    assert lengthened(one, np.array([token_hash("ulcer")], np.uint64)).tolist() == [row_hashes(["peptic", "ulcer"])]


def test_many_rows_are_found_like_few() -> None:
    index = NameIndex.of([f"name {n}" for n in range(0, 3000, 3)])
    rows = np.array([row_hashes(["name", str(n)]) for n in range(3000)], np.uint64)
    assert index.find(rows)[1].tolist() == [n % 3 == 0 for n in range(3000)]
    assert index.find(rows[:9])[1].tolist() == [n % 3 == 0 for n in range(9)]
