"""Any sentence-transformers model as an encoder: pooling, length and prompts as its own files say, or as `encoder.json` does."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.encoder.config import CONFIG_FILE, EncoderConfig, read_config
from corpuscle.retrieval.encoder.model_folders import find_model, folder_digest, require_torch
from corpuscle.retrieval.encoder.protocol import article_text, unit_length
from corpuscle.retrieval.encoder_recipe import Pooling, Recipe
from corpuscle.retrieval.errors import EncoderError
from corpuscle.retrieval.settings import encoder_dir
from corpuscle.retrieval.torch_models import BATCH, Machine, quiet_transformers, this_machine, use_threads

MOST_TOKENS = 512
"""Few citations are longer, and the cost grows faster than the length."""

_FAMILIES: dict[str, Recipe] = {
    r"(^|/)(multilingual-)?e5-(small|base|large)(-v2)?$": Recipe(pooling="own", query_prefix="query: ", article_prefix="passage: "),
    r"(^|/)bge-(small|base|large)-en(-v1\.5)?$": Recipe(
        pooling="own", query_prefix="Represent this sentence for searching relevant passages: "
    ),
    r"(^|/)BMRetriever-\w+$": Recipe(  # README.md and prompt.py (NFCorpus's task) of https://github.com/ritaranx/BMRetriever
        similarity="dot",
        pooling="last",
        query_prefix="Given a question, retrieve relevant documents that best answer the question\nQuery: ",
        article_prefix="Represent this passage\npassage: ",
        append_eos=True,
    ),
}
"""Models whose model card asks for prefixes that their files do not hold."""
_POOLINGS: dict[str, Pooling] = {"mean": "mean", "cls": "cls", "lasttoken": "last"}


class SentenceTransformersEncoder:
    """A model on torch: on a GPU where there is one, else on the processor, in bfloat16 where it computes in that."""

    def __init__(self, name: str, model: Any, recipe: Recipe, max_tokens: int, threads: int) -> None:  # noqa: ANN401 - partly untyped
        self._name = name
        self._model = model
        self._recipe = recipe
        self._max_tokens = max_tokens
        self._threads = threads

    @classmethod
    def load(cls, name: str, model: str, home: Path, threads: int, machine: Machine | None = None) -> "SentenceTransformersEncoder":
        """The encoder `name` of a folder, or of a repository on this machine, on `threads` cores.

        Raises EncoderMissingError where the model is not there, EncoderError where it must not or cannot be loaded.
        """
        folder = find_model(model, home)
        require_torch()
        given = read_config(folder) or read_config(encoder_dir(home, model))
        family = next((recipe for pattern, recipe in _FAMILIES.items() if re.search(pattern, model)), None)
        use_threads(threads)
        loaded = _load(folder, model, given.recipe if given else family, machine or this_machine())
        recipe = given.recipe if given else _own_recipe(loaded, family)
        recipe = recipe.model_copy(update={"weights": folder_digest(folder)})
        max_tokens = _set_length(loaded, given)
        if recipe.append_eos:
            _append_eos(loaded)
        return cls(name, loaded, recipe, max_tokens, threads)

    @property
    def name(self) -> str:
        """See `Encoder`."""
        return self._name

    @property
    def dimension(self) -> int:
        """See `Encoder`."""
        return int(self._model.get_embedding_dimension())

    @property
    def max_tokens(self) -> int:
        """See `Encoder`."""
        return self._max_tokens

    @property
    def recipe(self) -> Recipe:
        """See `Encoder`."""
        return self._recipe

    @property
    def only_pools(self) -> bool:
        """Whether nothing but the transformer and one pooling by mean, first or last token makes the vectors."""
        kinds = [type(module).__name__ for module in self._model]
        return kinds[:2] == ["Transformer", "Pooling"] and set(kinds[2:]) <= {"Normalize"} and self._recipe.pooling != "own"

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encode(texts, self._recipe.query_prefix, self._recipe.query_max_tokens or self._max_tokens)

    def encode_articles(self, articles: Sequence[Article]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self.encode_passages([article_text(article) for article in articles])

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Encoder`."""
        return self._encode(texts, self._recipe.article_prefix, self._max_tokens)

    def _encode(self, texts: Sequence[str], prefix: str, max_tokens: int) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        use_threads(self._threads)
        if self._model.max_seq_length != max_tokens:
            self._model.max_seq_length = max_tokens
        vectors: Any = self._model.encode(list(texts), prompt=prefix, batch_size=BATCH, show_progress_bar=False, convert_to_tensor=True)
        array = cast(NDArray[np.float32], vectors.float().cpu().numpy())
        return unit_length(array) if self._recipe.similarity == "cosine" else array


