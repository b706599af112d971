"""The predicates: their directions, opposites and narrower ones, and their names in the Biolink model (https://biolink.github.io/biolink-model)."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpuscle.kg.predicate_phrases import PHRASES


@dataclass(frozen=True, slots=True)
class Predicate:
    """A relation with a direction: subject, name, object."""

    name: str
    biolink: str
    """Biolink predicate that the edge is exchanged under; several of ours may share one."""
    inverse: str
    """The predicate that says the same from object to subject; the name itself where the relation is symmetric."""
    opposites: tuple[str, ...] = ()
    """Predicates which, if they hold between the same ends, speak against this one."""
    implied_by: tuple[str, ...] = ()
    """Narrower predicates, all the way down: an edge of one of them says this one too."""
    phrases: tuple[str, ...] = ()
    """Ways of saying it, subject first."""
    stored: bool = True
    """Whether edges are stored under it; False for the mere inverse of a stored one."""

    @property
    def symmetric(self) -> bool:
        """Whether subject and object may change places."""
        return self.inverse == self.name


@dataclass(frozen=True, slots=True)
class _Row:
    """A stored predicate and its inverse ("" where it is symmetric), with the Biolink names of both and what the names leave open."""

    name: str
    biolink: str
    inverse: str = ""
    inverse_biolink: str = ""
    opposites: str = ""
    implied_by: str = ""
    """Directly; what implies those is added."""


_ROWS = (
    # what is done against a disease, and what brings it
    _Row("treats", "treats", "treated by", "treated_by", opposites="causes; contraindicated in", implied_by="palliates"),
    _Row("palliates", "ameliorates_condition", "palliated by", "condition_ameliorated_by", opposites="causes; contraindicated in"),
    _Row("prevents", "preventative_for_condition", "prevented by", "has_preventative_intervention", opposites="causes"),
    _Row("contraindicated in", "contraindicated_in", "is contraindication of", "has_contraindication", opposites="treats; palliates"),
    _Row("diagnoses", "diagnoses", "diagnosed by", "is_diagnosed_by"),
    _Row("causes", "causes", "caused by", "caused_by", opposites="treats; prevents; palliates", implied_by="has complication"),
    _Row("has complication", "causes", "complication of", "caused_by"),
    _Row("has phenotype", "has_phenotype", "phenotype of", "phenotype_of"),
    _Row("gene associated with", "gene_associated_with_condition", "has associated gene", "condition_associated_with_gene"),
    _Row("marker of", "biomarker_for", "has marker", "has_biomarker"),
    _Row(
        "associated with",
        "associated_with",
        implied_by="causes; has phenotype; gene associated with; marker of; positively correlates with; "
        "negatively correlates with; overexpressed in; underexpressed in",
    ),
    _Row("positively correlates with", "positively_correlated_with", opposites="negatively correlates with"),
    _Row("negatively correlates with", "negatively_correlated_with", opposites="positively correlates with"),
    # what one molecule or process does to another
    _Row("inhibits", "affects", "inhibited by", "affected_by", opposites="activates"),
    _Row("activates", "affects", "activated by", "affected_by", opposites="inhibits"),
    _Row("upregulates", "affects", "upregulated by", "affected_by", opposites="downregulates"),
    _Row("downregulates", "affects", "downregulated by", "affected_by", opposites="upregulates"),
    _Row("regulates", "regulates", "regulated by", "regulated_by", implied_by="inhibits; activates; upregulates; downregulates"),
    _Row("affects", "affects", "affected by", "affected_by", implied_by="regulates"),
    _Row("targets", "directly_physically_interacts_with", "target of", "directly_physically_interacts_with"),
    _Row("has enzyme", "physically_interacts_with", "enzyme of", "physically_interacts_with"),
    _Row("has transporter", "physically_interacts_with", "transporter of", "physically_interacts_with"),
    _Row("has carrier", "physically_interacts_with", "carrier of", "physically_interacts_with"),
    _Row("binds", "binds", implied_by="targets"),
    _Row(
        "interacts with",
        "interacts_with",
        implied_by="binds; has enzyme; has transporter; has carrier; inhibits; activates",
    ),
    _Row("has metabolite", "has_metabolite", "metabolite of", "is_metabolite_of"),
    _Row("yields", "produces", "yielded by", "produced_by", implied_by="has metabolite"),
    # where things are, and what they are part of
    _Row("expressed in", "expressed_in", "expresses", "expresses", implied_by="overexpressed in"),
    _Row("overexpressed in", "positively_correlated_with", "overexpresses", "", opposites="underexpressed in"),
    _Row("underexpressed in", "negatively_correlated_with", "underexpresses", "", opposites="overexpressed in"),
    _Row("located in", "located_in", "location of", "location_of", implied_by="expressed in"),
    _Row("takes place in", "occurs_in", "site of", "contains_process"),
    _Row("in taxon", "in_taxon", "taxon of", "taxon_of"),
    _Row("part of", "part_of", "has part", "has_part"),
    _Row("participates in", "participates_in", "has participant", "has_participant"),
    _Row("precedes", "precedes", "preceded by", "preceded_by"),
    # what things are
    _Row("is a", "subclass_of", "has subclass", "superclass_of"),
    _Row("broader or narrower than", "related_to_at_concept_level", implied_by="is a"),
    _Row("has role", "has_chemical_role", "role of", "is_chemical_role_of"),
    _Row("resembles", "similar_to"),
    _Row("covaries with", "correlated_with"),
)


def _split(joined: str) -> tuple[str, ...]:
    return tuple(joined.split("; ")) if joined else ()


def _narrower(name: str) -> tuple[str, ...]:
    """What implies it, directly or through another."""
    direct = _split(_BY_NAME[name].implied_by)
    return tuple(dict.fromkeys((*direct, *(deeper for one in direct for deeper in _narrower(one)))))


def _both(row: _Row) -> Iterator[Predicate]:
    inverse = row.inverse or row.name
    phrases = _split(" ".join(PHRASES[row.name].split()))
    yield Predicate(row.name, f"biolink:{row.biolink}", inverse, _split(row.opposites), _narrower(row.name), phrases)
    if row.inverse:
        phrases = _split(" ".join(PHRASES[row.inverse].split()))
        yield Predicate(row.inverse, row.inverse_biolink and f"biolink:{row.inverse_biolink}", row.name, phrases=phrases, stored=False)


_BY_NAME = {row.name: row for row in _ROWS}
PREDICATES: dict[str, Predicate] = {predicate.name: predicate for row in _ROWS for predicate in _both(row)}
"""Every predicate by its name, each inverse behind the one that is stored."""
