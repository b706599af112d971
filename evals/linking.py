"""How well names are linked to nodes, and how fast.

Concepts are compared as identifiers of MeSH and OMIM: a node has its own and those of its cross-references, else that of the MeSH concept that
stands for it (`GraphStore.mesh_homes`). Nothing is remembered from the training sets.
"""

import gc
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpuscle.evals.linking_corpora import GoldAbstract
from corpuscle.kg.categories import DISEASES
from corpuscle.kg.dictionary import Dictionary
from corpuscle.kg.dictionary_pass import DictionaryPass
from corpuscle.kg.entities import Entity, Mention
from corpuscle.kg.linker import Linker
from corpuscle.kg.name_candidates import STEPS, CandidateFinder, Encode, Step
from corpuscle.kg.store import GraphStore

CATEGORY = {"Chemical": "SmallMolecule", "Disease": "Disease"}
"""The category that names of each kind are asked for with."""
FOUND_AS = {"Chemical": frozenset({"SmallMolecule", "Drug"}), "Disease": DISEASES}
"""Categories of the nodes that count as found in a text."""

_SEED = 4


@dataclass(frozen=True, slots=True)
class Figures:
    """`right` of `answered` were right, of `gold` that there were."""

    right: int
    answered: int
    gold: int

    @property
    def precision(self) -> float:
        """0 where nothing was answered."""
        return self.right / self.answered if self.answered else 0.0

    @property
    def recall(self) -> float:
        """0 where there was nothing."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / (self.answered + self.gold) if self.answered + self.gold else 0.0


@dataclass(frozen=True, slots=True)
class Absence:
    """How often names that the graph should not have were left without a node."""

    unanswered: int
    asked: int


class Concepts:
    """The identifiers of nodes."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._known: dict[str, frozenset[str]] = {}

    def of(self, entity: Entity) -> frozenset[str]:
        """UIs of MeSH without prefix and CURIEs of OMIM."""
        if entity.curie not in self._known:
            curies = (entity.curie, *entity.xrefs)
            mesh = {curie.removeprefix("MESH:") for curie in curies if curie.startswith("MESH:")}
            mesh = mesh or set(self._store.mesh_homes([entity.curie]).values())
            self._known[entity.curie] = frozenset(mesh | {curie for curie in curies if curie.startswith("OMIM:")})
        return self._known[entity.curie]


Find = Callable[[str, str, str], Sequence[Entity]]
"""The nodes that a name names, given its context and the category it is asked for with."""


def stages(store: GraphStore, concepts: Concepts, encode: Encode | None) -> dict[str, Find]:
    """Ways to find a node for a name, each with one step more than the one before.

    Only nodes that MeSH or OMIM has something of can be right, so others are passed over, and the next step is tried.
    """
    dictionary = Dictionary(store)

    def one_by_one(steps: Sequence[Step], reads_context: bool = True, encode: Encode | None = None) -> Find:
        finders = [CandidateFinder(dictionary, encode, steps=(step,)) for step in steps]

        def find(name: str, context: str, category: str) -> Sequence[Entity]:
            found = (c.entity for finder in finders for c in finder.find(name, context if reads_context else "", category))
            return [entity for entity in found if concepts.of(entity)][:1]

        return find

    ways = {"dictionary": one_by_one(STEPS[:1], False), "+ abbreviations of the text": one_by_one(STEPS[:1])}
    listed = Linker(store)

    def with_members(inner: Find, exact: Find) -> Find:
        def find(name: str, context: str, category: str) -> Sequence[Entity]:
            if found := exact(name, context, category):
                return found
            members = [entity for entity in listed.members(name, context, category) if concepts.of(entity)]
            return members if len(members) > 1 else inner(name, context, category)

        return find

    exact = ways["+ abbreviations of the text"]
    ways["+ members of lists"] = with_members(exact, exact)
    for step, called in (("rewritten", "+ in other words"), ("like", "+ character n-grams"), ("shortened", "+ what it ends with")):
        ways[called] = with_members(one_by_one(STEPS[: STEPS.index(step) + 1]), exact)
    if encode is not None:
        ways["+ n-grams reranked by meaning"] = with_members(one_by_one(STEPS, encode=encode), exact)
    return ways


