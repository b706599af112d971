"""Cross-encoders on small random models of MedCPT's architecture, against transformers used as NCBI's README uses it."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.errors import EncoderError, EncoderMissingError, RerankError
from corpuscle.retrieval.rerank import load_reranker
from corpuscle.retrieval.rerank_local import MEDCPT_RERANKER
from corpuscle.retrieval.settings import RetrievalSettings, encoder_dir
from tests.retrieval.small_models import small_bert

QUESTION = "statin in children"
ARTICLES = [
    Article("1", "Asthma.", (AbstractSection("budesonide " * 400),)),
    Article("2", "Statin in children.", (AbstractSection("the trial"),)),
    Article("3", "The heart."),
]


def test_medcpt_scores_pairs_as_in_the_readme(tmp_path: Path) -> None:
    folder = small_bert(encoder_dir(tmp_path, MEDCPT_RERANKER), seed=5, classes=1)
    reranker = load_reranker(RetrievalSettings(home=tmp_path, rerank_model="medcpt"), threads=1)
    assert reranker is not None
    assert reranker.name == "ncbi/MedCPT-Cross-Encoder"
    scores = reranker.scores(QUESTION, ARTICLES)
    import torch
    import transformers

    transformer: Any = transformers
    tokenizer = transformer.AutoTokenizer.from_pretrained(folder)
    model = transformer.AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.no_grad():
        pairs = [[QUESTION, f"{a.title} {a.abstract}".strip()] for a in ARTICLES]
        encoded = tokenizer(pairs, truncation=True, padding=True, return_tensors="pt", max_length=512)
        theirs = model(**encoded).logits.squeeze(dim=1).numpy()
    assert scores == pytest.approx(theirs, rel=0.05, abs=0.25)  # bfloat16 where the processor has it
    assert np.ptp(theirs) > 1
    assert reranker.scores(QUESTION, []).shape == (0,)


def test_a_bi_encoder_is_refused_instead_of_given_a_random_head(tmp_path: Path) -> None:
    folder = small_bert(tmp_path / "bi", seed=5)
    with pytest.raises(EncoderError, match="another kind of model"):
        load_reranker(RetrievalSettings(home=tmp_path, rerank_model=str(folder)), threads=1)


def test_a_classifier_of_three_is_refused(tmp_path: Path) -> None:
    folder = small_bert(tmp_path / "nli", seed=5, classes=3)
    with pytest.raises(EncoderError, match="gives 3 scores for a pair"):
        load_reranker(RetrievalSettings(home=tmp_path, rerank_model=str(folder)), threads=1)


def test_one_that_is_not_there_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissingError) as caught:
        load_reranker(RetrievalSettings(home=tmp_path, rerank_model="medcpt"), threads=1)
    assert "hf download ncbi/MedCPT-Cross-Encoder" in caught.value.remedy


def test_weights_that_give_no_numbers_are_an_error(tmp_path: Path) -> None:
    safetensors: Any = pytest.importorskip("safetensors.numpy")
    folder = small_bert(tmp_path / "broken", seed=5, classes=1)
    tensors = safetensors.load_file(folder / "model.safetensors")
    tensors["classifier.bias"] = np.full_like(tensors["classifier.bias"], np.nan)
    safetensors.save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    reranker = load_reranker(RetrievalSettings(home=tmp_path, rerank_model=str(folder)), threads=1)
    assert reranker is not None
    with pytest.raises(RerankError, match="no numbers"):
        reranker.scores(QUESTION, ARTICLES)
