"""The cards of a picture: one for each piece of evidence, and one for each path; laid out for a width, to be put somewhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpuscle.kg.entities import Entity
from corpuscle.kg.paths import Path
from corpuscle.kg.picture_flow import NAME, PAD, PLAIN, QUOTE, SMALL, STRONG, Flow
from corpuscle.kg.picture_scene import Box, LineKind, Piece, Sign, Tone, moved
from corpuscle.kg.picture_text import shown
from corpuscle.kg.predicates import PREDICATES
from corpuscle.kg.probability_words import said as said_probability
from corpuscle.kg.triples import Edge, Evidence, Triple

SIGN_ROOM = 22.0  # what a sign inside a card takes
QUOTED_WORDS = 12
_ARTICLES = 3
_PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"
_STANCE_TONES: dict[str, Tone] = {"supports": "supports", "contradicts": "contradicts", "neutral": "neutral"}
_SIGNS: dict[Tone, Sign] = {"supports": "supports", "contradicts": "contradicts", "neutral": "neutral", "path": "path"}
_SAID = {"supports": "for", "contradicts": "against", "neutral": "decides nothing"}


@dataclass(frozen=True, slots=True)
class Card:
    """What is drawn in the frame of a card, its top left corner at (0, 0)."""

    width: float
    height: float
    items: tuple[Piece, ...]
    tone: Tone
    kind: LineKind
    towards: Literal["object", "subject"]
    """Which end the relation points to."""

    @property
    def sign(self) -> Sign:
        """The sign of its tone."""
        return _SIGNS[self.tone]

    def drawn(self, x: float, y: float) -> tuple[Piece, ...]:
        """The frame and what is in it, with the top left corner at (x, y); its sign is drawn by whoever places it."""
        return (Box(x, y, self.width, self.height, "card", self.tone, self.kind), *moved(self.items, x, y))


def evidence_card(piece: Evidence, triple: Triple, width: float, indent: float) -> Card:
    """The card of an edge, with its articles as small sheets, or of a sentence, with a few of its words; `indent` keeps room on the left."""
    tone = _STANCE_TONES[piece.stance]
    told = _SAID[piece.stance] if piece.stance == "neutral" else f"{_SAID[piece.stance]} · {said_probability(piece.score)}"
    if piece.kind == "sentence":
        url = f"{_PUBMED}{piece.id}/" if piece.source == "pubmed" and _is_pmid(piece.id) else ""
        head = f"PMID {piece.id}" if url else shown(piece.id)
        flow = Flow(width, PAD + indent)
        flow.sheet(tone)
        flow.words(head, STRONG, url=url)
        flow.words(told, SMALL, "muted")
        flow.lines(f"“{fragment(piece.text, triple)}”", QUOTE, 3)
        return Card(width, flow.height, flow.items, tone, _line(tone), "object")
    subject, predicate, object_ = _statement(piece)
    flow = Flow(width, PAD + indent)
    ends = [entity.curie if entity else "" for entity in (triple.subject_entity, triple.object_entity)]
    backward = subject == ends[1] or object_ == ends[0]
    relation = f"not {predicate}" if f"not {predicate} " in f"{piece.text} " else predicate
    flow.words(_arrow(relation, predicate, not backward), STRONG)
    flow.words(f"{told} · {shown(piece.source)}", SMALL, "muted")
    if {subject, object_} != set(ends):  # said of a broader or narrower thing than the claim's
        flow.lines(piece.text.rpartition(" (")[0] or piece.text, PLAIN, 3)
    if piece.publications:
        flow.newline()
    for identifier in piece.publications[:_ARTICLES]:
        pmid = identifier.removeprefix("PMID:")
        is_pmid = _is_pmid(pmid)
        flow.sheet("muted")
        flow.words(pmid if is_pmid else shown(identifier), SMALL, url=f"{_PUBMED}{pmid}/" if is_pmid else "")
    if len(piece.publications) > _ARTICLES:
        flow.words(f"and {len(piece.publications) - _ARTICLES} more", SMALL, "muted")
    return Card(width, flow.height, flow.items, tone, _line(tone), "subject" if backward else "object")


def path_card(path: Path, width: float, indent: float) -> Card:
    """The card of a path: the nodes between its ends as small boxes, its edges as words with arrows; every edge with its source."""
    flow = Flow(width, PAD + indent)
    flow.words(f"path · plausibility {path.plausibility:.2f}", SMALL, "path")
    flow.newline()
    for place, edge in enumerate(path.edges):
        flow.words(edge_words(edge, path.nodes[place]), PLAIN, "muted")
        flow.words(f"({shown(edge.source)})", SMALL, "muted")
        if place + 1 < len(path.edges):
            flow.node(path.nodes[place + 1].name, "path", "dashed")
            flow.newline()
        else:
            flow.words(path.nodes[-1].name, PLAIN, "muted")
    return Card(width, flow.height, flow.items, "path", "dashed", "object")


def edge_words(edge: Edge, start: Entity) -> str:
    """The edge as it reads from one of its ends: "causes →", or "← causes" where it points there."""
    words = f"not {edge.predicate}" if edge.negated else edge.predicate
    return _arrow(words, edge.predicate, edge.subject == start.curie)


def _arrow(words: str, predicate: str, forward: bool) -> str:
    if predicate in PREDICATES and PREDICATES[predicate].symmetric:
        return f"– {words} –"
    return f"{words} →" if forward else f"← {words}"


def end_card(name: str, entity: Entity | None, width: float) -> Card:
    """The box of one end of a claim: its name, what it was taken for where that is another, its kind and CURIE."""
    flow = Flow(width, PAD)
    flow.lines(entity.name if entity else name, NAME, 4)
    if entity and shown(name).casefold() != shown(entity.name).casefold():
        flow.lines(f"asked as “{shown(name)}”", SMALL, 2, "muted")
    flow.lines(_kind_words(entity.category) if entity else "not in the graph", SMALL, 2, "muted")
    if entity:
        flow.lines(entity.curie, SMALL, 2, "muted")
    return Card(width, flow.height, flow.items, "ink", "solid", "object")


def fragment(sentence: str, triple: Triple) -> str:
    """At most `QUOTED_WORDS` words of the sentence, around the claim's two ends where both can be seen in it."""
    words = shown(sentence).split(" ")
    if len(words) <= QUOTED_WORDS:
        return " ".join(words)
    places = [place for place in (_place_of(triple.subject, words), _place_of(triple.object, words)) if place is not None]
    first = min(places, default=0)
    last = max(places, default=0)
    begin = max(0, min(first - max(0, (QUOTED_WORDS - (last - first)) // 2), len(words) - QUOTED_WORDS))
    cut = " ".join(words[begin : begin + QUOTED_WORDS])
    return f"{'… ' if begin else ''}{cut}{'…' if begin + QUOTED_WORDS < len(words) else ''}"


def _place_of(name: str, words: Sequence[str]) -> int | None:
    """Where the first word of the name's most telling kind stands; None where it does not."""
    stems = [word.casefold()[: max(4, len(word) - 2)] for word in re.findall(r"\w{3,}", name)]
    return next((i for i, word in enumerate(words) if any(stem in word.casefold() for stem in stems)), None)


def _statement(piece: Evidence) -> tuple[str, str, str]:
    subject, _, rest = piece.id.partition("|")
    predicate, _, object_ = rest.rpartition("|")
    return subject, shown(predicate or rest), object_


def _is_pmid(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _line(tone: Tone) -> LineKind:
    return "dotted" if tone == "neutral" else "solid"


def _kind_words(category: str) -> str:
    """A Biolink category as a person says it: "small molecule"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", category).lower()
