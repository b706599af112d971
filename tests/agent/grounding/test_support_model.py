"""A cross-encoder as judge of support, on small random models of the real architecture."""

import json
from pathlib import Path

import pytest

from corpuscle.agent.grounding.support_model import CrossEncoder
from corpuscle.retrieval.errors import EncoderError, EncoderMissingError
from tests.retrieval.small_models import small_bert

PAIRS = [("statin in children", "the heart"), ("asthma trial", "budesonide in asthma"), ("lipid", "lipid")]


def nli(folder: Path, labels: tuple[str, ...] = ("contradiction", "entailment", "neutral")) -> Path:
    model = small_bert(folder, seed=3, classes=len(labels))
    config = json.loads((model / "config.json").read_text())
    config["id2label"] = {str(place): label for place, label in enumerate(labels)}
    config["label2id"] = {label: place for place, label in enumerate(labels)}
    (model / "config.json").write_text(json.dumps(config))
    return model


def test_probability_is_that_of_the_label_that_follows(tmp_path: Path) -> None:
    folder = nli(tmp_path / "nli")
    judged = CrossEncoder.load(str(folder), tmp_path, threads=1).follows(PAIRS)
    sentence_transformers = pytest.importorskip("sentence_transformers")
    theirs = sentence_transformers.CrossEncoder(str(folder), device="cpu").predict(PAIRS, apply_softmax=True)[:, 1]
    assert judged == pytest.approx([float(p) for p in theirs], abs=0.05)  # bfloat16 where the processor has it


def test_hallucination_detector_is_read_by_its_label(tmp_path: Path) -> None:
    judge = CrossEncoder.load(str(nli(tmp_path / "detector", ("hallucinated", "consistent"))), tmp_path, threads=1)
    assert all(0 <= probability <= 1 for probability in judge.follows(PAIRS))
    assert judge.follows([]) == []


def test_classifier_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="None of the labels"):
        CrossEncoder.load(str(nli(tmp_path / "moods", ("glad", "sad", "not_supported"))), tmp_path, threads=1)


def test_model_that_is_not_here_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissingError) as caught:
        CrossEncoder.load("cross-encoder/nli-deberta-v3-base", tmp_path, threads=1)
    assert "hf download cross-encoder/nli-deberta-v3-base" in caught.value.remedy
