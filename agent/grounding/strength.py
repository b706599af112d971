"""Whether a statement says more than what it cites: for certain what is possible, of all what holds of some, as a cause what goes together."""

import re
from collections.abc import Sequence

from corpuscle.agent.grounding.opposites import axis_of
from corpuscle.agent.grounding.wording import Segment, best_matching, segments, words


def _cues(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


_POSSIBLE = (
    r"may(?! \d)|might|could|possib(?:le|ly|ility)|perhaps|potential(?:ly)?|probabl[ey]|presumabl[ey]|likel(?:y|ihood)|apparent(?:ly)?|hypothes[ie][sz]\w*|"
    r"specula\w+|conceivabl[ey]|believed|thought to|assumed|uncertain|unclear|unknown|whether|remains? to be|suspected|putative(?:ly)?|would|can"
)
_HEDGED = _cues(_POSSIBLE, r"suggest\w*|seem(?:s|ed|ingly)?|appear(?:s|ed)?|indicat\w+|tend(?:s|ed|ency)?|impl(?:y|ies|ied)|propos\w+")
_SURELY_POSSIBLE = _cues(
    r"may(?! \d)|might|could be|possibl[ey]|perhaps|potentially|probabl[ey]|presumabl[ey]|(?:is|are|was|were|seems?|most) likely|apparently|"
    r"hypothesi[sz]\w*|specula\w+|conceivabl[ey]|(?:is|are) (?:believed|thought|assumed) to"
)
_STRONG: tuple[tuple[str, str], ...] = (
    (
        r"all|every|always|entire(?:ly|ty)?|complete(?:ly)?|total(?:ly|ity)?|whole|fully|invariabl[ey]|constant(?:ly)?|each|universal(?:ly)?|both",
        r"100 ?(?:%|per ?cent)",
    ),
    (r"never|none|no (?:patient|case|one)s?", r"not|no|without|0 ?%|zero|absen\w+|fail\w*|lack\w*"),
    (r"most|majority|mostly|mainly|predominantly|largely|chiefly|primarily", r"all|main|predominant|principal(?:ly)?|major|[5-9]\d(?:\.\d+)? ?(?:%|per ?cent)"),
    (r"only|solely|exclusive(?:ly)?|unique(?:ly)?|alone", r"single|sole|just|merely|restricted|limited to|confined|specific(?:ally)?"),
    (
        (r"extreme(?:ly)?|marked(?:ly)?|dramatic(?:ally)?|substantial(?:ly)?|strong(?:ly)?|considerabl[ey]|profound(?:ly)?|pronounced|great(?:ly)?|severe(?:ly)?|"
        r"drastic(?:ally)?|striking(?:ly)?|remarkabl[ey]|highly"),
        r"large(?:ly)?|very|sharp(?:ly)?|potent(?:ly)?|major|much|significant(?:ly)?|high|intense(?:ly)?|massive(?:ly)?|clear(?:ly)?|important(?:ly)?",
    ),
    (r"significan(?:t|tly|ce)", r"p ?(?:<|=|≤|less than|&lt;) ?0?\.\d+|confidence interval|CI|pronounced|marked(?:ly)?|considerabl[ey]|important(?:ly)?|notabl[ey]"),
    (r"prove[nsd]?|proof|definitive(?:ly)?|undoubtedly|certainly|definitely|clearly", r"demonstrat\w*|confirm\w*|establish\w*|evident(?:ly)?|obvious(?:ly)?|show\w*"),
    (r"novel|newly|first time|for the first", r"new|first|unprecedented|previously un\w+|recent(?:ly)?"),
)  # fmt: skip
"""Strong words of one strength, and what else carries them."""
_STRENGTHS = tuple((_cues(strong), _cues(strong, others)) for strong, others in _STRONG)
_WEAKENED = _cues(r"not|no|nearly|almost|partial(?:ly)?|rarely|hardly|at")
_CAUSES = _cues(
    r"caus\w+|induc\w+|leads? to|led to|leading to|result(?:s|ed|ing)? (?:in|from)|due to|responsible for|because|produc(?:e|es|ed|ing)|provok\w+|trigger\w*|"
    r"attributable|consequence\w*|mediat\w+|elicit\w*|etiolog\w*|aetiolog\w*|evok\w+"
)
_CLAIMS_CAUSE = _cues(
    r"caus(?:e|es|ed|ing)|leads? to|led to|results? in|resulted in|induc(?:e|es|ed)|is due to|are due to|was due to|were due to"
)
_GOES_TOGETHER = _cues(r"associat\w+|correlat\w+|link(?:s|ed)?|relat(?:ed|ion|ionship)\w*|coincid\w+|accompan\w+|risk factors?")

_ASKS = _cues(
    r"whether|aim(?:s|ed)?|purposes?|objectives?|goals?|hypothes[ie][sz]e?d?|controversial|unclear|unknown|uncertain|remains? to be",
    r"(?:to|we|I|study|paper|review|trial) (?:also )?(?:investigate|evaluate|assess|determine|examine|study|explore|test|compare|analy[sz]e|clarify)(?:s|d|ied)?",
    r"(?:was|were|is|are|has been|have been) (?:also |then |further |\w+ly )?(?:studied|investigated|examined|evaluated|assessed|compared|explored|analy[sz]ed)",
)
_FINDS = _cues(
    r"found|show(?:s|ed|n)|demonstrat\w+|reveal\w*|conclu\w+|suggest\w*|indicat\w+|confirm\w*|observed|significant\w*|p ?[<=] ?0?\.\d+|"
    r"(?:in|de)creased|reduced|improved|higher|lower|greater|effective"
)


_UNSETTLED = _cues(
    r"(?:no|not|in)[- ]?(?:enough|sufficient|definitive|conclusive|adequate|clear) (?:\w+ ){0,2}(?:evidence|data|information|proof)|inconclusive|"
    r"(?:poorly|little|insufficiently|incompletely|not (?:yet )?(?:been )?(?:well|fully)?) (?:\w+ ){0,2}(?:known|investigated|studied|understood|established)"
)


def unsettled(text: str) -> bool:
    """Whether a sentence leaves its matter open: it only asks, or says that too little is known."""
    return only_asks(text) or _UNSETTLED.search(text) is not None


def tells_a_finding(text: str) -> bool:
    """Whether a sentence says that something is so much, so good, or because of something: what an aim cannot carry."""
    return _FINDS.search(text) is not None or _CAUSES.search(text) is not None or any(axis_of(word.text) for word in words(text))


def only_asks(text: str) -> bool:
    """Whether a sentence tells a question, an aim or what was studied, and no finding."""
    return _ASKS.search(text) is not None and _FINDS.search(text) is None


def overstated(statement: str, quotes: Sequence[str]) -> str:
    """In what the statement goes beyond the quotes, in words; "" where it does not."""
    cited = " ".join(quotes)
    if told_as_certain(statement, quotes):
        return "it says for certain what it cites as a possibility"
    for strong, carried in _STRENGTHS:
        found = strong.search(statement)
        if (
            found is not None
            and carried.search(cited) is None
            and not _WEAKENED.search(statement[max(found.start() - 12, 0) : found.start()])
        ):
            return f"“{found.group()}” is more than what it cites says"
    if _CLAIMS_CAUSE.search(statement) and not _CAUSES.search(cited) and _GOES_TOGETHER.search(cited):
        return "it tells as a cause what it cites as going together"
    return ""


def told_as_certain(statement: str, quotes: Sequence[str]) -> bool:
    """Whether a segment of the statement is certain of what every segment of the quotes nearest to it only holds possible."""
    given = [segment for quote in quotes for segment in segments(quote)]
    for wanted in segments(statement):
        nearest = best_matching(wanted, given)
        if len(wanted.stems) < 2 or not nearest or _HEDGED.search(_text(wanted)):
            continue
        if all(_SURELY_POSSIBLE.search(_text(segment)) for segment in nearest):
            return True
    return False


def _text(segment: Segment) -> str:
    return " ".join(word.text for word in segment.words)
