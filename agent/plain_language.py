"""The answer in words for laypeople: each sentence stands for one checked statement, and is checked against it and what it quotes."""

import re
from dataclasses import replace

from corpuscle.agent.answers import Answer, Dropped, Statement
from corpuscle.agent.grounding.claim import Claim, Quote
from corpuscle.agent.grounding.names import absent_entity
from corpuscle.agent.grounding.numbers import unsupported_number
from corpuscle.agent.grounding.opposites import denied_or_asserted, flipped_word
from corpuscle.agent.model import PlainDraft
from corpuscle.kg.linker import Linker

_RATE = re.compile(
    r"\b(?:(?:per|each|every|an?) (hour|day|week|month|year)|(hourly|daily|weekly|monthly|yearly|annually))\b", re.IGNORECASE
)
_STEMS = {
    "hou": ("hour", "/h"),
    "day": ("day", "daily", "/d"),
    "dai": ("day", "daily", "/d"),
    "wee": ("week",),
    "mon": ("month",),
    "yea": ("year", "annual", "per annum"),
    "ann": ("year", "annual", "per annum"),
}
"""How a source may say a unit of time, by its first letters."""
_NONE = "There is no version in plain words: no sentence of one passed the check, or the model writes none."


def with_plain_language(answer: Answer, draft: PlainDraft, linker: Linker) -> Answer:
    """The answer with the sentences that pass the check, each with the citations of its statement.

    What fails is among what was dropped; a note says where nothing is left.
    """
    kept: list[Statement] = []
    dropped: list[Dropped] = []
    for statement, said in zip(answer.statements, draft.sentences, strict=False):
        if fault := changed_meaning(said, statement, linker):
            dropped.append(Dropped(said, f"in plain words: {fault}", tuple(dict.fromkeys(c.article_id for c in statement.citations))))
        else:
            kept.append(replace(statement, text=said, support="supported"))
    notes = answer.notes if kept else (*answer.notes, _NONE)
    return replace(
        answer, plain_language=tuple(kept), dropped=(*answer.dropped, *dropped), tokens=answer.tokens + draft.tokens, notes=notes
    )


def changed_meaning(text: str, statement: Statement, linker: Linker) -> str:
    """How a plain sentence says something else than its statement, in words; "" where no check finds it does.

    It may use other words, but no number, no rate, no entity and no direction that statement and quotations lack.
    """
    sources = (statement.text, *(citation.quote for citation in statement.citations))
    if number := unsupported_number(text, sources):
        return f"the number {number} does not stand in the sentence that it rewrites"
    quotes = tuple(Quote(source, tuple(linker.link(source)), "", frozenset()) for source in sources)
    if rate := _foreign_rate(text, " ".join(sources)):
        return f"“{rate}” does not stand in the sentence that it rewrites"
    if entity := absent_entity(Claim(text, tuple(linker.link(text)), quotes)):
        return f"{entity} does not stand in the sentence that it rewrites"
    if word := flipped_word(text, sources[:1]):
        return f"the sentence that it rewrites says the opposite of “{word}”"
    return {"denies": "it denies what it rewrites", "asserts": "it asserts what it rewrites denies"}.get(
        denied_or_asserted(text, sources[:1]), ""
    )


def _foreign_rate(text: str, source: str) -> str:
    """The first "per week" or "daily" of the text whose unit of time the source never names; "" if there is none."""
    known = source.lower()
    for rate in _RATE.finditer(text):
        if not any(stem in known for stem in _STEMS[(rate[1] or rate[2]).lower()[:3]]):
            return rate[0]
    return ""
