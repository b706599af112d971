from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpuscle.index_builder.encoder_files import ready_encoder
from corpuscle.index_builder.errors import SourcesDifferError
from corpuscle.index_builder.progress import NoProgress
from corpuscle.retrieval.encoder.medcpt import ARTICLE_ENCODER, QUERY_ENCODER
from corpuscle.retrieval.errors import EncoderError, EncoderMissingError
from corpuscle.retrieval.manifest import MANIFEST_NAME, Manifest, VectorStore
from corpuscle.retrieval.settings import encoder_dir
from tests.retrieval.small_models import small_bert, small_sentence_transformer


def test_auto_keeps_the_encoder_of_the_vectors_that_are_there(tmp_path: Path) -> None:
    small_bert(encoder_dir(tmp_path, QUERY_ENCODER), seed=1)
    small_bert(encoder_dir(tmp_path, ARTICLE_ENCODER), seed=2)
    model = small_sentence_transformer(encoder_dir(tmp_path, "someone/small"))
    index = tmp_path / "index"
    assert ready_encoder("auto", index, tmp_path, NoProgress()) == "medcpt"
    index.mkdir()
    now = datetime.now(UTC)
    manifest = Manifest(
        generation=1,
        complete=True,
        created=now,
        updated=now,
        tool_version="0",
        corpus="invented",
        vectors=VectorStore(encoder="st:someone/small", dimension=32, max_tokens=64),
    )
    (index / MANIFEST_NAME).write_text(manifest.model_dump_json())
    assert ready_encoder("auto", index, tmp_path, NoProgress()) == "st:someone/small"
    assert ready_encoder("st:someone/small", index, tmp_path, NoProgress()) == "st:someone/small"
    with pytest.raises(SourcesDifferError, match="made by st:someone/small, not by medcpt"):
        ready_encoder("medcpt", index, tmp_path, NoProgress())
    assert ready_encoder("medcpt", None, tmp_path, NoProgress()) == "medcpt"
    assert ready_encoder("auto", None, tmp_path, NoProgress()) == "medcpt"
    assert model.is_dir()


def test_a_folder_is_kept_by_its_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_sentence_transformer(tmp_path / "model")
    monkeypatch.chdir(tmp_path)
    assert ready_encoder("st:model", None, tmp_path / "home", NoProgress()) == f"st:{tmp_path / 'model'}"


def test_what_is_not_there_is_said_before_anything_is_built(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissingError, match="someone/absent"):
        ready_encoder("st:someone/absent", None, tmp_path, NoProgress())
    with pytest.raises(EncoderMissingError, match=r"no .*encoder\.json"):
        ready_encoder("onnx:absent", None, tmp_path, NoProgress())
    with pytest.raises(EncoderError, match="no encoder 'word2vec'"):
        ready_encoder("word2vec", None, tmp_path, NoProgress())
