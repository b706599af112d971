import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.kg.cues import CUES
from corpuscle.kg.names import name_key
from corpuscle.kg.predicates import PREDICATES, apt, canonical, forward, nearest, phrase

SAID = {
    "treats": """is used to treat; is an effective treatment for; is commonly used in the treatment of; was approved by the FDA for; is
        indicated for the treatment of; is a first-line therapy for; has been shown to be effective in; is prescribed for;
        alleviates; IS_INDICATED_FOR; indication; off-label use; has_therapeutic_effect_on; can be used for the management of;
        used to manage; may be beneficial for; reduces symptoms associated with; ameliorates; treats?; treats; is the standard
        of care for; is a standard treatment for; is the treatment of choice for; has been used in; is a therapeutic agent for;
        is an oral medication for; is effective against; is active against; is a medication used to treat; is often prescribed
        to patients with; is given to treat; is utilized in the treatment of; has shown efficacy in treating; offers benefit in;
        is an antidote for; is used as monotherapy in; serves as a treatment option for; is employed in the therapy of; exerts
        therapeutic effects in; has been investigated as a treatment for; provides clinical benefit to patients with; is a drug
        indicated for""",
    "palliates": "improves symptoms of; provides relief from; relieves the symptoms of",
    "treated by": """is treated by; is treated with; can be managed with; is commonly treated with; isTreatedBy; treatment includes; responds
        to treatment with; is treated using; is usually managed with; can be cured by""",
    "prevents": """prevents; is used for prophylaxis of; helps prevent; protects against the development of; reduces the risk of
        developing; decreases the incidence of; has a protective effect against; slows the progression of; is a preventive
        measure against; lowers the risk of; is useful in preventing; helps to prevent; has preventive effects on; decreases the
        likelihood of; is a prophylactic agent against""",
    "contraindicated in": """is contraindicated in; is contraindicated in patients with; contraindication; should not be used in; should be avoided
        in patients with; should be used with caution in; is harmful in; must be avoided in patients with; is inadvisable for
        patients with""",
    "diagnoses": "is used to diagnose; can detect",
    "marker of": """is a diagnostic marker for; is a biomarker for; is a prognostic marker in; is elevated in; is a marker of; predicts;
        serum levels are elevated in; serves as a biomarker for; is used as a marker of; is used as an indicator of; is a
        predictor of; is considered a biomarker for""",
    "causes": """causes; is a major cause of; is known to cause; can lead to; may result in; leads_to; increases the risk of; is a risk
        factor for; has_side_effect; can cause side effects such as; induces; is associated with an increased risk of; is
        associated with increased risk of; contributes to the development of; promotes the progression of; produces;
        exacerbates; worsens; has adverse effects including; is the primary cause of; is a causative factor in; is the
        underlying cause of; may cause; triggers the onset of; leads to the development of; may trigger; is an etiological
        factor in; raises the incidence of; can provoke; is a trigger for; has been reported to induce; is a causal agent of;
        has the potential to cause; contributes to""",
    "associated with": """contributes to the pathogenesis of; plays a role in the pathogenesis of; is associated with; is strongly associated
        with; associated_with; has been linked to; is implicated in; plays an important role in; is involved in; correlates
        with; mediates; is related to; is linked with; is typically associated with; has been associated with; shows association
        with; has a strong correlation with; has a known association with; is epidemiologically linked to""",
    "caused by": """is caused by; is often caused by; results from; is triggered by; arises due to; is a consequence of; is produced by; is
        a common side effect of; is an adverse reaction to; is frequently caused by; develops as a result of; is a toxic effect
        of; is induced by; occurs secondary to; is provoked by exposure to""",
    "complication of": "is a complication of; is a rare complication of; is a late complication of",
    "has complication": "may progress to; is frequently complicated by",
    "has phenotype": """is characterized by; presents with; has symptom; has_symptoms; manifests as; displays the phenotype; patients present
        with; exhibits symptoms such as; shows the clinical feature; is accompanied by; includes symptoms like""",
    "phenotype of": """is a symptom of; is a common symptom of; is a hallmark of; is commonly seen in; is a clinical manifestation of; is found
        in; is a manifestation seen in; is one of the symptoms of; is a clinical feature seen in; is a cardinal sign of; is a
        presenting feature of; is a prominent feature in""",
    "gene associated with": """is mutated in; mutations in this gene cause; mutation causes; is a gene associated with; is genetically linked to; is
        deficient in; gene mutations cause; is the causative gene of; is a disease gene for; loss-of-function mutations cause;
        variants in this gene are linked to""",
    "has associated gene": """is caused by mutations in; is caused by a mutation in the gene; is caused by a deficiency of; carries mutations in;
        results from a defect in; is due to a deficiency in""",
    "regulates": """is involved in the regulation of; regulates; modulates; regulates the expression of; is a transcriptional regulator of;
        phosphorylates; plays a regulatory role in; modulates the activity of; controls the activity of""",
    "negatively correlates with": "is inversely correlated with",
    "positively correlates with": "positively correlated with",
    "inhibits": """inhibits; INHIBITS; is a selective inhibitor of; is a potent inhibitor of; acts as an inhibitor of; competitively
        inhibits; blocks the activity of; inhibits the activity of; is known to inhibit; acts as an antagonist at; has been
        shown to suppress; prevents the activation of; negatively_regulates; kills; leads to inhibition of; causes inhibition
        of; inhibits the growth of; is a negative regulator of; exerts inhibitory effects on; is a blocker of; suppresses the
        activity of; interferes with the function of; inhibits reuptake of; is an allosteric inhibitor of; blocks the binding
        of; is a dual inhibitor of; antagonizes the effects of; negatively modulates""",
    "inhibited by": "is inhibited by; is antagonized by",
    "downregulates": """reduces the production of; decreases the expression of; downregulates the expression of; inhibits the expression of;
        lowers levels of; decreases blood levels of; causes a decrease in; downregulates; reduces expression of; suppresses
        production of; inhibits the synthesis of; decreases serum concentrations of; reduces secretion of; attenuates the
        expression of""",
    "activates": """activates; is an agonist of; acts as an agonist of; stimulates; enhances the activity of; promotes activation of;
        results in activation of; activates signaling of; is a positive modulator of; is a partial agonist at; is an endogenous
        agonist of; potentiates the effect of; leads to activation of""",
    "activated by": "is activated by",
    "upregulates": """increases the expression of; upregulates; induces the expression of; stimulates the production of; increases levels of;
        leads to increased levels of; enhances expression of; elevates serum levels of; stimulates secretion of; promotes the
        release of; increases transcription of; upregulates the expression of""",
    "regulated by": "is regulated by; is under transcriptional control of",
    "affects": "affects; has an effect on; influences; alters the function of; mediates the effects of; has mechanism of action",
    "targets": "targets; directly targets; drug target; has target; has pharmacological target; selectively targets",
    "target of": "is a target of; is targeted by; is the molecular target of",
    "has enzyme": """is metabolized by; is primarily metabolized by; is a substrate of; enzyme; is metabolised mainly by; is a CYP substrate
        of; is metabolized in the liver by; acts as a substrate for; undergoes metabolism via""",
    "enzyme of": "metabolizes",
    "has transporter": "is transported by; transporter; is transported across membranes by",
    "has carrier": "is carried by",
    "binds": """binds to; binds with high affinity to; is a ligand for; is a receptor for; forms a complex with; is bound by; is a
        binding partner of; has high binding affinity for; acts as a ligand for""",
    "interacts with": """interacts with; physically interacts with; interacts_with; interacts directly with; has a drug interaction with; is
        known to interact with; shows synergy with""",
    "expressed in": "is expressed in; is predominantly expressed in; is ubiquitously expressed in",
    "overexpressed in": "is highly expressed in; is overexpressed in; is upregulated in; shows high expression in",
    "underexpressed in": "is downregulated in",
    "located in": "is located in; localizes to; is localized in; is a disorder affecting; is primarily localized to; is a malignancy of",
    "yielded by": "is secreted by; is synthesized from",
    "yields": "encodes; is a precursor of; is converted to",
    "part of": "is part of; is a component of; is a subunit of; is a component of the; is a constituent of",
    "expresses": "contains",
    "has part": "consists of",
    "participates in": """participates in; has function; catalyzes; is involved in the pathway; takes part in; is involved in the biological
        process""",
    "is a": """is a member of; is a type of; is a subtype of; is a; is an; belongs to; belongs to the class of; is a form of; is
        classified as a; isA; subClassOf; rdfs:subClassOf; biolink:subclass_of; is a member of the family of; is a rare form of;
        is a class member of; is a hereditary form of""",
    "resembles": """is similar to; is structurally similar to; is a derivative of; is homologous to; is an isomer of; is a structural
        analogue of""",
    "covaries with": "is co-expressed with",
    "precedes": "precedes; is followed by",
    "metabolite of": "is a metabolite of; is the active metabolite of",
    "transporter of": "is an efflux transporter of",
}
"""Ways in which models and people were seen or imagined to say the predicates. The rules were written with all of them in sight but the last
hundred, of which they had 90 right before."""

