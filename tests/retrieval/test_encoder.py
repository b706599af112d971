"""The encoders' registry; and MiniLM itself where its files are at hand."""

from pathlib import Path

import numpy as np
import pytest

from corpuscle.retrieval.encoder import MINILM_NAME, MODEL_FILE, TOKENIZER_FILE, Encoder, article_text, load_encoder
from corpuscle.retrieval.errors import EncoderError, EncoderMissingError
from corpuscle.retrieval.settings import RetrievalSettings, encoder_dir
from tests.retrieval.conftest import article


@pytest.fixture(scope="module")
def minilm() -> Encoder:
    """The encoder of a fresh install, as fetched into the user's own home of this program."""
    try:
        return load_encoder(MINILM_NAME, RetrievalSettings().home, threads=1)
    except EncoderMissingError as exc:
        pytest.skip(f"{exc} {exc.remedy}")


def test_missing_files_are_named_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissingError, match=MODEL_FILE) as caught:
        load_encoder(MINILM_NAME, tmp_path, threads=1)
    assert "corpuscle index build" in caught.value.remedy


def test_unreadable_files_are_an_error(tmp_path: Path) -> None:
    folder = encoder_dir(tmp_path, MINILM_NAME)
    folder.mkdir(parents=True)
    for name in (MODEL_FILE, TOKENIZER_FILE):
        (folder / name).write_text("{}")
    with pytest.raises(EncoderError, match="cannot be read"):
        load_encoder(MINILM_NAME, tmp_path, threads=1)


def test_an_unknown_encoder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="'word2vec'") as caught:
        load_encoder("word2vec", tmp_path, threads=1)
    assert "granite-30m, minilm-l6-int8, medcpt, st:MODEL" in caught.value.remedy


def test_an_article_is_read_as_title_and_abstract() -> None:
    assert article_text(article("1", "Title.", "Text.")) == "Title. Text."
    assert article_text(article("1", "Title.")) == "Title."


def test_vectors_have_length_1_and_like_meanings_are_near(minilm: Encoder) -> None:
    vectors = minilm.encode_passages(["treatment of asthma", "asthma therapy", "car engines"])
    assert vectors.shape == (3, minilm.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)
    assert vectors[0] @ vectors[1] > 0.8
    assert vectors[0] @ vectors[2] < 0.3


def test_a_batch_keeps_the_order_and_nearly_the_vectors_of_its_texts(minilm: Encoder) -> None:
    texts = [f"gene {i} " + "of the mouse " * (i % 37) for i in range(70)]
    together = minilm.encode_passages(texts)
    for i in (0, 36, 69):
        # int8 activations are scaled per batch: padding moves them a little
        assert together[i] @ minilm.encode_passages([texts[i]])[0] > 0.98


def test_no_text_and_endless_text_are_encoded(minilm: Encoder) -> None:
    assert minilm.encode_passages([]).shape == (0, minilm.dimension)
    assert np.isfinite(minilm.encode_passages(["", "word " * 100_000])).all()
