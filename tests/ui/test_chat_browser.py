"""The chat page in a real browser: what a person sees and clicks."""

import shutil
import subprocess
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.retrieval.small_pdfs import encrypted, pdf

StartChat = Callable[[Path], AbstractContextManager[tuple[str, "subprocess.Popen[str]"]]]

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --window-size=1280,1000"
)

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs Debian's chromium and chromium-driver")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, start_chat: StartChat) -> Iterator[str]:
    with start_chat(tmp_path_factory.mktemp("chat")) as (url, _):
        yield url


@contextmanager
def open_browser(folder: Path) -> Generator[webdriver.Chrome]:
    """A browser that keeps nothing outside the folder."""
    assert CHROMIUM
    options = Options()
    options.binary_location = CHROMIUM
    for flag in [*FLAGS.split(), f"--user-data-dir={folder / 'profile'}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, Service(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    with open_browser(tmp_path) as driver:
        yield driver


def ask(browser: webdriver.Chrome, question: str) -> WebElement:
    box = WebDriverWait(browser, 15).until(lambda b: b.find_element(By.ID, "chat-input"))
    box.send_keys(question, Keys.ENTER)
    return WebDriverWait(browser, 15).until(lambda b: b.find_element(By.CSS_SELECTOR, ".cp-answer[data-complete=true]"))


def click(browser: webdriver.Chrome, element: WebElement) -> None:
    """Clicks what may lie behind the composer, as a person would after scrolling."""
    browser.execute_script("arguments[0].click()", element)  # pyright: ignore[reportUnknownMemberType]  (untyped)


def faults(browser: Any) -> list[str]:  # noqa: ANN401  (selenium leaves the log untyped)
    """What the browser's console calls severe, a refused script or image for one."""
    return [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def look(browser: Any, what: str) -> list[bool]:  # noqa: ANN401  (selenium leaves answers of scripts untyped)
    """What is true of each picture on the page."""
    return browser.execute_script(f"return [...document.querySelectorAll('.cp-picture img')].map((i) => {what})")


def resize(browser: Any, width: int) -> None:  # noqa: ANN401  (untyped)
    browser.set_window_size(width, 900)


_ALL_DRAWN = "i.complete && i.naturalWidth > 0"
_FITS = "i.getBoundingClientRect().right <= i.closest('.cp-answer').getBoundingClientRect().right + 1"
_NARROW = "i.currentSrc !== i.src && i.naturalWidth === 360"


def test_a_citation_opens_the_abstract_with_the_quotation_marked(browser: webdriver.Chrome, url: str) -> None:
    browser.get(url)
    welcome = WebDriverWait(browser, 15).until(lambda b: b.find_element(By.ID, "welcome-screen"))
    assert "Not medical advice" in welcome.text
    answer = ask(browser, "Does glimrin stop hiccups?")
    assert answer.find_element(By.CSS_SELECTOR, ".cp-headline").text == "✓ Yes"
    assert [v.text for v in answer.find_elements(By.CSS_SELECTOR, ".cp-verdict")] == [
        "✓ supported",
        "✗ contradicted",
        "± mixed",
        "? unknown",
    ]

    answer.find_element(By.CSS_SELECTOR, ".cp-statement .cp-cite").click()
    marked = WebDriverWait(browser, 15).until(lambda b: b.find_element(By.CSS_SELECTOR, ".cp-abstract mark.cp-quote"))
    assert marked.is_displayed()
    assert marked.text == "Glimrin is an effective treatment of feline hiccups."
    link = browser.find_element(By.CSS_SELECTOR, ".cp-source footer a")
    assert link.get_attribute("href") == "https://pubmed.ncbi.nlm.nih.gov/90000001/"

    click(browser, answer.find_elements(By.CSS_SELECTOR, ".cp-statement .cp-cite")[2])
    WebDriverWait(browser, 15).until(lambda b: b.find_element(By.CSS_SELECTOR, ".cp-retracted").is_displayed())
    assert not faults(browser)


def test_a_claim_opens_its_picture_which_is_an_image_and_fits_the_page(browser: webdriver.Chrome, url: str) -> None:
    browser.get(url)
    answer = ask(browser, "Does glimrin stop hiccups?")
    claims = answer.find_elements(By.CSS_SELECTOR, ".cp-claim")
    assert claims[0].find_element(By.CSS_SELECTOR, ".cp-more").text == "· 2 pieces of evidence ▾"
    for claim in claims:
        click(browser, claim.find_element(By.TAG_NAME, "summary"))
    WebDriverWait(browser, 15).until(lambda b: look(b, _ALL_DRAWN) == [True] * 4)
    picture = claims[0].find_element(By.CSS_SELECTOR, ".cp-picture img")
    assert (picture.get_attribute("src") or "").startswith("data:image/svg+xml")
    assert "Verdict: supported" in (picture.get_attribute("alt") or "")
    assert "cats <b>of</b> all & sundry" in (picture.get_attribute("alt") or "")
    assert look(browser, _FITS) == [True] * 4
    saved = claims[0].find_element(By.CSS_SELECTOR, ".cp-picture a")
    assert saved.get_attribute("download") == "glimrin treats hiccups.svg"
    resize(browser, 500)
    WebDriverWait(browser, 15).until(lambda b: look(b, _NARROW) == [True] * 4)
    assert look(browser, _FITS) == [True] * 4
    assert not faults(browser)


def test_a_second_answer_in_the_same_chat_opens_its_own_sources(browser: webdriver.Chrome, url: str) -> None:
    browser.get(url)
    ask(browser, "Does glimrin stop hiccups?")
    browser.find_element(By.ID, "chat-input").send_keys("a hostile question", Keys.ENTER)
    WebDriverWait(browser, 15).until(lambda b: len(b.find_elements(By.CSS_SELECTOR, ".cp-answer[data-complete=true]")) == 2)
    browser.find_elements(By.CSS_SELECTOR, ".cp-answer")[1].find_element(By.CSS_SELECTOR, ".cp-cite").click()
    marked = WebDriverWait(browser, 15).until(lambda b: b.find_element(By.CSS_SELECTOR, ".cp-abstract mark.cp-quote"))
    assert marked.text.startswith("See ![x](https://evil.example/?q=1), [1] and")


def test_hostile_text_is_shown_and_does_nothing(browser: webdriver.Chrome, url: str) -> None:
    browser.get(url)
    answer = ask(browser, "a hostile question")
    for step in browser.find_elements(By.CSS_SELECTOR, "[data-step-type=tool] button"):
        click(browser, step)
    click(browser, answer.find_element(By.CSS_SELECTOR, ".cp-cite"))
    WebDriverWait(browser, 15).until(lambda b: b.find_element(By.CSS_SELECTOR, ".cp-abstract mark.cp-quote"))
    assert "[click](javascript:alert(1)) <img src=x onerror=alert(1)> of cats" in browser.find_element(By.TAG_NAME, "body").text
    links = [a.get_attribute("href") or "" for a in browser.find_elements(By.TAG_NAME, "a")]
    assert all(href.startswith(("https://pubmed.ncbi.nlm.nih.gov/", url)) for href in links), links
    images = [i.get_attribute("src") or "" for i in browser.find_elements(By.TAG_NAME, "img")]
    assert all(src.startswith(url) for src in images), images


def test_an_abstention_says_why_and_shows_what_was_read(browser: webdriver.Chrome, url: str) -> None:
    browser.get(url)
    answer = ask(browser, "Is nothing known?")
    assert answer.find_element(By.CSS_SELECTOR, ".cp-headline").text == "○ No answer"
    assert "whether glimrin interacts with catnip" in answer.find_element(By.CSS_SELECTOR, ".cp-reason").text
    assert answer.find_element(By.CSS_SELECTOR, ".cp-source-title").is_displayed()


def test_an_attached_pdf_is_searched_and_its_quotation_opens_under_the_files_name(
    browser: webdriver.Chrome, url: str, tmp_path: Path
) -> None:
    (tmp_path / "trial.pdf").write_bytes(pdf(["Quorvatine stopped hiccups in 40 cats. No cat purred less."]))
    (tmp_path / "locked.pdf").write_bytes(encrypted(pdf(["Quorvatine"]), "secret"))
    browser.get(url)
    file_input = WebDriverWait(browser, 15).until(lambda b: b.find_element(By.ID, "upload-button-input"))
    file_input.send_keys(str(tmp_path / "locked.pdf"))
    told = WebDriverWait(browser, 15).until(lambda b: b.find_element(By.CSS_SELECTOR, "[data-sonner-toast]"))
    assert "locked.pdf is encrypted. Save it without its password" in told.text
    browser.get(url)
    file_input = WebDriverWait(browser, 15).until(lambda b: b.find_element(By.ID, "upload-button-input"))
    file_input.send_keys(str(tmp_path / "trial.pdf"))
    WebDriverWait(browser, 15).until(lambda b: "trial.pdf" in b.find_element(By.ID, "message-composer").text)
    WebDriverWait(browser, 15).until(lambda b: b.find_element(By.ID, "chat-submit").is_enabled())
    answer = ask(browser, "Does quorvatine stop hiccups?")
    assert "Searching beside PubMed: trial.pdf" in browser.find_element(By.TAG_NAME, "body").text
    answer.find_element(By.CSS_SELECTOR, ".cp-statement .cp-cite").click()
    marked = WebDriverWait(browser, 15).until(lambda b: b.find_element(By.CSS_SELECTOR, ".cp-abstract mark.cp-quote"))
    assert marked.text == "Quorvatine stopped hiccups in 40 cats."
    assert browser.find_element(By.CSS_SELECTOR, ".cp-source h2").text == "trial.pdf, page 1"
    assert not browser.find_elements(By.CSS_SELECTOR, ".cp-source footer a")
