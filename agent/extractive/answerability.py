"""Whether the sentences that were read answer the question at all; the built-in model says so when they do not."""

from corpuscle.agent.evidence import Evidence
from corpuscle.agent.understand import Understanding

LEAST_COVERAGE = 0.45
LEAST_CONTEXT_COVERAGE = 0.60
LEAST_SIMILARITY = 0.35


def unanswerable(understanding: Understanding, evidence: Evidence) -> str:
    """Why the evidence does not answer the question, or "" where it may."""
    if not evidence.hits:
        return f"No article of the index matches the question{_within(understanding)}."
    if evidence.unknown_terms and not evidence.sentences:
        return f"No article of the index mentions {_quoted(evidence.unknown_terms)}."
    if not evidence.sentences:
        return "The articles found have no sentence that could be quoted."
    named = {entity.curie for entity in understanding.entities}
    best = evidence.sentences[0]
    if evidence.unknown_terms and _rare_missing(evidence):
        return f"No article of the index{_within(understanding)} mentions {_quoted(evidence.unknown_terms)}."
    covering = [s for s in evidence.sentences if s.context_coverage >= LEAST_CONTEXT_COVERAGE]
    if not covering:
        share = round(100 * max(s.context_coverage for s in evidence.sentences))
        return f"No article found speaks of all that the question asks: the nearest covers {share} % of its words by weight."
    if max(s.coverage for s in covering) < LEAST_COVERAGE and (best.similarity or 0.0) < LEAST_SIMILARITY:
        return "The articles found are on the subject, but no sentence of theirs answers the question."
    if named and not any(named & {m.entity.curie for m in s.mentions} for s in evidence.sentences[:20]):
        names = ", ".join(entity.name for entity in understanding.entities[:3])
        return f"None of the best sentences mentions {names}."
    return ""


def _rare_missing(evidence: Evidence) -> bool:
    return max((s.context_coverage for s in evidence.sentences), default=0.0) < LEAST_CONTEXT_COVERAGE + 0.1


def _within(understanding: Understanding) -> str:
    filters = understanding.filters
    narrowed = filters.year_from or filters.year_to or filters.publication_types or filters.mesh
    return " within the filters" if narrowed else ""


def _quoted(terms: tuple[str, ...]) -> str:
    return ", ".join(f"“{term}”" for term in terms)
