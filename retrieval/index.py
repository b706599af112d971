"""An index folder, opened: its manifest is checked, its text and vectors opened at once, the encoder when first asked for."""

import os
import weakref
from contextlib import suppress
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpuscle.kg.errors import GraphError
from corpuscle.kg.mesh import MeshThesaurus
from corpuscle.retrieval.analyser import ANALYSER_NAME
from corpuscle.retrieval.article_keys import all_keys
from corpuscle.retrieval.encoder import Encoder, load_stored
from corpuscle.retrieval.errors import IndexDamagedError, IndexFormatError, IndexMissingError
from corpuscle.retrieval.manifest import Manifest, anew_remedy, build_hint, read_manifest
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.text_index import TextIndex
from corpuscle.retrieval.vectors import VectorIndex


class Index:
    """One generation of an index; later commits do not show.

    A build removes text and vectors that are two commits old, but not from under a reader that has them open.
    Where another index takes the folder's place (`corpuscle index build --replace`), this one reads on in its own.
    """

    def __init__(self, path: Path, manifest: Manifest, settings: RetrievalSettings, folder: "_Folder | None" = None) -> None:
        self.path = path
        self.manifest = manifest
        self._settings = settings
        self._folder = folder or _Folder(path)

    @classmethod
    def open(cls, index_dir: Path, settings: RetrievalSettings) -> "Index":
        """The index in `index_dir`.

        Raises IndexMissingError, IndexFormatError (another format or analyser), or IndexDamagedError for damaged text.
        """
        folder = _Folder(index_dir)
        index = cls(index_dir, _readable_manifest(folder.path), settings, folder)
        try:
            _ = index.text, index.vectors
        except IndexDamagedError:
            # A build may have removed files since the manifest was read: then the manifest names others by now.
            index = cls(index_dir, _readable_manifest(folder.path), settings, folder)
            _ = index.text
            with suppress(IndexDamagedError):  # BM25 needs no vectors: what is wrong with them is said to those that do
                _ = index.vectors
        with suppress(GraphError):  # most searches need no graph: what is wrong with it is said to those that do
            _ = index.thesaurus
        return index

    @cached_property
    def text(self) -> TextIndex:
        """The articles and their terms."""
        assert self.manifest.text is not None  # checked by `open`
        return TextIndex.open(self._folder.path / self.manifest.text.path)

    @cached_property
    def vectors(self) -> VectorIndex | None:
        """The vectors made so far, or None where the index was built without an encoder. Raises IndexDamagedError."""
        store = self.manifest.vectors
        return VectorIndex.open(self._folder.path, store) if store else None

    @cached_property
    def articles_without_vector(self) -> int:
        """How many articles no vector was made of yet; all, where the index was built without an encoder. Reads every key once."""
        return len(keys_without_vector(self.text, self.vectors))

    @property
    def graph_path(self) -> Path | None:
        """The SQLite graph, or None where the index has none."""
        graph = self.manifest.graph
        return self._folder.path / graph.path if graph else None

    @property
    def required_graph_path(self) -> Path:
        """The SQLite graph. Raises IndexDamagedError where the index has none."""
        if self.graph_path is None:
            raise IndexDamagedError(
                f"The index at {self.path} has no knowledge graph yet.", "Run the same `corpuscle index build` again with --graph."
            )
        return self.graph_path

    @cached_property
    def thesaurus(self) -> MeshThesaurus | None:
        """MeSH's headings and trees, or None where the index has no graph. Raises GraphMissingError, GraphFormatError."""
        return MeshThesaurus.open(self.graph_path) if self.graph_path else None

    @cached_property
    def encoder(self) -> Encoder | None:
        """The encoder of the vectors, on one core, for queries; None where the index was built without one.

        Raises EncoderError for one this program does not have, EncoderMissingError where its files are not there.
        """
        store = self.manifest.vectors
        return load_stored(store, self._settings.home, threads=1) if store else None


class _Folder:
    """A folder held open, which is found again under whatever name it has by now. (Linux; elsewhere no folder is exchanged.)"""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._link: Path | None = None
        with suppress(OSError):  # where there is no folder, reading the manifest says so
            descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
            weakref.finalize(self, os.close, descriptor)
            self._link = Path(f"/proc/self/fd/{descriptor}")

    @property
    def path(self) -> Path:
        """Where the folder is now: under the name by which it was opened, as long as it is the same."""
        if self._link is None or not self._link.exists() or (self._path.exists() and self._path.samefile(self._link)):
            return self._path
        return self._link.readlink()


def keys_without_vector(text: TextIndex, vectors: VectorIndex | None) -> NDArray[np.uint64]:
    """Keys of the articles that have no vector yet, ascending. Revised texts are among them: their key is new."""
    missing = [keys if vectors is None else keys[vectors.lookup(keys) < 0] for keys in all_keys(text)]
    return np.concatenate([np.zeros(0, np.uint64), *missing])


def _readable_manifest(index_dir: Path) -> Manifest:
    manifest = read_manifest(index_dir)
    if manifest.milvus:
        raise IndexFormatError(
            f"The index at {index_dir} lies in Milvus, at {manifest.milvus.uri}; this needs one on this machine.",
            "Search and ask work on it; for this, build an index into another folder without --engine milvus.",
        )
    if manifest.text is None:
        raise IndexMissingError(f"The index at {index_dir} holds no articles yet.", f"Go on building it: {build_hint(index_dir)}")
    if manifest.text.analyser != ANALYSER_NAME:
        raise IndexFormatError(
            f"The index at {index_dir} was made with the analyser {manifest.text.analyser}; this program has {ANALYSER_NAME}.",
            anew_remedy(index_dir),
        )
    return manifest
