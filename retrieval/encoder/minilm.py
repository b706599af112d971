"""The built-in encoder: all-MiniLM-L6-v2 in int8."""

from pathlib import Path

from corpuscle.retrieval.encoder.config import EncoderConfig
from corpuscle.retrieval.encoder.onnx_encoder import MODEL_FILE, TOKENIZER_FILE, OnnxEncoder
from corpuscle.retrieval.encoder_recipe import Recipe
from corpuscle.retrieval.openvino_model import require_files
from corpuscle.retrieval.settings import encoder_dir

MINILM_NAME = "minilm-l6-int8"
_REMEDY = "Fetch it with `corpuscle index build`, or search with --mode bm25."
MINILM_MAX_TOKENS = 128
"""Half of what the model can read: nDCG@10 of the hybrid with 256 / 192 / 128 tokens was .734 / .732 / .731 (SciFact dev) and
.560 / .561 / .560 (Cystic Fibrosis dev), and 128 are encoded twice as fast as 256."""


def load_minilm(home: Path, threads: int) -> OnnxEncoder:
    """MiniLM (384 dimensions, mean of the token vectors). Raises EncoderMissingError, EncoderError."""
    config = EncoderConfig(max_tokens=MINILM_MAX_TOKENS, recipe=Recipe(pooling="mean"))
    return OnnxEncoder.load(MINILM_NAME, encoder_dir(home, MINILM_NAME), config, threads, _REMEDY)


def check_minilm(home: Path) -> None:
    """Raises EncoderMissingError where a file is not there."""
    require_files((encoder_dir(home, MINILM_NAME) / MODEL_FILE, encoder_dir(home, MINILM_NAME) / TOKENIZER_FILE), _REMEDY)
