"""What MeSH's trees say of a triple's ends beside what the article says: how deep they stand, in which branches, and above or below what else.

Nothing here looks at whether the pair is related.
"""

from collections.abc import Iterable, Mapping

from corpuscle.kg.article_view import ArticleView
from corpuscle.kg.store import GraphStore
from corpuscle.kg.triples import Triple

Trees = Mapping[str, tuple[str, ...]]
"""MeSH tree numbers by CURIE; nodes that stand in no tree may be left out."""

_BRANCHES = {
    "subject": ("D01", "D02", "D03", "D04", "D06", "D08", "D12", "D20", "D23", "D26", "D27"),
    "object": ("C04", "C06", "C10", "C12", "C14", "C23", "C25", "F01", "F03"),
}
"""Branches whose members are told apart: kinds of substances, and of diseases and findings."""


def trees_around(store: GraphStore, triple: Triple, views: Iterable[ArticleView]) -> Trees:
    """The tree numbers of the triple's ends, and of whatever of their kind the articles name."""
    ends = [entity.curie for entity in (triple.subject_entity, triple.object_entity) if entity is not None]
    return store.tree_numbers({*ends, *(peer for view in views for end in ends for peer in view.by_kind.get(end, ()))})


def background_features(triple: Triple, view: ArticleView, trees: Trees) -> dict[str, float]:
    """Of each end that stands in a tree: its depth, its branches, and whether the article names something broader or narrower."""
    row: dict[str, float] = {}
    for end, entity in (("subject", triple.subject_entity), ("object", triple.object_entity)):
        own = trees.get(entity.curie, ()) if entity else ()
        if entity is None or not own:
            continue
        others = [trees.get(peer, ()) for peer in view.by_kind.get(entity.curie, ()) if peer != entity.curie]
        row[f"{end}_depth"] = float(max(tree.count(".") for tree in own))
        row[f"{end}_narrower_named"] = float(any(stands_above(own, other) for other in others))
        row[f"{end}_broader_named"] = float(any(stands_above(other, own) for other in others))
        row |= {f"{end}_in_{branch}": float(any(tree.startswith(branch) for tree in own)) for branch in _BRANCHES[end]}
    return row


def stands_above(broader: tuple[str, ...], narrower: tuple[str, ...]) -> bool:
    """Whether a concept at the first tree numbers stands above one at the second."""
    return any(low.startswith(f"{high}.") for high in broader for low in narrower)
