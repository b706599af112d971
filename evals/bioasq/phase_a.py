"""Official figures of Phase A: documents and snippets.

Equal to the last digit to what BioASQ's program prints (Evaluation-Measures, EvaluatorTask1b -phaseA), its quirks included: it cuts nothing
to the limits, passes over questions that the submission lacks, and takes any snippet of a gold document for relevant.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from corpuscle.evals.bioasq.files import BioasqQuestion, BioasqSnippet

Version = int
"""The program's -e: 2, 3, 5, 8 (Task B since 2020) or 9 (Synergy)."""
VERSIONS: tuple[Version, ...] = (2, 3, 5, 8, 9)
LIMIT = 10
"""Documents and snippets that the rules admit."""
_TINY = 0.00001  # keeps the geometric mean above nothing


@dataclass(frozen=True, slots=True)
class Ranked:
    """Figures of one question, 0 to 1 (the average precision may pass 1 officially)."""

    precision: float
    recall: float
    f1: float
    average_precision: float


@dataclass(frozen=True, slots=True)
class RankedMeans:
    """Means over questions. `gmap` is exp(mean ln(AP + .00001))."""

    precision: float
    recall: float
    f1: float
    map: float
    gmap: float


@dataclass(frozen=True, slots=True)
class PhaseA:
    """The figures of a submission."""

    documents: RankedMeans
    snippets: RankedMeans


def official_phase_a(gold: Iterable[BioasqQuestion], submitted: dict[str, BioasqQuestion], version: Version) -> PhaseA:
    """What the official program prints with `-e version`. Version 9 also passes over questions without gold."""
    pairs = [(question, submitted[question.id]) for question in gold if question.id in submitted]
    documents = [(g, s) for g, s in pairs if version < 9 or g.documents]
    snippets = [(g, s) for g, s in pairs if version < 9 or g.snippets]
    return PhaseA(
        _means([document_figures(g.documents, s.documents, version) for g, s in documents]),
        _means([snippet_figures(g.snippets, s.snippets, version, relevant_by_document) for g, s in snippets]),
    )


def strict_phase_a(gold: Iterable[BioasqQuestion], submitted: dict[str, BioasqQuestion]) -> PhaseA:
    """The same without the quirks: a missing question counts 0, ten documents and snippets count, a snippet is relevant by overlap alone.

    Questions without gold documents (snippets) are left out; no question's average precision passes 1.
    """
    nothing = BioasqQuestion(id="-")
    pairs = [(question, submitted.get(question.id, nothing)) for question in gold]
    documents = [document_figures(g.documents, _first(s.documents), 8) for g, s in pairs if g.documents]
    snippets = [snippet_figures(g.snippets, s.snippets[:LIMIT], 8, relevant_by_overlap) for g, s in pairs if g.snippets]
    return PhaseA(_means(documents), _means([replace(f, average_precision=min(f.average_precision, 1.0)) for f in snippets]))


def document_figures(gold: Sequence[str], found: Sequence[str], version: Version) -> Ranked:
    """URLs compared whole; duplicates count once."""
    right, ranked = set(gold), list(dict.fromkeys(found))
    hits = 0
    total = 0.0
    for rank, url in enumerate(ranked, 1):
        if url in right:
            hits += 1
            total += hits / rank
    return _figures(hits, len(ranked), len(right), _divided(total, version, len(right)))


def snippet_figures(
    gold: Sequence[BioasqSnippet],
    found: Sequence[BioasqSnippet],
    version: Version,
    relevant: Callable[[BioasqSnippet, Sequence[BioasqSnippet]], bool],
) -> Ranked:
    """By characters; snippets of one document and section that overlap are merged first, on both sides."""
    right, ranked = merged(gold), merged(found)
    common = size = 0
    total = 0.0
    for snippet in ranked:
        size += _size(snippet)
        common += _common(snippet, right)
        if relevant(snippet, right) and size:
            total += common / size
    return _figures(common, size, sum(map(_size, right)), _divided(total, version, len(right)))


def relevant_by_document(snippet: BioasqSnippet, gold: Sequence[BioasqSnippet]) -> bool:
    """The program's rule: some gold snippet is of the same document, wherever it stands."""
    return any(_document(snippet) == _document(g) for g in gold)


def relevant_by_overlap(snippet: BioasqSnippet, gold: Sequence[BioasqSnippet]) -> bool:
    """What the rule means: a character in common."""
    return _common(snippet, gold) > 0


def merged(snippets: Iterable[BioasqSnippet]) -> list[BioasqSnippet]:
    """Overlapping snippets of one document and section in one, at the place of the first."""
    waiting = list(snippets)
    while True:
        kept: list[BioasqSnippet] = []
        for snippet in waiting:
            for place, other in enumerate(kept):
                if _place(snippet) == _place(other) and _overlap(snippet, other):
                    kept[place] = other.model_copy(update={"begin": min(other.begin, snippet.begin), "end": max(other.end, snippet.end)})
                    break
            else:
                kept.append(snippet)
        if len(kept) == len(waiting):
            return kept
        waiting = kept


def _first(urls: Sequence[str]) -> Sequence[str]:
    return list(dict.fromkeys(urls))[:LIMIT]


def _divided(total: float, version: Version, gold: int) -> float:
    """Average precision: the sum over ranks divided by what the version divides by."""
    by = gold if version == 2 else LIMIT if version in (3, 5) else min(LIMIT, gold)
    return total / by if by else 0.0


def _figures(common: int, found: int, gold: int, average_precision: float) -> Ranked:
    precision = common / found if found else 0.0
    recall = common / gold if gold else 0.0
    return Ranked(precision, recall, harmonic(precision, recall), average_precision)


def harmonic(precision: float, recall: float) -> float:
    """2PR / (P + R); 0 where both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def mean(values: Iterable[float]) -> float:
    """Summed from the left, as the program does: the last digit depends on it. 0 of nothing."""
    total, count = 0.0, 0
    for value in values:
        total += value
        count += 1
    return total / count if count else 0.0


def _means(figures: Sequence[Ranked]) -> RankedMeans:
    gmap = math.exp(mean(math.log(f.average_precision + _TINY) for f in figures)) if figures else 0.0
    return RankedMeans(
        mean(f.precision for f in figures),
        mean(f.recall for f in figures),
        mean(f.f1 for f in figures),
        mean(f.average_precision for f in figures),
        gmap,
    )


def _document(snippet: BioasqSnippet) -> str:
    return snippet.document.rsplit("/", 1)[-1]


def _section(name: str) -> str:
    return name.removeprefix("sections.")


def _place(snippet: BioasqSnippet) -> tuple[str, str, str]:
    return _document(snippet), _section(snippet.begin_section), _section(snippet.end_section)


def _size(snippet: BioasqSnippet) -> int:
    return snippet.end - snippet.begin + 1


def _overlap(one: BioasqSnippet, other: BioasqSnippet) -> int:
    return max(0, min(one.end, other.end) - max(one.begin, other.begin) + 1)


def _common(snippet: BioasqSnippet, gold: Sequence[BioasqSnippet]) -> int:
    return sum(_overlap(snippet, g) for g in gold if _answers(snippet, g))


def _answers(snippet: BioasqSnippet, gold: BioasqSnippet) -> bool:
    """Whether they stand in the same text; a system's section 0 means the abstract."""
    sections = ((snippet.begin_section, gold.begin_section), (snippet.end_section, gold.end_section))
    same = all(_section(s) == _section(g) or (_section(s) == "0" and _section(g) == "abstract") for s, g in sections)
    return same and _document(snippet) == _document(gold)
