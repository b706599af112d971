import bz2
import pickle

import pytest

from corpuscle.index_builder.pickled_data import PickleRefusedError
from corpuscle.index_builder.vocabulary import PRIORITY, AliasRow, Node, Vocabulary
from corpuscle.index_builder.vocabulary_diseases import read_diseases


def _packed(value: object) -> bytes:
    return bz2.compress(pickle.dumps(value))


def test_entry_terms_join_the_heading_of_their_name() -> None:
    rows: list[AliasRow] = []
    vocabulary = Vocabulary(rows.append)
    vocabulary.add(Node("MESH:D1", "Thumb Diseases", "Disease"), [("Thumb Diseases", "name")], PRIORITY["MESH"])
    vocabulary.add(Node("MESH:D2", "Thumb", "GrossAnatomicalStructure"), [("Thumb", "name")], PRIORITY["MESH"])
    rows.clear()
    variants = {
        "sore thumbs": ["thumb diseases"],
        "pollicitis": ["thumb diseases"],
        "can": ["thumb diseases"],  # an acronym without its capitals
        "thumb disease": ["thumb diseases"],  # known
        "digit one": ["thumb"],  # no disease
        "aching thumb": ["thumb diseases", "sore hands"],  # of two headings
        "red thumb": ["no such heading"],
    }
    assert read_diseases(_packed({"disease_variant_to_canonical": variants}), vocabulary) == 2
    assert [(key, curie) for key, curie, _, _ in rows] == [("sore thumb", "MESH:D1"), ("pollicitis", "MESH:D1")]


@pytest.mark.parametrize("value", ["", "text", {"disease_variant_to_canonical": print}, {"other": 1}])
def test_what_is_no_dictionary_is_refused(value: object) -> None:
    with pytest.raises(PickleRefusedError):
        read_diseases(_packed(value), Vocabulary(lambda row: None))
