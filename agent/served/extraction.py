"""Relations that a served model reads in the sentences of an article; each is kept only as far as code finds it in its sentence."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from corpuscle.agent.answers import TokenCount
from corpuscle.agent.errors import ModelError
from corpuscle.agent.model_fault import FaultKind
from corpuscle.agent.served.client import ModelClient
from corpuscle.kg import EvidenceSentence, Mention, Triple
from corpuscle.kg.categories import CHEMICALS, DISEASES, DRUGS, ORGANISMS, PROCEDURES, PROTEINS
from corpuscle.kg.entities import Entity
from corpuscle.kg.linker import Linker
from corpuscle.kg.sentence_evidence import AUDIBLE, read_sentence
from corpuscle.prompts import filled
from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.linked_sentences import linked_sentences

_Predicate = Literal["treats", "causes", "prevents", "inhibits", "associated with", "diagnoses"]
_THERAPIES = CHEMICALS | PROCEDURES
_ENDS: dict[_Predicate, tuple[frozenset[str], frozenset[str]]] = {
    "treats": (_THERAPIES, DISEASES),
    "causes": (_THERAPIES | DISEASES | ORGANISMS, DISEASES),
    "prevents": (_THERAPIES, DISEASES),
    "inhibits": (CHEMICALS, CHEMICALS),
    "associated with": (DISEASES | PROTEINS | DRUGS, DISEASES),
    "diagnoses": (CHEMICALS | PROCEDURES, DISEASES),
}
"""Categories of subject and object."""
_SHARE = 0.5
"""Of a name that the linker must have taken for one thing: "aspirin tablets" is aspirin."""
_MOST = 12
_OF_ONE_ARTICLE: frozenset[FaultKind] = frozenset({"overflow", "cut", "empty", "not_json", "wrong_schema"})
"""Faults that the next article need not meet."""


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sentence: int
    subject: str
    predicate: _Predicate
    object: str
    denied: bool


class RelationsReply(BaseModel):
    """What the model replies."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    relations: list[_Said] = Field(max_length=_MOST)


@dataclass(frozen=True, slots=True)
class ExtractedRelation:
    """A relation between two nodes of the graph that a sentence names."""

    subject: Entity
    predicate: str
    object: Entity
    denied: bool
    sentence: EvidenceSentence
    confirmed: bool
    """Whether the rules that read sentences without a model find the same."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a model read in one article."""

    relations: tuple[ExtractedRelation, ...]
    refused: int
    """Relations it gave of which code did not find the sentence, a name in it, or a fitting kind of thing, or found the opposite."""
    tokens: TokenCount


def extract_relations(article: Article, client: ModelClient, linker: Linker) -> Extraction:
    """The relations of the article's sentences that name two things or more; the model is not asked where there are none.

    Nothing is read of retracted articles and of notices. Raises ModelError.
    """
    [own] = linked_sentences([article], linker)
    sentences = [s for s in own if len({m.entity.curie for m in s.mentions}) > 1]
    if not sentences or article.retracted or article.notice_for:
        return Extraction((), 0, TokenCount())
    numbered = "\n".join(f"[{number}] {sentence.text}" for number, sentence in enumerate(sentences, 1))
    reply = client.ask(filled("extract", {"sentences": numbered, "predicates": ", ".join(_ENDS)}), RelationsReply)
    found = [_relation(said, sentences) for said in reply.parsed.relations]
    kept = {(r.subject.curie, r.predicate, r.object.curie, r.sentence): r for r in found if r is not None}
    return Extraction(tuple(kept.values()), found.count(None), reply.tokens)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model read in several articles."""

    extractions: dict[str, Extraction]
    """By PMID, in the order of the articles."""
    unread: int
    """Articles that it could not read: too long for it, or twice another reply than the one asked for."""
    fault: ModelError | None
    """Why it stopped before the last article; None where it did not."""


def read_articles(
    articles: Sequence[Article], client: ModelClient, linker: Linker, workers: int, advance: Callable[[int], None]
) -> Reading:
    """`extract_relations` of each article, `workers` of them at a time; it stops where the server is away. `advance` hears of articles."""
    read: dict[str, Extraction] = {}
    unread = 0
    with ThreadPoolExecutor(workers) as pool:
        waiting = [(article.id, pool.submit(extract_relations, article, client, linker)) for article in articles]
        for article_id, extraction in waiting:
            try:
                read[article_id] = extraction.result()
            except ModelError as exc:
                if exc.kind not in _OF_ONE_ARTICLE:
                    pool.shutdown(wait=False, cancel_futures=True)
                    return Reading(read, unread, exc)
                unread += 1
            advance(1)
    return Reading(read, unread, None)


def _relation(said: _Said, sentences: Sequence[EvidenceSentence]) -> ExtractedRelation | None:
    """The relation as its sentence has it; small models miscount, so else as the first other sentence has it in which the rules find it too."""
    if 1 <= said.sentence <= len(sentences) and (found := _in_sentence(said, sentences[said.sentence - 1])):
        return found
    return next((found for sentence in sentences if (found := _in_sentence(said, sentence)) and found.confirmed), None)


def _in_sentence(said: _Said, sentence: EvidenceSentence) -> ExtractedRelation | None:
    subject, object_ = (_named(name, sentence) for name in (said.subject, said.object))
    if subject is None or object_ is None or subject.curie == object_.curie:
        return None
    subjects, objects = _ENDS[said.predicate]
    if subject.category not in subjects or object_.category not in objects:
        return None
    reading = read_sentence(sentence, Triple(subject.name, said.predicate, object_.name, subject, object_))
    stance = reading.stance if reading and reading.probability >= AUDIBLE else "neutral"
    if stance == ("supports" if said.denied else "contradicts"):
        return None
    return ExtractedRelation(subject, said.predicate, object_, said.denied, sentence, stance != "neutral")


def _named(name: str, sentence: EvidenceSentence) -> Entity | None:
    """What the sentence names where it has these words: the longest mention among them."""
    begin = sentence.text.casefold().find(name.strip().casefold()) if name.strip() else -1
    inside = [m for m in sentence.mentions if begin >= 0 and begin <= m.begin and m.end <= begin + len(name.strip())]
    longest = max(inside, key=_length, default=None)
    return longest.entity if longest is not None and _length(longest) >= _SHARE * len(name.strip()) else None


def _length(mention: Mention) -> int:
    return mention.end - mention.begin
