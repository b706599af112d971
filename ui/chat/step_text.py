"""Each step of the agent as a line to read while it happens, and what stands behind the line."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpuscle.agent.events import (
    Drafted,
    Event,
    Generated,
    Grounded,
    Retrieved,
    Reviewed,
    Revised,
    SearchedAgain,
    StepName,
    StepStarted,
    Understood,
)
from corpuscle.kg import ReviewedTriple, Triple
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.own_documents import OwnDocument
from corpuscle.retrieval.query_fields import printed
from corpuscle.ui.sanitise import markdown_text, plain
from corpuscle.ui.verdicts import SYMBOLS, triple_words
from corpuscle.ui.wording import STEP_WORDS

ICONS: dict[StepName, str] = {
    "understand": "text-search",
    "retrieve": "library",
    "search_again": "repeat",
    "generate": "waypoints",
    "review": "scale",
    "revise": "undo-2",
    "answer": "pen-line",
    "ground": "quote",
}
"""Names of Lucide icons."""

TYPE_WORDS = {
    "yesno": "a yes/no question",
    "factoid": "a question for one fact",
    "list": "a question for a list",
    "summary": "a question for a summary",
    "choice": "a choice among options",
}


@dataclass(frozen=True, slots=True)
class StepSummary:
    """What a finished step did: a plain line, and Markdown to unfold ("" for none)."""

    line: str
    detail: str = ""


def summarise(event: Event) -> StepSummary:
    """The line and the detail for the event that ends a step."""
    match event:
        case StepStarted(step=step):
            return StepSummary(STEP_WORDS[step])
        case Understood(type=question_type, entities=entities, filters=filters):
            names = [plain(e.name) for e in entities]
            line = f"Understood: {TYPE_WORDS[question_type]}" + (f" about {_listed(names)}" if names else ", no known entity in it")
            detail = _bullets([f"{markdown_text(e.name)} ({markdown_text(e.category)}, {markdown_text(e.curie)})" for e in entities])
            return StepSummary(line, detail + _bullets(_filter_words(filters)))
        case Retrieved(hits=hits, passages=passages):
            line = f"Found {_count(len(hits), 'article')}; read {_count(len(passages), 'sentence')}" if hits else "Found no article"
            return StepSummary(line, _bullets([_hit_words(h) for h in hits]))
        case SearchedAgain(round=round):
            line = (
                f"Searched again: {_count(len(round.found), 'further article')}" if round.found else "Searched again and found nothing more"
            )
            searched = [f"{markdown_text(one.want.reason)}: {_count(len(one.found), 'article')} found" for one in round.searched]
            return StepSummary(line, _bullets(searched))
        case Generated(triples=triples):
            return StepSummary(f"{_count(len(triples), 'claim')} to check" if triples else "No claim to check", _bullets(_claims(triples)))
        case Reviewed(triples=triples):
            return StepSummary(f"Checked: {_verdict_words(triples)}" if triples else "No claim was checked", _bullets(_verdicts(triples)))
        case Revised(triples=triples, changed=changed):
            line = f"Revised: {_count(changed, 'claim')} replaced or withdrawn" if changed else "Nothing had to be revised"
            return StepSummary(line, _bullets(_verdicts(triples)) if changed else "")
        case Drafted(draft=draft):
            return StepSummary(
                "Found no answer in the evidence" if draft.abstained else f"Drafted {_count(len(draft.statements), 'sentence')}"
            )
        case Grounded(answer=answer):
            dropped = [markdown_text(f"“{d.text}”: {d.reason}") for d in answer.dropped]
            kept = sum(len(s.citations) for s in answer.statements)
            line = f"Verified {_count(kept, 'quotation')} word for word" if kept else "No quotation to verify"
            return StepSummary(line + (f"; dropped {len(dropped)}" if dropped else ""), _bullets(dropped))


def document_words(added: Sequence[OwnDocument], searched: Sequence[OwnDocument], attached: int) -> StepSummary:
    """What became of the documents attached to a message, and which documents the conversation searches now."""
    names = [plain(document.name) for document in searched]
    line = f"Searching beside PubMed: {_listed(names)}" if names else "No document is searched"
    if attached and not added:
        line += "; what was attached is among them already, or was lost with the connection: attach it again"
    detail = [f"{markdown_text(document.name)}: {_count(len(document.pieces), 'piece')} of text" for document in searched]
    detail += [markdown_text(note) for document in added for note in document.notes]
    return StepSummary(line, _bullets([*detail, "The text of these documents stays in this computer's memory until the chat ends."]))


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _listed(names: Sequence[str], limit: int = 3) -> str:
    shown = ", ".join(names[:limit])
    return f"{shown} and {len(names) - limit} more" if len(names) > limit else shown


def _bullets(lines: Iterable[str]) -> str:
    return "".join(f"- {line}\n" for line in lines)


def _hit_words(hit: Hit) -> str:
    article = hit.article
    place = ", ".join(p for p in (markdown_text(article.journal), str(article.year or "")) if p)
    return f"{markdown_text(article.title)} ({place})" if place else markdown_text(article.title)


def _claims(triples: Sequence[Triple]) -> list[str]:
    return [markdown_text(triple_words(t)) for t in triples]


def _verdicts(triples: Sequence[ReviewedTriple]) -> list[str]:
    return [
        f"{SYMBOLS[t.verdict]} {t.verdict}: {markdown_text(triple_words(t.triple))} ({t.score:.2f}, {len(t.evidence)} pieces of evidence)"
        for t in triples
    ]


def _verdict_words(triples: Sequence[ReviewedTriple]) -> str:
    counts = Counter(t.verdict for t in triples)
    return ", ".join(f"{counts[v]} {v}" for v in SYMBOLS if counts[v])


def _filter_words(filters: Filters) -> list[str]:
    words: list[str] = []
    if filters.year_from is not None or filters.year_to is not None:
        words.append(f"years {filters.year_from or '…'} to {filters.year_to or '…'}")
    words += [f"publication type {markdown_text(t)}" for t in filters.publication_types]
    words += [f"indexed under {markdown_text(m)}" for m in filters.mesh]
    if filters.condition is not None:
        words.append(f"filter {markdown_text(printed(filters.condition))}")
    return words + (["retracted articles included"] if filters.include_retracted else [])
