"""The terminal: answers, hits and verdicts as a person reads them. Text from articles is never read as markup."""

from string import ascii_uppercase

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from corpuscle.agent.answers import Answer, Citation, QuestionType
from corpuscle.kg import ReviewedTriple, Verdict
from corpuscle.retrieval.hits import Hit

DISCLAIMER = "From the literature, for researchers. Not medical advice."
VERDICT_STYLES = {
    Verdict.SUPPORTED: ("✓", "green"),
    Verdict.CONTRADICTED: ("✗", "red"),
    Verdict.MIXED: ("±", "yellow"),
    Verdict.UNKNOWN: ("?", "dim"),
}
_EVIDENCE_SHOWN = 2
_TRIPLES_SHOWN = 5
_SOURCES_SHOWN = 5


def show_answer(answer: Answer, options: tuple[str, ...], console: Console) -> None:
    """The answer on one screen: exact answer, statements with numbered citations, verdicts, sources, notes."""
    console.print(_answer(answer, options), soft_wrap=False)


def show_hits(hits: tuple[Hit, ...], notes: tuple[str, ...], console: Console) -> None:
    """Search results, one paragraph each."""
    if not hits:
        console.print("Nothing found.")
    for hit in hits:
        article = hit.article
        mark = Text("  RETRACTED", style="bold red") if article.retracted else Text("")
        console.print(Text.assemble((f"{hit.rank:>3}. ", "bold"), article.title or "(no title)", mark))
        scores = "  ".join(f"{name} {s.score:.2f}" for name, s in (("bm25", hit.bm25), ("dense", hit.dense)) if s is not None)
        where = ", ".join(part for part in (article.journal, str(article.year or "")) if part)
        console.print(Padding(Text(f"{where}  ·  {article.url or article.id}  ·  {scores}", style="dim"), (0, 0, 0, 5)))
    for note in notes:
        console.print(Text(note, style="yellow"))


def show_verdict(reviewed: ReviewedTriple, console: Console) -> None:
    """One triple with all its evidence."""
    console.print(_verdict_line(reviewed))
    for piece in reviewed.evidence:
        console.print(Padding(Text(f"{piece.stance}, {piece.score:.2f}, {_origin(piece.kind, piece.id)}: {piece.text}"), (0, 0, 0, 4)))
    if not reviewed.evidence:
        console.print(Padding(Text("No edge of the graph and no sentence found connects the two.", style="dim"), (0, 0, 0, 4)))


def _answer(answer: Answer, options: tuple[str, ...]) -> Group:
    numbers = citation_numbers(answer)
    parts: list[RenderableType] = [Text("")]
    if answer.abstained:
        parts.append(Text.assemble(("No answer. ", "bold yellow"), answer.reason))
    elif headline := exact_words(answer, options):
        parts.append(Text(headline, style="bold green"))
    parts.append(Text(""))
    for statement in answer.statements:
        marks = "".join(f" [{numbers[citation]}]" for citation in statement.citations)
        opened, closed = ("“", "”") if statement.support == "quoted" else ("", "")
        parts += [Text.assemble(opened, statement.text, closed, (marks, "cyan")), Text("")]
    parts += _sources(answer, numbers)
    if answer.triples:
        parts += [Text("Checked against graph and sentences", style="bold")]
        parts += [line for reviewed in answer.triples[:_TRIPLES_SHOWN] for line in _triple(reviewed)]
        parts.append(Text(""))
    parts += [Text(note, style="yellow") for note in answer.notes]
    seconds = answer.timings_ms.get("total", 0.0) / 1e3
    parts.append(Text(f"{answer.model} · {answer.index} · {seconds:.1f} s · {DISCLAIMER}", style="dim"))
    return Group(*parts)


def citation_numbers(answer: Answer) -> dict[Citation, int]:
    """A number for each distinct citation, from 1, in the order of the answer."""
    cited = dict.fromkeys(citation for statement in answer.statements for citation in statement.citations)
    return {citation: number for number, citation in enumerate(cited, 1)}


def exact_words(answer: Answer, options: tuple[str, ...]) -> str:
    """The exact answer in words, "" where there is none."""
    match answer.exact_answer:
        case None:
            return ""
        case str() as letter if answer.type is QuestionType.CHOICE and len(letter) == 1 and ascii_uppercase.index(letter) < len(options):
            return f"{letter}. {options[ascii_uppercase.index(letter)]}"
        case str() as word:
            return word.capitalize()
        case items:
            return " · ".join(items)


def _sources(answer: Answer, numbers: dict[Citation, int]) -> list[RenderableType]:
    documents = {document.article_id: document for document in answer.documents}
    lines: list[RenderableType] = []
    for citation, number in numbers.items():
        document = documents[citation.article_id]
        retracted = Text("  RETRACTED", style="bold red") if citation.retracted else Text("")
        where = f"{document.journal}, {document.year}." if document.year else document.journal
        span = f"{citation.section} {citation.begin}–{citation.end}"
        lines.append(
            Text.assemble(
                (f"[{number}] ", "cyan"),
                f"{document.title} {where} ",
                (f"{citation.url or citation.article_id} ({span})", "dim"),
                retracted,
            )
        )
    if answer.abstained and answer.documents:
        lines.append(Text("Read, and not found to answer:", style="bold"))
        lines += [
            Text.assemble("  ", document.title or "(no title)", f" ({document.year or 'no year'}) ", (document.url, "dim"))
            for document in answer.documents[:_SOURCES_SHOWN]
        ]
    return [*lines, Text("")] if lines else []


def _triple(reviewed: ReviewedTriple) -> list[RenderableType]:
    pieces = [piece for piece in reviewed.evidence if piece.stance != "neutral"][:_EVIDENCE_SHOWN]
    return [
        _verdict_line(reviewed),
        *(Padding(Text(f"{piece.stance}: {_origin(piece.kind, piece.id)}: {piece.text}", style="dim"), (0, 0, 0, 4)) for piece in pieces),
    ]


def _verdict_line(reviewed: ReviewedTriple) -> Text:
    symbol, style = VERDICT_STYLES[reviewed.verdict]
    triple = reviewed.triple
    said = f"{triple.subject} — {triple.predicate} — {triple.object}"
    return Text.assemble((f"  {symbol} {reviewed.verdict.value}", style), f" ({reviewed.score:.2f})  {said}")


def _origin(kind: str, identity: str) -> str:
    return f"PMID {identity}" if kind == "sentence" else "graph"
