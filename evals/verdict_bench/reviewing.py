"""Our reviewer on test pairs, with its edges alone, its sentences alone, and both."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from corpuscle.evals.verdict_bench import systems
from corpuscle.evals.verdict_bench.pairs import TestPair
from corpuscle.evals.verdict_bench.records import Mistake, SystemScores
from corpuscle.kg.entities import Entity
from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.review import review
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Evidence, ReviewedTriple, Triple, Verdict

SentencesFor = Callable[[Triple], Sequence[EvidenceSentence]]
"""Sentences that may bear on a triple."""

LETTERS = {Verdict.SUPPORTED: "S", Verdict.CONTRADICTED: "C", Verdict.MIXED: "M", Verdict.UNKNOWN: "U"}
_KINDS_KEPT = 12


@dataclass
class Reviews:
    """The reviewer's word on each pair, in their order."""

    columns: dict[str, list[ReviewedTriple]] = field(
        default_factory=lambda: {name: [] for name in (systems.BOTH, systems.EDGES, systems.SENTENCES)}
    )
    sentences: int = 0
    """Pairs for which some sentence spoke."""

    def scores(self) -> tuple[SystemScores, ...]:
        """As they are kept."""
        return tuple(
            SystemScores(
                name=name,
                scores=tuple(round(r.score, 5) for r in found),
                probabilities=tuple(round(r.score, 5) for r in found),
                verdicts="".join(LETTERS[r.verdict] for r in found),
            )
            for name, found in self.columns.items()
        )


def triple_of(pair: TestPair, subject: Entity | None, object_: Entity | None) -> Triple:
    """The pair as the reviewer takes it."""
    return Triple(pair.subject.name, pair.predicate, pair.object.name, subject, object_)


def review_all(triples: Iterable[Triple], store: GraphStore, edgeless: GraphStore, sentences_for: SentencesFor) -> Reviews:
    """Reviews each triple three times; `edgeless` is a graph of the same nodes without edges."""
    found = Reviews()
    for triple in triples:
        sentences = sentences_for(triple)
        alone = review(triple, edgeless, sentences)
        edges = review(triple, store, ())
        heard = any(piece.kind == "sentence" for piece in alone.evidence)
        found.columns[systems.SENTENCES].append(alone)
        found.columns[systems.EDGES].append(edges)
        found.columns[systems.BOTH].append(review(triple, store, sentences) if heard else edges)
        found.sentences += heard
    return found


def mistakes(pairs: Sequence[TestPair], reviewed: Sequence[ReviewedTriple]) -> tuple[Mistake, ...]:
    """Kinds of wrong verdicts among the pairs that were tuned on, most frequent first."""
    kinds: Counter[str] = Counter()
    for pair, found in zip(pairs, reviewed, strict=True):
        wrong = found.verdict is (Verdict.CONTRADICTED if pair.true else Verdict.SUPPORTED)
        if wrong and pair.half == "tune":
            stance = "supports" if found.verdict is Verdict.SUPPORTED else "contradicts"
            piece = next((p for p in found.evidence if p.stance == stance), None)
            kinds[f"{found.verdict.value} by {_told(piece)}, curated {pair.group}"] += 1
    return tuple(Mistake(kind=kind, pairs=count) for kind, count in kinds.most_common(_KINDS_KEPT))


def _told(piece: Evidence | None) -> str:
    if piece is None:
        return "nothing shown"
    if piece.kind == "sentence":
        return "a sentence"
    return f"edge {piece.id.split('|')[1]} ({piece.source})"
