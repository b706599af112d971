"""corpuscle eval mesh-suggestions: are the headings suggested for a title those that NLM's indexers gave its article?

Titles are drawn from the index, evenly, of articles with headings; a digest of the PMID puts each into the half that the weights are fitted
on or the half that is held out. The article itself is never read for its own title. Check tags are no part of what is to be found.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from hashlib import blake2b
from pathlib import Path
from time import process_time
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table

from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.latency import Latency, latency_of
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.errors import QueryError
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.mesh_suggestions import CHECK_TAGS, HeadingSigns, MeshSuggester, MeshSuggestion
from corpuscle.retrieval.settings import RetrievalSettings

_PENALTY = 1.0
_SCARCE = 2


@dataclass(frozen=True, slots=True)
class SuggestionFigures:
    """Means over titles, 0 to 1; a heading is right where the indexers gave it."""

    ranking: str
    precision_5: float
    recall_10: float
    average_precision: float
    """Over the best 50."""


@dataclass(frozen=True, slots=True)
class _Title:
    headings: frozenset[str]
    candidates: list[MeshSuggestion]
    held_out: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class SuggestionReport:
    """`weights` are fitted on the one half of the titles (bias first); all figures are of the other one."""

    fitted_on: int
    held_out: int
    weights: dict[str, float]
    figures: tuple[SuggestionFigures, ...]
    calibration_error: float
    """Mean difference between score and share of right ones over ten bins with as many suggestions each, of all candidates."""
    latency: Latency


def measure_suggestions(index: Index, count: int) -> SuggestionReport:
    """Fits and measures on about `count` titles. Raises EvaluationError where the index has too few articles with headings."""
    suggester = MeshSuggester.open(index)
    drawn = list(_drawn(index, count))
    read = [_read(suggester, article) for article in track(drawn, "Suggesting", console=Console(stderr=True), transient=True)]
    titles = [title for title in read if title is not None]
    fitted, held = [t for t in titles if not t.held_out], [t for t in titles if t.held_out]
    if min(sum(bool(t.candidates) for t in half) for half in (fitted, held)) < _SCARCE:
        raise EvaluationError(f"The index at {index.path} has too few articles with headings.", "Take an index of PubMed articles.")
    beta = _fit(fitted)
    rankings: dict[str, Callable[[MeshSuggestion], float]] = {
        "names in the query alone": lambda s: s.signs.named + 0.01 * s.signs.overlap,
        "articles found alone": lambda s: s.signs.share,
        "shipped weights": lambda s: s.score,
        "weights fitted now": lambda s: float(beta[0] + np.dot(beta[1:], astuple(s.signs))),
    }
    return SuggestionReport(
        len(fitted),
        len(held),
        {"bias": float(beta[0])} | {f.name: float(w) for f, w in zip(fields(HeadingSigns), beta[1:], strict=True)},
        tuple(_figures(name, held, score) for name, score in rankings.items()),
        _calibration_error(held),
        latency_of([t.seconds for t in titles]),
    )


def mesh_suggestions(
    index: Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)] = Path("index"),
    titles: Annotated[int, typer.Option(min=10, help="How many titles; half of them are held out.")] = 2000,
) -> None:
    """Fit and measure MeSH suggestions on the index's own titles."""
    report = measure_suggestions(Index.open(index, RetrievalSettings()), titles)
    console = Console()
    weights = ", ".join(f"{name} {weight:.2f}" for name, weight in report.weights.items())
    console.print(f"Fitted on {report.fitted_on} titles: {weights}", highlight=False)
    table = Table(f"{report.held_out} titles held out, ranked by", "P@5", "R@10", "MAP")
    for f in report.figures:
        table.add_row(f.ranking, f"{f.precision_5:.3f}", f"{f.recall_10:.3f}", f"{f.average_precision:.3f}")
    console.print(table)
    console.print(f"Calibration error of the scores: {report.calibration_error:.3f}", highlight=False)
    console.print(f"CPU ms a query: p50 {report.latency.p50:.1f}, p95 {report.latency.p95:.1f}", highlight=False)


def _drawn(index: Index, count: int) -> Iterator[Article]:
    """Articles with headings, evenly spread."""
    addresses = index.text.addresses()
    step = max(1, len(addresses) // (count * 2))  # about half of the sample has headings
    found = 0
    for address in addresses[::step]:
        article = index.text.article(address)
        if _wanted(article) and found < count:
            found += 1
            yield article


def _wanted(article: Article) -> frozenset[str]:
    return frozenset(heading.ui for heading in article.mesh) - CHECK_TAGS


def _read(suggester: MeshSuggester, article: Article) -> _Title | None:
    begin = process_time()
    try:
        candidates = suggester.candidates(article.title, article.id)
    except QueryError:  # a title without a word
        return None
    seconds = process_time() - begin
    held_out = blake2b(article.id.encode(), digest_size=1).digest()[0] % 2 == 1
    candidates.sort(key=lambda suggestion: suggestion.heading.ui)
    return _Title(_wanted(article), candidates, held_out, seconds)


def _fit(titles: Sequence[_Title]) -> NDArray[np.float64]:
    """Bias and weights of a logistic regression with an L2 penalty on the weights, by Newton's method."""
    rows = np.array([(1.0, *astuple(c.signs)) for t in titles for c in t.candidates])
    true = np.array([c.heading.ui in t.headings for t in titles for c in t.candidates], float)
    ridge = _PENALTY * np.diag([0.0, *np.ones(rows.shape[1] - 1)])
    beta = np.zeros(rows.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-rows @ beta))
        beta = beta + np.linalg.solve((rows * (p * (1 - p))[:, None]).T @ rows + ridge, rows.T @ (true - p) - ridge @ beta)
    return beta


def _figures(name: str, titles: Sequence[_Title], score: Callable[[MeshSuggestion], float]) -> SuggestionFigures:
    precision, recall, average = 0.0, 0.0, 0.0
    for title in titles:
        ranked = sorted(title.candidates, key=lambda c: (-score(c), c.heading.ui))[:50]
        right = [c.heading.ui in title.headings for c in ranked]
        precision += sum(right[:5]) / 5
        recall += sum(right[:10]) / len(title.headings)
        hits = np.flatnonzero(right)
        average += sum((n + 1) / (place + 1) for n, place in enumerate(hits)) / len(title.headings)
    return SuggestionFigures(name, precision / len(titles), recall / len(titles), float(average) / len(titles))


def _calibration_error(titles: Sequence[_Title]) -> float:
    scores = np.array([c.score for t in titles for c in t.candidates])
    right = np.array([c.heading.ui in t.headings for t in titles for c in t.candidates], float)
    bins = np.array_split(np.argsort(scores, kind="stable"), 10)
    return float(sum(len(b) * abs(scores[b].mean() - right[b].mean()) for b in bins if len(b)) / len(scores))
