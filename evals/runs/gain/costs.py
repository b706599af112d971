"""What each step cost, from the replies that a run kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from corpuscle.evals.runs.remembered_replies import KeptReply


@dataclass(frozen=True, slots=True)
class StepCost:
    """All calls that asked for one schema."""

    asked_for: str
    calls: int
    seconds_p50: float
    """Under the load of the run."""
    prompt_tokens: float
    """Of a call, mean."""
    cached_share: float | None
    """Of the prompt tokens; None where there are none."""
    completion_tokens: float


def step_costs(replies: Sequence[KeptReply]) -> tuple[StepCost, ...]:
    """One for each schema, those with most calls first; the last one, "all", is over all of them."""
    by_schema: dict[str, list[KeptReply]] = {}
    for reply in replies:
        by_schema.setdefault(reply.asked_for, []).append(reply)
    ordered = sorted(by_schema.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(_cost(name, found) for name, found in (*ordered, *([("all", list(replies))] if replies else [])))


def _cost(name: str, replies: Sequence[KeptReply]) -> StepCost:
    prompt = sum(reply.tokens.prompt for reply in replies)
    return StepCost(
        asked_for=name,
        calls=len(replies),
        seconds_p50=median(reply.seconds for reply in replies),
        prompt_tokens=prompt / len(replies),
        cached_share=sum(reply.tokens.cached for reply in replies) / prompt if prompt else None,
        completion_tokens=sum(reply.tokens.completion for reply in replies) / len(replies),
    )
