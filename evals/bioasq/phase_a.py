"""Official figures of Phase A: concepts, documents, snippets and triples.

Equal to the last digit to what BioASQ's program prints (Evaluation-Measures, EvaluatorTask1b -phaseA), its quirks included: it cuts nothing
to the limits, passes over questions that the submission lacks, takes any snippet of a gold document for relevant, counts concepts only where
both sides have any, and scores triples after it has struck the wrong ones.
"""

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from corpuscle.evals.bioasq.files import BioasqQuestion, BioasqSnippet, BioasqTriple

E = TypeVar("E", bound=Hashable)

Version = int
"""The program's -e: 2, 3, 5, 8 (Task B since 2020) or 9 (Synergy)."""
VERSIONS: tuple[Version, ...] = (2, 3, 5, 8, 9)
LIMIT = 10
"""Documents and snippets (concepts, triples) that the rules admit."""
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

    concepts: RankedMeans
    documents: RankedMeans
    snippets: RankedMeans
    triples: RankedMeans


def official_phase_a(gold: Iterable[BioasqQuestion], submitted: dict[str, BioasqQuestion], version: Version) -> PhaseA:
    """What the official program prints with `-e version`. Version 9 also passes over questions without gold."""
    pairs = [(question, submitted[question.id]) for question in gold if question.id in submitted]
    with_documents = [(g, s) for g, s in pairs if version < 9 or g.documents]
    with_snippets = [(g, s) for g, s in pairs if version < 9 or g.snippets]
    struck = {g.id for g, _ in with_documents}  # its first pass, over these, leaves only the right triples for the second
    return PhaseA(
        _means([exact_figures(g.concepts, _once(s.concepts), version) for g, s in with_documents if g.concepts and s.concepts]),
        _means([exact_figures(g.documents, _once(s.documents), version) for g, s in with_documents]),
        _means([snippet_figures(g.snippets, s.snippets, version, relevant_by_document) for g, s in with_snippets]),
        _means([exact_figures(g.triples, _right(s, g) if g.id in struck else s.triples, version) for g, s in with_snippets if g.triples]),
    )


def strict_phase_a(gold: Iterable[BioasqQuestion], submitted: dict[str, BioasqQuestion]) -> PhaseA:
    """The same without the quirks: a missing question counts 0, ten of each kind count, a snippet is relevant by overlap alone.

    Questions without gold of a kind are left out; no question's average precision passes 1.
    """
    nothing = BioasqQuestion(id="-")
    pairs = [(question, submitted.get(question.id, nothing)) for question in gold]
    snippets = [snippet_figures(g.snippets, s.snippets[:LIMIT], 8, relevant_by_overlap) for g, s in pairs if g.snippets]
    return PhaseA(
        _means([exact_figures(g.concepts, _once(s.concepts)[:LIMIT], 8) for g, s in pairs if g.concepts]),
        _means([exact_figures(g.documents, _once(s.documents)[:LIMIT], 8) for g, s in pairs if g.documents]),
        _means([replace(figures, average_precision=min(figures.average_precision, 1.0)) for figures in snippets]),
        _means([exact_figures(g.triples, _once(s.triples)[:LIMIT], 8) for g, s in pairs if g.triples]),
    )


def exact_figures(gold: Sequence[Hashable], found: Sequence[Hashable], version: Version) -> Ranked:
    """Documents, concepts or triples, compared whole."""
    right = set(gold)
    hits = 0
    total = 0.0
    for rank, element in enumerate(found, 1):
        if element in right:
            hits += 1
            total += hits / rank
    missed = len(right.difference(found))
    precision = hits / len(found) if found else 0.0
    recall = hits / (hits + missed) if hits + missed else 0.0
    return Ranked(precision, recall, harmonic(precision, recall), _divided(total, version, len(right)))


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
    wanted = sum(map(_size, right))
    precision = common / size if size else 0.0
    recall = common / wanted if wanted else 0.0
    return Ranked(precision, recall, harmonic(precision, recall), _divided(total, version, len(right)))


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


def _once(elements: Iterable[E]) -> list[E]:
    return list(dict.fromkeys(elements))


def _right(submitted: BioasqQuestion, gold: BioasqQuestion) -> list[BioasqTriple]:
    return [triple for triple in submitted.triples if triple in gold.triples]


def _divided(total: float, version: Version, gold: int) -> float:
    """Average precision: the sum over ranks divided by what the version divides by."""
    by = gold if version == 2 else LIMIT if version in (3, 5) else min(LIMIT, gold)
    return total / by if by else 0.0


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
