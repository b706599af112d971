"""The chat page over a small real agent of its own: no index, no model. Run as a program, it serves on a free port and prints the address.

Asked "… yesno", "… choice", "… nothing", "… hostile", "… slow" or "… fails", it shows that kind of answer.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from corpuscle.agent.answers import Answer, Citation, Document, Dropped, QuestionType, Statement
from corpuscle.agent.events import Drafted, Event, Generated, Grounded, Retrieved, Reviewed, Revised, StepStarted, Understood
from corpuscle.agent.model import Draft, DraftStatement
from corpuscle.kg import Edge, Entity, Evidence, ReviewedTriple, Triple, Verdict
from corpuscle.kg.paths import Path
from corpuscle.retrieval.articles import AbstractSection, Article, Author, SectionName
from corpuscle.retrieval.errors import QueryError
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.own_documents import OwnDocument
from corpuscle.retrieval.passages import Passage
from corpuscle.ui.chat.server import listen, serve

GLIMRIN = Article(
    id="90000001",
    title="Glimrin in feline hiccups: a randomized trial.",
    abstract_sections=(
        AbstractSection("Feline hiccups \U0001f408 are a nuisance, and no drug is known to stop them.", "BACKGROUND"),
        AbstractSection("Sixty cats were given glimrin or a placebo for fourteen days.", "METHODS"),
        AbstractSection("Glimrin stopped hiccups in 41 of 60 cats (p <0.05). Two cats purred less than before.", "RESULTS"),
        AbstractSection("Glimrin is an effective treatment of feline hiccups.", "CONCLUSIONS"),
    ),
    journal="Journal of Invented Veterinary Medicine",
    year=2011,
    authors=(Author("Whisker", "Ada", "A"), Author("Pawson", "Ben", "B"), Author("Mews", "Cleo", "C"), Author("Tabby", "Dan", "D")),
    publication_types=("Randomized Controlled Trial", "Journal Article"),
    status="MEDLINE",
)
OLD_REPORT = Article(
    id="90000002",
    title="Glimrin and the loss of purring.",
    abstract_sections=(AbstractSection("A single cat stopped purring after glimrin. Purring came back when the drug was withdrawn."),),
    journal="Letters on Cats",
    year=1978,
    authors=(Author("Furr", "E", "E"),),
    publication_types=("Case Reports", "Retracted Publication"),
    status="MEDLINE",
)
HOSTILE = Article(
    id="90000003",
    title="[click](javascript:alert(1)) <img src=x onerror=alert(1)> of cats",
    abstract_sections=(
        AbstractSection(
            "See ![x](https://evil.example/?q=1), [1] and https://evil.example/ or www.evil.example, <b>at once</b>: mail a@evil.example."
        ),
    ),
    journal="Annals of :smile Mischief",
    year=2020,
    publication_types=("Journal Article",),
)
ARTICLES = {a.id: a for a in (GLIMRIN, OLD_REPORT, HOSTILE)}


def cite(article: Article, section: SectionName, quote: str) -> Citation:
    begin = article.section(section).index(quote)
    return Citation(article.id, section, begin, begin + len(quote), quote, article.url, article.retracted)


def quoted(article: Article, quote: str) -> Statement:
    return Statement(quote, (cite(article, "abstract", quote),), "quoted")


GLIMRIN_ENTITY = Entity("MESH:X000001", "glimrin", "SmallMolecule")
HICCUPS_ENTITY = Entity("MESH:X000002", "hiccups", "Disease")
TREATS = Triple("glimrin", "treats", "hiccups", GLIMRIN_ENTITY, HICCUPS_ENTITY)
STOPPED = Evidence("sentence", "pubmed", "90000001", "Glimrin is an effective treatment of feline hiccups.", "supports", 0.9)
CATS = Entity("MESH:X000003", "cats <b>of</b> all & sundry", "OrganismTaxon")
THROUGH_CATS = Path(
    (GLIMRIN_ENTITY, CATS, HICCUPS_ENTITY),
    (
        Edge("MESH:X000001", "affects", "MESH:X000003", "pubmed-mesh", (), 1, 0.8),
        Edge("MESH:X000002", "located in", "MESH:X000003", "pubmed-mesh", (), 1, 0.8),
    ),
    0.2,
)
EDGE = Evidence(
    "edge",
    "pubmed-mesh",
    "MESH:X000001|treats|MESH:X000002",
    "glimrin treats hiccups (3 articles)",
    "supports",
    0.93,
    ("90000001", "PMID:90000002"),
)
AGAINST = Evidence("sentence", "pubmed", "90000002", "A single cat stopped purring after glimrin.", "contradicts", 0.8)
TRIPLES = (
    ReviewedTriple(TREATS, Verdict.SUPPORTED, 0.94, (EDGE, STOPPED)),
    ReviewedTriple(Triple("glimrin", "prevents", "purring"), Verdict.CONTRADICTED, 0.12, (AGAINST,)),
    ReviewedTriple(Triple("glimrin", "causes", "loss of purring"), Verdict.MIXED, 0.51, (AGAINST, STOPPED)),
    ReviewedTriple(Triple("glimrin", "interacts with", "catnip"), Verdict.UNKNOWN, 0.5),
)
YES = Answer(
    question="",
    type=QuestionType.YESNO,
    exact_answer="yes",
    ideal_answer="",
    statements=(
        quoted(GLIMRIN, "Glimrin is an effective treatment of feline hiccups."),
        quoted(GLIMRIN, "Glimrin stopped hiccups in 41 of 60 cats (p <0.05)."),
        quoted(OLD_REPORT, "A single cat stopped purring after glimrin."),
    ),
    triples=TRIPLES,
    documents=tuple(Document(a.id, a.title, a.year, a.journal, a.url, a.publication_types, a.retracted) for a in (GLIMRIN, OLD_REPORT)),
    abstained=False,
    reason="",
    model="extractive",
    index="invented, generation 1, 3 articles",
    notes=("Retracted articles were asked for and carry a mark.",),
    timings_ms={"total": 812.0},
)
ABSTAINED = replace(
    YES,
    exact_answer=None,
    statements=(),
    triples=(TRIPLES[3],),
    abstained=True,
    reason="None of the sentences that were read says whether glimrin interacts with catnip.",
    notes=(),
)


def own_answer(documents: Sequence[OwnDocument]) -> Answer:
    """Quotes the first sentence of each document."""
    pieces = [document.pieces[0] for document in documents]
    statements = tuple(quoted(piece, piece.abstract.partition(".")[0] + ".") for piece in pieces)
    return replace(YES, statements=statements, documents=tuple(Document(p.id, p.title, p.year, p.journal, p.url) for p in pieces))


class InventedAgent:
    """Answers from the constants above, with the events of a real run."""

    def article(self, article_id: str) -> Article | None:
        return ARTICLES.get(article_id)

    def paths(self, triple: Triple, limit: int = 5) -> list[Path]:
        return [THROUGH_CATS] if triple == TREATS else []

    async def astream(
        self, question: str, type: QuestionType | None = None, options: Sequence[str] = (), *, documents: Sequence[OwnDocument] = ()
    ) -> AsyncIterator[Event]:
        if not question.strip():
            raise QueryError("The question is empty.", "Type a question.")
        answer = own_answer(documents) if documents else self._answer(question, type)
        found = (HOSTILE,) if "hostile" in question else (GLIMRIN, OLD_REPORT)
        hits = tuple(Hit(a, rank, 1 / rank) for rank, a in enumerate(found, 1))
        passage = Passage("90000001", "title", 0, 7, "Glimrin", 0.7)
        yield StepStarted("understand")
        await asyncio.sleep(0.05)
        yield Understood(answer.type, (GLIMRIN_ENTITY, HICCUPS_ENTITY), Filters(include_retracted=True))
        yield StepStarted("retrieve")
        await asyncio.sleep(60 if "slow" in question else 0.05)
        if "fails" in question:
            raise RuntimeError(f"a message that holds the question: {question}")
        yield Retrieved(hits, (passage,))
        yield StepStarted("generate")
        yield Generated(tuple(t.triple for t in answer.triples))
        yield StepStarted("review")
        yield Reviewed(answer.triples)
        yield StepStarted("revise")
        yield Revised(answer.triples, 1)
        yield StepStarted("answer")
        drafted = tuple(DraftStatement(s.text, ()) for s in answer.statements)
        yield Drafted(Draft(answer.exact_answer, drafted, answer.abstained, answer.reason))
        yield StepStarted("ground")
        await asyncio.sleep(0.05)
        yield Grounded(replace(answer, dropped=(Dropped("Cats like glimrin.", "no article says so"),)))

    def _answer(self, question: str, type: QuestionType | None) -> Answer:
        if "nothing" in question:
            return replace(ABSTAINED, question=question)
        if "hostile" in question:
            hostile = Document(HOSTILE.id, HOSTILE.title, HOSTILE.year, HOSTILE.journal, HOSTILE.url)
            return replace(
                YES, question=question, type=QuestionType.SUMMARY, statements=(quoted(HOSTILE, HOSTILE.abstract),), documents=(hostile,)
            )
        if type is QuestionType.CHOICE:
            return replace(YES, question=question, type=type, exact_answer="B")
        return replace(YES, question=question)


if __name__ == "__main__":
    serve(InventedAgent(), listen(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
