"""Small random transformers of the real architectures, made on the spot with transformers and saved as safetensors."""

from pathlib import Path
from typing import Any

import pytest

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,:-"
WORDS = ("asthma", "statin", "budesonide", "the", "of", "in", "children", "heart", "trial", "lipid")
HIDDEN = 32


def small_bert(folder: Path, seed: int, classes: int = 0) -> Path:
    """A BERT with two layers and 32 dimensions, with a classifier of so many classes where asked for, as MedCPT's three models have it."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    torch.manual_seed(seed)
    folder.mkdir(parents=True)
    _bert_tokenizer(folder)
    config = transformers.BertConfig(
        vocab_size=len(_vocabulary()),
        hidden_size=HIDDEN,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=512,
        num_labels=max(classes, 1),
        initializer_range=0.5,  # so that different texts differ
    )
    kind = transformers.BertForSequenceClassification if classes else transformers.BertModel
    kind(config).eval().save_pretrained(folder)
    return folder


def small_sentence_transformer(
    folder: Path, pooling: str = "cls", prompts: dict[str, str] | None = None, similarity: str = "cosine"
) -> Path:
    """The same as a sentence-transformers model, saved by that library."""
    sentence_transformers = pytest.importorskip("sentence_transformers")
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    transformer: Any = Transformer(str(small_bert(folder.with_name(folder.name + "-bert"), seed=7)), max_seq_length=64)
    model: Any = sentence_transformers.SentenceTransformer(
        modules=[transformer, Pooling(HIDDEN, pooling_mode=pooling)],  # pyright: ignore[reportArgumentType] - a literal there
        prompts=prompts,
        similarity_fn_name=similarity,
        device="cpu",
    )
    model.save(str(folder), create_model_card=False)
    return folder


def _vocabulary() -> list[str]:
    return ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS), *WORDS]


def _bert_tokenizer(folder: Path) -> None:
    transformers: Any = pytest.importorskip("transformers")
    vocabulary = {token: index for index, token in enumerate(_vocabulary())}
    tokenizer: Any = transformers.BertTokenizerFast(vocab=vocabulary, do_lower_case=True, model_max_length=512)
    tokenizer.save_pretrained(folder)


def spoil_for_int8(folder: Path) -> None:
    """Gives every weight matrix a column of huge weights that meets nothing but zeros: int8 then has no steps left for the others."""
    safetensors: Any = pytest.importorskip("safetensors.numpy")
    tensors: dict[str, Any] = {name: tensor.copy() for name, tensor in safetensors.load_file(folder / "model.safetensors").items()}
    for name, tensor in tensors.items():
        if "LayerNorm" in name:
            tensor[0] = 0
        elif name.endswith("weight") and tensor.ndim == 2 and "embeddings" not in name and "output" not in name:
            tensor[:, 0] = 300
    safetensors.save_file(tensors, folder / "model.safetensors", {"format": "pt"})
