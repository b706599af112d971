import pytest

from corpuscle.kg.cues import CUES
from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.predicates import PREDICATES
from corpuscle.kg.sentence_evidence import read_sentence
from corpuscle.kg.triples import Triple


def test_every_stored_predicate_has_cues() -> None:
    assert set(CUES) == {name for name, predicate in PREDICATES.items() if predicate.stored}


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Alphascopy detects beta tumours.", "diagnoses"),
        ("Beta tumours were diagnosed by alphascopy.", "diagnoses"),
        ("Alphascopy binds beta tumours.", "binds"),
        ("Alphascopy interacts with beta tumours.", "interacts with"),
        ("Alphascopy is metabolized by beta tumours.", "has enzyme"),
        ("Beta tumours are metabolites of alphascopy.", "has metabolite"),
        ("Alphascopy is overexpressed in beta tumours.", "overexpressed in"),
        ("Alphascopy is downregulated in beta tumours.", "underexpressed in"),
        ("Alphascopy is involved in beta tumours.", "participates in"),
        ("Beta tumours such as alphascopy.", "is a"),
        ("Alphascopy is inversely correlated with beta tumours.", "negatively correlates with"),
    ],
)
def test_plain_statement_supports(text: str, predicate: str) -> None:
    reading = read_sentence(EvidenceSentence("1", "abstract", 0, len(text), text), Triple("alphascopy", predicate, "beta tumour"))
    assert reading is not None
    assert (reading.stance, reading.probability > 0.5) == ("supports", True)


def test_opposite_regulation_contradicts() -> None:
    text = "Alphascopy is overexpressed in beta tumours."
    reading = read_sentence(EvidenceSentence("1", "abstract", 0, len(text), text), Triple("alphascopy", "underexpressed in", "beta tumour"))
    assert reading is not None
    assert reading.stance == "contradicts"
