"""Step 7: code, not the model, checks what the draft says against what was retrieved."""

from dataclasses import dataclass

from corpuscle.agent.answers import MOST_WORDS, Dropped, ExactAnswer, Statement
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.grounding.checks import unsupported
from corpuscle.agent.grounding.citations import cited_statement, faulty_citation, is_quotation, quotations_instead, quote_of
from corpuscle.agent.grounding.claim import Claim
from corpuscle.agent.grounding.exact import graph_basis, grounded_exact
from corpuscle.agent.grounding.support_model import SupportModel
from corpuscle.agent.model import Draft, DraftStatement
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple
from corpuscle.kg.linker import Linker

_LOST = "No statement of the draft stood on a citation that could be checked; the sources that were read are listed."


@dataclass(frozen=True, slots=True)
class Grounding:
    """What is left of a draft, and what was dropped, each with its reason."""

    exact_answer: ExactAnswer
    statements: tuple[Statement, ...]
    dropped: tuple[Dropped, ...]
    lost: str
    """Why nothing is left, or ""."""
    notes: tuple[str, ...] = ()


def ground(
    draft: Draft,
    understanding: Understanding,
    evidence: Evidence,
    linker: Linker,
    reviewed: tuple[ReviewedTriple, ...] = (),
    support: SupportModel | None = None,
) -> Grounding:
    """The draft without what fails a check. A draft that loses every statement, or its exact answer, has lost its ground.

    Where a paraphrase fails but its citations are sound, the cited sentences themselves stand in its place. One answer needs no sentence: an
    option whose triple the graph itself supports. It stands as a letter alone, and a note says so. `support` judges what passes the rules.

    The statements keep to BioASQ's limit of words, and the exact answer to what these carry.
    """
    checked, dropped = _checked(draft, understanding, evidence, linker, support)
    statements = _within_words(checked)
    if not statements and (basis := graph_basis(draft, understanding, linker, reviewed)):
        return Grounding(draft.exact_answer, (), dropped, "", (basis,))
    if not statements:
        return Grounding(None, (), dropped, _LOST)
    exact, faults = grounded_exact(draft.exact_answer, statements, understanding)
    if draft.exact_answer and not exact:
        lost = f"The answer lost its ground: “{faults[0].text}”: {faults[0].reason}"
        return Grounding(None, (), (*dropped, *faults), lost)
    return Grounding(exact, statements, (*dropped, *faults), "")


def _checked(
    draft: Draft, understanding: Understanding, evidence: Evidence, linker: Linker, support: SupportModel | None
) -> tuple[tuple[Statement, ...], tuple[Dropped, ...]]:
    """The statements that pass every check, with quotations in the place of those whose words do not, and what was dropped."""
    statements: list[Statement] = []
    dropped: list[Dropped] = []
    for drafted in draft.statements:
        fault = faulty_citation(drafted, understanding, evidence)
        paraphrase = not fault and not is_quotation(drafted)
        if paraphrase:
            fault = unsupported(_claim(drafted, evidence, linker), support)
        if not fault:
            statements.append(cited_statement(drafted, evidence))
            continue
        cited = tuple(dict.fromkeys(passage.article_id for passage in drafted.passages))
        dropped.append(Dropped(drafted.text, fault, cited, tuple(passage.text for passage in drafted.passages)))
        if paraphrase:
            instead = quotations_instead(drafted, draft, statements, understanding)
            statements += [cited_statement(quotation, evidence) for quotation in instead]
    return tuple(statements), tuple(dropped)


def _claim(drafted: DraftStatement, evidence: Evidence, linker: Linker) -> Claim:
    return Claim(drafted.text, tuple(linker.link(drafted.text)), tuple(quote_of(passage, evidence) for passage in drafted.passages))


def _within_words(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The first statements that together have at most `MOST_WORDS`; at least one of any."""
    kept: list[Statement] = []
    words = 0
    for statement in statements:
        words += len(statement.text.split())
        if kept and words > MOST_WORDS:
            break
        kept.append(statement)
    return tuple(kept)
