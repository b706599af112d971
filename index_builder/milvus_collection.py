"""The collections of an index in Milvus: its articles, and beside them the files that were applied."""

import time

from corpuscle.index_builder.errors import SourcesDifferError
from corpuscle.retrieval.encoder import Encoder
from corpuscle.retrieval.encoder.stored import check_same, new_store
from corpuscle.retrieval.errors import MilvusError
from corpuscle.retrieval.manifest import VectorStore
from corpuscle.retrieval.milvus_articles import FILE_LAYOUT, article_layout, checked_vectors, files_of, write_header
from corpuscle.retrieval.milvus_server import CollectionLayout, MilvusServer

_OTHERS_TAKE_S = 5.0
"""Wait for another job that is making the same collection."""


def ready_collection(server: MilvusServer, collection: str, encoder: Encoder | None) -> VectorStore | None:
    """The encoder of the collection's vectors; the collections are made where they are not there.

    Raises SourcesDifferError where the collection has vectors and `encoder` is None or the other way round, EncoderError where they are another
    encoder's, MilvusError.
    """
    wanted = new_store(encoder) if encoder else None
    if not server.has(collection):
        _create(server, files_of(collection), FILE_LAYOUT)
        write_header(server, collection, wanted)
        _create(server, collection, article_layout(wanted.dimension if wanted else 0))
    there = checked_vectors(server, collection)
    if there and encoder:
        check_same(encoder, there)
    elif there != wanted:
        said = f"vectors of {there.encoder}" if there else "no vectors"
        remedy = f"Build with --encoder {there.encoder if there else 'none'}, or into another collection with --collection."
        raise SourcesDifferError(f"The collection {collection} at {server.uri} has {said}.", remedy)
    return there


def _create(server: MilvusServer, collection: str, layout: CollectionLayout) -> None:
    try:
        if not server.has(collection):
            server.create(collection, layout)
    except MilvusError:  # another part of the same build may have been faster
        time.sleep(_OTHERS_TAKE_S)
        if not server.has(collection):
            raise
