"""What became of contradicted triples: kept for the answer's record."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpuscle.kg import Evidence, ReviewedTriple, Triple, Verdict


@dataclass(frozen=True, slots=True)
class Revision:
    """One contradicted triple that went back to the model, and what took its place."""

    round: int
    """From 1."""
    before: ReviewedTriple
    """The triple with the verdict and the evidence that the model was shown."""
    after: Triple | None
    """What replaces it; None where it was withdrawn."""

    @property
    def reason(self) -> Evidence | None:
        """The weightiest piece against it."""
        return next((piece for piece in self.before.evidence if piece.stance == "contradicts"), None)


@dataclass(frozen=True, slots=True)
class Revised:
    """The triples after a round, and what was changed in it."""

    triples: tuple[Triple, ...]
    revisions: tuple[Revision, ...]


def revised(
    reviewed: Sequence[ReviewedTriple], replacements: Sequence[Triple | None], round: int, earlier: Sequence[Revision] = ()
) -> Revised:
    """The triples with each contradicted one (`contradicted`) exchanged for its replacement, in order; the others are left alone.

    A triple that is its own replacement stays and counts as unchanged. What is stated already, or was given up in an earlier round, is no
    replacement: the contradicted triple is withdrawn.
    """
    given = iter(replacements)
    spent = {said(revision.before.triple) for revision in earlier}
    taken = {said(r.triple) for r in reviewed}
    kept: list[Triple] = []
    revisions: list[Revision] = []
    for review in reviewed:
        wanted = next(given) if review.verdict is Verdict.CONTRADICTED else review.triple
        if wanted is not None and said(wanted) == said(review.triple):
            kept.append(review.triple)
            continue
        after = None if wanted is None or said(wanted) in taken | spent else wanted
        if after is not None:
            kept.append(after)
            taken.add(said(after))
        revisions.append(Revision(round, review, after))
    return Revised(tuple(kept), tuple(revisions))


def contradicted(reviewed: Sequence[ReviewedTriple]) -> tuple[ReviewedTriple, ...]:
    """The triples that go back to the model."""
    return tuple(review for review in reviewed if review.verdict is Verdict.CONTRADICTED)


def said(triple: Triple) -> tuple[str, str, str]:
    """The triple by its entities, or by its names where they are not in the graph."""
    ends = [
        entity.curie if entity else name.casefold()
        for name, entity in ((triple.subject, triple.subject_entity), (triple.object, triple.object_entity))
    ]
    return ends[0], triple.predicate, ends[1]
