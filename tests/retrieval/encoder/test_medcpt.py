"""MedCPT's reading, on small random models of its architecture, against transformers used as NCBI's README uses it."""

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.encoder import MEDCPT_RECIPE, automatic_encoder, load_encoder
from corpuscle.retrieval.encoder.medcpt import ARTICLE_ENCODER, QUERY_ENCODER
from corpuscle.retrieval.errors import EncoderError, EncoderMissingError
from corpuscle.retrieval.settings import encoder_dir
from tests.retrieval.small_models import HIDDEN, small_bert

ARTICLES = [
    Article("1", "Statin in children.", (AbstractSection("the trial of lipid " * 150),)),
    Article("2", "Asthma.", (AbstractSection("budesonide, 2 mg"),)),
    Article("3", "The heart."),
]


@pytest.fixture(autouse=True)
def no_hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty Hugging Face cache."""
    constants = pytest.importorskip("huggingface_hub.constants")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    small_bert(encoder_dir(home, QUERY_ENCODER), seed=1)
    small_bert(encoder_dir(home, ARTICLE_ENCODER), seed=2)
    return home


def as_in_readme(folder: Path, texts: list[Any], max_length: int) -> NDArray[np.float32]:
    """NCBI's own lines: tokenise, cut, take the first token's vector."""
    import torch
    import transformers

    transformer: Any = transformers
    tokenizer = transformer.AutoTokenizer.from_pretrained(folder)
    model = transformer.AutoModel.from_pretrained(folder).eval()
    with torch.no_grad():
        encoded = tokenizer(texts, truncation=True, padding=True, return_tensors="pt", max_length=max_length)
        return model(**encoded).last_hidden_state[:, 0, :].numpy()


def test_questions_and_articles_are_read_as_in_the_readme_and_not_normalised(home: Path) -> None:
    encoder = load_encoder("medcpt", home, threads=1)
    questions = ["statin in children", "asthma " * 100, "the heart"]
    for ours, theirs in (
        (encoder.encode_queries(questions), as_in_readme(encoder_dir(home, QUERY_ENCODER), questions, 64)),
        (
            encoder.encode_articles(ARTICLES),
            as_in_readme(encoder_dir(home, ARTICLE_ENCODER), [[a.title, a.abstract] for a in ARTICLES], 512),
        ),
        (
            encoder.encode_passages(["the trial"]),
            as_in_readme(encoder_dir(home, ARTICLE_ENCODER), ["the trial"], 512),
        ),
    ):
        assert ours.dtype == np.float32
        assert ours.shape == theirs.shape == (len(theirs), HIDDEN)
        cosines = (ours * theirs).sum(axis=1) / np.linalg.norm(ours, axis=1) / np.linalg.norm(theirs, axis=1)
        assert cosines.min() > 0.999  # bfloat16 where the processor has it
        assert np.linalg.norm(ours, axis=1) == pytest.approx(np.linalg.norm(theirs, axis=1), rel=0.02)
        assert np.linalg.norm(ours, axis=1).min() > 2  # a layer-normed vector of 32 numbers has a length near sqrt(32) = 5.7


def test_what_the_manifest_keeps_of_it(home: Path) -> None:
    encoder = load_encoder("medcpt", home, threads=1)
    assert (encoder.name, encoder.dimension, encoder.max_tokens) == ("medcpt", HIDDEN, 512)
    assert encoder.recipe == MEDCPT_RECIPE
    assert encoder.recipe.similarity == "dot"


def test_auto_is_medcpt_where_it_is_at_hand_and_else_the_built_in_one(home: Path, tmp_path: Path) -> None:
    assert automatic_encoder(home) == "medcpt"
    assert automatic_encoder(tmp_path) == "granite-30m"


def test_weights_that_are_not_there_name_the_command_that_gets_them_at_once(tmp_path: Path) -> None:
    begin = time.perf_counter()
    with pytest.raises(EncoderMissingError, match="ncbi/MedCPT-Query-Encoder is not on this machine") as caught:
        load_encoder("medcpt", tmp_path, threads=1)
    assert time.perf_counter() - begin < 1
    assert 'hf download ncbi/MedCPT-Query-Encoder --include "*.json"' in caught.value.remedy


def test_no_text_is_no_vector(home: Path) -> None:
    encoder = load_encoder("medcpt", home, threads=1)
    assert encoder.encode_queries([]).shape == (0, HIDDEN)
    assert encoder.encode_articles([]).shape == (0, HIDDEN)


def test_a_cross_encoder_in_its_place_is_refused(tmp_path: Path) -> None:
    folder = small_bert(encoder_dir(tmp_path, QUERY_ENCODER), seed=1)
    (folder / "model.safetensors").write_bytes(_renamed(folder / "model.safetensors"))
    small_bert(encoder_dir(tmp_path, ARTICLE_ENCODER), seed=2)
    with pytest.raises(EncoderError, match="another kind of model"):
        load_encoder("medcpt", tmp_path, threads=1)


def _renamed(path: Path) -> bytes:
    from safetensors.numpy import load, save

    return save(
        {name.replace("encoder.layer.0", "decoder.layer.0"): tensor for name, tensor in load(path.read_bytes()).items()}, {"format": "pt"}
    )
