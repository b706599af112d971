"""Writes a transformer as an ONNX folder that `onnx:FOLDER` loads, in int8 where asked for, once its vectors agree with the original's.

torch's exporter does the work; it is needed here only, not to run what was written.
"""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpuscle.index_builder.errors import EncoderExportError
from corpuscle.index_builder.onnx_int8 import weights_to_int8
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.encoder import MEDCPT_MAX_TOKENS, MEDCPT_NAME, MEDCPT_RECIPE, MODEL_FILE, TOKENIZER_FILE, Encoder
from corpuscle.retrieval.encoder.config import CONFIG_FILE, EncoderConfig
from corpuscle.retrieval.encoder.medcpt import ARTICLE_ENCODER, QUERY_ENCODER
from corpuscle.retrieval.encoder.model_folders import INSTALL_EXTRA, find_model
from corpuscle.retrieval.encoder.onnx_encoder import QUERY_MODEL_FILE, load_onnx_folder
from corpuscle.retrieval.encoder.sentence_transformers_encoder import SentenceTransformersEncoder
from corpuscle.retrieval.rerank import Reranker
from corpuscle.retrieval.rerank_local import OnnxReranker, TorchReranker
from corpuscle.retrieval.torch_models import Head, Machine, TransformerModel, quiet_transformers

