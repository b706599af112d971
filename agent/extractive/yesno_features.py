"""What speaks for yes or for no, in numbers that a fitted model weighs (`fitted_weights/yesno.json`): evidence first, then the question's form."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.agent.extractive.aboutness import NAMED_RARITY, article_names, rarest, specific_mentions
from corpuscle.agent.extractive.quoting import quotable
from corpuscle.agent.extractive.rarity import Rarity
from corpuscle.agent.polarity import cues, denials, finds, polarity, without_harmless_negations
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple
from corpuscle.retrieval.analyser import query_terms, text_terms

_SENTENCES = 12
"""Of the best sentences; a dozen are as good as all."""
_EXPONENT = 6.0
_NEAR_CHARACTERS = 60

_UP = cues(
    r"increas\w+|up-?regulat\w+|elevat\w+|activat\w+|induc\w+|enhanc\w+|promot\w+|stimulat\w+|higher|greater|more|over-?express\w+|gain",
    r"agonists?|hyper\w+|improv\w+|rais\w+|positive\w*|facilitat\w+|acceler\w+",
)
_DOWN = cues(
    r"decreas\w+|down-?regulat\w+|reduc\w+|inhibit\w+|suppress\w+|attenuat\w+|lower\w*|less|fewer|loss|antagonists?|hypo\w+|block\w+",
    r"prevent\w+|worse\w*|declin\w+|negative\w*|impair\w+|repress\w+|silenc\w+|deplet\w+",
)
_OPPOSITES: list[tuple[str, str]] = re.findall(
    r"(\S+)/(\S+)",
    """
    dominant/recessive benign/malignant oncogen/suppressor acute/chronic male/female gram-positive/gram-negative
    intracellular/extracellular oral/intravenous viral/bacterial hereditary/sporadic common/rare frequent/rare early/late
    x-linked/autosomal reversible/irreversible toxic/safe necessary/dispensable essential/dispensable required/dispensable
    single/multiple nuclear/mitochondrial children/adult linear/circular ipsilateral/contralateral
    """,
)
_EVIDENCE_CUES = {
    "denials by not": cues(r"not|cannot|n't"),
    "denials by no": cues(r"no|none|neither|nor|never|without"),
    "failures": cues(r"fail\w*|lack\w*|absen(?:ce|t)|unable|ineffective|unlikely|independent\w*|in(?:sufficient|adequate)|contraindicated|unrelated"),
    "limits": cues(r"limited|unclear|unknown|controversial\w*|conflicting|inconsistent|uncertain|inconclusive|poor(?:ly)?|little|rare(?:ly)?|questionable"),
    "hedges": cues(r"may|might|could|possibl[ey]|potential(?:ly)?|suggest\w*|seems?|appears?|likely|perhaps|promising"),
    "firm words": cues(r"demonstrat\w*|confirm\w*|show(?:s|n|ed)?|proven?|establish\w*|clearly|strong(?:ly)?|significant(?:ly)?|reveal\w*|identified|known"),
    "contrasts": cues(r"however|although|but|despite|whereas|while|contrary|in contrast|unlike|rather|instead|only"),
}  # fmt: skip
_FIRST_WORDS = {
    "does": ("does", "do", "did"),
    "can": ("can", "could", "may", "might"),
    "has": ("has", "have", "had"),
    "should": ("should", "must"),
}
_QUESTION_CUES = {
    "asks without exception": cues(r"only|always|all|every|exclusively|completely|fully|solely|never|same|identical|cured?|entirely|any|ever|universal\w*"),
    "asks about benefit": cues(r"effective\w*|efficac\w+|beneficial|benefits?|improv\w+|safe(?:ly|ty)?|successful\w*|useful|well[- ]tolerated"),
    "asks about a relation": cues(r"associat\w+|linked|related|correlat\w+|involv\w+|roles?|affect\w*|contribut\w+|implicat\w+|play\w*"),
    "asks about a cause": cues(r"causes?d?|lead|results?|due|induc\w+|because"),
    "compares": cues(r"than|better|more|superior|worse|compared|differen\w+|differ"),
    "asks for approval": cues(r"recommended|indicated|approved|routine\w*|first[- ]line|gold standard|standard"),
    "asks about more": _UP,
    "asks about less": _DOWN,
    "asks about inheritance": cues(r"autosomal|dominant|recessive|x-linked|inherit\w+|hereditary|monogenic|congenital"),
    "asks whether there is": cues(r"available|there|exist\w*|known|been (?:reported|described|developed|identified|used|approved)"),
    "asks about treatment": cues(r"treat\w*|therapy|prevent\w*|cure|manage\w*|used (?:for|to|in|as)|for"),
    "asks what it is": cues(r"located|found|express\w+|locali[sz]\w+|secreted|present|member|belong|part|contain|form|consist|encode[sd]?|type|class|component"),
    "asks about risk": cues(r"risk|mortality|survival|cancer|death|toxic\w*|harm\w*|adverse"),
    "denies": cues(r"not|no|without"),
    "names a number": re.compile(r"\d"),
}  # fmt: skip


def yesno_features(
    understanding: Understanding, evidence: Evidence, reviewed: Sequence[ReviewedTriple], rarity: Rarity
) -> dict[str, float]:
    """The features by name, each about 0 to 1 (signed ones −1 to 1); shares are of the sentences' relevance or of their number.

    Read are the best sentences of articles that name the question's rarest entity, or the best of all where none does.
    """
    about = rarest(specific_mentions(understanding, rarity, NAMED_RARITY), rarity)
    speaking = [sentence for sentence in evidence.sentences if all(article_names(sentence, mention) for mention in about)]
    best = (speaking or list(evidence.sentences))[:_SENTENCES]
    asked = set(query_terms(understanding.query))
    read = [_read(sentence, understanding.query, asked) for sentence in quotable(best) or best]
    weights = _shares([one.sentence.score for one in read])
    return {
        **_of_votes(read, weights),
        **_of_words(read, weights, understanding.query, asked),
        "rarest word nobody says": _rarest_unsaid(read, asked, rarity),
        **_of_verdicts(reviewed),
        **_of_question(understanding),
    }


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence with what the features ask of it."""

    sentence: ReadSentence
    plain: str
    """Without harmless negations."""
    vote: float
    covered: float
    """Share of the question's terms in it."""
    terms: frozenset[str]


