"""What a Biolink predicate with its qualifiers means here: every one of Biolink 4.4.6, mapped or left out with the reason."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from corpuscle.index_builder.graph_sources.relations import LeftOut, Relation
from corpuscle.kg.predicates import PREDICATES, forward


class _Row(NamedTuple):
    """Biolink names that mean one predicate of ours; `turned` ones name the object first."""

    ours: str
    names: str
    turned: str = ""
    qualifier: str = ""
    score: float = 0.9


_ROWS = (
    _Row("treats", "treats", "treated_by"),
    _Row("treats", "applied_to_treat", "treatment_applications_from", "applied to treat", 0.8),
    _Row(
        "treats",
        "treats_or_applied_or_studied_to_treat",
        "subject_of_treatment_application_or_study_for_treatment_by",
        "treats, or was applied or studied to treat",
        0.7,
    ),
    _Row("palliates", "ameliorates_condition", "condition_ameliorated_by"),
    _Row("prevents", "preventative_for_condition", "has_preventative_intervention"),
    _Row("contraindicated in", "contraindicated_in", "has_contraindication"),
    _Row("diagnoses", "diagnoses", "is_diagnosed_by"),
    _Row("causes", "causes", "caused_by"),
    _Row("causes", "contributes_to", "contribution_from", "contributes to", 0.85),
    _Row("causes", "promotes_condition", "condition_promoted_by", "promotes"),
    _Row("causes", "predisposes_to_condition", "condition_predisposed_by", "predisposes", 0.85),
    _Row("causes", "exacerbates_condition", "condition_exacerbated_by", "exacerbates"),
    _Row("causes", "has_adverse_event", "adverse_event_of", "adverse event", 0.8),
    _Row("causes", "has_side_effect", "is_side_effect_of", "side effect", 0.8),
    _Row("has phenotype", "has_phenotype has_manifestation", "phenotype_of manifestation_of"),
    _Row("gene associated with", "gene_associated_with_condition", "condition_associated_with_gene"),
    _Row("marker of", "biomarker_for", "has_biomarker"),
    _Row("positively correlates with", "positively_correlated_with"),
    _Row("negatively correlates with", "negatively_correlated_with"),
    _Row("associated with", "associated_with correlated_with coexists_with colocalizes_with related_condition"),
    _Row("associated with", "genetic_association genetically_associated_with in_linkage_disequilibrium_with", "", "genetic"),
    _Row("associated with", "gene_fusion_with genetic_neighborhood_of", "", "genetic"),
    _Row(
        "associated with",
        "associated_with_likelihood_of affects_likelihood_of",
        "likelihood_associated_with likelihood_affected_by",
        "likelihood",
    ),
    _Row("associated with", "associated_with_increased_likelihood_of", "increased_likelihood_associated_with", "increased likelihood"),
    _Row("associated with", "associated_with_decreased_likelihood_of", "decreased_likelihood_associated_with", "decreased likelihood"),
    _Row("associated with", "associated_with_response_to", "response_associated_with", "response"),
    _Row("associated with", "associated_with_sensitivity_to", "sensitivity_associated_with", "sensitivity"),
    _Row("associated with", "associated_with_resistance_to", "resistance_associated_with", "resistance"),
    _Row("associated with", "disease_has_basis_in", "occurs_in_disease", "basis of the disease"),
    _Row("associated with", "in_pathway_with in_cell_population_with"),
    _Row("inhibits", "disrupts", "disrupted_by"),
    _Row("regulates", "regulates", "regulated_by"),
    _Row("affects", "affects acts_upstream_of", "affected_by has_upstream_actor"),
    _Row("affects", "affects_sensitivity_to", "sensitivity_affected_by", "sensitivity"),
    _Row("affects", "increases_sensitivity_to", "sensitivity_increased_by", "increases sensitivity"),
    _Row("affects", "decreases_sensitivity_to", "sensitivity_decreased_by", "decreases sensitivity"),
    _Row("affects", "increases_amount_or_activity_of", "amount_or_activity_increased_by", "increases amount or activity"),
    _Row("affects", "decreases_amount_or_activity_of", "amount_or_activity_decreased_by", "decreases amount or activity"),
    _Row("activates", "acts_upstream_of_positive_effect", "has_positive_upstream_actor"),
    _Row("inhibits", "acts_upstream_of_negative_effect", "has_negative_upstream_actor"),
    _Row("binds", "binds in_complex_with"),
    _Row("interacts with", "interacts_with physically_interacts_with directly_physically_interacts_with"),
    _Row("interacts with", "indirectly_physically_interacts_with pharmacologically_interacts_with"),
    _Row("interacts with", "genetically_interacts_with", "", "genetic"),
    _Row("has enzyme", "is_substrate_of", "has_substrate"),
    _Row("has metabolite", "has_metabolite", "is_metabolite_of"),
    _Row("yields", "produces has_output derives_into has_gene_product", "produced_by is_output_of derives_from gene_product_of"),
    _Row("yields", "transcribed_to translates_to", "transcribed_from translation_of"),
    _Row("expressed in", "expressed_in", "expresses"),
    _Row("located in", "located_in active_in disease_has_location", "location_of has_active_component location_of_disease"),
    _Row("takes place in", "occurs_in", "contains_process"),
    _Row("in taxon", "in_taxon", "taxon_of"),
    _Row(
        "part of",
        "part_of member_of plasma_membrane_part_of variant_part_of",
        "has_part has_member has_plasma_membrane_part has_variant_part",
    ),
    _Row("part of", "food_component_of nutrient_of primarily_composed_of", "has_food_component has_nutrient composed_primarily_of"),
    _Row("part of", "is_active_ingredient_of", "has_active_ingredient", "active ingredient"),
    _Row("part of", "is_excipient_of", "has_excipient", "excipient"),
    _Row(
        "part of",
        "is_sequence_variant_of is_missense_variant_of is_synonymous_variant_of is_nonsense_variant_of is_frameshift_variant_of "
        "is_splice_site_variant_of is_nearby_variant_of is_non_coding_variant_of",
        "has_sequence_variant has_missense_variant has_synonymous_variant has_nonsense_variant has_frameshift_variant "
        "has_splice_site_variant has_nearby_variant has_non_coding_variant",
        "sequence variant",
    ),
    _Row(
        "participates in",
        "participates_in actively_involved_in capable_of enables catalyzes is_input_of consumed_by acts_upstream_of_or_within "
        "acts_upstream_of_or_within_positive_effect acts_upstream_of_or_within_negative_effect",
        "has_participant actively_involves can_be_carried_out_by enabled_by has_catalyst has_input consumes has_upstream_or_within_actor "
        "has_positive_upstream_or_within_actor has_negative_upstream_or_within_actor",
    ),
    _Row("precedes", "precedes develops_into", "preceded_by develops_from"),
    _Row("is a", "subclass_of", "superclass_of"),
    _Row("broader or narrower than", "related_to_at_concept_level"),
    _Row("has role", "has_chemical_role", "is_chemical_role_of"),
    _Row("resembles", "similar_to chemically_similar_to homologous_to paralogous_to orthologous_to xenologous_to"),
    _Row("covaries with", "coexpressed_with"),
)

_LEFT_OUT = {
    "says that two identifiers mean one thing, which is no relation": "same_as exact_match close_match broad_match narrow_match",
    "says only that texts name it": "mentions mentioned_by occurs_together_in_literature_with",
    "was studied, which does not say with what result": "studied_to_treat in_clinical_trials_for tested_by_clinical_trials_of "
    "treated_in_studies_by tested_by_preclinical_trials_of in_preclinical_trials_for beneficial_in_models_for "
    "models_demonstrating_benefits_for was_tested_for_effect_on was_tested_for_effect_of model_of models",
    "says that there is some relation, not which": "related_to related_to_at_instance_level opposite_of overlaps temporally_related_to",
    "says that a drug for a disease might act on a gene": "target_for has_target",
    "about articles and their makers": "contributor has_contributor provider has_provider publisher has_publisher editor has_editor author has_author",
    "a quality or an amount, not a relation of two entities": "mode_of_inheritance_of has_mode_of_inheritance has_increased_amount "
    "increased_amount_of has_decreased_amount decreased_amount_in has_molecular_consequence is_molecular_consequence_of",
    "without a predicate of ours": "has_sequence_location sequence_location_of has_not_completed not_completed_by has_completed completed_by",
}
_MISSING = {"lacks_part": Relation("part of", turned=True, negated=True), "missing_from": Relation("part of", negated=True)}

_AMOUNTS = frozenset({"abundance", "expression", "synthesis", "secretion", "degradation", "stability"})
_DIRECTIONS = {"increased": "activates", "upregulated": "activates", "decreased": "inhibits", "downregulated": "inhibits"}
_ON_AMOUNT = {"activates": "upregulates", "inhibits": "downregulates"}
_OTHER_WAY = {"activates": "inhibits", "inhibits": "activates"}


def _rows() -> Iterator[tuple[str, Relation | LeftOut]]:
    for row in _ROWS:
        for names, turned in ((row.names, False), (row.turned, True)):
            yield from ((name, Relation(row.ours, turned, score=row.score, qualifier=row.qualifier)) for name in names.split())
    for reason, names in _LEFT_OUT.items():
        yield from ((name, LeftOut(reason)) for name in names.split())


BIOLINK: dict[str, Relation | LeftOut] = dict(_rows()) | _MISSING
"""By Biolink's name without its prefix."""

_UNKNOWN = LeftOut("a predicate unknown here")


@cache
def kgx_relation(predicate: str, original: str, aspect: str, direction: str) -> Relation | LeftOut:
    """Our predicate and direction: that of `original` where it is one of our names (as our own export writes it), else Biolink's.

    `aspect` and `direction` are the object's qualifiers of "affects" ("abundance", "decreased").
    """
    if original in PREDICATES:
        stored, turned = forward(PREDICATES[original])
        return Relation(stored.name, turned)
    name = predicate.removeprefix("biolink:").strip().replace(" ", "_").lower()
    if name in ("affects", "affected_by") and direction in _DIRECTIONS:
        deed = _DIRECTIONS[direction]
        if aspect == "degradation":
            deed = _OTHER_WAY[deed]
        return Relation(_ON_AMOUNT[deed] if aspect in _AMOUNTS else deed, turned=name == "affected_by")
    return BIOLINK.get(name, _UNKNOWN)
