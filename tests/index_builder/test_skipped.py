from pathlib import Path

from corpuscle.index_builder.skipped import SKIPPED_NAME, SkippedRecord, append_skipped, read_skipped, replace_skipped

FIRST = SkippedRecord(file="a.xml.gz", offset=7, id="1", reason="malformed XML")
SECOND = SkippedRecord(file="b.xml.gz", offset=0, id="", reason="no PMID element")


def size(folder: Path) -> int:
    return (folder / SKIPPED_NAME).stat().st_size


def test_records_are_appended_line_by_line(tmp_path: Path) -> None:
    append_skipped(tmp_path, 0, [FIRST])
    append_skipped(tmp_path, size(tmp_path), [SECOND])
    assert read_skipped(tmp_path, size(tmp_path)) == [FIRST, SECOND]
    assert (tmp_path / SKIPPED_NAME).read_text().splitlines()[0] == ('{"file":"a.xml.gz","offset":7,"id":"1","reason":"malformed XML"}')


def test_what_was_not_committed_is_cut_off(tmp_path: Path) -> None:
    append_skipped(tmp_path, 0, [FIRST])
    committed = size(tmp_path)
    append_skipped(tmp_path, committed, [SECOND])
    assert read_skipped(tmp_path, committed) == [FIRST]
    append_skipped(tmp_path, committed, [])
    assert size(tmp_path) == committed


def test_the_list_can_be_replaced(tmp_path: Path) -> None:
    append_skipped(tmp_path, 0, [FIRST, FIRST])
    replace_skipped(tmp_path, [SECOND])
    assert read_skipped(tmp_path, size(tmp_path)) == [SECOND]


def test_no_list_has_no_records(tmp_path: Path) -> None:
    assert read_skipped(tmp_path, 0) == []
