import pytest

from corpuscle.index_builder.derived_names import adjectives, derive_names, learned_exchanges
from corpuscle.index_builder.vocabulary import PRIORITY, AliasRow, Node, Vocabulary


def _vocabulary(*diseases: tuple[str, str, list[str]]) -> tuple[Vocabulary, list[AliasRow]]:
    rows: list[AliasRow] = []
    vocabulary = Vocabulary(rows.append)
    for curie, name, synonyms in diseases:
        vocabulary.add(Node(curie, name, "Disease"), [(name, "name"), *((s, "synonym") for s in synonyms)], PRIORITY["MESH"])
    rows.clear()
    return vocabulary, rows


def _derived(*diseases: tuple[str, str, list[str]]) -> dict[str, str]:
    vocabulary, rows = _vocabulary(*diseases)
    derive_names(vocabulary)
    return {key: curie for key, curie, kind, _ in rows if kind == "synonym"}


@pytest.mark.parametrize(
    ("noun", "adjective"),
    [("hypertension", "hypertensive"), ("sclerosis", "sclerotic"), ("epilepsy", "epileptic"), ("hypoxia", "hypoxic"), ("sis", "")],
)
def test_adjectives_are_made_by_the_ending(noun: str, adjective: str) -> None:
    assert "".join(adjectives(noun)) == adjective


def test_words_are_exchanged_where_eight_diseases_exchange_them() -> None:
    names = [
        [f"renal {kind}", f"kidney {kind}", f"big {kind}"] for kind in ("stone", "pain", "ache", "loss", "rash", "burn", "cyst", "scar")
    ]
    assert learned_exchanges(names) == {"kidney": ("renal",), "renal": ("kidney",)}  # "big" has three letters only
    assert learned_exchanges(names[:7]) == {}


def test_a_name_in_other_words_is_taken_where_it_is_free() -> None:
    kinds = ("stone", "pain", "ache", "loss", "rash", "burn", "cyst", "scar")
    pairs = [(f"MESH:D{n}", f"renal {kind}", [f"kidney {kind}"]) for n, kind in enumerate(kinds)]
    derived = _derived(*pairs, ("MESH:D90", "renal fever", []), ("MESH:D91", "renal glow", []), ("MESH:D92", "kidney glow", []))
    assert derived["kidney fever"] == "MESH:D90"
    assert "kidney glow" not in derived
    assert "renal glow" not in derived


def test_adjectives_harms_and_what_comes_without_the_drug_are_names() -> None:
    derived = _derived(("MESH:D1", "Hypertension", []), ("MESH:D2", "Thumb Diseases", ["pollicopathy"]), ("MESH:D3", "Drug Overdose", []))
    assert derived["hypertensive"] == "MESH:D1"
    assert derived["thumb dysfunction"] == derived["pollicotoxicity"] == "MESH:D2"
    assert derived["overdose"] == "MESH:D3"


def test_a_heading_for_what_drugs_bring_about_shares_the_name() -> None:
    vocabulary, rows = _vocabulary(("MESH:D1", "Akathisia", []), ("MESH:D2", "Akathisia, Drug-Induced", []))
    derive_names(vocabulary)
    assert {(key, curie) for key, curie, kind, _ in rows if kind == "induced"} == {("akathisia", "MESH:D2")}


def test_a_disease_of_another_vocabulary_stands_for_the_heading_of_its_name() -> None:
    vocabulary, _ = _vocabulary(("MESH:D1", "Thrombocytopenia", []), ("MONDO:1", "fancy thrombocytopenia", []), ("MONDO:2", "thing", []))
    vocabulary.place_below("MONDO:1", ["MONDO:2"])
    vocabulary.place_below("MONDO:2", ["MESH:D1"])
    assert dict(vocabulary.mesh_homes()) == {"MONDO:1": "D1", "MONDO:2": "D1"}
