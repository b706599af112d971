"""How telling a name is: rare words in the corpus say more than common ones."""

from collections.abc import Callable
from math import log

from corpuscle.retrieval.analyser import text_terms

Rarity = Callable[[str], float]
"""A text's rarity, 0 (words that stand everywhere) to 1 (a word of one article)."""


def corpus_rarity(document_frequency: Callable[[str], int], articles: int) -> Rarity:
    """The rarity of a text's rarest term: 1 - ln(df + 1) / ln(N + 1); 0 for a text without terms."""

    def rarity(text: str) -> float:
        return max((1 - log(document_frequency(term) + 1) / log(max(articles, 1) + 1) for term in text_terms(text)), default=0.0)

    return rarity
