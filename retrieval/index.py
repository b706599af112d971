"""An index folder, opened: its manifest is checked at once, its stores are opened when first asked for."""

from functools import cached_property
from pathlib import Path

from corpuscle.retrieval.analyser import ANALYSER_NAME
from corpuscle.retrieval.encoder import Encoder, load_encoder
from corpuscle.retrieval.errors import IndexFormatError, IndexMissingError
from corpuscle.retrieval.manifest import BUILD_HINT, Manifest, read_manifest
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.retrieval.text_index import TextIndex
from corpuscle.retrieval.vectors import VectorIndex


class Index:
    """One generation of an index; later commits do not show."""

    def __init__(self, path: Path, manifest: Manifest, settings: RetrievalSettings) -> None:
        self.path = path
        self.manifest = manifest
        self._settings = settings

    @classmethod
    def open(cls, index_dir: Path, settings: RetrievalSettings) -> "Index":
        """The index in `index_dir`.

        Raises IndexMissingError, IndexFormatError (another format or analyser) or IndexDamagedError.
        """
        manifest = read_manifest(index_dir)
        hint = BUILD_HINT.format(index=index_dir)
        if manifest.text is None:
            raise IndexMissingError(f"The index at {index_dir} holds no articles yet.", f"Go on building it: {hint}")
        if manifest.text.analyser != ANALYSER_NAME:
            raise IndexFormatError(
                f"The index at {index_dir} was made with the analyser {manifest.text.analyser}; this program has {ANALYSER_NAME}.",
                f"Build it anew in another folder: {hint}",
            )
        return cls(index_dir, manifest, settings)

    @cached_property
    def text(self) -> TextIndex:
        """The articles and their terms."""
        assert self.manifest.text is not None  # checked by `open`
        return TextIndex.open(self.path / self.manifest.text.path)

    @cached_property
    def vectors(self) -> VectorIndex | None:
        """The vectors made so far, or None where the index was built without an encoder."""
        store = self.manifest.vectors
        return VectorIndex.open(self.path, store) if store else None

    @property
    def graph_path(self) -> Path | None:
        """The SQLite graph, or None where the index has none."""
        graph = self.manifest.graph
        return self.path / graph.path if graph else None

    @cached_property
    def encoder(self) -> Encoder | None:
        """The encoder of the vectors, on one core, for queries; None where the index was built without one.

        Raises EncoderError for one this program does not have, EncoderMissingError where its files are not there.
        """
        store = self.manifest.vectors
        return load_encoder(store.encoder, self._settings.home, threads=1) if store else None