def _load(folder: Path, model: str, recipe: Recipe | None, machine: Machine) -> Any:  # noqa: ANN401 - partly untyped
    import torch  # deferred, both: they take seconds
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling as PoolingModule
    from sentence_transformers.sentence_transformer.modules import Transformer

    own_pooling = (folder / "modules.json").is_file()
    if not own_pooling and (recipe is None or recipe.pooling == "own"):
        raise EncoderError(
            f"The files of {model} do not say how its token vectors become one (no modules.json).",
            f'Say it in {folder / CONFIG_FILE}: {{"max_tokens": 512, "recipe": {{"pooling": "mean"}}}}, or "cls", or "last".',
        )
    weights: Any = {"dtype": getattr(torch, machine.precision), "use_safetensors": True, "local_files_only": True}
    safe: Any = {"local_files_only": True, "trust_remote_code": False}
    with quiet_transformers():
        try:
            if own_pooling:
                return SentenceTransformer(str(folder), device=machine.device, model_kwargs=weights, **safe)
            assert recipe is not None  # checked above
            transformer = Transformer(str(folder), model_kwargs=weights, processor_kwargs=safe, config_kwargs=safe)
            mode = {"mean": "mean", "cls": "cls", "last": "lasttoken"}[recipe.pooling]
            pooling = PoolingModule(transformer.get_embedding_dimension(), pooling_mode=cast(Any, mode))
            return SentenceTransformer(modules=[transformer, pooling], device=machine.device)
        except Exception as exc:  # the library raises whatever its parts raise
            raise EncoderError(f"The model {model} in {folder} cannot be loaded: {exc}", "Fetch it anew, or take another model.") from exc


def _own_recipe(model: Any, family: Recipe | None) -> Recipe:  # noqa: ANN401 - partly untyped
    """What the model's files say; where they name no prompts, the family's."""
    prompts: dict[str, str] = model.prompts
    query = prompts.get("query", "")
    article = prompts.get("document", "") or prompts.get("passage", "")
    if family is not None and not (query or article):
        query, article = family.query_prefix, family.article_prefix
    modes = [module.pooling_mode for module in model if hasattr(module, "pooling_mode")]
    return Recipe(
        similarity="dot" if model.similarity_fn_name == "dot" or (family and family.similarity == "dot") else "cosine",
        pooling=_POOLINGS.get(modes[0], "own") if len(modes) == 1 and isinstance(modes[0], str) else "own",
        query_prefix=query,
        article_prefix=article,
        append_eos=family.append_eos if family else False,
    )


def _set_length(model: Any, given: EncoderConfig | None) -> int:  # noqa: ANN401 - partly untyped
    own: int | None = model.max_seq_length
    tokens = min(given.max_tokens if given else MOST_TOKENS, own or MOST_TOKENS)
    model.max_seq_length = tokens
    return tokens


def _append_eos(model: Any) -> None:  # noqa: ANN401 - partly untyped
    from tokenizers.processors import TemplateProcessing

    backend = model.tokenizer.backend_tokenizer
    eos: str = model.tokenizer.eos_token
    one: Any = backend.encode("a")
    # What the tokeniser puts around each text stays, such as a token that begins it.
    around = [token if special else "$A" for token, special in zip(one.tokens, one.special_tokens_mask, strict=True)]
    specials = [(token, int(backend.token_to_id(token))) for token in {*around, eos} - {"$A"}]
    backend.post_processor = TemplateProcessing(single=" ".join([*dict.fromkeys(around), eos]), special_tokens=specials)