DENIED = """does not cause; is not associated with; has no effect on; fails to inhibit; never causes; is unrelated to; sensitizes
    cells to; is resistant to; is used in combination with; cannot be used for; has not been shown to treat; is ineffective
    against; is therapeutically addressed by; confers resistance to; is cleaved to produce; does not significantly affect;
    is not indicated for; shows no effect against"""


def _split(phrases: str) -> list[str]:
    return " ".join(phrases.split()).split("; ")


@pytest.mark.parametrize(("said", "meant"), [(said, meant) for meant, phrases in SAID.items() for said in _split(phrases)])
def test_ways_of_saying_a_predicate(said: str, meant: str) -> None:
    found = canonical(said)
    assert found is not None
    assert found.name == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("drug treats disease", "treats"),
        ("treats_disease", "treats"),
        ("gene causes disease", "causes"),
        ("drug_effect", "causes"),
        ("affects the metabolism of", "affects"),
        ("is the gene responsible for", "gene associated with"),
        ("is a paralog of", "resembles"),
    ],
)
def test_words_for_the_ends_say_nothing(said: str, meant: str) -> None:
    assert canonical(said) == PREDICATES[meant]


@pytest.mark.parametrize("said", ["", "sings about", "drug", "drug disease", "not", *_split(DENIED)])
def test_negations_and_unknown_words_are_no_predicate(said: str) -> None:
    assert canonical(said) is None


