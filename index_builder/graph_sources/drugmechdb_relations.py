"""What DrugMechDB's relations mean. Where the object is a disease, `predicates.apt` makes "inhibits" treats and "activates" causes."""

from corpuscle.index_builder.graph_sources.relations import Relation


def _both(one: str, other: str, relation: Relation) -> dict[str, Relation]:
    """A relation said from either end."""
    return {one: relation, other: relation._replace(turned=not relation.turned)}


RELATIONS: dict[str, Relation] = {
    # what is done to activity
    "increases activity of": Relation("activates", score=0.93),
    "decreases activity of": Relation("inhibits", score=0.93),
    **_both("positively regulates", "positively regulated by", Relation("activates", score=0.9)),
    **_both("negatively regulates", "negatively regulated by", Relation("inhibits", score=0.9)),
    "increases stability of": Relation("activates", score=0.85),
    "increases response to": Relation("activates", score=0.85),
    "decreases response to": Relation("inhibits", score=0.85),
    **_both("disrupts", "disrupted by", Relation("inhibits", score=0.85)),
    # what is done to amount
    "increases abundance of": Relation("upregulates", score=0.9),
    "decreases abundance of": Relation("downregulates", score=0.9),
    "increases expression of": Relation("upregulates", score=0.9),
    "decreases expression of": Relation("downregulates", score=0.9),
    "increases synthesis of": Relation("upregulates", score=0.9),
    "decreases synthesis of": Relation("downregulates", score=0.9),
    "increases uptake of": Relation("affects", score=0.85, qualifier="increases uptake"),
    "decreases uptake of": Relation("affects", score=0.85, qualifier="decreases uptake"),
    "increases degradation of": Relation("downregulates", score=0.9),
    "decreases degradation of": Relation("upregulates", score=0.9),
    "increases transport of": Relation("affects", score=0.85, qualifier="increases transport"),
    "decreases transport of": Relation("affects", score=0.85, qualifier="decreases transport"),
    **_both("regulates", "regulated by", Relation("regulates", score=0.9)),
    **_both("affects", "affected by", Relation("affects", score=0.85)),
    # what brings, eases or bars a disease
    **_both("causes", "caused by", Relation("causes", score=0.93)),
    **_both("contributes to", "contribution from", Relation("causes", score=0.85, qualifier="contributes to")),
    "predisposes": Relation("causes", score=0.8, qualifier="predisposes"),
    "affects risk for": Relation("associated with", score=0.8, qualifier="affects risk"),
    "exacerbates": Relation("causes", score=0.85, qualifier="exacerbates"),
    **_both("treats", "treated by", Relation("treats", score=0.93)),
    "ameliorates": Relation("palliates", score=0.9),
    **_both("prevents", "prevented by", Relation("prevents", score=0.9)),
    **_both("contraindicated for", "has contraindication", Relation("contraindicated in", score=0.9)),
    **_both("has phenotype", "phenotype of", Relation("has phenotype", score=0.9)),
    **_both("has manifestation", "manifestation of", Relation("has phenotype", score=0.85)),
    # what goes together
    "positively correlated with": Relation("positively correlates with", score=0.9),
    "negatively correlated with": Relation("negatively correlates with", score=0.9),
    "correlated with": Relation("associated with", score=0.85),
    "associated with": Relation("associated with", score=0.85),
    "coexists with": Relation("associated with", score=0.8),
    # molecules
    "molecularly interacts with": Relation("interacts with", score=0.93),
    "physically interacts with": Relation("interacts with", score=0.93),
    "directly interacts with": Relation("interacts with", score=0.93),
    "interacts with": Relation("interacts with", score=0.9),
    "in complex with": Relation("binds", score=0.9),
    "binds": Relation("binds", score=0.93),
    **_both("has metabolite", "is metabolite of", Relation("has metabolite", score=0.93)),
    **_both("produces", "produced by", Relation("yields", score=0.9)),
    **_both("derives into", "derives from", Relation("yields", score=0.9)),
    **_both("has output", "output of", Relation("yields", score=0.9)),
    "has active ingredient": Relation("part of", turned=True, score=0.9, qualifier="active ingredient"),
    "chemically similar to": Relation("resembles", score=0.9),
    "similar to": Relation("resembles", score=0.85),
    # places, parts and kinds
    **_both("located in", "location of", Relation("located in", score=0.9)),
    **_both("occurs in", "contains process", Relation("takes place in", score=0.9)),
    **_both("in taxon", "taxon of", Relation("in taxon", score=0.95)),
    **_both("expressed in", "expresses", Relation("expressed in", score=0.9)),
    **_both("part of", "has part", Relation("part of", score=0.9)),
    **_both("participates in", "has participant", Relation("participates in", score=0.9)),
    "actively involved in": Relation("participates in", score=0.9),
    "capable of": Relation("participates in", score=0.9),
    "enables": Relation("participates in", score=0.9),
    **_both("precedes", "preceded by", Relation("precedes", score=0.9)),
    **_both("subclass of", "superclass of", Relation("is a", score=0.95)),
}
