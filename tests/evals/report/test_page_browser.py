"""The page of a run in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from corpuscle.evals.report.page import run_page
from corpuscle.evals.report.reading import read_run
from tests.ui.test_chat_browser import CHROMIUM, DRIVER, open_browser

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs Debian's chromium and chromium-driver")


@pytest.fixture
def browser(tmp_path: Path, run: Path) -> Iterator[webdriver.Chrome]:
    page = tmp_path / "report.html"
    page.write_text(run_page(read_run(run)), "utf-8")
    with open_browser(tmp_path) as driver:
        driver.get(page.as_uri())
        yield driver


def shown(browser: webdriver.Chrome) -> list[str]:
    return [str(q.get_attribute("data-outcome")) for q in browser.find_elements(By.CSS_SELECTOR, "details.q") if q.is_displayed()]


def test_questions_are_sifted_by_outcome_and_by_words(browser: webdriver.Chrome) -> None:
    assert shown(browser) == ["right", "wrong", "abstained"]
    browser.find_element(By.CSS_SELECTOR, "input[value=right]").click()
    assert shown(browser) == ["wrong", "abstained"]
    browser.find_element(By.CSS_SELECTOR, "input[type=search]").send_keys("WATER")
    assert shown(browser) == ["abstained"]
    assert browser.find_element(By.ID, "shown").text == "1 shown"


@pytest.mark.parametrize("width", [1200, 360])
def test_nothing_is_wider_than_the_window(browser: webdriver.Chrome, width: int) -> None:
    browser.execute_cdp_cmd(  # pyright: ignore[reportUnknownMemberType] - untyped
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    for row in browser.find_elements(By.CSS_SELECTOR, "details.q"):
        row.click()
    over = browser.execute_script("return document.documentElement.scrollWidth - innerWidth")  # pyright: ignore[reportUnknownMemberType] - untyped
    assert over <= 0


def test_the_page_writes_nothing_to_the_console(browser: webdriver.Chrome) -> None:
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []  # pyright: ignore[reportUnknownMemberType] - untyped
