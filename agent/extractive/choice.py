"""Choice among options: the option that the evidence says most for."""

from dataclasses import dataclass
from string import ascii_uppercase

from corpuscle.agent.evidence import Evidence, ReadSentence
from corpuscle.agent.extractive.polarity import polarity
from corpuscle.agent.extractive.quoting import distinct, quotable, quoted
from corpuscle.agent.model import Draft, abstention
from corpuscle.agent.understand import Understanding
from corpuscle.kg import ReviewedTriple, Verdict
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.analyser import text_terms

_LEAST_MARGIN = 0.05
"""Of the best option over the second, as a share of the best."""
_VERDICT_BONUS = {Verdict.SUPPORTED: 0.3, Verdict.CONTRADICTED: -0.3, Verdict.MIXED: 0.0, Verdict.UNKNOWN: 0.0}
_QUOTED = 2


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
    """An option's score: its best sentence's relevance by sign, a tenth of the next ones', and the verdict on its triple."""
    terms = set(text_terms(option))
    curies = {mention.entity.curie for mention in linker.link(option)}
    holding = [s for s in quotable(evidence.sentences) if _holds(s, terms, curies)]
    signed = sorted(((s.score * polarity(s.text, understanding.query), s) for s in holding), key=lambda pair: -abs(pair[0]))
    score = sum(value * (1.0 if i == 0 else 0.1) for i, (value, _) in enumerate(signed[:5]))
    verdicts = [r.verdict for r in reviewed if _about(r, option, curies)]
    bonus = max((_VERDICT_BONUS[v] for v in verdicts), key=abs, default=0.0)
    return _Standing(letter, option, score + bonus, tuple(s for value, s in signed if value > 0))


def _holds(sentence: ReadSentence, terms: set[str], curies: set[str]) -> bool:
    by_words = bool(terms) and terms <= set(text_terms(sentence.text))
    return by_words or bool(curies & {mention.entity.curie for mention in sentence.mentions})


def _about(review: ReviewedTriple, option: str, curies: set[str]) -> bool:
    ends = (review.triple.subject_entity, review.triple.object_entity)
    return option in (review.triple.subject, review.triple.object) or any(e is not None and e.curie in curies for e in ends)
