# lxml has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from pathlib import Path
from typing import Any

import pytest
from lxml import html

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.report.page import run_page
from corpuscle.evals.report.reading import read_run
from corpuscle.evals.runs.manifest import SCORES_NAME
from tests.evals.report.conftest import QUOTE


def found(page: str, path: str) -> list[Any]:
    """What an XPath names in the page."""
    nodes: Any = html.fromstring(page).xpath(path)
    return list(nodes)


def test_every_question_stands_on_the_page_with_its_outcome(run: Path) -> None:
    assert found(run_page(read_run(run)), "//details[@class='q']/@data-outcome") == ["right", "wrong", "abstained"]


def test_every_system_has_a_row(run: Path) -> None:
    rows = found(run_page(read_run(run)), "//h2[.='Scores']/following::table[1]//tr[td]/td[1]/text()")
    assert rows == ["built-in model", "majority"]


def test_text_of_others_is_no_markup(run: Path) -> None:
    assert not found(run_page(read_run(run)), "//details//b[.='tamoril']")


def test_nothing_is_loaded_from_elsewhere(run: Path) -> None:
    page = run_page(read_run(run))
    assert not found(page, "//@src | //link")
    assert "default-src 'none'" in found(page, "//meta[@http-equiv='Content-Security-Policy']/@content")[0]


def test_a_page_of_fragments_holds_no_whole_quotation(run: Path) -> None:
    finished = read_run(run)
    assert QUOTE in run_page(finished)
    assert QUOTE not in run_page(finished, fragments=True)


def test_a_run_without_scores_is_refused_with_the_remedy(run: Path) -> None:
    (run / SCORES_NAME).unlink()
    with pytest.raises(EvaluationError, match="no readable scores") as raised:
        read_run(run)
    assert "eval run" in raised.value.remedy
