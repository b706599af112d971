import json
from pathlib import Path

from corpuscle.evals.runs.manifest import read_records
from tests.conftest import Run


def test_stored_answers_become_a_run_that_can_be_compared(corpuscle: Run, tmp_path: Path) -> None:
    questions = {"mmlu": {f"q{n}": {"question": f"Which {n}?", "options": {"A": "x", "B": "y"}, "answer": "B"} for n in range(4)}}
    (tmp_path / "benchmark.json").write_text(json.dumps(questions))
    for name, letters in (("one", "BBB"), ("two", "BAA")):
        answers = {f"q{n}": letter for n, letter in enumerate(letters)} | {"other": "A"}
        (tmp_path / f"{name}.json").write_text(json.dumps(answers))
        where = (str(tmp_path / f"{name}.json"), "--name", name, "--out", str(tmp_path / name))
        assert corpuscle("eval", "import-answers", "mirage-mmlu", *where, "--questions", str(tmp_path / "benchmark.json")).status == 0
    assert {record.id for record in read_records(tmp_path / "one")} == {"q0", "q1", "q2"}
    found = corpuscle("eval", "compare", str(tmp_path / "one"), str(tmp_path / "two"), "--json").json
    assert found["other"]["ahead_shown"]["better"] == 2
    assert found["other"]["ahead_shown"]["p"] == 0.5  # 2 * 1 / 4


def test_answers_of_another_benchmark_are_an_error(corpuscle: Run, tmp_path: Path) -> None:
    (tmp_path / "benchmark.json").write_text(
        json.dumps({"mmlu": {"q": {"question": "?a", "options": {"A": "x", "B": "y"}, "answer": "A"}}})
    )
    (tmp_path / "answers.json").write_text('{"z": "A"}')
    ended = corpuscle(
        "eval", "import-answers", "mirage-mmlu", str(tmp_path / "answers.json"), "--name", "n", "--out", str(tmp_path / "o"),
        "--questions", str(tmp_path / "benchmark.json"),
    )  # fmt: skip
    assert ended.status == 1
    assert "ids" in ended.err
