"""Edges that a served model read in sentences: a source of its own for each model, beside what the program's own rules read.

No judge has measured these edges, as the rules' were: so a single article's never decides a verdict, however sure the model is.
"""

from collections.abc import Iterable

from corpuscle.index_builder.literature import Finding, Strength
from corpuscle.index_builder.text_relations_model import together

PREFIX = "model:"
"""Of the names of these sources; the model's own name follows."""
LICENCE = "read from titles and abstracts of PubMed records (NLM terms) by a language model"
RULES_VERSION = "1"

CONFIRMED = 0.85
"""Weight of a sentence in which the rules find the relation too; set by hand below what the rules' own edges of one article were found right."""
SAID = 0.6
"""Weight of a sentence in which the model alone does; set by hand."""
_ENOUGH = 0.8
_ALONE = 0.79
_MOST = 0.97


def strength(found: Iterable[Finding]) -> Strength | None:
    """The strength of a statement by all its findings: an edge from one confirmed sentence or three articles on, by `together`."""
    held = list(found)
    score, articles = together(held)
    if score < _ENOUGH:
        return None
    years = [f.year for f in held if f.year is not None]
    return Strength(articles, min(_ALONE if articles == 1 else _MOST, score), min(years, default=None), max(years, default=None))
