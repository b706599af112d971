"""A small pack of random weights, written as the wheel's is, against transformers' RoBERTa with the same weights."""

import json
import struct
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from corpuscle.index_builder.errors import WheelError
from corpuscle.index_builder.granite_pack import GranitePack
from corpuscle.retrieval.encoder import GRANITE_NAME, load_encoder
from corpuscle.retrieval.errors import EncoderMissingError
from corpuscle.retrieval.openvino_model import Batch, OpenVinoModel
from corpuscle.retrieval.settings import RetrievalSettings

HIDDEN, LAYERS, HEADS, INNER, GROUP = 32, 2, 4, 64, 16
WORDS = ("<s>", "<pad>", "</s>", "<unk>", "asthma", "statin", "the", "trial", "heart")


def small_pack(seed: int) -> tuple[bytes, dict[str, Any]]:
    """The pack, and its tensors as they are after packing (steps times scales)."""
    random = np.random.default_rng(seed)
    shapes: dict[str, tuple[int, ...]] = {
        "word_emb": (len(WORDS), HIDDEN),
        "pos_emb": (40, HIDDEN),
        "type_emb": (1, HIDDEN),
        "emb_ln.w": (HIDDEN,),
        "emb_ln.b": (HIDDEN,),
    }
    for layer in range(LAYERS):
        for part, shape in (("qkv", (3 * HIDDEN, HIDDEN)), ("ao", (HIDDEN, HIDDEN)), ("f1", (INNER, HIDDEN)), ("f2", (HIDDEN, INNER))):
            shapes[f"l{layer}.{part}.w"], shapes[f"l{layer}.{part}.b"] = shape, shape[:1]
        for part in ("aln", "fln"):
            shapes[f"l{layer}.{part}.w"] = shapes[f"l{layer}.{part}.b"] = (HIDDEN,)
    values: dict[str, Any] = {}
    described: list[dict[str, object]] = []
    content = b""
    for name, shape in shapes.items():
        tensor: NDArray[np.float32] = random.normal(0, 0.4, shape).astype(np.float32) + (1 if name.endswith("ln.w") else 0)
        is_int8 = len(shape) == 2 and name not in ("pos_emb", "type_emb")
        if is_int8:
            steps, scales = packed(tensor)
            values[name] = (steps * scales[:, None]).reshape(shape)
            blob = steps.tobytes() + scales.tobytes()
        else:
            values[name] = tensor.astype(np.float32)
            blob = bytes(tensor.astype(np.float32).tobytes())
        described.append(
            {"name": name, "dtype": "i8" if is_int8 else "f32", "shape": shape, "len": len(blob), "group": GROUP if is_int8 else 0}
        )
        content += blob
    tokenizer = _tokenizer()
    arch = {"hidden": HIDDEN, "layers": LAYERS, "heads": HEADS, "position_offset": 2, "layer_norm_eps": 1e-12, "vocab": len(WORDS)}
    header = json.dumps({"format": 1, "arch": arch, "tokenizer_len": len(tokenizer), "tensors": described}).encode()
    return b"HMSEMB01" + struct.pack("<Q", len(header)) + header + tokenizer + content, values


