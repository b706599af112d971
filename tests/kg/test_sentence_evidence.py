import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.kg.entities import Entity, Mention
from corpuscle.kg.evidence_sentences import EvidenceSentence
from corpuscle.kg.sentence_evidence import BASE_RATE, SentenceReading, read_sentence, together
from corpuscle.kg.sentence_features import features
from corpuscle.kg.triples import Triple

DRUG = Entity("MESH:D1", "Aspirin", "SmallMolecule")
DISEASE = Entity("MESH:D2", "Peptic Ulcer", "Disease")


def _sentence(text: str, section: str = "abstract") -> EvidenceSentence:
    low = text.lower()
    mentions = [
        Mention(text[i : i + n], i, i + n, e, 0.9)
        for word, e in (("aspirin", DRUG), ("ulcer", DISEASE))
        if (i := low.find(word)) >= 0
        for n in [len(word)]
    ]
    return EvidenceSentence("1", "title" if section == "title" else "abstract", 0, len(text), text, mentions=tuple(mentions))


def _read(text: str, predicate: str) -> SentenceReading:
    reading = read_sentence(_sentence(text), Triple("Aspirin", predicate, "Peptic Ulcer", DRUG, DISEASE))
    assert reading is not None
    return reading


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Aspirin causes ulcers.", "causes"),
        ("Aspirin-induced ulcers were seen.", "causes"),
        ("The ulcer was caused by aspirin.", "causes"),
        ("Aspirin heals ulcers.", "treats"),
        ("Treatment of ulcer with aspirin.", "treats"),
        ("Ulcers were treated with aspirin.", "treats"),
        ("Aspirin prevented ulcers in all.", "prevents"),
        ("Prevention of ulcers by aspirin.", "prevents"),
    ],
)
def test_plain_statement_supports(text: str, predicate: str) -> None:
    reading = _read(text, predicate)
    assert reading.stance == "supports"
    assert reading.probability > 0.5


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Aspirin did not cause ulcers.", "causes"),
        ("Aspirin failed to heal ulcers.", "treats"),
        ("There was no association between aspirin and ulcer.", "causes"),
        ("No evidence of an effect of aspirin on ulcers was found.", "treats"),
        ("Aspirin is not effective in the prevention of ulcers.", "prevents"),
        ("Aspirin was not useful for the treatment of ulcers.", "treats"),
    ],
)
def test_denial_contradicts(text: str, predicate: str) -> None:
    assert _read(text, predicate).stance == "contradicts"


def test_opposite_relation_contradicts() -> None:
    assert _read("Aspirin heals ulcers.", "causes").stance == "contradicts"
    assert _read("Treatment of ulcer with aspirin.", "causes").stance == "contradicts"
    assert _read("Aspirin causes ulcers.", "treats").stance == "contradicts"


def test_longer_survival_is_a_benefit_not_a_harm() -> None:
    text = "Aspirin was associated with a significant increase in the overall survival of patients with ulcers."
    assert _read(text, "treats").stance == "supports"
    assert _read(text, "causes").stance != "supports"


def test_not_only_is_no_denial() -> None:
    assert _read("Aspirin not only causes ulcers.", "causes").stance == "supports"


@pytest.mark.parametrize(
    "text", ["To determine whether aspirin causes ulcers.", "Does aspirin cause ulcers?", "We examined if aspirin causes ulcers."]
)
def test_aims_and_questions_are_neutral(text: str) -> None:
    reading = _read(text, "causes")
    assert reading.stance == "neutral"
    assert reading.probability <= BASE_RATE


def test_mere_neighbours_are_neutral() -> None:
    assert (
        _read("Aspirin, of which forty tablets were counted in the cupboard of the ward, and, in another chapter, ulcer.", "causes").stance
        == "neutral"
    )


def test_closer_statement_is_surer() -> None:
    near = _read("Aspirin causes ulcers.", "causes").probability
    far = _read(
        "Aspirin, taken with meals over many weeks by the old and the young alike, causes among other things ulcers.", "causes"
    ).probability
    assert near > far


def test_sentence_without_both_ends_says_nothing() -> None:
    triple = Triple("Aspirin", "causes", "Peptic Ulcer", DRUG, DISEASE)
    assert read_sentence(_sentence("Aspirin is a drug."), triple) is None
    assert read_sentence(_sentence("Nothing here."), triple) is None


def test_names_that_are_not_linked_are_found_literally() -> None:
    sentence = EvidenceSentence("1", "abstract", 0, 0, "Zorbamycins induce blue-thumb syndrome.")
    reading = read_sentence(sentence, Triple("zorbamycin", "causes", "Blue thumb syndrome"))
    assert reading is not None
    assert reading.stance == "supports"


def test_relation_between_like_things_has_a_direction() -> None:
    sentence = EvidenceSentence("1", "abstract", 0, 0, "Alphakin inhibits betakin.")
    forward = read_sentence(sentence, Triple("alphakin", "inhibits", "betakin"))
    backward = read_sentence(sentence, Triple("betakin", "inhibits", "alphakin"))
    assert forward is not None
    assert backward is not None
    assert (forward.stance, backward.stance) == ("supports", "neutral")


def test_distance_is_the_log_of_the_gap() -> None:
    found = features(_sentence("Aspirin causes ulcers."), Triple("Aspirin", "causes", "Peptic Ulcer", DRUG, DISEASE))
    assert found is not None
    assert found.distance == pytest.approx(math.log(1 + len(" causes ")))
    assert (found.cue, found.subject_first, found.refuted) == (True, True, False)


def test_articles_add_up_above_the_base_rate_only() -> None:
    base = math.log(0.39 / 0.61)
    assert together([]) == 0.0
    assert together([1.0]) == pytest.approx(1 / (1 + math.exp(-1.0)))
    assert together([1.0, base]) == pytest.approx(together([1.0]))
    assert together([1.0, 0.5]) == pytest.approx(1 / (1 + math.exp(-(1.0 + 0.6 * (0.5 - base)))))


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8), st.floats(0.4, 1.0))
def test_more_support_never_lowers_the_sum(odds: list[float], further: float) -> None:
    assert together([*odds, further]) >= together(odds) - 1e-12
