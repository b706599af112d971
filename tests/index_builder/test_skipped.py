from pathlib import Path

from corpuscle.index_builder.skipped import SkippedRecord, append_skipped, new_skipped, read_skipped

FIRST = SkippedRecord(file="a.xml.gz", offset=7, id="1", reason="malformed XML")
SECOND = SkippedRecord(file="b.xml.gz", offset=0, id="", reason="no PMID element")


def test_records_are_appended_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "skipped.jsonl"
    append_skipped(path, 0, [FIRST])
    append_skipped(path, path.stat().st_size, [SECOND])
    assert read_skipped(path, path.stat().st_size) == [FIRST, SECOND]
    assert path.read_text().splitlines()[0] == ('{"file":"a.xml.gz","offset":7,"id":"1","reason":"malformed XML"}')


def test_what_was_not_committed_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "skipped.jsonl"
    append_skipped(path, 0, [FIRST])
    committed = path.stat().st_size
    append_skipped(path, committed, [SECOND])
    assert read_skipped(path, committed) == [FIRST]
    append_skipped(path, committed, [])
    assert path.stat().st_size == committed


def test_a_new_list_leaves_the_old_one_alone(tmp_path: Path) -> None:
    old = tmp_path / "skipped.jsonl"
    append_skipped(old, 0, [FIRST, FIRST])
    committed = old.stat().st_size
    relative = new_skipped(tmp_path, 12, [SECOND])
    assert relative == "skipped-000012.jsonl"
    assert read_skipped(tmp_path / relative, (tmp_path / relative).stat().st_size) == [SECOND]
    assert read_skipped(old, committed) == [FIRST, FIRST]


def test_no_list_has_no_records(tmp_path: Path) -> None:
    assert read_skipped(tmp_path / "skipped.jsonl", 0) == []