def packed(tensor: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Steps and scales by groups; scales in half precision, which is what the model keeps of them."""
    groups = tensor.reshape(-1, GROUP)
    scales = (np.abs(groups).max(axis=1) / 127).astype(np.float16).astype(np.float32)
    return np.rint(groups / scales[:, None]).astype(np.int8), scales


def _tokenizer() -> bytes:
    library: Any = import_module("tokenizers")  # partly untyped
    models, pre_tokenizers, processors = library.models, library.pre_tokenizers, library.processors
    tokenizer = library.Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return str(tokenizer.to_str()).encode()


def by_transformers(values: dict[str, Any], texts: list[list[int]]) -> NDArray[np.float32]:
    """First-token vectors of RoBERTa with these weights, in float32."""
    torch: Any = pytest.importorskip("torch")
    transformers: Any = pytest.importorskip("transformers")
    config = transformers.RobertaConfig(
        vocab_size=len(WORDS),
        hidden_size=HIDDEN,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=INNER,
        max_position_embeddings=40,
        type_vocab_size=1,
        layer_norm_eps=1e-12,
        pad_token_id=1,
    )
    model = transformers.RobertaModel(config, add_pooling_layer=False).eval()
    state: dict[str, Any] = {f"embeddings.LayerNorm.{a}": values[f"emb_ln.{b}"] for a, b in (("weight", "w"), ("bias", "b"))}
    state |= {f"embeddings.{kind}_embeddings.weight": values[f"{short}_emb"] for kind, short in _TABLES}
    for layer in range(LAYERS):
        for long, b in (("weight", "w"), ("bias", "b")):
            for number, part in enumerate(("query", "key", "value")):
                rows = values[f"l{layer}.qkv.{b}"][number * HIDDEN : (number + 1) * HIDDEN]
                state[f"encoder.layer.{layer}.attention.self.{part}.{long}"] = rows
            for part, short in _PARTS:
                state[f"encoder.layer.{layer}.{part}.{long}"] = values[f"l{layer}.{short}.{b}"]
    model.load_state_dict({name: torch.tensor(value) for name, value in state.items()}, strict=False)
    with torch.no_grad():
        return np.stack([model(input_ids=torch.tensor([ids])).last_hidden_state[0, 0].numpy() for ids in texts])


_TABLES = (("word", "word"), ("position", "pos"), ("token_type", "type"))
_PARTS = (
    ("attention.output.dense", "ao"),
    ("attention.output.LayerNorm", "aln"),
    ("intermediate.dense", "f1"),
    ("output.dense", "f2"),
    ("output.LayerNorm", "fln"),
)


def test_the_network_computes_what_roberta_does(tmp_path: Path) -> None:
    pack, values = small_pack(seed=3)
    read = GranitePack(pack)
    read.write_model(tmp_path / "model.xml")
    (tmp_path / "tokenizer.json").write_bytes(read.tokenizer)
    model = OpenVinoModel.load(tmp_path / "model.xml", tmp_path / "tokenizer.json", 1, "")
    texts = ["asthma", "the statin trial", "heart heart heart the asthma trial", ""]
    ours = np.zeros((len(texts), HIDDEN), dtype=np.float32)

    def take(batch: Batch) -> None:
        ours[batch.rows] = batch.output[:, 0]

    model.run(texts, 32, take)
    theirs = by_transformers(values, [[0, *(WORDS.index(word) for word in text.split()), 2] for text in texts])
    cosines = (ours * theirs).sum(axis=1) / np.linalg.norm(ours, axis=1) / np.linalg.norm(theirs, axis=1)
    assert cosines.min() > 0.995  # bfloat16, or activations in int8, as OpenVINO chooses
    assert model.gives_token_vectors
    assert model.width == HIDDEN


@pytest.mark.parametrize(("of", "by"), [(b"HMSEMB01", b"PK345678"), (b'"format": 1', b'"format": 2'), (b'"dtype": "i8"', b'"dtype": "i4"')])
def test_another_file_is_refused(of: bytes, by: bytes) -> None:
    with pytest.raises(WheelError, match="cannot be read"):
        GranitePack(small_pack(seed=3)[0].replace(of, by, 1))


@pytest.mark.parametrize("kept", [0, 12, 300, -4])
def test_half_a_file_is_refused(kept: int) -> None:
    with pytest.raises(WheelError, match="cannot be read"):
        GranitePack(small_pack(seed=3)[0][:kept])


def test_granite_knows_what_belongs_together() -> None:
    try:
        granite = load_encoder(GRANITE_NAME, RetrievalSettings().home, threads=1)
    except EncoderMissingError as exc:
        pytest.skip(f"{exc} {exc.remedy}")
    assert (granite.dimension, granite.max_tokens, granite.recipe.pooling) == (384, 128, "cls")
    near, far = granite.encode_passages(["asthma therapy", "car engines"]) @ granite.encode_queries(["treatment of asthma"])[0]
    assert near > 0.8
    assert far < 0.65
