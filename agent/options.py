"""Which reviewed triples speak of which option of a choice question."""

from collections.abc import Sequence

from corpuscle.kg import ReviewedTriple, Verdict
from corpuscle.kg.linker import Linker


def about_option(reviewed: Sequence[ReviewedTriple], option: str, linker: Linker) -> tuple[ReviewedTriple, ...]:
    """The triples with the option at one end, by name or by the entity it links to."""
    curies = {candidate.entity.curie for candidate in linker.candidates(option)[:1]} or {m.entity.curie for m in linker.link(option)}
    return tuple(review for review in reviewed if _has_end(review, option, curies))


def backed_by_graph(reviewed: Sequence[ReviewedTriple], option: str, linker: Linker) -> tuple[ReviewedTriple, ...]:
    """The option's supported triples that rest on an edge of the graph, none where another of its triples is contradicted."""
    own = about_option(reviewed, option, linker)
    if any(review.verdict is Verdict.CONTRADICTED for review in own):
        return ()
    return tuple(
        review
        for review in own
        if review.verdict is Verdict.SUPPORTED and any(piece.kind == "edge" and piece.stance == "supports" for piece in review.evidence)
    )


def _has_end(review: ReviewedTriple, option: str, curies: set[str]) -> bool:
    ends = (review.triple.subject_entity, review.triple.object_entity)
    return option in (review.triple.subject, review.triple.object) or any(e is not None and e.curie in curies for e in ends)
