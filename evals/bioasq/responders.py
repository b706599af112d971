"""Responses to one question, by search or by the agent: within the official limits by construction."""

from collections.abc import Sequence
from time import perf_counter

from corpuscle.agent import Agent, Answer, QuestionType
from corpuscle.evals.bioasq.files import BioasqQuestion, QuestionKind
from corpuscle.evals.bioasq.given_articles import GivenArticles
from corpuscle.evals.bioasq.phase_a import LIMIT
from corpuscle.evals.bioasq.phase_b import MOST_CANDIDATES, MOST_ITEM_CHARACTERS, MOST_ITEMS
from corpuscle.evals.bioasq.response import Respond, Responded, Response
from corpuscle.evals.bioasq.rules import MOST_WORDS, Phase
from corpuscle.retrieval.bioasq_snippets import BioasqSnippet, bioasq_snippet, snippets_of
from corpuscle.retrieval.engine import SearchEngine

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
        reader = agent.over(GivenArticles(engine, question.snippets)) if given else agent
        answer = reader.ask(question.body, QuestionType(question.type or "summary"))
        return Responded(
            response=_response(question, documents, snippets, answer),
            seconds=perf_counter() - began,
            abstained=answer.abstained,
            problem=" ".join(note for note in answer.notes if "built-in model answers instead" in note),
            tokens=answer.tokens.prompt + answer.tokens.completion,
        )

    return respond


def failed(question: BioasqQuestion, phase: Phase, problem: str) -> Responded:
    """The response that says nothing, for a question that could not be worked on."""
    if phase == "A":
        response = _response(question, [], [])
    else:
        response = _response(question).model_copy(update={"exact_answer": _unanswered(question.type), "ideal_answer": ""})
    return Responded(response=response, seconds=0.0, abstained=True, problem=problem)


def found(engine: SearchEngine, body: str) -> tuple[list[str], list[BioasqSnippet]]:
    """At most ten documents and ten snippets of them, best first; what is no PubMed record (a PMC article of a test collection) is passed over."""
    hits = [hit for hit in engine.search(body, _SEARCHED, "hybrid").hits if _pmid(hit.article.id).isdigit()][:LIMIT]
    by_id = {hit.article.id: hit.article for hit in hits}
    passages = snippets_of(engine, body, hits, LIMIT)
    # a collection of BioASQ's documents in BEIR's layout holds PMIDs, though its articles do not say so
    snippets = [bioasq_snippet(p, by_id[p.article_id]).model_copy(update={"document": _url(p.article_id)}) for p in passages]
    return [_url(hit.article.id) for hit in hits], snippets


def exact_answer(answer: Answer, kind: QuestionKind | None) -> str | list[list[str]] | None:
    """The exact answer in BioASQ's form. An abstention says yes, the commoner answer, or names nothing: the task knows no abstention."""
    if answer.exact_answer is None or kind == "summary":
        return _unanswered(kind)
    if isinstance(answer.exact_answer, str):
        return answer.exact_answer
    most = MOST_CANDIDATES if kind == "factoid" else MOST_ITEMS
    return [[name] for name in answer.exact_answer if len(name) <= MOST_ITEM_CHARACTERS][:most]


def _url(article_id: str) -> str:
    return f"http://www.ncbi.nlm.nih.gov/pubmed/{_pmid(article_id)}"


def _pmid(article_id: str) -> str:
    return article_id.removeprefix("PMID:")


def _unanswered(kind: QuestionKind | None) -> str | list[list[str]] | None:
    return "yes" if kind == "yesno" else [] if kind in ("factoid", "list") else None


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
        ideal_answer=" ".join(answer.ideal_answer.split()[:MOST_WORDS]) if answer else None,
    )