LEAST_COSINE = 0.98
"""Of an exported vector to the original's, for every sample. Static tables and torch's own int8 (.93) lie far below."""
_OPSET = 17
_FULL = Machine("cpu", "float32")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Cosines of the exported encoder's vectors to the original's, over the samples: questions and articles.

    Of a cross-encoder, the correlation of its scores with the original's: once for each question, over the articles.
    """

    samples: int
    mean: float
    least: float


@dataclass(frozen=True, slots=True)
class _Part:
    """One transformer, and the file it goes into."""

    folder: Path
    file: str
    head: Head = "vectors"


@dataclass(frozen=True, slots=True)
class _Original:
    """What is exported."""

    parts: tuple[_Part, ...]
    config: EncoderConfig | None
    vectors: NDArray[np.float64]
    """Of the samples, one in each row."""
    again: Callable[[Path], NDArray[np.float64]]
    """The same by what was written into a folder."""


def export_encoder(name: str, out: Path, int8: bool, home: Path) -> Agreement:
    """Writes the encoder "medcpt" or "st:MODEL", or the cross-encoder "ce:MODEL", into the new folder `out`; nothing is left there where it does not agree.

    Raises EncoderExportError where the folder is there, the model is of a kind that cannot be exported, or a sample's cosine lies below
    `LEAST_COSINE`; EncoderError and EncoderMissingError as loading does.
    """
    if out.exists():
        raise EncoderExportError(f"{out} is there already.", "Name another folder with --out, or remove it.")
    _require_libraries()
    kind, _, model = name.partition(":")
    original = _medcpt(home) if name == MEDCPT_NAME else _KINDS.get(kind, _unknown)(name, model, home)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as work:
            folder = Path(work) / "folder"
            folder.mkdir()
            for part in original.parts:
                _write_model(part, folder, int8)
            if original.config is not None:
                (folder / CONFIG_FILE).write_text(original.config.model_dump_json(indent=2))
            agreement = _agreement(original.vectors, original.again(folder))
            if not agreement.least >= LEAST_COSINE:
                raise EncoderExportError(
                    f"The export of {name} was not kept: its vectors' cosine to the original's is {agreement.mean:.4f} on average and "
                    f"{agreement.least:.4f} at least, over {agreement.samples} samples; {LEAST_COSINE} is demanded.",
                    "Export it without --int8." if int8 else "Use the model itself, with --encoder st:MODEL.",
                )
            folder.rename(out)
    except OSError as exc:
        raise EncoderExportError(f"{out} cannot be written: {exc.strerror or exc}.", "Check the folder and its disk.") from exc
    return agreement


def _require_libraries() -> None:
    missing = [name for name in ("torch", "transformers", "sentence_transformers", "onnx") if find_spec(name) is None]
    if missing:
        raise EncoderExportError(
            f"An export needs {', '.join(missing)}, which is not installed.", f"Install it: {INSTALL_EXTRA} onnx onnxruntime"
        )


def _medcpt(home: Path) -> _Original:
    query, article = find_model(QUERY_ENCODER, home), find_model(ARTICLE_ENCODER, home)
    assert MEDCPT_RECIPE.query_max_tokens is not None  # a constant
    pairs = [(sample.title, sample.abstract) for sample in SAMPLE_ARTICLES]
    return _Original(
        (_Part(query, QUERY_MODEL_FILE), _Part(article, MODEL_FILE)),
        EncoderConfig(max_tokens=MEDCPT_MAX_TOKENS, recipe=MEDCPT_RECIPE, source=MEDCPT_NAME),
        np.concatenate(
            [_first_vectors(query, SAMPLE_QUESTIONS, MEDCPT_RECIPE.query_max_tokens), _first_vectors(article, pairs, MEDCPT_MAX_TOKENS)]
        ).astype(np.float64),
        _exported_vectors,
    )


def _first_vectors(folder: Path, texts: Sequence[str] | Sequence[tuple[str, str]], max_tokens: int) -> NDArray[np.float32]:
    model = TransformerModel.load(folder, "vectors", 1, _FULL)
    vectors = np.zeros((len(texts), model.width), dtype=np.float32)

    def take(rows: list[int], output: NDArray[np.float32]) -> None:
        vectors[rows] = output

    model.run(texts, max_tokens, take)
    return vectors


def _sentence_transformer(name: str, model: str, home: Path) -> _Original:
    encoder = SentenceTransformersEncoder.load(name, model, home, 1, _FULL)
    recipe = encoder.recipe
    if not encoder.only_pools or recipe.append_eos:
        raise EncoderExportError(
            f"The model {model} does more than pool its token vectors by mean, first or last, which is all that an export keeps.",
            f"Use it as it is: --encoder {name}.",
        )
    return _Original(
        (_Part(find_model(model, home), MODEL_FILE),),
        EncoderConfig(max_tokens=encoder.max_tokens, recipe=recipe.model_copy(update={"weights": ""}), source=name),
        _sample_vectors(encoder),
        _exported_vectors,
    )


def _cross_encoder(name: str, model: str, home: Path) -> _Original:
    reranker = TorchReranker.load(model, home, 1, _FULL)
    return _Original(
        (_Part(find_model(model, home), MODEL_FILE, "logits"),),
        None,
        _centred_scores(reranker),
        lambda folder: _centred_scores(OnnxReranker.load(str(folder.resolve()), home, 1)),
    )


def _unknown(name: str, model: str, home: Path) -> _Original:
    raise EncoderExportError(
        f"{name!r} cannot be exported.", "Name medcpt, st:MODEL (sentence-transformers) or ce:MODEL (a cross-encoder)."
    )


_KINDS: dict[str, Callable[[str, str, Path], _Original]] = {"st": _sentence_transformer, "ce": _cross_encoder}


def _exported_vectors(folder: Path) -> NDArray[np.float64]:
    return _sample_vectors(load_onnx_folder(f"onnx:{folder}", folder, threads=1))


def _sample_vectors(encoder: Encoder) -> NDArray[np.float64]:
    return np.concatenate([encoder.encode_queries(SAMPLE_QUESTIONS), encoder.encode_articles(SAMPLE_ARTICLES)]).astype(np.float64)


def _centred_scores(reranker: Reranker) -> NDArray[np.float64]:
    """One row for each question: the cosine of centred rows is their correlation."""
    scores = np.array([reranker.scores(question, SAMPLE_ARTICLES) for question in SAMPLE_QUESTIONS])
    return scores - scores.mean(axis=1, keepdims=True)


def _write_model(part: _Part, folder: Path, int8: bool) -> None:
    """One transformer and, as the parts of an encoder share it, its tokeniser."""
    tokenizer = part.folder / TOKENIZER_FILE
    if not tokenizer.is_file():
        raise EncoderExportError(f"The model in {part.folder} has no {TOKENIZER_FILE}.", "Save it once with a recent transformers.")
    shutil.copyfile(tokenizer, folder / TOKENIZER_FILE)
    target = folder / part.file
    _trace(part, target)
    if int8:
        weights_to_int8(target)


def _trace(part: _Part, target: Path) -> None:
    """The transformer from token ids to token vectors, or to logits, for any batch size and length."""
    import torch
    import transformers

    loader: Any = transformers.AutoModel if part.head == "vectors" else transformers.AutoModelForSequenceClassification
    with quiet_transformers():
        # "eager": the tracer does not know the fused attention
        model = loader.from_pretrained(
            part.folder, local_files_only=True, trust_remote_code=False, use_safetensors=True, attn_implementation="eager"
        )
    takes_types = getattr(model.config, "type_vocab_size", 0) > 1
    names = ["input_ids", "attention_mask", *(["token_type_ids"] if takes_types else [])]

    class ByPosition(torch.nn.Module):
        """Inputs by position, as the tracer gives them."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
            said = self.model(**dict(zip(names, tensors, strict=True)))
            return said.last_hidden_state if part.head == "vectors" else said.logits

    ids = torch.randint(5, min(1_000, int(model.config.vocab_size)), (2, 16))
    mask = torch.ones_like(ids)
    mask[1, 9:] = 0
    inputs = (ids, mask, torch.zeros_like(ids))[: len(names)]
    axes = {name: {0: "batch", 1: "tokens"} for name in names} | {
        "output": {0: "batch", 1: "tokens"} if part.head == "vectors" else {0: "batch"}
    }
    exporter: Any = torch.onnx
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")  # the tracer warns of every shape it reads; the agreement is checked below
        exporter.export(
            ByPosition().eval(),
            inputs,
            str(target),
            input_names=names,
            output_names=["output"],
            dynamic_axes=axes,
            opset_version=_OPSET,
            dynamo=False,  # the newer exporter needs onnxscript besides
        )


def _agreement(a: NDArray[np.float64], b: NDArray[np.float64]) -> Agreement:
    cosines = (a * b).sum(axis=1) / np.maximum(np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1), 1e-12)
    return Agreement(len(cosines), float(cosines.mean()), float(cosines.min()))


_SUBJECTS = (
    "inhaled budesonide in children with asthma",
    "statins and muscle pain in older adults",
    "BRCA1 in hereditary breast cancer",
    "metformin and vitamin B12",
    "the gut microbiome after antibiotics",
    "tau protein in Alzheimer's disease",
    "NF-κB in sepsis",
)
SAMPLE_QUESTIONS = tuple(f"{begin} {subject}?" for subject in _SUBJECTS for begin in ("What is known of", "Which trials studied"))
"""Invented, as are the articles: an export is checked where no index is."""
SAMPLE_ARTICLES = tuple(
    Article(
        str(number),
        f"A study of {subject}.",
        (AbstractSection(f"We studied {subject}. " + f"Of {40 + number} patients, {11 + number} improved (p = 0.0{number}). " * repeats),),
    )
    for number, (subject, repeats) in enumerate(((subject, repeats) for subject in _SUBJECTS for repeats in (0, 2, 12)), start=1)
)
