from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.encoder import load_encoder
from corpuscle.retrieval.encoder.config import CONFIG_FILE, EncoderConfig
from corpuscle.retrieval.encoder_recipe import Recipe
from corpuscle.retrieval.errors import EncoderError, EncoderMissingError
from corpuscle.retrieval.settings import encoder_dir
from tests.retrieval.small_models import HIDDEN, small_bert, small_sentence_transformer


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with prompts of its own."""
    return small_sentence_transformer(tmp_path_factory.mktemp("models") / "prompted", prompts={"query": "ask: ", "document": "text: "})


def loaded(model: Path) -> Any:  # noqa: ANN401 - the library is partly untyped
    """The same model by the library itself."""
    import sentence_transformers

    return sentence_transformers.SentenceTransformer(str(model), device="cpu")


def test_its_own_prompts_pooling_and_length_are_kept(model: Path, tmp_path: Path) -> None:
    encoder = load_encoder(f"st:{model}", tmp_path, threads=1)
    assert (encoder.name, encoder.dimension, encoder.max_tokens) == (f"st:{model}", HIDDEN, 64)
    assert encoder.recipe.model_copy(update={"weights": ""}) == Recipe(pooling="cls", query_prefix="ask: ", article_prefix="text: ")
    theirs = loaded(model)
    question = encoder.encode_queries(["asthma in children"])[0]
    assert question @ theirs.encode("ask: asthma in children", normalize_embeddings=True) > 0.999
    article = encoder.encode_articles([Article("1", "Asthma.", (AbstractSection("The trial."),))])[0]
    assert article @ theirs.encode("text: Asthma. The trial.", normalize_embeddings=True) > 0.999
    assert np.linalg.norm(question) == pytest.approx(1, abs=1e-5)


def test_vectors_of_a_dot_product_model_keep_their_length(tmp_path: Path) -> None:
    folder = small_sentence_transformer(tmp_path / "dotted", similarity="dot")
    encoder = load_encoder(f"st:{folder}", tmp_path, threads=1)
    assert encoder.recipe.similarity == "dot"
    assert np.linalg.norm(encoder.encode_queries(["asthma"])) > 2


def test_a_name_is_looked_up_under_home(tmp_path: Path) -> None:
    small_sentence_transformer(encoder_dir(tmp_path, "someone/small"))
    assert load_encoder("st:someone/small", tmp_path, threads=1).name == "st:someone/small"


def test_a_model_of_a_known_family_gets_the_prefixes_of_its_card(tmp_path: Path) -> None:
    small_sentence_transformer(encoder_dir(tmp_path, "intfloat/e5-small-v2"))
    recipe = load_encoder("st:intfloat/e5-small-v2", tmp_path, threads=1).recipe
    assert (recipe.query_prefix, recipe.article_prefix, recipe.pooling) == ("query: ", "passage: ", "cls")


def test_bmretriever_is_read_as_in_its_readme(tmp_path: Path) -> None:
    """The token that ends a text comes behind all that the tokeniser adds; its vector is the text's, and keeps its length."""
    import torch
    import transformers

    library: Any = transformers
    folder = small_bert(encoder_dir(tmp_path, "BMRetriever/BMRetriever-410M"), seed=3)
    tokenizer = library.BertTokenizerFast.from_pretrained(folder)
    tokenizer.eos_token = "[MASK]"  # a BERT has none
    tokenizer.save_pretrained(folder)
    encoder = load_encoder("st:BMRetriever/BMRetriever-410M", tmp_path, threads=1)
    model = library.BertModel.from_pretrained(folder)
    texts = (
        "Given a question, retrieve relevant documents that best answer the question\nQuery: asthma in children",
        "Represent this passage\npassage: The trial of statin",
    )
    with torch.inference_mode():
        ids = [[*tokenizer(text)["input_ids"], tokenizer.eos_token_id] for text in texts]
        expected = [model(torch.tensor([each])).last_hidden_state[0, -1].numpy() for each in ids]
    found = [encoder.encode_queries(["asthma in children"])[0], encoder.encode_passages(["The trial of statin"])[0]]
    assert encoder.recipe.similarity == "dot"
    for here, there in zip(found, expected, strict=True):
        # bfloat16 where the processor has it
        assert here @ there / np.linalg.norm(here) / np.linalg.norm(there) > 0.99
        assert np.linalg.norm(here) == pytest.approx(np.linalg.norm(there), rel=0.05)


def test_encoder_json_says_what_a_bare_transformer_does_not(tmp_path: Path) -> None:
    folder = small_bert(tmp_path / "bare", seed=3)
    with pytest.raises(EncoderError, match=r"do not say how its token vectors become one") as caught:
        load_encoder(f"st:{folder}", tmp_path, threads=1)
    assert CONFIG_FILE in caught.value.remedy
    config = EncoderConfig(max_tokens=32, recipe=Recipe(pooling="mean", query_prefix="ask: "))
    (folder / CONFIG_FILE).write_text(config.model_dump_json())
    encoder = load_encoder(f"st:{folder}", tmp_path, threads=1)
    assert (encoder.max_tokens, encoder.recipe.pooling, encoder.recipe.query_prefix) == (32, "mean", "ask: ")
    assert encoder.encode_queries(["asthma"]).shape == (1, HIDDEN)


def test_a_faulty_encoder_json_names_the_field(tmp_path: Path) -> None:
    folder = small_bert(tmp_path / "bare", seed=3)
    (folder / CONFIG_FILE).write_text('{"max_tokens": 32, "recipe": {"pooling": "median"}}')
    with pytest.raises(EncoderError, match=r"recipe\.pooling: Input should be 'mean', 'cls'"):
        load_encoder(f"st:{folder}", tmp_path, threads=1)


def test_pickled_weights_are_refused(tmp_path: Path) -> None:
    folder = small_bert(tmp_path / "pickled", seed=3)
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(EncoderError, match=r"pytorch_model\.bin, a pickle") as caught:
        load_encoder(f"st:{folder}", tmp_path, threads=1)
    assert "safetensors" in caught.value.remedy


def test_a_model_with_code_of_its_own_is_refused(tmp_path: Path) -> None:
    folder = small_sentence_transformer(tmp_path / "own")
    modules = (folder / "modules.json").read_text()
    (folder / "modules.json").write_text(modules.replace("sentence_transformers.base.modules.transformer.Transformer", "mine.Transformer"))
    with pytest.raises(EncoderError, match=r"brings code of its own \(mine\.Transformer\)"):
        load_encoder(f"st:{folder}", tmp_path, threads=1)
    (folder / "modules.json").write_text(modules)
    config = (folder / "config.json").read_text()
    (folder / "config.json").write_text(config.replace("{", '{"auto_map": {"AutoModel": "mine.Model"},', 1))
    with pytest.raises(EncoderError, match="auto_map"):
        load_encoder(f"st:{folder}", tmp_path, threads=1)


@pytest.mark.parametrize("name", ["st:someone/absent", "st:no such name", "st:/no/folder"])
def test_a_model_that_is_not_there_says_how_to_get_it(name: str, tmp_path: Path) -> None:
    with pytest.raises(EncoderMissingError, match="is not on this machine") as caught:
        load_encoder(name, tmp_path, threads=1)
    assert f"hf download {name[3:]}" in caught.value.remedy
