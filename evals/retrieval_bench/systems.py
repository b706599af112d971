"""The systems that are compared, by the names that tables show."""

from corpuscle.retrieval.search import SearchMode

README = "rank-bm25, as in its README"
WORDS = "rank-bm25, `[a-z0-9]+`"
BM25S = "bm25s, stopwords and stems"
STOCK_TANTIVY = "tantivy, stock English"
DENSE = "MiniLM alone, exact"
RECIPE = "plain recipe: rank-bm25 + MiniLM, RRF"
RECIPE_OWN = "the same recipe with Corpuscle's encoder"
OUR_BM25 = "Corpuscle, BM25"
OUR_DENSE = "Corpuscle, dense"
OUR_HYBRID = "Corpuscle, hybrid"
OUR_HYBRID_MINILM = "Corpuscle, hybrid with MiniLM"
OUR_RERANKED = "Corpuscle, hybrid and cross-encoder"

OUR_MODES: dict[str, SearchMode] = {OUR_BM25: "bm25", OUR_DENSE: "dense", OUR_HYBRID: "hybrid"}

IN_ORDER = (
    README,
    WORDS,
    BM25S,
    STOCK_TANTIVY,
    DENSE,
    RECIPE,
    RECIPE_OWN,
    OUR_BM25,
    OUR_DENSE,
    OUR_HYBRID_MINILM,
    OUR_HYBRID,
    OUR_RERANKED,
)
"""As tables show them."""
