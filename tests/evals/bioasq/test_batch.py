"""The batch is killed for real: a process of its own, ended while it works."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from corpuscle.evals.bioasq.batch import RunKey, response_journal, write_submission
from corpuscle.evals.bioasq.files import BioasqQuestion
from corpuscle.evals.bioasq.response import Responded, Response
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.journal import work_through

QUESTIONS = tuple(BioasqQuestion(id=f"q{number}", type="yesno", body=f"Question {number}?") for number in range(100))
KEY = RunKey(phase="B", questions_sha256="0", index="i", model="m", tool_version="1")


def answer(question: BioasqQuestion) -> Responded:
    return Responded(response=Response(id=question.id, type="yesno", body=question.body, exact_answer="yes"), seconds=0.0)


def undisturbed(folder: Path) -> bytes:
    with response_journal(folder / "whole.journal", KEY) as journal:
        write_submission(folder / "whole.json", work_through(QUESTIONS, answer, journal, 3, lambda: None))
    return (folder / "whole.json").read_bytes()


_WORKER = """
import sys, time
from pathlib import Path
from test_batch import KEY, QUESTIONS, answer
from corpuscle.evals.bioasq.batch import response_journal, write_submission
from corpuscle.evals.runs.journal import work_through
folder = Path(sys.argv[1])
def slowly(question):
    with (folder / "asked").open("a") as asked:
        asked.write(question.id + "\\n")
    time.sleep(0.004)
    return answer(question)
with response_journal(folder / "j", KEY) as journal:
    print(len(journal.done), flush=True)
    write_submission(folder / "out.json", work_through(QUESTIONS, slowly, journal, 2, lambda: None))
"""


def test_a_batch_killed_again_and_again_gives_the_submission_of_an_undisturbed_one(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _WORKER, str(tmp_path)]
    begun: list[int] = []
    for wait_s in (0.02, 0.05, 0.09, 0.03, 0.06):
        with subprocess.Popen(command, cwd=Path(__file__).parent, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            begun.append(int(process.stdout.readline()))
            try:
                process.wait(wait_s)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
    last = subprocess.run(command, cwd=Path(__file__).parent, check=True, capture_output=True, text=True)
    assert (tmp_path / "out.json").read_bytes() == undisturbed(tmp_path)
    assert begun == sorted(begun)
    assert int(last.stdout) >= begun[-1] > 0
    asked = (tmp_path / "asked").read_text().split()
    assert len(asked) <= len(QUESTIONS) + 5 * 2  # at most the two under way at each kill are asked again


def test_an_answered_question_is_not_asked_again(tmp_path: Path) -> None:
    with response_journal(tmp_path / "j", KEY) as journal:
        work_through(QUESTIONS[:10], answer, journal, 2, lambda: None)

    def refuse(question: BioasqQuestion) -> Responded:
        raise AssertionError(question.id)

    with response_journal(tmp_path / "j", KEY) as journal:
        found = work_through(QUESTIONS[:10], refuse, journal, 2, lambda: None)
    assert [r.response.id for r in found] == [q.id for q in QUESTIONS[:10]]


def test_a_line_that_was_cut_off_is_asked_again(tmp_path: Path) -> None:
    with response_journal(tmp_path / "j", KEY) as journal:
        work_through(QUESTIONS[:3], answer, journal, 1, lambda: None)
    whole = (tmp_path / "j").read_bytes()
    (tmp_path / "j").write_bytes(whole[:-5])
    with response_journal(tmp_path / "j", KEY) as journal:
        assert set(journal.done) == {"q0", "q1"}
        work_through(QUESTIONS[:3], answer, journal, 1, lambda: None)
    assert (tmp_path / "j").read_bytes() == whole


def test_an_error_leaves_what_was_answered(tmp_path: Path) -> None:
    def fail(question: BioasqQuestion) -> Responded:
        if question.id == "q5":
            raise OSError("the disk is gone")
        return answer(question)

    with response_journal(tmp_path / "j", KEY) as journal, pytest.raises(OSError, match="the disk is gone"):
        work_through(QUESTIONS[:8], fail, journal, 1, lambda: None)
    with response_journal(tmp_path / "j", KEY) as journal:
        assert {"q0", "q1", "q2", "q3", "q4"} <= set(journal.done)


def test_a_run_of_other_settings_is_not_gone_on_with(tmp_path: Path) -> None:
    response_journal(tmp_path / "j", KEY).__exit__(None, None, None)
    with pytest.raises(EvaluationError, match="another model"):
        response_journal(tmp_path / "j", KEY.model_copy(update={"model": "other"}))
    (tmp_path / "k").write_text(json.dumps({"questions": []}) + "\n")
    with pytest.raises(EvaluationError, match="no journal"):
        response_journal(tmp_path / "k", KEY)