def _read(sentence: ReadSentence, question: str, asked: set[str]) -> _Read:
    terms = frozenset(text_terms(sentence.text))
    covered = len(terms & asked) / max(1, len(asked))
    return _Read(sentence, without_harmless_negations(sentence.text), polarity(sentence.text, question), covered, terms)


def _shares(scores: Sequence[float]) -> list[float]:
    weights = [max(score, 0.01) ** _EXPONENT for score in scores]
    return [weight / sum(weights) for weight in weights]


def _of_votes(read: Sequence[_Read], weights: Sequence[float]) -> dict[str, float]:
    """What the sentences' polarities say, and how near the sentences of either side are to the question."""
    yes, no = [one for one in read if one.vote > 0], [one for one in read if one.vote < 0]
    return {
        "findings": _weighed([finds(one.vote) for one in read], weights),
        "statements": _weighed([one.vote > 0 and not finds(one.vote) for one in read], weights),
        "denials": _weighed([one.vote < 0 for one in read], weights),
        "denying sentences": _mean([one.vote < 0 for one in read]),
        "best sentence": read[0].vote if read else 0.0,
        "concludes yes": float(any(finds(one.vote) and one.sentence.linked.conclusion for one in yes)),
        "concludes no": float(any(one.sentence.linked.conclusion for one in no)),
        "coverage of yes": max((one.covered for one in yes), default=0.0),
        "coverage of no": max((one.covered for one in no), default=0.0),
        "likeness of yes": max((_likeness(one.sentence) for one in yes), default=0.0),
        "relevance": max((one.sentence.score for one in read), default=0.0),
    }


def _of_words(read: Sequence[_Read], weights: Sequence[float], question: str, asked: set[str]) -> dict[str, float]:
    """Cues of the sentences, and how their words stand to those of the question."""
    found = {name: _weighed([pattern.search(one.plain) is not None for one in read], weights) for name, pattern in _EVIDENCE_CUES.items()}
    said = frozenset[str]().union(*(one.terms for one in read))
    up, down = _UP.search(question) is not None, _DOWN.search(question) is not None
    with_, against = (_UP, _DOWN) if up else (_DOWN, _UP)
    same = [up != down and with_.search(one.plain) is not None for one in read]
    turned = [up != down and against.search(one.plain) is not None and not agrees for one, agrees in zip(read, same, strict=True)]
    held = [agrees and one.vote >= 0 for one, agrees in zip(read, same, strict=True)]
    return {
        **found,
        "denial at the question's words": _weighed([_denied(one.plain, asked) for one in read], weights),
        "in its direction": _mean(held) - _mean(turned),
        "against its direction": _weighed(turned, weights),
        "opposite words": _opposite_words(question.lower(), " ".join(one.sentence.text for one in read).lower()),
        "words nobody says": len(asked - said) / max(1, len(asked)),
        "coverage": max((one.covered for one in read), default=0.0),
    }


def _of_verdicts(reviewed: Sequence[ReviewedTriple]) -> dict[str, float]:
    return {"verdicts": fmean(review.score for review in reviewed) - 0.5 if reviewed else 0.0}


def _of_question(understanding: Understanding) -> dict[str, float]:
    words = understanding.query.lower().split()
    return {
        **{f"begins with {name}": float(words[:1] != [] and words[0] in first) for name, first in _FIRST_WORDS.items()},
        **{name: float(pattern.search(understanding.query) is not None) for name, pattern in _QUESTION_CUES.items()},
        "length": len(words) / 10,
    }


def _likeness(sentence: ReadSentence) -> float:
    return sentence.coverage if sentence.similarity is None else sentence.similarity


def _rarest_unsaid(read: Sequence[_Read], asked: set[str], rarity: Rarity) -> float:
    return max((rarity(term) for term in asked.difference(*(one.terms for one in read))), default=0.0)


def _denied(plain: str, asked: set[str]) -> float:
    """The greatest share of the question's terms that stand close to one cue of negation."""
    places = [(match.start() - _NEAR_CHARACTERS, match.end() + _NEAR_CHARACTERS) for match in denials(plain)]
    return max((len(asked.intersection(text_terms(plain[max(0, b) : e]))) / max(1, len(asked)) for b, e in places), default=0.0)


def _opposite_words(question: str, told: str) -> float:
    """Pairs of opposites of which the question has one and the sentences the other; half where they have both."""
    turned = [(one, other) for a, b in _OPPOSITES for one, other in ((a, b), (b, a)) if one in question and other not in question]
    return sum(0.5 if one in told else 1.0 for one, other in turned if other in told)


def _weighed(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(value * weight for value, weight in zip(values, weights, strict=True))


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0
