"""The encoder of stored vectors: what the manifest keeps of it, and that no other one is taken in its place."""

from pathlib import Path

from corpuscle.retrieval.encoder.protocol import Encoder
from corpuscle.retrieval.encoder.registry import load_encoder
from corpuscle.retrieval.errors import EncoderError
from corpuscle.retrieval.manifest import VectorStore


def new_store(encoder: Encoder) -> VectorStore:
    """What the manifest says of an index whose vectors `encoder` will make."""
    return VectorStore(encoder=encoder.name, dimension=encoder.dimension, max_tokens=encoder.max_tokens, recipe=encoder.recipe)


def load_stored(store: VectorStore, home: Path, threads: int) -> Encoder:
    """The encoder that made the vectors of `store`, on `threads` cores.

    Raises what `load_encoder` raises, and EncoderError where the model of that name on this machine is another one by now.
    """
    encoder = load_encoder(store.encoder, home, threads)
    check_same(encoder, store)
    return encoder


def check_same(encoder: Encoder, store: VectorStore) -> None:
    """Raises EncoderError, which names what differs, where the vectors of `encoder` do not belong among those of `store`."""
    differing = [
        f"{what} {here!r} instead of {there!r}"
        for what, here, there in _compared(encoder, store)
        if here != there and not (what == "weights" and "" in (here, there))
    ]
    if differing:
        raise EncoderError(
            f"The vectors of this index were made by {store.encoder}, but {encoder.name} as it is here has {', '.join(differing)}.",
            f"Put back the model and settings that made them, or build into another folder with --encoder {encoder.name}.",
        )


def _compared(encoder: Encoder, store: VectorStore) -> list[tuple[str, object, object]]:
    pairs: list[tuple[str, object, object]] = [
        ("the name", encoder.name, store.encoder),
        ("dimension", encoder.dimension, store.dimension),
        ("max_tokens", encoder.max_tokens, store.max_tokens),
    ]
    here, there = encoder.recipe.model_dump(), store.recipe.model_dump()
    return pairs + [(field, here[field], there[field]) for field in here]
