"""The bench of a large graph, on a small one."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpuscle.evals.bench_parts.records import Settings
from corpuscle.evals.graph_speed import page
from corpuscle.evals.graph_speed_worker import KG_CSV, AskCost, ImportCost, StepTime, ask, import_kg
from corpuscle.evals.primekg_shape import write_kg_csv

SCALE = 0.004
SETTINGS = Settings(measured=datetime(2026, 11, 20, tzinfo=UTC), version="1", commit="abc", machine="a machine", libraries={}, load=1.5)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[ImportCost, AskCost]:
    folder: Path = tmp_path_factory.mktemp("speed")
    write_kg_csv(folder / KG_CSV, SCALE)
    return import_kg(folder, SCALE), ask(folder, 60)


def test_import_and_questions_are_measured(measured: tuple[ImportCost, AskCost]) -> None:
    imported, asked = measured
    assert imported.rows == 2 * imported.edges  # each edge in both directions
    assert imported.nodes_joined > 0 < imported.nodes_new
    assert 30 < asked.triples <= 60
    assert all(0 < step.p50 <= step.p95 <= step.most for step in asked.steps)


def test_page_says_what_was_met_and_what_was_missed(measured: tuple[ImportCost, AskCost]) -> None:
    imported, asked = measured
    slow = StepTime(step="with sentences", p50=5.0, p95=21.0, most=30.0)
    written = page(imported, asked, slow, SCALE, SETTINGS)
    assert f"| import, CPU s | {imported.cpu_s:.0f} ({imported.wall_s:.0f} wall clock) | ≤ 180 | met |" in written
    assert "| one triple with sentences, p95 ms | 21.0 | ≤ 20 | **missed** |" in written
    assert "| with sentences | 5.000 | 21.000 | 30.00 |" in written
    assert "with sentences" not in page(imported, asked, None, SCALE, SETTINGS)
