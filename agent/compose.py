"""The answer as a whole, put together from what the steps left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpuscle.agent.answers import Answer, Conflict, Document, Statement, TokenCount
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.ground import Grounding
from corpuscle.agent.grounding.cautions import cautions
from corpuscle.agent.grounding.conflicts import conflicts, opposing
from corpuscle.agent.model import Draft
from corpuscle.agent.model_fault import ModelFault
from corpuscle.agent.revision import Revision
from corpuscle.agent.searches import SearchRound
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Evidence as Piece
from corpuscle.kg import ReviewedTriple
from corpuscle.retrieval.articles import CONCERN_KIND, Article, CorrectionLink
from corpuscle.retrieval.sentences import is_own_piece

_FLAGS_TOLD = 3


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which model and which index an answer comes from, what it took, and why the served model did not write it."""

    model: str
    index: str
    fault: ModelFault | None = None
    tokens: TokenCount = TokenCount()
    """Spent in all steps."""
    cost: float | None = None
    year: int = 0
    """In which the question is asked: what evidence is old depends on it; 0 calls none old."""


def compose(
    understanding: Understanding,
    evidence: Evidence,
    reviewed: tuple[ReviewedTriple, ...],
    draft: Draft,
    grounding: Grounding,
    provenance: Provenance,
    revisions: tuple[Revision, ...] = (),
    searches: tuple[SearchRound, ...] = (),
) -> Answer:
    """The answer, or an abstention that shows the sources that were read."""
    abstained = draft.abstained or bool(grounding.lost)
    matters = conflicts(understanding, evidence, reviewed)
    kept = () if abstained else _cautioned(grounding.statements, evidence, matters, provenance.year)
    return Answer(
        question=understanding.text,
        type=understanding.type,
        exact_answer=None if abstained else grounding.exact_answer,
        ideal_answer=" ".join(statement.text for statement in kept),
        statements=kept,
        triples=reviewed,
        documents=documents_of(evidence, kept),
        abstained=abstained,
        reason=(draft.reason or grounding.lost) if abstained else "",
        model=provenance.model,
        index=provenance.index,
        notes=tuple(
            note
            for note in (
                provenance.fault and provenance.fault.text,
                *_cautions(evidence, kept),
                *understanding.notes,
                *evidence.notes,
                *draft.notes,
                *grounding.notes,
                _flagged(reviewed),
                *map(_searched_again, searches),
                *map(_given_up, revisions),
            )
            if note
        ),
        tokens=provenance.tokens,
        fault=provenance.fault,
        cost=provenance.cost,
        revisions=revisions,
        searches=searches,
        facts=evidence.facts,
        dropped=grounding.dropped,
        conflicts=matters,
        lost_exact=draft.exact_answer if abstained else None,
        members=draft.members,
        confidence=draft.confidence,
    )


def _cautioned(statements: Sequence[Statement], evidence: Evidence, matters: Sequence[Conflict], year: int) -> tuple[Statement, ...]:
    """The statements with what a reader must know of their sources."""
    told: list[Statement] = []
    for statement in statements:
        ids = dict.fromkeys(citation.article_id for citation in statement.citations)
        articles = [article for article_id in ids if (article := evidence.article(article_id))]
        told.append(replace(statement, cautions=(*cautions(statement.citations, articles, year), *opposing(statement, matters))))
    return tuple(told)


def _cautions(evidence: Evidence, statements: Sequence[Statement]) -> list[str]:
    """What was published about the articles that the answer quotes: expressions of concern, and corrections."""
    quoted = dict.fromkeys(citation.article_id for statement in statements for citation in statement.citations)
    articles = [article for article_id in quoted if (article := evidence.article(article_id))]
    return [
        f"Article {article.id}, quoted here, {what}{_where(links)}."
        for article in articles
        for what, links in (
            ("has an expression of concern", [link for link in article.corrections if link.kind == CONCERN_KIND]),
            ("was corrected", article.errata),
        )
        if links
    ]


def _where(links: Sequence[CorrectionLink]) -> str:
    """The notices' PMIDs, or else NLM's words for where they stand; "" where neither is known."""
    places = dict.fromkeys(f"PMID {link.pmid}" if link.pmid else link.source for link in links)
    return f" ({', '.join(place for place in places if place)})" if any(places) else ""


def _flagged(reviewed: Sequence[ReviewedTriple]) -> str:
    """The statements that were checked though the index gives no ground for them; those of a dozen options are not all named."""
    told = [f"{r.triple.subject} – {r.triple.object} ({', '.join(r.flags)})" for r in reviewed if r.flags]
    shown = "; ".join(told[:_FLAGS_TOLD])
    more = f" and {len(told) - _FLAGS_TOLD} more" if len(told) > _FLAGS_TOLD else ""
    return f"Checked without ground in the articles: {shown}{more}." if told else ""


def _searched_again(round: SearchRound) -> str:
    """Why there was another round of search, and what it brought."""
    told = [f"{one.want.reason} ({_articles(one.found)})" for one in round.searched]
    return f"Searched again, since {'; '.join(told)}."


def _articles(found: Sequence[str]) -> str:
    """Further articles by their PMIDs; pieces of the asker's own documents by their number alone."""
    pmids = ", ".join(article_id for article_id in found if not is_own_piece(article_id))
    return f"read further: {f'PMID {pmids}' if pmids else f'{len(found)} pieces of your documents'}" if found else "no further article does"


def _given_up(revision: Revision) -> str:
    """What became of a contradicted statement, and why."""
    triple, reason, after = revision.before.triple, revision.reason, revision.after
    instead = f"replaced by “{after.subject} {after.predicate} {after.object}”" if after else "withdrawn"
    return f"Round {revision.round}: “{triple.subject} {triple.predicate} {triple.object}” was contradicted and {instead}{_why(reason)}."


def _why(reason: Piece | None) -> str:
    if reason is None:
        return ""
    if reason.kind == "edge":
        return f": {reason.text}"
    return f": {reason.id if is_own_piece(reason.id) else f'PMID {reason.id}'} speaks against it"


def documents_of(evidence: Evidence, statements: Sequence[Statement]) -> tuple[Document, ...]:
    """The articles found: the cited ones first, in the order of their citations, then the others by rank."""
    cited = dict.fromkeys(citation.article_id for statement in statements for citation in statement.citations)
    ordered = sorted(
        evidence.hits, key=lambda hit: (list(cited).index(hit.article.id) if hit.article.id in cited else len(cited), hit.rank)
    )
    return tuple(_document(hit.article) for hit in ordered)


def _document(article: Article) -> Document:
    return Document(article.id, article.title, article.year, article.journal, article.url, article.publication_types, article.retracted)
