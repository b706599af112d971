"""The terminal: answers and verdicts as a person reads them. Foreign text is never read as markup, nor controls the terminal."""

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.text import Text

from corpuscle.agent.answers import Answer, Document
from corpuscle.kg import Entity, ReviewedTriple, Verdict, probability_words
from corpuscle.kg.evidence_picture import path_words
from corpuscle.kg.paths import Path
from corpuscle.ui import terminal_beside
from corpuscle.ui.answer_words import exact_words, origin
from corpuscle.ui.citations import NumberedCitation, number_citations
from corpuscle.ui.sanitise import plain
from corpuscle.ui.terminal_graph import entity_words
from corpuscle.ui.terminal_hits import indented, retraction_mark
from corpuscle.ui.verdicts import SYMBOLS, triple_words
from corpuscle.ui.wording import DISCLAIMER

_VERDICT_STYLES = {Verdict.SUPPORTED: "green", Verdict.CONTRADICTED: "red", Verdict.MIXED: "yellow", Verdict.UNKNOWN: "dim"}
_EVIDENCE_SHOWN = 2
_TRIPLES_SHOWN = 5
_SOURCES_SHOWN = 5


def show_answer(answer: Answer, options: tuple[str, ...], console: Console) -> None:
    """The answer on one screen: exact answer, statements with numbered citations, verdicts, sources, notes."""
    console.print(_answer(answer, options), soft_wrap=False)


def show_verdict(reviewed: ReviewedTriple, found: Sequence[Path], console: Console) -> None:
    """One triple, what its ends were taken for, all its evidence, and the paths that make it plausible and no more."""
    triple = reviewed.triple
    console.print(_verdict_line(reviewed))
    for name, entity in ((triple.subject, triple.subject_entity), (triple.object, triple.object_entity)):
        console.print(indented(Text(f"{plain(name)}: {_meaning(entity)}", style="dim")))
    for flag in reviewed.flags:
        console.print(indented(Text(f"⚑ {plain(flag)}", style="yellow")))
    for piece in reviewed.evidence:
        said = f"{piece.stance}, {probability_words.said(piece.score)}, {origin(piece.kind, piece.id)}: {plain(piece.text)}"
        console.print(indented(Text(said)))
    if not reviewed.evidence:
        console.print(indented(Text("No edge of the graph and no sentence found connects the two.", style="dim")))
    for path in found:
        if len(path.edges) > 1:
            said = f"plausible ({path.plausibility:.2f}), no part of the verdict: {plain(path_words(path))}"
            console.print(indented(Text(said, style="dim")))


def _answer(answer: Answer, options: tuple[str, ...]) -> Group:
    cited = number_citations(answer.statements)
    numbers = {numbered.citation: numbered.number for numbered in cited}
    parts: list[RenderableType] = [Text("")]
    if answer.abstained:
        parts.append(Text.assemble(("No answer. ", "bold yellow"), plain(answer.reason)))
    elif headline := exact_words(answer.exact_answer, answer.type, options):
        parts.append(Text(headline, style="bold green"))
    parts.append(Text(""))
    for statement in answer.statements:
        parts += [*terminal_beside.statement_lines(statement, numbers), Text("")]
    parts += terminal_beside.plain_language(answer, numbers)
    parts += _sources(answer, cited)
    parts += terminal_beside.conflicts(answer)
    if answer.triples:
        parts += [Text("Checked against graph and sentences", style="bold")]
        told = sorted(answer.triples, key=lambda reviewed: reviewed.verdict is Verdict.UNKNOWN)
        parts += [line for reviewed in told[:_TRIPLES_SHOWN] for line in _triple(reviewed)]
        parts.append(Text(""))
    parts += terminal_beside.facts(answer)
    parts += terminal_beside.members(answer, options)
    parts += terminal_beside.dropped(answer)
    parts += [Text(plain(note), style="yellow") for note in answer.notes]
    seconds = answer.timings_ms.get("total", 0.0) / 1e3
    parts.append(Text(f"{plain(answer.model)} · {plain(answer.index)} · {seconds:.1f} s", style="dim"))
    parts.append(Text(DISCLAIMER, style="dim"))
    return Group(*parts)


def _sources(answer: Answer, cited: Sequence[NumberedCitation]) -> list[RenderableType]:
    documents = {document.article_id: document for document in answer.documents}
    lines: list[RenderableType] = [_source(numbered, documents[numbered.citation.article_id]) for numbered in cited]
    if answer.abstained and answer.documents:
        lines.append(Text("Read, and not found to answer:", style="bold"))
        lines += [
            Text.assemble("  ", plain(document.title) or "(no title)", f" ({document.year or 'no year'}) ", (plain(document.url), "dim"))
            for document in answer.documents[:_SOURCES_SHOWN]
        ]
    return [*lines, Text("")] if lines else []


def _source(numbered: NumberedCitation, document: Document) -> Text:
    citation = numbered.citation
    where = plain(f"{document.journal}, {document.year}." if document.year else document.journal)
    place = f"{plain(citation.url or citation.article_id)} ({citation.section} {citation.begin}–{citation.end})"
    return Text.assemble(
        (f"[{numbered.number}] ", "cyan"), f"{plain(document.title)} {where} ", (place, "dim"), retraction_mark(citation.retracted)
    )


def _triple(reviewed: ReviewedTriple) -> list[RenderableType]:
    told = reviewed.verdict is not Verdict.UNKNOWN  # what did not suffice for a verdict would only puzzle
    pieces = [piece for piece in reviewed.evidence if told and piece.stance != "neutral"][:_EVIDENCE_SHOWN]
    return [
        _verdict_line(reviewed),
        *(indented(Text(f"⚑ {plain(flag)}", style="yellow")) for flag in reviewed.flags),
        *(indented(Text(f"{piece.stance}: {origin(piece.kind, piece.id)}: {plain(piece.text)}", style="dim")) for piece in pieces),
    ]


def _verdict_line(reviewed: ReviewedTriple) -> Text:
    symbol, style = SYMBOLS[reviewed.verdict], _VERDICT_STYLES[reviewed.verdict]
    said = plain(triple_words(reviewed.triple))
    chance = "" if reviewed.verdict is Verdict.UNKNOWN else f" ({probability_words.said(reviewed.score)})"
    return Text.assemble((f"  {symbol} {reviewed.verdict.value}", style), f"{chance}  {said}")


def _meaning(entity: Entity | None) -> str:
    return entity_words(entity) if entity else "not in the graph"
