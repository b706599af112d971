from pathlib import Path

import pytest

from corpuscle.retrieval.encoder import check_same, load_encoder, load_stored, new_store
from corpuscle.retrieval.encoder_recipe import Recipe
from corpuscle.retrieval.errors import EncoderError
from tests.retrieval.conftest import WordEncoder
from tests.retrieval.small_models import small_sentence_transformer


def test_the_encoder_that_made_the_vectors_passes() -> None:
    check_same(WordEncoder(), new_store(WordEncoder()))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"encoder": "others"}, "the name 'words' instead of 'others'"),
        ({"dimension": 9}, "dimension 8 instead of 9"),
        ({"max_tokens": 128}, "max_tokens 64 instead of 128"),
        ({"recipe": Recipe(query_prefix="ask: ")}, "query_prefix '' instead of 'ask: '"),
        ({"recipe": Recipe(similarity="dot")}, "similarity 'cosine' instead of 'dot'"),
    ],
)
def test_any_difference_is_an_error_that_names_it(change: dict[str, object], named: str) -> None:
    with pytest.raises(EncoderError, match=named) as caught:
        check_same(WordEncoder(), new_store(WordEncoder()).model_copy(update=change))
    assert "--encoder words" in caught.value.remedy


def test_weights_count_only_where_both_are_known() -> None:
    encoder, store = WordEncoder(), new_store(WordEncoder())
    check_same(encoder, store.model_copy(update={"recipe": Recipe(weights="imported elsewhere")}))
    encoder.recipe = Recipe(weights="new")
    with pytest.raises(EncoderError, match="weights 'new' instead of 'old'"):
        check_same(encoder, store.model_copy(update={"recipe": Recipe(weights="old")}))


def test_another_model_under_the_same_name_is_found_out(tmp_path: Path) -> None:
    folder = small_sentence_transformer(tmp_path / "model")
    store = new_store(load_encoder(f"st:{folder}", tmp_path, threads=1))
    assert load_stored(store, tmp_path, threads=1).recipe == store.recipe
    weights = bytearray((folder / "model.safetensors").read_bytes())
    weights[-3] ^= 0x40
    (folder / "model.safetensors").write_bytes(bytes(weights))
    with pytest.raises(EncoderError, match="weights"):
        load_stored(store, tmp_path, threads=1)
