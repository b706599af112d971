"""One more round of search, for what the evidence lacks: the articles found are read and join those read before."""

from collections.abc import Sequence
from dataclasses import replace

from corpuscle.agent.coverage import question_concepts
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.reading import read_sentences
from corpuscle.agent.retrieve import encoder_of
from corpuscle.agent.searches import Searched, SearchedAfter, SearchRound, Want
from corpuscle.agent.understand import Understanding
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.conditions import Words, all_of, any_of
from corpuscle.retrieval.engine import SearchEngine
from corpuscle.retrieval.hits import Hit
from corpuscle.retrieval.search import SearchResult

ARTICLES_PER_WANT = 5
_LOOKED_AT = 30
"""Articles of a search without names, most of whose best are read already."""
_LOOKED_AT_NAMED = 10
_SENTENCES_ENCODED = 4


def searched_again(
    wants: Sequence[Want],
    after: SearchedAfter,
    earlier: Sequence[SearchRound],
    understanding: Understanding,
    evidence: Evidence,
    engine: SearchEngine,
    linker: Linker,
) -> tuple[Evidence, SearchRound]:
    """The evidence with at most `ARTICLES_PER_WANT` further articles for each want, and the record of the round. Raises RetrievalError."""
    known = {hit.article.id for hit in evidence.hits}
    added: list[Hit] = []
    searched: list[Searched] = []
    for want in wants:
        found = [hit for hit in _search(want, understanding, engine).hits if hit.article.id not in known][:ARTICLES_PER_WANT]
        known |= {hit.article.id for hit in found}
        added += found
        searched.append(Searched(want, tuple(hit.article.id for hit in found)))
    round = SearchRound(len(earlier) + 1, after, tuple(searched))
    return (_joined(evidence, added, understanding, engine, linker) if added else evidence), round


def _search(want: Want, understanding: Understanding, engine: SearchEngine) -> SearchResult:
    if not want.names:
        return engine.search(want.query, _LOOKED_AT, "bm25", understanding.filters)
    named = [any_of(*(Words(name) for name in names)) for names in want.names]
    asked = understanding.filters.condition
    filters = replace(understanding.filters, condition=all_of(*named, *([asked] if asked else [])))
    query = " ".join((want.query, *(name for names in want.names for name in names)))
    return engine.search(query, _LOOKED_AT_NAMED, "bm25", filters)


def _joined(evidence: Evidence, added: Sequence[Hit], understanding: Understanding, engine: SearchEngine, linker: Linker) -> Evidence:
    hits = [replace(hit, rank=rank) for rank, hit in enumerate(added, len(evidence.hits) + 1)]
    concepts = question_concepts(understanding.query, understanding.mentions, engine.document_frequency, len(engine))
    sentences = read_sentences(understanding.query, hits, concepts, linker, encoder_of(engine), _SENTENCES_ENCODED)
    together = sorted((*evidence.sentences, *sentences), key=lambda sentence: -sentence.score)
    return replace(evidence, hits=(*evidence.hits, *hits), sentences=tuple(together))
