"""Encoders: text to vectors, by name, each with its own pooling, lengths and instructions."""

from corpuscle.retrieval.encoder.granite import GRANITE_NAME
from corpuscle.retrieval.encoder.medcpt import MEDCPT_DIMENSION, MEDCPT_MAX_TOKENS, MEDCPT_NAME, MEDCPT_RECIPE
from corpuscle.retrieval.encoder.minilm import MINILM_NAME
from corpuscle.retrieval.encoder.onnx_encoder import MODEL_FILE, TOKENIZER_FILE
from corpuscle.retrieval.encoder.protocol import Encoder, SymmetricEncoder, article_text
from corpuscle.retrieval.encoder.registry import ENCODER_NAMES, automatic_encoder, load_encoder, require_at_hand, settled_name
from corpuscle.retrieval.encoder.stored import check_same, load_stored, new_store

__all__ = [
    "ENCODER_NAMES",
    "GRANITE_NAME",
    "MEDCPT_DIMENSION",
    "MEDCPT_MAX_TOKENS",
    "MEDCPT_NAME",
    "MEDCPT_RECIPE",
    "MINILM_NAME",
    "MODEL_FILE",
    "TOKENIZER_FILE",
    "Encoder",
    "SymmetricEncoder",
    "article_text",
    "automatic_encoder",
    "check_same",
    "load_encoder",
    "load_stored",
    "new_store",
    "require_at_hand",
    "settled_name",
]