def gold_mentions(abstracts: Sequence[GoldAbstract], kind: str, find: Find, concepts: Concepts) -> Figures:
    """Linking of mentions that are given: a node is right that has one of the mention's identifiers. A mention of several counts as so many."""
    right = answered = gold = 0
    answers: dict[tuple[str, int], Sequence[frozenset[str]]] = {}
    for number, record in enumerate(abstracts):
        for mention in record.mentions:
            if mention.kind != kind or not mention.identifiers:
                continue
            asked = (mention.text, number)
            if asked not in answers:
                answers[asked] = [concepts.of(entity) for entity in find(mention.text, record.text, CATEGORY[kind])]
            wanted = set(mention.identifiers)
            gold += len(wanted)
            answered += len(answers[asked])
            for identifiers in answers[asked]:
                if met := sorted(wanted & identifiers):
                    wanted.discard(met[0])
                    right += 1
    return Figures(right, answered, gold)


def end_to_end(
    abstracts: Sequence[GoldAbstract], linked: Sequence[Sequence[Mention]], kind: str, concepts: Concepts, least: float = 0.0
) -> Figures:
    """Which concepts an article names, read from its text alone; each counts once an article. Nodes that MeSH has nothing of do not count."""
    right = answered = gold = 0
    for record, mentions in zip(abstracts, linked, strict=True):
        wanted = record.concepts(kind)
        found: set[str] = set()
        for mention in mentions:
            if mention.entity.category in FOUND_AS[kind] and mention.score >= least:
                identifiers = concepts.of(mention.entity)
                mesh = sorted(i for i in identifiers if not i.startswith("OMIM:"))
                if mesh:
                    found.add(min(identifiers & wanted, default=mesh[0]))
        right, answered, gold = right + len(found & wanted), answered + len(found), gold + len(wanted)
    return Figures(right, answered, gold)


def without_identifier(abstracts: Sequence[GoldAbstract], kind: str, find: Find) -> Absence:
    """Mentions to which the readers could give no identifier."""
    asked = [(m.text, a.text) for a in abstracts for m in a.mentions if m.kind == kind and not m.identifiers]
    return Absence(sum(not find(name, text, CATEGORY[kind]) for name, text in asked), len(asked))


def invented(abstracts: Sequence[GoldAbstract], kind: str, find: Find, names: int = 500) -> Absence:
    """Names that do not exist: the letters of the words of real ones, shuffled."""
    shuffle = random.Random(_SEED)
    known = sorted({m.text for a in abstracts for m in a.mentions if m.kind == kind and len(m.text) > 7})
    asked = ["".join(shuffle.sample(name, len(name))) if " " not in name else _shuffled(name, shuffle) for name in known[:names]]
    return Absence(sum(not find(name, "", CATEGORY[kind]) for name in asked), len(asked))


def _shuffled(name: str, shuffle: random.Random) -> str:
    return " ".join("".join(shuffle.sample(word, len(word))) for word in name.split())


@dataclass(frozen=True, slots=True)
class LinkingSpeed:
    """CPU time of this process; the median of `runs` where it was taken several times."""

    first_link_ms: float
    """From opening the graph to the first answer."""
    texts: int
    texts_a_second: float
    """Mentions and nodes of all, at once."""
    one_text_ms: float
    """One abstract, warm."""
    one_name_ms: float
    """Candidates of one name, warm."""
    memory_mb: float
    """What the process grew by."""


def measure_speed(
    open_store: Callable[[], GraphStore], texts: Sequence[str], names: Sequence[str], memory_mb: Callable[[], float]
) -> LinkingSpeed:
    """Reads all texts in one pass that knows nothing yet, then some of them and the names one by one."""
    gc.collect()
    gc.freeze()  # what the bench itself holds is not part of the pass
    before = memory_mb()
    start = time.process_time()
    linker = Linker(open_store())
    linker.link("Does aspirin prevent headache?")
    first = time.process_time() - start
    start = time.process_time()
    for _ in DictionaryPass(open_store()).link_all(texts):
        pass
    whole = time.process_time() - start
    gc.unfreeze()
    grown = memory_mb() - before
    some = texts[:200]
    one_text = _each(linker.link, some)
    one_name = _each(linker.candidates, names[:500])
    return LinkingSpeed(1000 * first, len(texts), len(texts) / max(whole, 1e-9), one_text, one_name, grown)


def _each(call: Callable[[str], object], values: Sequence[str]) -> float:
    """Milliseconds of CPU for each value, the second time it is asked for: median of three rounds."""
    for value in values:
        call(value)
    rounds: list[float] = []
    for _ in range(3):
        start = time.process_time()
        for value in values:
            call(value)
        rounds.append((time.process_time() - start) / max(len(values), 1) * 1000)
    return sorted(rounds)[1]
