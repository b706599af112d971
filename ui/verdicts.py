"""Verdicts and triples in words and symbols, so that colour is never the only sign."""

from corpuscle.kg import Triple, Verdict

SYMBOLS: dict[Verdict, str] = {Verdict.SUPPORTED: "✓", Verdict.CONTRADICTED: "✗", Verdict.MIXED: "±", Verdict.UNKNOWN: "?"}


def triple_words(triple: Triple) -> str:
    """The claim as a phrase: "levodopa treats Parkinson disease"."""
    return f"{triple.subject} {triple.predicate} {triple.object}"
