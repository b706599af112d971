"""The seven steps as the graph calls them: state in, update and event out."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import add
from typing import Annotated, TypedDict, TypeVar

from corpuscle.agent.ablation import ALL_STEPS, Steps
from corpuscle.agent.answers import Answer, TokenCount
from corpuscle.agent.compose import Provenance, compose
from corpuscle.agent.cooccurrence import flagged
from corpuscle.agent.errors import ModelError
from corpuscle.agent.events import Drafted, Event, Generated, Grounded, Retrieved, Reviewed, Revised, Understood
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.ground import ground
from corpuscle.agent.model import AnswerModel, Draft
from corpuscle.agent.question import Question
from corpuscle.agent.retrieve import retrieve
from corpuscle.agent.review import review_triples
from corpuscle.agent.revision import Revision, revised
from corpuscle.agent.settings import GRAPH_TOKENS, QUESTION_TIMEOUT_S
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg import ReviewedTriple, Triple
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.engine import SearchEngine

T = TypeVar("T")


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


class AgentInput(TypedDict):
    """What a question starts from (`started`)."""

    question: Question
    rounds: int
    away: str
    reviewed: tuple[ReviewedTriple, ...]


def started(question: Question) -> AgentInput:
    """Nothing is known of the question yet."""
    return {"question": question, "rounds": 0, "away": "", "reviewed": ()}


def _added(old: dict[str, float], new: dict[str, float]) -> dict[str, float]:
    return old | {step: old.get(step, 0.0) + ms for step, ms in new.items()}


class AgentState(AgentInput):
    """What is known of a question; each step adds its part."""

    understanding: Understanding
    evidence: Evidence
    triples: tuple[Triple, ...]
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
    return {"evidence": evidence}, Retrieved(evidence.hits, evidence.passages)


def generate_step(state: AgentState, context: AgentContext) -> tuple[Update, Event]:
    proposal, away = _asked(state, context, lambda model: model.generate(state["understanding"], state["evidence"]))
    return {"triples": proposal.triples, "tokens": proposal.tokens, "away": away}, Generated(proposal.triples)


def review_step(state: AgentState, context: AgentContext) -> tuple[Update, Event]:
    reviewed = flagged(review_triples(state["triples"], state["evidence"], context.store), context.retriever)
    return {"reviewed": reviewed}, Reviewed(reviewed)


def revise_step(state: AgentState, context: AgentContext) -> tuple[Update, Event]:
    before, round = state["reviewed"], state["rounds"] + 1
    replacements, away = _asked(state, context, lambda model: model.revise(state["understanding"], state["evidence"], before))
    after = revised(before, replacements.triples, round, state["revisions"])
    update: Update = {
        "triples": after.triples,
        "revisions": after.revisions,
        "tokens": replacements.tokens,
        # Nothing changed: another round would read the same evidence and say the same.
        "rounds": round if after.revisions else context.max_rounds,
        "away": away,
    }
    return update, Revised(before, len(after.revisions), after.revisions)


def answer_step(state: AgentState, context: AgentContext) -> tuple[Update, Event]:
    withdrawn = tuple(revision.before for revision in state["revisions"])
    draft, away = _asked(
        state, context, lambda model: model.answer(state["understanding"], state["evidence"], state["reviewed"], withdrawn)
    )
    return {"draft": draft, "tokens": draft.tokens, "away": away}, Drafted(draft)


def ground_step(state: AgentState, context: AgentContext) -> tuple[Update, Event]:
    understanding, evidence, draft = state["understanding"], state["evidence"], state["draft"]
    grounding = ground(draft, understanding, evidence, context.linker, state["reviewed"])
    model = context.fallback if state["away"] else context.model
    provenance = Provenance(model.name, context.retriever.label, state["away"], state["tokens"])
    answer = compose(understanding, evidence, state["reviewed"], draft, grounding, provenance, state["revisions"])
    return {"answer": answer}, Grounded(answer)


def _asked(state: AgentState, context: AgentContext, ask: Callable[[AnswerModel], T]) -> tuple[T, str]:
    """What the model says, or, from the first time it is away, what the built-in one says and why."""
    if not state["away"]:
        try:
            return ask(context.model), ""
        except ModelError as exc:
            away = f"{exc} {exc.remedy} The built-in model answers instead."
    else:
        away = state["away"]
    return ask(context.fallback), away
