"""Responses to one question, by search or by the agent: within the official limits by construction."""

from collections.abc import Sequence
from time import perf_counter

from corpuscle.agent import Agent, Answer, QuestionType
from corpuscle.evals.bioasq.files import BioasqQuestion, QuestionKind
from corpuscle.evals.bioasq.given_articles import GivenArticles, given_articles
from corpuscle.evals.bioasq.phase_a import LIMIT
from corpuscle.evals.bioasq.phase_b import MOST_CANDIDATES, MOST_ITEM_CHARACTERS, MOST_ITEMS
from corpuscle.evals.bioasq.response import Respond, Responded, Response
from corpuscle.evals.bioasq.rules import MOST_WORDS, Phase
from corpuscle.evals.bioasq.synergy import NOT_JUDGED, Judged, pmid_of, ranked_round
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.bioasq_snippets import BioasqSnippet, bioasq_snippet, snippets_of
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.passages import Passage

_SEARCHED = 3 * LIMIT


def respond_with_documents(engine: SearchEngine) -> Respond:
    """Phase A: documents and snippets. What it gives raises RetrievalError as the search does."""

    def respond(question: BioasqQuestion) -> Responded:
        began = perf_counter()
        documents, snippets = found(engine, question.body)
        return Responded(response=_response(question, documents, snippets), seconds=perf_counter() - began)

    return respond


def respond_with_answers(agent: Agent, engine: SearchEngine, given: bool) -> Respond:
    """Phase B where the questions' snippets are `given` as the only articles; else A+, with documents and snippets beside the answers.

    What it gives raises AgentError, RetrievalError and GraphError as the agent does.
    """

    def respond(question: BioasqQuestion) -> Responded:
        began = perf_counter()
        documents, snippets = (None, None) if given else found(engine, question.body)
        reader = agent.over(GivenArticles(engine, given_articles(question.snippets))) if given else agent
        answer = reader.ask(question.body, QuestionType(question.type or "summary"))
        return _responded(_response(question, documents, snippets, answer), perf_counter() - began, answer)

    return respond


def respond_with_round(agent: Agent, engine: SearchEngine, feedback: dict[str, Judged]) -> Respond:
    """A round of Synergy: new documents and snippets for each question, and answers where the experts are ready for them.

    What was judged is left out and leads the search; an answer stands on the golden snippets where there are any, else on the index. What it
    gives raises AgentError, RetrievalError and GraphError as the agent does.
    """

    def respond(question: BioasqQuestion) -> Responded:
        began = perf_counter()
        judged = feedback.get(question.id, NOT_JUDGED)
        hits = [hit for hit in ranked_round(engine, question.body, judged, _SEARCHED) if pmid_of(hit.article.id).isdigit()][:LIMIT]
        golden = [Hit(article, rank, 0.0) for rank, pmid in enumerate(judged.golden, 1) if (article := engine.article(pmid))]
        passages = snippets_of(engine, question.body, [*hits, *golden], LIMIT + len(judged.golden_snippets) + len(judged.rejected_snippets))
        articles = {hit.article.id: hit.article for hit in (*hits, *golden)}
        snippets = [_snippet(p, articles[p.article_id], pmid_of(p.article_id)) for p in passages if not judged.has(p)][:LIMIT]
        reader = agent.over(GivenArticles(engine, given_articles(judged.golden_snippets))) if judged.golden_snippets else agent
        answer = reader.ask(question.body, QuestionType(question.type or "summary")) if question.answer_ready else None
        response = _response(question, [pmid_of(hit.article.id) for hit in hits], snippets, answer)
        return _responded(response.model_copy(update={"answerReady": question.answer_ready}), perf_counter() - began, answer)

    return respond


def failed(question: BioasqQuestion, phase: Phase, problem: str) -> Responded:
    """The response that says nothing, for a question that could not be worked on."""
    documents, snippets = (None, None) if phase == "B" else (list[str](), list[BioasqSnippet]())
    response = _response(question, documents, snippets)
    if phase == "synergy":
        response = response.model_copy(update={"answerReady": question.answer_ready})
    if phase in ("A+", "B") or (phase == "synergy" and question.answer_ready):
        response = response.model_copy(update={"exact_answer": _unanswered(question.type), "ideal_answer": ""})
    return Responded(response=response, seconds=0.0, abstained=True, problem=problem)


def found(engine: SearchEngine, body: str) -> tuple[list[str], list[BioasqSnippet]]:
    """At most ten documents and ten snippets of them, best first; what is no PubMed record (a PMC article of a test collection) is passed over."""
    hits = [hit for hit in engine.search(body, _SEARCHED, "hybrid").hits if pmid_of(hit.article.id).isdigit()][:LIMIT]
    return written(hits, snippets_of(engine, body, hits, LIMIT))


def written(hits: Sequence[Hit], passages: Sequence[Passage]) -> tuple[list[str], list[BioasqSnippet]]:
    """Articles and passages of them as a submission names them."""
    by_id = {hit.article.id: hit.article for hit in hits}
    return [_url(hit.article.id) for hit in hits], [_snippet(p, by_id[p.article_id], _url(p.article_id)) for p in passages]


def exact_answer(answer: Answer, kind: QuestionKind | None) -> str | list[list[str]] | None:
    """The exact answer in BioASQ's form: the task knows no abstention, so what an abstention gave up stands, or else yes, the commoner answer."""
    said = answer.lost_exact if answer.exact_answer is None else answer.exact_answer
    if said is None or kind == "summary":
        return _unanswered(kind)
    if isinstance(said, str):
        return said
    most = MOST_CANDIDATES if kind == "factoid" else MOST_ITEMS
    return [[name] for name in said if len(name) <= MOST_ITEM_CHARACTERS][:most]


def ideal_answer(answer: Answer, snippets: Sequence[str]) -> str:
    """The ideal answer within the limit of words; for an abstention the first snippet, since the task counts no answer as wrong."""
    return " ".join((answer.ideal_answer or next(iter(snippets), "")).split()[:MOST_WORDS])


def _url(article_id: str) -> str:
    return f"http://www.ncbi.nlm.nih.gov/pubmed/{pmid_of(article_id)}"


def _snippet(passage: Passage, article: Article, document: str) -> BioasqSnippet:
    """The passage under the document's given name: a collection of BioASQ's documents in BEIR's layout does not say that its ids are PMIDs."""
    return bioasq_snippet(passage, article).model_copy(update={"document": document})


def _unanswered(kind: QuestionKind | None) -> str | list[list[str]] | None:
    return "yes" if kind == "yesno" else [] if kind in ("factoid", "list") else None


def _responded(response: Response, seconds: float, answer: Answer | None) -> Responded:
    if answer is None:
        return Responded(response=response, seconds=seconds)
    return Responded(
        response=response,
        seconds=seconds,
        abstained=answer.abstained,
        problem=answer.fault.text if answer.fault else "",
        tokens=answer.tokens.prompt + answer.tokens.completion,
    )


def _response(
    question: BioasqQuestion,
    documents: Sequence[str] | None = None,
    snippets: Sequence[BioasqSnippet] | None = None,
    answer: Answer | None = None,
) -> Response:
    return Response(
        id=question.id,
        type=question.type or "summary",
        body=question.body,
        documents=None if documents is None else list(documents),
        snippets=None if snippets is None else list(snippets),
        exact_answer=exact_answer(answer, question.type) if answer else None,
        ideal_answer=ideal_answer(answer, [snippet.text for snippet in snippets or question.snippets]) if answer else None,
    )
