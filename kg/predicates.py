"""The predicates that triples and edges are written with, and how people say them."""

from dataclasses import dataclass
from functools import cache

from corpuscle.kg.names import name_key


@dataclass(frozen=True, slots=True)
class Predicate:
    """A relation with a direction: subject, name, object."""

    name: str
    biolink: str
    """Biolink predicate that the edge is exchanged under."""
    inverse: str
    """The predicate that says the same from object to subject; the name itself where the relation is symmetric."""
    opposites: tuple[str, ...] = ()
    """Predicates which, if they hold between the same ends, speak against this one."""
    implied_by: tuple[str, ...] = ()
    """Narrower predicates: an edge of one of them says this one too."""
    phrases: tuple[str, ...] = ()
    """Ways of saying it, subject first."""
    stored: bool = True
    """Whether edges are stored under it; False for the mere inverse of a stored one."""

    @property
    def symmetric(self) -> bool:
        """Whether subject and object may change places."""
        return self.inverse == self.name


def _says(phrases: str) -> tuple[str, ...]:
    return tuple(phrases.split("; "))


PREDICATES: dict[str, Predicate] = {
    p.name: p
    for p in (
        Predicate(
            "treats",
            "biolink:treats",
            "treated by",
            opposites=("causes", "contraindicated in"),
            phrases=_says(
                "treat; treats; treating; cures; cure; heals; heal; relieves; alleviates; ameliorates; improves; manages; "
                "is used for; used for; used to treat; is used to treat; used in; is used in the treatment of; is indicated "
                "for; indicated for; indicated in; indication; is effective for; is effective in; effective against; "
                "effective in; is effective against; is a treatment for; treatment for; treatment of; therapy for; therapy "
                "of; drug for; helps; is a drug for; is therapeutic for; works for; works against; helps with; remedy for; "
                "palliates; controls; can treat; is given for; is beneficial in; is the drug of choice for; reduces "
                "symptoms of; off label use"
            ),
        ),
        Predicate(
            "treated by",
            "",
            "treats",
            phrases=_says(
                "is treated by; treated with; is treated with; can be treated with; responds to; is cured by; cured by; "
                "relieved by; is relieved by; is managed with; managed with; improved by; is an indication for"
            ),
            stored=False,
        ),
        Predicate(
            "prevents",
            "biolink:preventative_for_condition",
            "prevented by",
            opposites=("causes",),
            phrases=_says(
                "prevent; prevents; protects against; protects from; is prophylactic for; prophylaxis of; prophylaxis for; "
                "prevention of; reduces the risk of; lowers the risk of; decreases the risk of; reduces risk of; is "
                "protective against; used to prevent; is used to prevent; is used for prevention of; can prevent; averts; "
                "wards off"
            ),
        ),
        Predicate(
            "prevented by",
            "",
            "prevents",
            phrases=_says("is prevented by; can be prevented by; prevented with; is averted by"),
            stored=False,
        ),
        Predicate(
            "causes",
            "biolink:causes",
            "caused by",
            opposites=("treats", "prevents"),
            implied_by=("has complication",),
            phrases=_says(
                "cause; causes; can cause; may cause; induces; induce; leads to; lead to; results in; result in; produces; "
                "provokes; triggers; elicits; precipitates; gives rise to; brings about; is responsible for; is a cause of; "
                "is the cause of; cause of; causative agent of; is the causative agent of; increases the risk of; increases "
                "risk of; raises the risk of; is a risk factor for; risk factor for; has side effect; side effect; has "
                "adverse effect; adverse effect; adverse drug reaction; worsens; exacerbates; aggravates; is toxic to; "
                "contributes to; predisposes to; is the etiologic agent of; etiology of; is pathogenic for"
            ),
        ),
        Predicate(
            "caused by",
            "",
            "causes",
            phrases=_says(
                "is caused by; can be caused by; due to; is due to; induced by; is induced by; results from; is secondary "
                "to; secondary to; is a side effect of; is an adverse effect of; side effect of; complicates treatment "
                "with; is triggered by; triggered by; is produced by; arises from; stems from"
            ),
            stored=False,
        ),
        Predicate(
            "contraindicated in",
            "biolink:contraindicated_in",
            "is contraindication of",
            opposites=("treats",),
            phrases=_says(
                "contraindicated for; is contraindicated in; is contraindicated for; contraindication; must not be given "
                "in; should be avoided in; should not be used in"
            ),
        ),
        Predicate(
            "is contraindication of",
            "",
            "contraindicated in",
            phrases=_says("is a contraindication of; is a contraindication to; contraindicates"),
            stored=False,
        ),
        Predicate(
            "inhibits",
            "biolink:affects",
            "inhibited by",
            opposites=("activates",),
            phrases=_says(
                "inhibit; inhibits; blocks; block; antagonizes; antagonises; suppresses; is an inhibitor of; inhibitor of; "
                "is an antagonist of; antagonist of; downregulates; down-regulates; decreases; reduces; lowers; represses; "
                "attenuates; neutralizes; inactivates; is a blocker of; blocker of; negatively regulates; silences; "
                "abolishes"
            ),
        ),
        Predicate(
            "inhibited by",
            "",
            "inhibits",
            phrases=_says(
                "is inhibited by; blocked by; is blocked by; suppressed by; is suppressed by; decreased by; reduced by; "
                "antagonized by; is antagonized by"
            ),
            stored=False,
        ),
        Predicate(
            "activates",
            "biolink:affects",
            "activated by",
            opposites=("inhibits",),
            phrases=_says(
                "activate; activates; stimulates; stimulate; enhances; increases; upregulates; up-regulates; potentiates; "
                "raises; elevates; promotes; is an agonist of; agonist of; is an activator of; activator of; positively "
                "regulates"
            ),
        ),
        Predicate(
            "activated by",
            "",
            "activates",
            phrases=_says("is activated by; stimulated by; is stimulated by; increased by; is enhanced by"),
            stored=False,
        ),
        Predicate(
            "affects",
            "biolink:affects",
            "affected by",
            implied_by=("inhibits", "activates"),
            phrases=_says(
                "affect; affects; influences; modulates; regulates; alters; changes; targets; acts on; has an effect on; "
                "interacts with; binds; binds to"
            ),
        ),
        Predicate(
            "affected by",
            "",
            "affects",
            phrases=_says(
                "is affected by; influenced by; is influenced by; is regulated by; regulated by; is modulated by; is a target of; target of"
            ),
            stored=False,
        ),
        Predicate(
            "has complication",
            "biolink:causes",
            "complication of",
            phrases=_says("has as a complication; is complicated by; complicated by; has the complication"),
        ),
        Predicate(
            "complication of",
            "",
            "has complication",
            phrases=_says("is a complication of; complicates"),
            stored=False,
        ),
        Predicate(
            "has phenotype",
            "biolink:has_phenotype",
            "phenotype of",
            phrases=_says(
                "has symptom; has sign; has feature; presents with; present with; manifests as; manifests with; is "
                "characterized by; is characterised by; characterized by; shows; includes; has manifestation; has clinical "
                "feature; features; exhibits; phenotype present; disease phenotype positive"
            ),
        ),
        Predicate(
            "phenotype of",
            "",
            "has phenotype",
            phrases=_says(
                "is a phenotype of; is a symptom of; symptom of; is a sign of; sign of; is a feature of; feature of; is a "
                "manifestation of; manifestation of; is seen in; occurs in; is found in"
            ),
            stored=False,
        ),
        Predicate(
            "gene associated with",
            "biolink:gene_associated_with_condition",
            "has associated gene",
            phrases=_says("is mutated in; mutated in; mutations cause; gene for; is the gene for; is a susceptibility gene for"),
        ),
        Predicate(
            "has associated gene",
            "",
            "gene associated with",
            phrases=_says("is caused by mutations in; caused by mutations in; has gene; is due to mutations in"),
            stored=False,
        ),
        Predicate(
            "marker of",
            "biolink:biomarker_for",
            "has marker",
            phrases=_says(
                "is a marker of; is a marker for; marker for; is a biomarker of; is a biomarker for; biomarker for; "
                "biomarker of; is elevated in; is increased in; is decreased in; indicates"
            ),
        ),
        Predicate(
            "has marker",
            "",
            "marker of",
            phrases=_says("has biomarker; is marked by; is indicated by"),
            stored=False,
        ),
        Predicate(
            "expressed in",
            "biolink:expressed_in",
            "expresses",
            phrases=_says("is expressed in; present in; is present in; found in; located in; is located in; occurs within"),
        ),
        Predicate("expresses", "", "expressed in", phrases=_says("contains; express; produces protein"), stored=False),
        Predicate(
            "associated with",
            "biolink:associated_with",
            "associated with",
            implied_by=("causes", "has complication", "has phenotype", "gene associated with", "marker of"),
            phrases=_says(
                "is associated with; is related to; related to; is linked to; linked to; correlates with; is correlated "
                "with; is connected with; associates with; involved in; is involved in; plays a role in; is implicated in; "
                "implicated in; association; related; has a role in"
            ),
        ),
    )
}
"""Every predicate by its name."""


