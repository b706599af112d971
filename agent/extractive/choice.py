"""Choice among options: the option that the evidence says most for."""

from dataclasses import dataclass
from string import ascii_uppercase

from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.agent.extractive.quoting import distinct, quotable, quoted
from corpuscle.agent.model import Draft, abstention
from corpuscle.agent.polarity import polarity
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple, Verdict
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.analyser import text_terms

_LEAST_MARGIN = 0.05
"""Of the best option over the second, as a share of the best."""
_VERDICT_BONUS = {Verdict.SUPPORTED: 0.3, Verdict.CONTRADICTED: -0.3, Verdict.MIXED: 0.0, Verdict.UNKNOWN: 0.0}
_QUOTED = 2
_DENIED = 0.7
"""Factor of a sentence with a cue of negation: the cue may deny the option, or something else."""


@dataclass(frozen=True, slots=True)
class _Standing:
    letter: str
    option: str
    score: float
    sentences: tuple[ReadSentence, ...]


def answer_choice(understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...], linker: Linker) -> Draft:
    """The letter of the best option with the sentences for it; an abstention where no option stands out."""
    standings = sorted(
        (
            _standing(letter, option, understanding, evidence, reviewed, linker)
            for letter, option in zip(ascii_uppercase, understanding.options, strict=False)
        ),
        key=lambda s: -s.score,
    )
    best, second = standings[0], standings[1]
    if best.score <= 0 or not best.sentences:
        return abstention("No sentence found speaks for any of the options.")
    if best.score - second.score < _LEAST_MARGIN * best.score:
        return abstention(f"The evidence does not decide between {best.letter} ({best.option}) and {second.letter} ({second.option}).")
    return Draft(best.letter, quoted(distinct(list(best.sentences), _QUOTED)))


def _standing(
    letter: str, option: str, understanding: Understanding, evidence: Evidence, reviewed: tuple[ReviewedTriple, ...], linker: Linker
) -> _Standing:
    """An option's score: how far its best sentence speaks of both the question and what sets the option apart, and the verdict on its triple."""
    own = _distinctive(option, understanding)
    others = [_distinctive(other, understanding) for other in understanding.options if other != option]
    curies = {mention.entity.curie for mention in linker.link(option)}
    scored = sorted(((_speaks(s, own, others, curies, understanding), s) for s in quotable(evidence.sentences)), key=lambda pair: -pair[0])
    speaking = [(score, s) for score, s in scored if score > 0]
    verdicts = [r.verdict for r in reviewed if _about(r, option, curies)]
    bonus = max((_VERDICT_BONUS[v] for v in verdicts), key=abs, default=0.0)
    best = speaking[0][0] if speaking else 0.0
    return _Standing(letter, option, best + bonus, tuple(s for score, s in speaking if score >= 0.8 * best))


def _distinctive(option: str, understanding: Understanding) -> set[str]:
    """The option's terms that neither the question nor every option has."""
    terms = set(text_terms(option))
    shared = set[str].intersection(*(set(text_terms(other)) for other in understanding.options)) | set(text_terms(understanding.query))
    return terms - shared or terms


def _speaks(sentence: ReadSentence, own: set[str], others: list[set[str]], curies: set[str], understanding: Understanding) -> float:
    """Relevance times the share of the option's own terms; less where other options stand in the sentence too, more near the question's words."""
    terms = text_terms(sentence.text)
    share = len(own & set(terms)) / len(own) if own else 0.0
    if curies and curies <= {mention.entity.curie for mention in sentence.mentions}:
        share = max(share, 0.9)
    doubt = _DENIED if polarity(sentence.text, understanding.query) < 0 else 1.0
    beside = sum(other <= set(terms) for other in others)
    return sentence.score * share**2 * doubt / (1 + beside) ** 0.5 * (1 + 0.3 * _nearness(terms, own, set(text_terms(understanding.query))))


def _nearness(terms: list[str], own: set[str], asked: set[str]) -> float:
    """Share of the question's terms within eight words of the option's, 0 to 1."""
    places = [i for i, term in enumerate(terms) if term in own]
    near = {term for i in places for term in terms[max(0, i - 8) : i + 9]}
    return len(near & asked) / max(1, len(asked))


def _about(review: ReviewedTriple, option: str, curies: set[str]) -> bool:
    ends = (review.triple.subject_entity, review.triple.object_entity)
    return option in (review.triple.subject, review.triple.object) or any(e is not None and e.curie in curies for e in ends)
