"""MeSH headings for a query in plain words: those it names, and those that the articles found by its words carry.

A heading's score is a logistic regression over what speaks for it (`HeadingSigns`), fitted on titles of the sample and the headings that NLM's
indexers gave their articles; `corpuscle eval mesh-suggestions` fits it, prints the weights and measures them on titles held out (decision 022
has the figures). The check tags, which say who was studied and not what (Humans, Female, Aged), are suggested only where they are named.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Self

from corpuscle.kg.entities import Mention
from corpuscle.kg.linker import Linker
from corpuscle.kg.mesh import Descriptor, MeshThesaurus
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.analyser import query_terms, text_terms
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.candidates import Lexicon
from corpuscle.retrieval.filter_resolution import resolve
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.text_index import TextIndex

CHECK_TAGS = frozenset(
    {
        "D000293", "D000328", "D000368", "D000369", "D000818", "D002415", "D002417", "D002642", "D002648",
        "D002675", "D003412", "D004285", "D005260", "D006168", "D006801", "D007223", "D007231", "D008297",
        "D008875", "D011247", "D011817", "D013552", "D013997", "D051379", "D051381", "D055815", "D066298",
    }
)  # fmt: skip
"""Headings that indexers tick for every article they fit: ages, sexes, Humans, Animals, common laboratory animals, Pregnancy, Time Factors."""

ARTICLES_READ = 30
"""How many of the best articles with headings are asked what they carry."""

_CANDIDATES = 150
_NAMES_COMPARED = 40
_HEADING = "MESH:D"


@dataclass(frozen=True, slots=True)
class HeadingSigns:
    """What speaks for a heading; all 0 to 1."""

    named: float
    """1 where the query names it, .5 where it names what MeSH has only under it."""
    overlap: float
    """Of the words of its name most like the query, the share that the query has."""
    share: float
    """Share of the articles read that carry it, the best ranks weighing more."""
    major: float
    """The same of those where it is a main topic."""
    near: float
    """1 where it stands directly above a heading that the query names."""


BIAS = -4.73
WEIGHTS = HeadingSigns(named=1.34, overlap=2.13, share=10.26, major=1.61, near=0.70)


@dataclass(frozen=True, slots=True)
class MeshSuggestion:
    """A heading with the probability that an indexer would give it to an article of this title, and why it is suggested."""

    heading: Descriptor
    score: float
    words: str
    """The words of the query that name it, or ""."""
    carried_by: int
    """How many of the `read` best articles carry it."""
    read: int
    signs: HeadingSigns


class MeshSuggester:
    """Suggests headings from one index and its graph. Safe to share between threads."""

    def __init__(self, text: TextIndex, store: GraphStore, linker: Linker, thesaurus: MeshThesaurus) -> None:
        self._text = text
        self._store = store
        self._linker = linker
        self._thesaurus = thesaurus
        self._lexicon = Lexicon(text)
        self._admitted, _ = resolve(Filters(), None)

    @classmethod
    def open(cls, index: Index) -> Self:
        """The suggester of an index on this machine. Raises IndexDamagedError where it has no graph."""
        graph = index.required_graph_path
        store = GraphStore.open(graph)
        return cls(index.text, store, Linker(store), MeshThesaurus.open(graph))

    def suggest(self, query: str, k: int = 10, without: str = "") -> list[MeshSuggestion]:
        """The best `k` headings, best first. The article whose id is `without` is not read: a measurement leaves out what it asks for.

        Raises QueryError for an empty or too long query, IndexDamagedError, GraphDamagedError.
        """
        candidates = self.candidates(query, without)
        candidates.sort(key=lambda suggestion: (-suggestion.score, suggestion.heading.ui))
        return candidates[:k]

    def candidates(self, query: str, without: str = "") -> list[MeshSuggestion]:
        """All headings that something speaks for, in no order."""
        asked = frozenset(query_terms(query))
        named = self._named(query)
        read = self._articles(query, without)
        carried = Counter(heading.ui for article in read for heading in article.mesh)
        uis = [ui for ui in {*named, *carried} if ui not in CHECK_TAGS or ui in named]
        headings = self._thesaurus.descriptors(uis)
        around = _places_around([headings[ui] for ui in named if ui in headings])
        shares = _Shares(read)
        found: list[MeshSuggestion] = []
        for ui, heading in headings.items():
            mention = named.get(ui)
            signs = HeadingSigns(
                named=0.0 if mention is None else 1.0 if mention.entity.curie == f"MESH:{ui}" else 0.5,
                overlap=_overlap(heading, asked),
                share=shares.of(ui),
                major=shares.of_major(ui),
                near=float(not around.isdisjoint(heading.tree_numbers)),
            )
            found.append(MeshSuggestion(heading, _probability(signs), mention.text if mention else "", carried[ui], len(read), signs))
        return found

    def _named(self, query: str) -> dict[str, Mention]:
        """The headings that the query names, each with its first mention; what MeSH has only under a heading names that."""
        mentions = self._linker.link(query)
        homes = self._store.mesh_homes(m.entity.curie for m in mentions if not m.entity.curie.startswith(_HEADING))
        named: dict[str, Mention] = {}
        for mention in mentions:
            curie = mention.entity.curie
            ui = curie.removeprefix("MESH:") if curie.startswith(_HEADING) else homes.get(curie, "")
            if ui.startswith("D"):
                named.setdefault(ui, mention)
        return named

    def _articles(self, query: str, without: str) -> list[Article]:
        weights = dict.fromkeys(query_terms(query), 1.0)
        read: list[Article] = []
        for candidate in self._lexicon.best(weights, self._admitted, _CANDIDATES):
            article = self._text.article(candidate.address)
            if article.mesh and article.id != without:
                read.append(article)
                if len(read) == ARTICLES_READ:
                    break
        return read


class _Shares:
    """How much of a ranking carries a heading, the best ranks weighing more: rank r has 1 / (r + 5)."""

    def __init__(self, read: Sequence[Article]) -> None:
        self._carried: defaultdict[str, float] = defaultdict(float)
        self._major: defaultdict[str, float] = defaultdict(float)
        weights = [1 / (rank + 5) for rank, _ in enumerate(read, 1)]
        self._total = sum(weights)
        for weight, article in zip(weights, read, strict=True):
            for heading in article.mesh:
                self._carried[heading.ui] += weight
                if heading.major or any(qualifier.major for qualifier in heading.qualifiers):
                    self._major[heading.ui] += weight

    def of(self, ui: str) -> float:
        return self._carried.get(ui, 0.0) / self._total if self._total else 0.0

    def of_major(self, ui: str) -> float:
        return self._major.get(ui, 0.0) / self._total if self._total else 0.0


def _overlap(heading: Descriptor, asked: frozenset[str]) -> float:
    best = 0.0
    for name in (heading.name, *heading.entry_terms[:_NAMES_COMPARED]):
        terms = set(text_terms(name))
        if terms:
            best = max(best, len(terms & asked) / len(terms))
    return best


def _places_around(named: Sequence[Descriptor]) -> frozenset[str]:
    """The tree numbers directly above the named headings."""
    return frozenset(tree.rpartition(".")[0] for heading in named for tree in heading.tree_numbers if "." in tree)


def _probability(signs: HeadingSigns) -> float:
    z = BIAS + sum(weight * value for weight, value in zip(astuple(WEIGHTS), astuple(signs), strict=True))
    return 1 / (1 + math.exp(-z))