@pytest.mark.parametrize("said", ["is treated", "was inhibited", "being caused"])
def test_a_bare_passive_has_no_direction(said: str) -> None:
    assert canonical(said) is None


def test_inverse_is_turned_round_to_a_stored_predicate() -> None:
    treated = PREDICATES["treated by"]
    assert forward(treated) == (PREDICATES["treats"], True)
    assert forward(PREDICATES["treats"]) == (PREDICATES["treats"], False)


def test_table_is_closed() -> None:
    for predicate in PREDICATES.values():
        assert PREDICATES[predicate.inverse].inverse == predicate.name
        assert all(PREDICATES[name].stored for name in (*predicate.opposites, *predicate.implied_by))
        assert forward(predicate)[0].stored
        assert not set(predicate.opposites) & set(predicate.implied_by)
    assert set(CUES) == {name for name, predicate in PREDICATES.items() if predicate.stored}


def test_opposites_are_opposites_of_each_other() -> None:
    pairs = {(p.name, other) for p in PREDICATES.values() for other in p.opposites}
    assert pairs == {(other, name) for name, other in pairs}


def test_what_implies_a_narrower_predicate_implies_the_wider_one() -> None:
    for predicate in PREDICATES.values():
        for narrower in predicate.implied_by:
            assert set(PREDICATES[narrower].implied_by) <= set(predicate.implied_by)
            assert predicate.name not in PREDICATES[narrower].implied_by
    assert set(PREDICATES["affects"].implied_by) == {"regulates", "inhibits", "activates", "upregulates", "downregulates"}
    assert "overexpressed in" in PREDICATES["located in"].implied_by


def test_every_stored_predicate_has_a_name_in_the_biolink_model() -> None:
    assert all(p.biolink.startswith("biolink:") for p in PREDICATES.values() if p.stored)


def test_every_phrase_means_one_predicate() -> None:
    owners: dict[str, set[str]] = {}
    for predicate in PREDICATES.values():
        for said in (*predicate.phrases, predicate.name):
            owners.setdefault(name_key(said), set()).add(predicate.name)
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}
    for predicate in PREDICATES.values():
        for said in predicate.phrases:
            assert canonical(said) == predicate, said


def test_a_question_s_is_a_is_no_predicate_but_a_claim_s_is() -> None:
    assert phrase("Is a") is None
    assert canonical("is a") == PREDICATES["is a"]


@pytest.mark.parametrize("words", ["type of", "role of", "treatment", "function in", "result of", "shape", "part of"])
def test_words_that_stand_in_questions_about_anything_are_no_phrase(words: str) -> None:
    assert phrase(words) is None


def test_phrase_knows_only_what_is_listed() -> None:
    assert phrase("can be treated with") == PREDICATES["treated by"]
    assert phrase("is utilized in the treatment of") is None


def test_what_reduces_a_disease_treats_it() -> None:
    assert apt(PREDICATES["inhibits"], "Disease").name == "treats"
    assert apt(PREDICATES["inhibits"], "Protein").name == "inhibits"


@pytest.mark.parametrize(
    ("said", "meant"),
    [("trets", "treats"), ("causs", "causes"), ("expresion in", "expressed in"), ("mutated gene of", "gene associated with")],
)
def test_nearest_predicates_by_spelling_and_words(said: str, meant: str) -> None:
    assert meant in nearest(said, 3)


@given(st.text(max_size=60))
def test_any_text_has_a_predicate_or_none(said: str) -> None:
    found = canonical(said)
    assert found is None or PREDICATES[found.name] == found


@pytest.mark.parametrize("said", ["", "???", "x" * 500])
def test_any_text_has_nearest_predicates(said: str) -> None:
    assert len(set(nearest(said, 2))) == 2
