"""Choice among options: the option that the evidence says most for."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.agent.extractive.aboutness import NAMED_RARITY, names, specific_mentions
from corpuscle.agent.extractive.answerability import unanswerable
from corpuscle.agent.extractive.option_triples import Claim, option_claims
from corpuscle.agent.extractive.quoting import distinct, quotable, quoted
from corpuscle.agent.extractive.rarity import Rarity
from corpuscle.agent.model import Draft, abstention
from corpuscle.agent.polarity import polarity
from corpuscle.agent.revision import said
from corpuscle.agent.understand import Understanding
from corpuscle.kg import Mention, ReviewedTriple, Verdict
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.analyser import text_terms

_LEAST_MARGIN = 0.05
"""Of the best option over the second, as a share of the best."""
_CLAIM_WEIGHT = 0.6
"""Of what the verdicts say, −1 to 1, beside what the best sentence says, 0 to about 1."""
_SIGN = {Verdict.SUPPORTED: 1.0, Verdict.CONTRADICTED: -1.0, Verdict.MIXED: 0.2, Verdict.UNKNOWN: 0.0}
_NOT_ASKED = 0.5
"""Factor of a supported claim that says something else of the two than the question asks."""
_QUOTED = 2
_DENIED = 0.7
"""Factor of a sentence with a cue of negation: the cue may deny the option, or something else."""
_EVEN = 1e-9
_LEAST_SHARE = 0.5
"""Of the option's own terms: a sentence with fewer does not speak of it."""


@dataclass(frozen=True, slots=True)
class _Standing:
    letter: str
    option: str
    score: float
    paths: float
    """Plausibility; it decides between options that stand alike, and nothing else."""
    sentences: tuple[ReadSentence, ...]


def answer_choice(
    understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...], linker: Linker, rarity: Rarity
) -> Draft:
    """The letter of the best option with the sentences for it; an abstention where no option stands out.

    An option's score is what its best sentence says, where the articles speak of the question at all, and what the verdicts on its triples
    say. Between options that the evidence leaves even, the plausibility of graph paths chooses, and a note says so.
    """
    silent = unanswerable(understanding, evidence, rarity)
    about = specific_mentions(understanding, rarity, NAMED_RARITY) or understanding.mentions
    sentences = [] if silent else [s for s in quotable(evidence.sentences) if _names_any(s, about)]
    claims = option_claims(understanding, evidence, linker, rarity)
    paths = evidence.option_paths or (0.0,) * len(understanding.options)
    standings = [
        _standing(letter, option, sentences, understanding, _said_for(option, claims, reviewed), plausible, linker)
        for letter, option, plausible in zip(ascii_uppercase, understanding.options, paths, strict=False)
    ]
    best, second, *_ = sorted(standings, key=lambda s: (-s.score, -s.paths, s.letter))
    if best.score <= 0:
        return abstention(silent or "Neither a sentence found nor the graph speaks for any of the options.")
    notes: tuple[str, ...] = ()
    if best.score - second.score < _LEAST_MARGIN * best.score:
        if best.score - second.score > _EVEN or best.paths - second.paths < _EVEN:
            return abstention(f"The evidence does not decide between {best.letter} ({best.option}) and {second.letter} ({second.option}).")
        even = " and ".join(s.letter for s in standings if best.score - s.score < _EVEN)
        notes = (
            f"The evidence leaves {even} even; {best.letter} was chosen because graph paths make it more plausible, which proves nothing.",
        )
    return Draft(best.letter, quoted(distinct(list(best.sentences), _QUOTED)), notes=notes)


def _names_any(sentence: ReadSentence, mentions: Sequence[Mention]) -> bool:
    """Whether the sentence or its article's title names one of the things that the question names; so if it names none.

    The words of an option alone say nothing.
    """
    linked = sentence.title_curies.union(mention.entity.curie for mention in sentence.mentions)
    return not mentions or any(names(f"{sentence.article.title} {sentence.text}", linked, mention) for mention in mentions)


def _said_for(option: str, claims: Sequence[Claim], reviewed: tuple[ReviewedTriple, ...]) -> float:
    """What the verdicts say for an option: the mean over its claims, the rarer names weighing more; −1 to 1."""
    verdicts = {said(review.triple): review.verdict for review in reviewed}
    own = [claim for claim in claims if claim.option == option]
    weight = sum(claim.weight for claim in own)
    total = sum(claim.weight * _value(claim, verdicts.get(said(claim.triple), Verdict.UNKNOWN)) for claim in own)
    return total / weight if weight else 0.0


def _value(claim: Claim, verdict: Verdict) -> float:
    sign = _SIGN[verdict] * (1.0 if claim.asked else _NOT_ASKED)
    return -sign if claim.constraint.denied else sign


def _standing(
    letter: str,
    option: str,
    sentences: Sequence[ReadSentence],
    understanding: Understanding,
    verdicts: float,
    paths: float,
    linker: Linker,
) -> _Standing:
    """An option's score: how far its best sentence speaks of both the question and what sets the option apart, and the verdicts on its triples."""
    own = _distinctive(option, understanding)
    others = [_distinctive(other, understanding) for other in understanding.options if other != option]
    curies = {mention.entity.curie for mention in linker.link(option)}
    scored = sorted(((_speaks(s, own, others, curies, understanding), s) for s in sentences), key=lambda pair: -pair[0])
    speaking = [(score, s) for score, s in scored if score > 0]
    best = speaking[0][0] if speaking else 0.0
    return _Standing(letter, option, best + _CLAIM_WEIGHT * verdicts, paths, tuple(s for score, s in speaking if score >= 0.8 * best))


def _distinctive(option: str, understanding: Understanding) -> set[str]:
    """The option's terms that neither the question nor every option has; all of them where the question names every option."""
    asked = set(text_terms(understanding.query))
    options = [set(text_terms(other)) for other in understanding.options]
    if all(other <= asked for other in options):
        asked = set[str]()
    return set(text_terms(option)) - set[str].intersection(*options) - asked


def _speaks(sentence: ReadSentence, own: set[str], others: list[set[str]], curies: set[str], understanding: Understanding) -> float:
    """Relevance times the share of the option's own terms; less where other options stand in the sentence too, more near the question's words."""
    terms = text_terms(sentence.text)
    share = len(own & set(terms)) / len(own) if own else 0.0
    if curies and curies <= {mention.entity.curie for mention in sentence.mentions}:
        share = max(share, 0.9)
    if share < _LEAST_SHARE:
        return 0.0
    doubt = _DENIED if polarity(sentence.text, understanding.query) < 0 else 1.0
    beside = sum(other <= set(terms) for other in others)
    return sentence.score * share**2 * doubt / (1 + beside) ** 0.5 * (1 + 0.3 * _nearness(terms, own, set(text_terms(understanding.query))))


def _nearness(terms: list[str], own: set[str], asked: set[str]) -> float:
    """Share of the question's terms within eight words of the option's, 0 to 1."""
    places = [i for i, term in enumerate(terms) if term in own]
    near = {term for i in places for term in terms[max(0, i - 8) : i + 9]}
    return len(near & asked) / max(1, len(asked))
