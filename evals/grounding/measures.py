"""Grounding of answers, by code alone: whether what they cite exists, was retrieved, and stands there word for word.

The measures of SourceCheckup (Nat Commun 16:3615, valid addresses, statements and whole responses that are supported) as far as no judge is
needed for them: a statement counts as supported here where every quotation of it was retrieved and is verbatim. Whether a verbatim quotation
also says what the statement says is what `evals.grounding.check_bench` measures of the agent's check.
"""

from collections.abc import Callable, Iterable, Sequence

from pydantic import BaseModel, ConfigDict, computed_field

from corpuscle.agent.answer_json import AnswerJson, CitationJson, StatementJson
from corpuscle.evals.bioasq.files import BioasqSnippet
from corpuscle.evals.bioasq.phase_a import Ranked, relevant_by_overlap, snippet_figures

SectionText = Callable[[str, str], str | None]
"""The text of an article's section ("title" or "abstract"), None where there is no such article."""

_OFFICIAL = 8  # the version of BioASQ's measures since 2020


class Rate(BaseModel):
    """k of n."""

    model_config = ConfigDict(frozen=True, extra="ignore")  # the share is written beside them, and computed anew when read

    k: int
    n: int

    @computed_field
    @property
    def share(self) -> float | None:
        """k / n; None of nothing."""
        return self.k / self.n if self.n else None


class GroundingFigures(BaseModel):
    """What is counted over the answers of a run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answered: Rate
    """Of all questions."""
    valid_ids: Rate
    """Citations whose article exists."""
    retrieved: Rate
    """Citations whose article is among the answer's documents."""
    verbatim: Rate
    """Citations whose quotation stands at its offsets."""
    cited_statements: Rate
    """Statements with at least one citation."""
    supported_statements: Rate
    """Statements with citations, all of them of existing, retrieved articles and verbatim."""
    supported_answers: Rate
    """Answers with statements, all of them supported; an answer of no statement (a letter that rests on the graph) is not counted."""
    dropped: Rate
    """What the check took out, sentences and items, of that and what is shown in sentences."""


def grounding_figures(answers: Iterable[AnswerJson], section_text: SectionText) -> GroundingFigures:
    """The figures of some answers, abstentions among them."""
    all_answers = list(answers)
    stated = [(answer, statement) for answer in all_answers for statement in answer.statements]
    cited = [(answer, citation) for answer, statement in stated for citation in statement.citations]
    whole = [answer for answer in all_answers if answer.statements]
    dropped = sum(len(answer.dropped) for answer in all_answers)
    return GroundingFigures(
        answered=_rate(not answer.abstained for answer in all_answers),
        valid_ids=_rate(section_text(citation.id, "title") is not None for _, citation in cited),
        retrieved=_rate(_retrieved(answer, citation) for answer, citation in cited),
        verbatim=_rate(_verbatim(citation, section_text) for _, citation in cited),
        cited_statements=_rate(bool(statement.citations) for _, statement in stated),
        supported_statements=_rate(_supported(answer, statement, section_text) for answer, statement in stated),
        supported_answers=_rate(all(_supported(answer, s, section_text) for s in answer.statements) for answer in whole),
        dropped=Rate(k=dropped, n=dropped + len(stated)),
    )


def cited_span_figures(answer: AnswerJson, gold: Sequence[BioasqSnippet]) -> Ranked:
    """Precision, recall and F1 of the cited spans against gold snippets, by characters, as BioASQ measures snippets."""
    spans = dict.fromkeys((c.id, c.section, c.begin, c.end) for statement in answer.statements for c in statement.citations)
    found = [
        BioasqSnippet(document=id_, offsetInBeginSection=begin, offsetInEndSection=end, beginSection=section, endSection=section)
        for id_, section, begin, end in spans
    ]
    return snippet_figures(gold, found, _OFFICIAL, relevant_by_overlap)


def _rate(holds: Iterable[bool]) -> Rate:
    each = list(holds)
    return Rate(k=sum(each), n=len(each))


def _supported(answer: AnswerJson, statement: StatementJson, section_text: SectionText) -> bool:
    citations = statement.citations
    return bool(citations) and all(_retrieved(answer, citation) and _verbatim(citation, section_text) for citation in citations)


def _retrieved(answer: AnswerJson, citation: CitationJson) -> bool:
    return any(document.id == citation.id for document in answer.documents)


def _verbatim(citation: CitationJson, section_text: SectionText) -> bool:
    text = section_text(citation.id, citation.section)
    inside = text is not None and 0 <= citation.begin < citation.end <= len(text)
    return inside and text is not None and text[citation.begin : citation.end] == citation.quote
