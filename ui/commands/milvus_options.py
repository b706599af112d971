"""Where an index is built: on this machine, or in Milvus."""

from dataclasses import dataclass
from typing import Annotated, Literal

import typer
from pydantic import SecretStr

from corpuscle.retrieval.milvus_server import checked_uri
from corpuscle.retrieval.settings import RetrievalSettings

Engine = Literal["embedded", "milvus"]
EngineOption = Annotated[
    Engine,
    typer.Option(
        help="Where articles and vectors lie: in the index folder, or in Milvus (docs/decisions/015-milvus.md). A search needs no such word."
    ),
]
UriOption = Annotated[str, typer.Option(help="Address of the Milvus server, http://host:19530.")]
CollectionOption = Annotated[str, typer.Option(help="Collection of the Milvus server.")]
TokenOption = Annotated[
    str,
    typer.Option(
        help="Token of the Milvus server (user:password); better given as CORPUSCLE_MILVUS_TOKEN, where other users do not see it.",
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class MilvusPlace:
    """A collection of a server."""

    uri: str
    collection: str


def milvus_place(engine: Engine, uri: str, collection: str, replace: bool, vectors_within: float | None) -> MilvusPlace | None:
    """Where in Milvus the index is to lie, or None. Raises typer.BadParameter for options that do not go together, MilvusError."""
    if engine == "embedded":
        if uri:
            raise typer.BadParameter("An address is of use only with --engine milvus.", param_hint="--uri")
        return None
    if not uri:
        raise typer.BadParameter("Give the address of the Milvus server: http://host:19530.", param_hint="--uri")
    if replace:
        raise typer.BadParameter("In Milvus, build into another --collection and another --index instead.", param_hint="--replace")
    if vectors_within is not None:
        raise typer.BadParameter("In Milvus, vectors go in with their articles.", param_hint="--vectors-within")
    if not (collection.isascii() and collection.replace("_", "a").isalnum() and not collection[0].isdigit()):
        raise typer.BadParameter(f"{collection!r} is no name of a collection: letters, digits and _.", param_hint="--collection")
    return MilvusPlace(checked_uri(uri), collection)


def with_token(settings: RetrievalSettings, token: str) -> RetrievalSettings:
    """The settings with a token that was given on the command line."""
    return settings.model_copy(update={"milvus_token": SecretStr(token)}) if token else settings
