"""Lexical baselines beside rank-bm25: bm25s, and tantivy with its stock English analyser. Each ranks rows of the texts it was given."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

import tantivy

from corpuscle.evals.errors import BaselineMissing

Bm25sBackend = Literal["numpy", "numba"]

_HEAP_BYTES = 192_000_000
"""As much as our own writer takes."""


class RowRanker(Protocol):
    """Ranks documents by their rows."""

    def rank(self, query: str, limit: int) -> list[int]:
        """Rows of the best `limit` documents, best first."""
        ...


class Bm25s:
    """bm25s with its own tokeniser, English stopwords and Snowball stems."""

    def __init__(self, engine: Any, stemmer: Any) -> None:  # noqa: ANN401 - neither library has types
        self._engine = engine
        self._stemmer = stemmer

    @classmethod
    def build(cls, texts: Sequence[str]) -> "Bm25s":
        """Indexes in memory. Raises BaselineMissing."""
        bm25s, stemmer = _bm25s()
        engine = bm25s.BM25()
        engine.index(bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)
        return cls(engine, stemmer)

    @classmethod
    def open(cls, folder: Path, backend: Bm25sBackend) -> "Bm25s":
        """What `save` wrote, memory-mapped. "numba" is the fastest and compiles when first asked. Raises BaselineMissing."""
        bm25s, stemmer = _bm25s()
        engine = bm25s.BM25.load(str(folder), mmap=True)
        engine.backend = backend
        return cls(engine, stemmer)

    def save(self, folder: Path) -> None:
        """Writes the index."""
        self._engine.save(str(folder), show_progress=False)

    def rank(self, query: str, limit: int) -> list[int]:
        """See `RowRanker`."""
        bm25s, _ = _bm25s()
        tokens = bm25s.tokenize([query], stopwords="en", stemmer=self._stemmer, show_progress=False, return_ids=False)
        if not tokens[0]:
            return []
        limit = min(limit, int(self._engine.scores["num_docs"]))
        rows, scores = self._engine.retrieve(tokens, k=limit, show_progress=False, n_threads=1)
        return [int(row) for row, score in zip(rows[0], scores[0], strict=True) if score > 0]


class StockTantivy:
    """tantivy as it comes: its `en_stem` analyser over a title and a body field, BM25 over both."""

    def __init__(self, index: tantivy.Index) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.remove_long(40))
        self._analyser = analyser.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("english")).build()

    @classmethod
    def build(cls, documents: Iterable[tuple[str, str]], folder: Path) -> "StockTantivy":
        """Indexes titles and texts into the folder, with one thread."""
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("row", stored=True, indexed=False)
        builder.add_text_field("title", tokenizer_name="en_stem")
        builder.add_text_field("body", tokenizer_name="en_stem")
        folder.mkdir(parents=True)
        index = tantivy.Index(builder.build(), path=str(folder))
        writer = index.writer(_HEAP_BYTES, 1)
        for row, (title, text) in enumerate(documents):
            document = tantivy.Document()
            document.add_unsigned("row", row)
            document.add_text("title", title)
            document.add_text("body", text)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return cls(index)

    @classmethod
    def open(cls, folder: Path) -> "StockTantivy":
        """What `build` wrote."""
        return cls(tantivy.Index.open(str(folder)))

    def rank(self, query: str, limit: int) -> list[int]:
        """See `RowRanker`. The question as tantivy's parser would read it with both fields as default: any term in any field."""
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, field, term, "freq"))
            for term in self._analyser.analyze(query)
            for field in ("title", "body")
        ]
        hits = self._searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False).hits
        return [int(self._searcher.doc(address).get_first("row") or 0) for _, address in hits]


def _bm25s() -> tuple[Any, Any]:
    try:
        import bm25s  # pyright: ignore[reportMissingTypeStubs]  # deferred, like Stemmer: only developers have them
        import Stemmer  # pyright: ignore[reportMissingTypeStubs, reportMissingImports]
    except ModuleNotFoundError as exc:
        raise _missing("bm25s PyStemmer numba") from exc
    return bm25s, Stemmer.Stemmer("english")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]


def _missing(libraries: str) -> BaselineMissing:
    return BaselineMissing(f"A baseline needs {libraries}.", f"pip install {libraries}")
