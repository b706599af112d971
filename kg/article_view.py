"""What one article names, where and how often: the reviewer's view of a document as a whole."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpuscle.kg.categories import ANATOMY, DISEASES, DRUGS, ORGANISMS, PROTEINS
from corpuscle.kg.evidence_sentences import EvidenceSentence

_KINDS = (DRUGS, PROTEINS, DISEASES, ORGANISMS, ANATOMY)
_BEFORE, _BEHIND = 45, 40  # characters beside a mention that are looked at

_SETTINGS: tuple[tuple[str, re.Pattern[str], bool], ...] = tuple(
    (name, re.compile(pattern), before)
    for name, before, pattern in (
        ("induces", False, r"^[-‐–\s]*(?:induced|associated|related|evoked|provoked)"),
        (
            "given",
            True,
            (
                r"(?:treated with|receiv\w+|administration of|treatment with|therapy with|after|following|taking|doses? of|infusion of|injection of|use of"
                r"|exposure to|ingest\w+|overdose of|due to|caused by|induced by|effects? of|toxicity of|by|with|given|on|discontinu\w+ of|withdrawal of)"
                r"\W+(?:\w+\W+){0,2}$"
            ),
        ),
        (
            "therapy",
            False,
            (
                r"^\W*(?:\w+\W+)?(?:therapy|treatment|administration|induced|toxicity|overdose|infusion|use|alone|withdrawal|treated|was given"
                r"|was administered|discontinu\w*|poisoning|abuse|dose\w*|related|associated|level\w*)"
            ),
        ),
        (
            "onset",
            True,
            (
                r"(?:induced|caused by|causing|develop(?:ed)?|complicated by|side effects?|adverse|toxicity|toxic|acute|severe|reversible|onset|experienced"
                r"|produced|occurr\w+|incidence of|risk of|cases? of|associated with|resulting in|due to)\W+(?:\w+\W+){0,2}$"
            ),
        ),
        (
            "condition",
            True,
            (
                r"(?:treatment of|therapy (?:of|for)|treated for|patients with|management of|(?:with a )?history of|prevention of|in|diagnosis of"
                r"|suffering from|because of|with)\W+(?:\w+\W+){0,2}$"
            ),
        ),
        (
            "occurs",
            False,
            (
                r"^\W*(?:\w+\W+){0,2}(?:occurr\w*|developed|w(?:as|ere) (?:observed|seen|reported)|induced|caused|after|following|during|resolved|patients"
                r"|associated|due to|secondary to|complicat\w+)"
            ),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A mention: which sentence of the article, and where in it (characters, end exclusive)."""

    sentence: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How an article treats one entity."""

    sightings: tuple[Sighting, ...]
    """In reading order."""
    sentences: frozenset[int]
    settings: Counter[str]
    """How many mentions stand in each setting: "given" ("patients receiving …"), "onset" ("developed …"), …"""


class ArticleView:
    """The sentences of one article in reading order, and the standing of each entity that they name."""

    def __init__(self, sentences: Sequence[EvidenceSentence]) -> None:
        unique = {(s.section, s.begin, s.end): s for s in sentences}
        self.sentences = tuple(sorted(unique.values(), key=lambda s: (s.section != "title", s.begin, s.end)))

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """By CURIE."""
        found: dict[str, list[Sighting]] = {}
        for place, sentence in enumerate(self.sentences):
            for mention in sentence.mentions:
                found.setdefault(mention.entity.curie, []).append(Sighting(place, mention.begin, mention.end))
        return {curie: self.standing(sightings) for curie, sightings in found.items()}

    @cached_property
    def by_kind(self) -> dict[str, tuple[str, ...]]:
        """CURIE of each entity named, with those of its own kind (itself among them): substances, proteins, diseases, organisms, parts."""
        kinds = {m.entity.curie: _kind(m.entity.category) for sentence in self.sentences for m in sentence.mentions}
        members: dict[int | str, list[str]] = {}
        for curie, kind in sorted(kinds.items()):
            members.setdefault(kind, []).append(curie)
        return {curie: tuple(members[kind]) for curie, kind in kinds.items()}

    def standing(self, sightings: Sequence[Sighting]) -> Standing:
        """The standing of what is mentioned at these places."""
        settings: Counter[str] = Counter()
        ordered = sorted(set(sightings), key=lambda s: (s.sentence, s.begin, s.end))
        for seen in ordered:
            text = self._lower[seen.sentence]
            beside = (text[seen.end : seen.end + _BEHIND], text[max(seen.begin - _BEFORE, 0) : seen.begin])
            settings.update(name for name, pattern, before in _SETTINGS if pattern.search(beside[before]))
        return Standing(tuple(ordered), frozenset(s.sentence for s in ordered), settings)

    def rivals(self, curie: str, category: str) -> list[Standing]:
        """Of the other entities of the same kind that the article names."""
        peers = self.by_kind.get(curie)
        if peers is None:
            kind = _kind(category)
            peers = next((group for other, group in self.by_kind.items() if _kind(self._category[other]) == kind), ())
        return [self.standings[peer] for peer in peers if peer != curie]

    @cached_property
    def _lower(self) -> list[str]:
        return [sentence.text.lower() for sentence in self.sentences]

    @cached_property
    def _category(self) -> dict[str, str]:
        return {m.entity.curie: m.entity.category for sentence in self.sentences for m in sentence.mentions}


def _kind(category: str) -> int | str:
    return next((place for place, kind in enumerate(_KINDS) if category in kind), category)