@cache
def _spoken() -> dict[str, Predicate]:
    return {
        name_key(phrase): p for p in PREDICATES.values() for phrase in (p.name, p.biolink.removeprefix("biolink:"), *p.phrases) if phrase
    } | {name_key(p.name): p for p in PREDICATES.values()}


_FILLERS = frozenset(
    _says(
        "be; been; being; can; could; do; doe; does; did; is; are; was; were; may; might; will; would; "
        "has; have; the; a; an; often; usually; commonly"
    )
)


def canonical(text: str) -> Predicate | None:
    """The predicate that a person or a model means by `text` ("is used for", "biolink:treats"), or None where none is known.

    "is treated by" gives the inverse predicate, not "treats": use `forward` to turn a triple round. A negation ("does not cause")
    is not a predicate: None.
    """
    key = name_key(text.lower().removeprefix("biolink:"))
    known = _spoken()
    if key in known:
        return known[key]
    words = key.split()
    while words and words[0] in _FILLERS:
        words = words[1:]
        if " ".join(words) in known:
            return known[" ".join(words)]
    return None


_OF_DISEASES = {"inhibits": "treats", "activates": "causes"}


def apt(predicate: Predicate, object_category: str) -> Predicate:
    """The predicate meant when the object is of this Biolink category: what "reduces" a disease treats it, what "increases" it causes it."""
    meant = _OF_DISEASES.get(predicate.name) if object_category in ("Disease", "PhenotypicFeature") else None
    return PREDICATES[meant] if meant else predicate


def forward(predicate: Predicate) -> tuple[Predicate, bool]:
    """The stored predicate behind this one, and whether subject and object must change places for it."""
    return (predicate, False) if predicate.stored else (PREDICATES[predicate.inverse], True)
