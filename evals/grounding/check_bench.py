"""How many unfaithful statements the check of step 7 catches, and how many faithful ones it drops, on made-up paraphrases of real sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from corpuscle.agent.grounding.checks import unsupported
from corpuscle.agent.grounding.claim import Claim, Quote
from corpuscle.agent.grounding.support_model import SupportModel
from corpuscle.agent.grounding.wording import stems
from corpuscle.evals.grounding.measures import Rate
from corpuscle.evals.grounding.pairs import Pair
from corpuscle.evals.verdict_bench.halves import Half
from corpuscle.evals.verdict_bench.measures import Share
from corpuscle.kg.linker import Linker


class KindFigures(BaseModel):
    """What became of the pairs of one kind."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    faithful: bool
    dropped: Rate
    by_overlap: Rate
    """Dropped by the baseline."""
    reasons: dict[str, int]
    """Of those dropped, without what was quoted in them, the most frequent first."""


class CheckFigures(BaseModel):
    """The figures of one half."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    half: Half
    judge: str
    """Name of the support model beside the rules, or ""."""
    caught: Rate
    """Unfaithful statements dropped."""
    falsely_dropped: Rate
    """Faithful ones."""
    overlap_threshold: float
    """Least share of a statement's words that the baseline wants to see in the quote: on the tuning half it drops as many faithful ones."""
    caught_by_overlap: Rate
    falsely_dropped_by_overlap: Rate
    kinds: tuple[KindFigures, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with what was found of it."""

    pair: Pair
    reason: str
    """Why it was dropped, or ""."""
    overlap: float
    """Share of its content words that stand in the quote."""


def judge(pairs: Sequence[Pair], linker: Linker, model: SupportModel | None = None) -> list[Judged]:
    """Each pair with the check's word on it."""
    mentions = linker.link_texts([pair.statement for pair in pairs])
    return [
        Judged(pair, unsupported(Claim(pair.statement, tuple(named), (Quote.of(pair.cited),)), model), _overlap(pair))
        for pair, named in zip(pairs, mentions, strict=True)
    ]


def check_figures(judged: Sequence[Judged], half: Half, judge_name: str = "") -> CheckFigures:
    """The figures of one half; the baseline's threshold is set on the tuning half."""
    threshold = _overlap_threshold([one for one in judged if one.pair.half == "tune" and one.pair.faithful])
    own = [one for one in judged if one.pair.half == half]
    kinds = dict.fromkeys((one.pair.kind, one.pair.faithful) for one in sorted(own, key=lambda one: not one.pair.faithful))
    rates = {faithful: [one for one in own if one.pair.faithful is faithful] for faithful in (True, False)}
    return CheckFigures(
        half=half,
        judge=judge_name,
        caught=_dropped(rates[False]),
        falsely_dropped=_dropped(rates[True]),
        overlap_threshold=threshold,
        caught_by_overlap=_below(rates[False], threshold),
        falsely_dropped_by_overlap=_below(rates[True], threshold),
        kinds=tuple(_kind(kind, faithful, [one for one in own if one.pair.kind == kind], threshold) for kind, faithful in kinds),
    )


def interval(rate: Rate) -> tuple[float, float]:
    """Wilson's 95 % interval of a rate; raises ZeroDivisionError of nothing."""
    found = Share(rate.k, rate.n).interval
    return found.low, found.high


def _kind(kind: str, faithful: bool, judged: Sequence[Judged], threshold: float) -> KindFigures:
    told = [kind_of_reason(one.reason) for one in judged if one.reason]
    reasons = {reason: told.count(reason) for reason in sorted(set(told), key=lambda reason: (-told.count(reason), reason))}
    return KindFigures(kind=kind, faithful=faithful, dropped=_dropped(judged), by_overlap=_below(judged, threshold), reasons=reasons)


def _dropped(judged: Sequence[Judged]) -> Rate:
    return Rate(k=sum(bool(one.reason) for one in judged), n=len(judged))


def _below(judged: Sequence[Judged], threshold: float) -> Rate:
    return Rate(k=sum(one.overlap < threshold for one in judged), n=len(judged))


def _overlap_threshold(faithful: Sequence[Judged]) -> float:
    """The share of words below which as many faithful statements fall as the check drops."""
    shares = sorted(one.overlap for one in faithful)
    return shares[min(_dropped(faithful).k, len(shares) - 1)] if shares else 0.0


def _overlap(pair: Pair) -> float:
    wanted, cited = stems(pair.statement), set(stems(pair.cited.text))
    return sum(stem in cited for stem in wanted) / len(wanted) if wanted else 1.0


_REASONS = (
    ("the number ", "a number"),
    ("the numbers ", "numbers exchanged"),
    ("by ", "the support model"),
    ("too few", "too few words"),
    ("what it cites says the opposite", "the opposite"),
    ("what it cites does not speak", "other subjects"),
    ("what it cites only says", "an aim only"),
    ("it denies", "denies"),
    ("it asserts", "asserts"),
    ("it says for certain", "certainty"),
    ("it tells as a cause", "a cause"),
)
_ENDINGS = (
    ("does not occur in what it cites", "a name"),
    ("stand the other way round in what it cites", "entities exchanged"),
    ("is more than what it cites says", "a strong word"),
)


def kind_of_reason(reason: str) -> str:
    """The reason of a drop without what it quotes."""
    begun = next((plain for begin, plain in _REASONS if reason.startswith(begin)), "")
    return begun or next((plain for end, plain in _ENDINGS if reason.endswith(end)), "another")
