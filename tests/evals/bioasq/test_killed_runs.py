"""The real command, killed for real: a hundred questions, five kills at random moments."""

import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

QUESTIONS = 100
KILLS = 5
_ASKED = (
    ("yesno", "Does velbrodine treat Drusel fever?"),
    ("factoid", "Which gene is mutated in Kelvane syndrome?"),
    ("list", "List side effects of torvaxin."),
    ("summary", "What is Kelvane syndrome?"),
)


@pytest.mark.slow
def test_a_batch_killed_at_random_moments_gives_the_submission_of_an_undisturbed_one(invented_index: Path, tmp_path: Path) -> None:
    asked = [{"id": f"q{n}", "type": kind, "body": body} for n in range(QUESTIONS) for kind, body in (_ASKED[n % len(_ASKED)],)]
    (tmp_path / "asked.json").write_text(json.dumps({"questions": asked}))

    def command(out: str) -> list[str]:
        run = [sys.executable, "-c", "from corpuscle.ui.cli import main; main()", "eval", "bioasq", "run", str(tmp_path / "asked.json")]
        return [*run, "--phase", "A+", "--index", str(invented_index), "--out", str(tmp_path / out), "--workers", "3", "--json"]

    journal = tmp_path / "out.json.journal.jsonl"
    dice = random.Random(20261120)
    kept: list[int] = []
    for kill in range(1, KILLS + 1):
        least = kill * QUESTIONS // (KILLS + 2) + dice.randrange(8)  # answers to wait for before the kill
        with subprocess.Popen(command("out.json"), stdout=subprocess.DEVNULL) as process:
            while process.poll() is None and (not journal.exists() or journal.read_bytes().count(b"\n") <= least):
                pass
            process.send_signal(signal.SIGKILL)
        kept.append(journal.read_bytes().count(b"\n") - 1)
    assert kept == sorted(kept)
    assert kept[-1] < QUESTIONS
    subprocess.run(command("out.json"), check=True, stdout=subprocess.DEVNULL)
    subprocess.run(command("whole.json"), check=True, stdout=subprocess.DEVNULL)
    assert (tmp_path / "out.json").read_bytes() == (tmp_path / "whole.json").read_bytes()
    assert len(json.loads((tmp_path / "out.json").read_text())["questions"]) == QUESTIONS
