"""Our figures beside the official program's own outputs, which lie beside the evaluation data and are not ours to copy."""

import os
import re
from pathlib import Path
from time import process_time

import pytest

from corpuscle.evals.bioasq.files import BioasqQuestion, read_gold, read_submission
from corpuscle.evals.bioasq.rouge import RougeScore, Units, rouge, rouge_means, rouge_n, rouge_su4
from corpuscle.evals.bioasq.score import Phase, score_submission

_BESIDE = Path(__file__).parents[4] / "shared/data"
_PARITY = Path(os.environ.get("CORPUSCLE_EVAL_DATA", _BESIDE)).parent / "parity"
_UNITS: dict[str, Units] = {f"ROUGE-{n}": rouge_n(n) for n in (1, 2, 3, 4)} | {"ROUGE-SU4": rouge_su4}
_NONE = pytest.mark.skip(reason="the official program's outputs are not here: set CORPUSCLE_EVAL_DATA to the folder beside them")


def _outputs(pattern: str) -> list[object]:
    found = sorted(_PARITY.rglob(pattern))
    return [pytest.param(path, id=str(path.relative_to(_PARITY))) for path in found] or [pytest.param(_PARITY, marks=_NONE, id="none")]


def _batch(folder: Path) -> tuple[tuple[BioasqQuestion, ...], dict[str, BioasqQuestion]]:
    gold = read_gold(folder / "gold.json")
    return gold, read_submission(folder / "submission.json", gold)


@pytest.mark.parametrize("output", _outputs("official.phase?.e*.txt"))
def test_every_figure_is_the_official_one_to_the_last_digit(output: Path) -> None:
    phase: Phase = "A" if ".phaseA." in output.name else "B"
    version = re.search(r"\.e(\d+)", output.name)
    printed = [line.rsplit(": ", 1) for line in output.read_text().splitlines() if ": " in line]
    expected = {name: float(value) for name, value in printed}
    assert expected

    began = process_time()
    scores = score_submission(*_batch(output.parent), phase, int(version[1]) if version else 2)
    assert process_time() - began < 2.0

    assert {name: scores.official[name] for name in expected} == expected


@pytest.mark.parametrize("output", _outputs("official.rouge155.perquestion.txt"))
def test_rouge_of_every_question_and_every_average_is_the_official_one(output: Path) -> None:
    gold, submitted = _batch(output.parent)
    scores: dict[str, list[RougeScore]] = {
        name: [rouge(units, submitted[q.id].ideal_answer[0], q.ideal_answer) for q in gold] for name, units in _UNITS.items()
    }
    means = {name: rouge_means(found) for name, found in scores.items()}
    lines = output.read_text().splitlines()

    rows = [m.groups() for line in lines if (m := re.match(r"1 (\S+) Eval (\d+)\.1 R:(\S+) P:(\S+) F:(\S+)", line))]
    assert len(rows) == 5 * len(gold)
    for name, number, recall, precision, f1 in rows:
        assert scores[name][int(number) - 1] == RougeScore(float(recall), float(precision), float(f1))

    averages = [m.groups() for line in lines if (m := re.match(r"1 (\S+) Average_(\w): (\S+) \(95%-conf.int. (\S+) - (\S+)\)", line))]
    assert len(averages) == 15
    for name, letter, *numbers in averages:
        found = {"R": means[name].recall, "P": means[name].precision, "F": means[name].f1}[letter]
        assert [f"{value:.5f}" for value in (found.mean, found.low, found.high)] == numbers
