"""The steps as the graph calls them: state in, update and event out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import add
from typing import Annotated, TypedDict, TypeVar

from corpuscle.agent.ablation import ALL_STEPS, Steps
from corpuscle.agent.answers import Answer, TokenCount
from corpuscle.agent.compose import Provenance, compose
from corpuscle.agent.cooccurrence import flagged
from corpuscle.agent.errors import ModelError
from corpuscle.agent.events import Drafted, Event, Generated, Grounded, Retrieved, Reviewed, Revised, SearchedAgain, Understood
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.ground import Grounding, ground
from corpuscle.agent.grounding.support_model import SupportModel
from corpuscle.agent.lacking import lacking_in_claims, lacking_in_draft, lacking_in_evidence
from corpuscle.agent.model import AnswerModel, Draft, Proposal, Replacements
from corpuscle.agent.model_fault import ModelFault
from corpuscle.agent.prices import Prices
from corpuscle.agent.question import Question
from corpuscle.agent.retrieve import retrieve
from corpuscle.agent.review import review_triples
from corpuscle.agent.revision import Revision, revised
from corpuscle.agent.search_again import searched_again
from corpuscle.agent.searches import SearchBudget, SearchedAfter, SearchRound, Want
from corpuscle.agent.settings import GRAPH_TOKENS, QUESTION_TIMEOUT_S
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg import ReviewedTriple, Triple
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.engine import SearchEngine

T = TypeVar("T", Proposal, Replacements, Draft)


@dataclass(frozen=True, slots=True)
class AgentContext:
    """What the steps work with; the same for all questions."""

    retriever: SearchEngine
    store: GraphStore
    linker: Linker
    model: AnswerModel
    fallback: AnswerModel
    """Answers when `model` is away: the built-in model."""
    max_rounds: int
    graph_tokens: int = GRAPH_TOKENS
    """Room for facts of the graph (`graph_context`)."""
    steps: Steps = ALL_STEPS
    question_timeout_s: float = QUESTION_TIMEOUT_S
    prices: Prices | None = None
    budget: SearchBudget = SearchBudget()
    support: SupportModel | None = None
    """Judges, beside the rules, whether a statement follows from what it cites."""


class AgentInput(TypedDict):
    """What a question starts from (`started`)."""

    question: Question
    rounds: int
    fault: ModelFault | None
    """Of the served model, from when on the built-in one speaks in its place."""
    triples: tuple[Triple, ...]
    reviewed: tuple[ReviewedTriple, ...]


def started(question: Question) -> AgentInput:
    """Nothing is known of the question yet."""
    return {"question": question, "rounds": 0, "fault": None, "triples": (), "reviewed": ()}


def _added(old: dict[str, float], new: dict[str, float]) -> dict[str, float]:
    return old | {step: old.get(step, 0.0) + ms for step, ms in new.items()}


class AgentState(AgentInput):
    """What is known of a question; each step adds its part."""

    understanding: Understanding
    evidence: Evidence
    wants: tuple[Want, ...]
    """What the step `wanting` found lacking, as far as the budget lets it be searched for."""
    wanting: SearchedAfter
    searches: Annotated[tuple[SearchRound, ...], add]
    revisions: Annotated[tuple[Revision, ...], add]
    draft: Draft
    answer: Answer
    timings_ms: Annotated[dict[str, float], _added]
    tokens: Annotated[TokenCount, add]


Update = dict[str, object]
Step = Callable[[AgentState, AgentContext], tuple[Update, Event]]


def understand_step(state: AgentState, context: AgentContext) -> tuple[Update, Event]:
    understanding = understand(state["question"], context.linker)
    return {"understanding": understanding}, Understood(understanding.type, understanding.entities, understanding.filters)


def retrieve_step(state: AgentState, context: AgentContext) -> tuple[Update, Event]:
    evidence = retrieve(state["understanding"], context.retriever, context.store, context.linker, context.graph_tokens, context.steps.graph)
    lacking = _lacking(state, context, "retrieve", lambda: lacking_in_evidence(state["understanding"], evidence, context.retriever))
    return {"evidence": evidence, **lacking}, Retrieved(evidence.hits, evidence.passages)


def search_again_step(state: AgentState, context: AgentContext) -> tuple[Update, Event]:
    evidence, round = searched_again(
        state["wants"],
        state["wanting"],
        state["searches"],
        state["understanding"],
        state["evidence"],
        context.retriever,
        context.linker,
    )
    return {"evidence": evidence, "searches": (round,), "wants": ()}, SearchedAgain(round, evidence.passages)


def generate_step(state: AgentState, context: AgentContext) -> tuple[Update, Event]:
    proposal, spoken = _asked(state, context, lambda model: model.generate(state["understanding"], state["evidence"]))
    return {"triples": proposal.triples, **spoken}, Generated(proposal.triples)


def review_step(state: AgentState, context: AgentContext) -> tuple[Update, Event]:
    reviewed = flagged(review_triples(state["triples"], state["evidence"], context.store), context.retriever)
    lacking = _lacking(state, context, "review", lambda: lacking_in_claims(state["understanding"], state["evidence"], reviewed))
    return {"reviewed": reviewed, **lacking}, Reviewed(reviewed)


def revise_step(state: AgentState, context: AgentContext) -> tuple[Update, Event]:
    before, round = state["reviewed"], state["rounds"] + 1
    replacements, spoken = _asked(state, context, lambda model: model.revise(state["understanding"], state["evidence"], before))
    after = revised(before, replacements.triples, round, state["revisions"])
    update: Update = {
        "triples": after.triples,
        "revisions": after.revisions,
        **spoken,
        # Nothing changed: another round would read the same evidence and say the same.
        "rounds": round if after.revisions else context.max_rounds,
    }
    return update, Revised(before, len(after.revisions), after.revisions)


def answer_step(state: AgentState, context: AgentContext) -> tuple[Update, Event]:
    withdrawn = tuple(revision.before for revision in state["revisions"])
    draft, spoken = _asked(
        state, context, lambda model: model.answer(state["understanding"], state["evidence"], state["reviewed"], withdrawn)
    )
    update: Update = {"draft": draft, "wants": (), **spoken}
    if "fault" not in spoken:
        update |= _lacking(state, context, "answer", lambda: lacking_in_draft(draft, _grounding(draft, state, context)))
    return update, Drafted(draft)


def ground_step(state: AgentState, context: AgentContext) -> tuple[Update, Event]:
    understanding, evidence, draft = state["understanding"], state["evidence"], state["draft"]
    grounding = _grounding(draft, state, context)
    model = context.fallback if state["fault"] else context.model
    cost = context.prices.cost(state["tokens"]) if context.prices else None
    provenance = Provenance(model.name, context.retriever.label, state["fault"], state["tokens"], cost, date.today().year)
    answer = compose(understanding, evidence, state["reviewed"], draft, grounding, provenance, state["revisions"], state["searches"])
    return {"answer": answer}, Grounded(answer)


def _lacking(state: AgentState, context: AgentContext, after: SearchedAfter, wants: Callable[[], tuple[Want, ...]]) -> Update:
    """What is to be searched for after a step: nothing where the budget is spent or the model has failed, and nothing a second time."""
    if state["fault"] or not context.steps.search_again:
        return {"wants": ()}
    tokens, seconds = state["tokens"], sum(state["timings_ms"].values()) / 1e3
    if not context.budget.allows(len(state["searches"]), tokens.prompt + tokens.completion, seconds):
        return {"wants": ()}
    known = {one.want for round in state["searches"] for one in round.searched}
    return {"wants": tuple(want for want in wants() if want not in known), "wanting": after}


def _grounding(draft: Draft, state: AgentState, context: AgentContext) -> Grounding:
    return ground(draft, state["understanding"], state["evidence"], context.linker, state["reviewed"], context.support)


def _asked(state: AgentState, context: AgentContext, ask: Callable[[AnswerModel], T]) -> tuple[T, Update]:
    """What the model says, or, from its first fault on, what the built-in one says; with what the state is to keep of it."""
    fault, lost = state["fault"], TokenCount()
    if fault is None:
        try:
            said = ask(context.model)
            return said, {"tokens": said.tokens}
        except ModelError as exc:
            fault, lost = ModelFault(exc.kind, f"{exc} {exc.remedy} The built-in model answers instead."), exc.tokens
    said = ask(context.fallback)
    return said, {"tokens": said.tokens + lost, "fault": fault}
