"""TREC run files."""

from pathlib import Path

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR

from corpuscle.retrieval.errors import RunFileError
from corpuscle.retrieval.trec_runs import TrecRun, parse_run, ranked, read_run, run_lines, write_run

_FIELDS = st.text(min_size=1, max_size=8).filter(lambda text: text.split() == [text] and not any("\ud800" <= c <= "\udfff" for c in text))
_SCORES = st.floats(allow_nan=False, allow_infinity=False)
_RUNS = st.dictionaries(_FIELDS, st.dictionaries(_FIELDS, _SCORES, min_size=1, max_size=5), min_size=1, max_size=4)


@given(_FIELDS, _RUNS)
def test_what_is_written_is_read_back(tag: str, run: dict[str, dict[str, float]]) -> None:
    read = parse_run(run_lines(TrecRun(tag, run)), "file")
    assert read == TrecRun(tag, run)
    assert list(read.run) == list(run)
    for query_id, scores in read.run.items():
        assert list(scores.items()) == ranked(run[query_id])


@given(_RUNS)
def test_ranks_count_from_one_by_descending_score(run: dict[str, dict[str, float]]) -> None:
    places: dict[str, list[tuple[int, float]]] = {}
    for line in run_lines(TrecRun("tag", run)):
        query_id, q0, _, rank, score, _ = line.split()
        assert q0 == "Q0"
        places.setdefault(query_id, []).append((int(rank), float(score)))
    for rows in places.values():
        assert [rank for rank, _ in rows] == list(range(1, len(rows) + 1))
        assert [score for _, score in rows] == sorted((score for _, score in rows), reverse=True)


def test_lines_are_those_of_trec() -> None:
    run = {"q1": {"12": 1.5, "3": 2.0, "4": 1.5}}
    assert list(run_lines(TrecRun("ours", run))) == ["q1 Q0 3 1 2.0 ours\n", "q1 Q0 4 2 1.5 ours\n", "q1 Q0 12 3 1.5 ours\n"]


@pytest.mark.parametrize("relevant", ["a", "b", "B", "ä"])
def test_ties_are_ranked_as_trec_eval_ranks_them(relevant: str) -> None:
    scores = {"B": 1.0, "a": 1.0, "b": 1.0, "ä": 1.0}
    place = [article_id for article_id, _ in ranked(scores)].index(relevant) + 1
    found = ir_measures.calc_aggregate([RR], {"q": {relevant: 1}}, {"q": scores})[RR]  # pyright: ignore[reportUnknownMemberType]  # data frames
    assert found == pytest.approx(1 / place)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("q1 Q0 d2 2 1.0", "line 3: 5 fields instead of 6"),
        ("q1 Q0 d2 2 1.0 ours more", "7 fields"),
        ("q1 Q0 d2 2 high ours", "'high' is no finite score"),
        ("q1 Q0 d2 2 nan ours", "no finite score"),
        ("q1 Q0 d2 2 1e999 ours", "no finite score"),
        ("q1 Q0 d2 2 1_0 ours", "no finite score"),
        ("q1 Q0 d1 2 1.0 ours", "'d1' stands twice for query 'q1'"),
        ("q1 Q0 d2 2 1.0 theirs", "two runs in one file"),
    ],
)
def test_malformed_line_is_named_by_its_number(line: str, fault: str) -> None:
    with pytest.raises(RunFileError, match=fault):
        parse_run(["q1\tQ0\td1\t1\t2.0\tours\r\n", "\n", line + "\n"], "run.txt")


def test_rank_column_is_not_read() -> None:
    assert parse_run(["q1 0 d1 x 1 t"], "run.txt").run == {"q1": {"d1": 1.0}}


@pytest.mark.parametrize("run", [{"q 1": {"d": 1.0}}, {"q": {"": 1.0}}, {"q": {"d\u3000e": 1.0}}, {"q": {"d": float("nan")}}])
def test_run_that_no_file_can_hold_is_refused(run: dict[str, dict[str, float]], tmp_path: Path) -> None:
    with pytest.raises(RunFileError):
        write_run(tmp_path / "run.txt", TrecRun("tag", run))
    assert list(tmp_path.iterdir()) == []


def test_files_that_cannot_be_read_or_written_are_stated_failures(tmp_path: Path) -> None:
    for content in (b"", b"\n\n", b"q Q0 \xff 1 1 t\n"):
        (tmp_path / "run.txt").write_bytes(content)
        with pytest.raises(RunFileError, match=r"run\.txt"):
            read_run(tmp_path / "run.txt")
    with pytest.raises(RunFileError, match="cannot be read"):
        read_run(tmp_path)
    with pytest.raises(RunFileError, match="cannot be written"):
        write_run(tmp_path / "run.txt" / "run.txt", TrecRun("tag", {"q": {"d": 1.0}}))


def test_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "run.txt").write_bytes(b"\xef\xbb\xbfq1 Q0 d1 1 1.0 t\r\n")
    assert read_run(tmp_path / "run.txt") == TrecRun("t", {"q1": {"d1": 1.0}})
