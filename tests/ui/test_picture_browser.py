"""Pictures of evidence in a real browser: what the widths of letters promise holds for the letters that are drawn."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver

from corpuscle.kg.entities import Entity
from corpuscle.kg.evidence_picture import NARROW, WIDE, claim_picture
from corpuscle.kg.paths import Path as GraphPath
from corpuscle.kg.triples import Edge, Evidence, ReviewedTriple, Triple, Verdict
from tests.ui.test_chat_browser import CHROMIUM, DRIVER, open_browser

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs Debian's chromium and chromium-driver")

DRUG = Entity("CHEBI:1", "4-(N-Methyl-N-nitrosamino)-1-(3-pyridyl)-1-butanone hydrochloride", "SmallMolecule")
DISEASE = Entity("MONDO:2", "retinal dystrophy, optic nerve edema, splenomegaly, anhidrosis, and migraine headache syndrome", "Disease")
GENE = Entity("HGNC:3", "WWWWWWWW MMMMMMMM tumour ÄÖÜ β-adrenergic 受容体 receptor kinase", "Gene")
CLAIM = ReviewedTriple(
    Triple("MMMM WWWW NNK", "gene associated with", "the syndrome of retinal dystrophy", DRUG, DISEASE),
    Verdict.CONTRADICTED,
    0.03,
    (
        Evidence("edge", "drugmechdb-with-a-long-name", "CHEBI:1|contraindicated in|MONDO:2", "…", "contradicts", 0.97, ("12345678",) * 9),
        Evidence("sentence", "pubmed", "12345678", "WWWW MMMM was of no use whatsoever in any of the 1,234 patients.", "contradicts", 0.8),
        Evidence("sentence", "pubmed", "2345678", "It helped.", "supports", 0.4),
    ),
)
THROUGH = GraphPath(
    (DRUG, GENE, DISEASE),
    (Edge("CHEBI:1", "targets", "HGNC:3", "primekg", (), 1, 0.8), Edge("HGNC:3", "gene associated with", "MONDO:2", "hpo", (), 1, 0.9)),
    0.2,
)

_OVERLAPS = """
const texts = [...document.querySelectorAll('text')].map((t) => [t.textContent, t.getBBox()]);
const page = document.documentElement.viewBox.baseVal;
const found = texts.filter(([, b]) => b.x < 0 || b.y < 0 || b.x + b.width > page.width || b.y + b.height > page.height).map(([t]) => 'outside: ' + t);
const lap = (a, b) => Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 0.5
  && Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 0.3 * Math.min(a.height, b.height);
texts.forEach(([t, a], i) => texts.slice(i + 1).forEach(([u, b]) => { if (lap(a, b)) found.push(t + ' | ' + u); }));
return found;
"""
_FILL = "return getComputedStyle(document.querySelector('rect')).fill"


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    with open_browser(tmp_path) as driver:
        yield driver


def ask(browser: Any, script: str) -> Any:  # noqa: ANN401  (selenium leaves answers of scripts untyped)
    return browser.execute_script(script)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_letter_leaves_its_place(browser: webdriver.Chrome, tmp_path: Path, width: float) -> None:
    file = tmp_path / "claim.svg"
    file.write_text(claim_picture(CLAIM, [THROUGH], width), "utf-8")
    browser.get(file.as_uri())
    assert ask(browser, _OVERLAPS) == []


def test_the_picture_follows_light_and_dark(browser: Any, tmp_path: Path) -> None:  # noqa: ANN401  (untyped)
    file = tmp_path / "claim.svg"
    file.write_text(claim_picture(CLAIM), "utf-8")
    browser.get(file.as_uri())
    fills: list[str] = []
    for scheme in ("light", "dark"):
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        fills.append(ask(browser, _FILL))
    assert fills == ["rgb(255, 255, 255)", "rgb(16, 22, 29)"]
