"""Step 1: what is asked, about which entities, and within which filters."""

import re
from dataclasses import dataclass

from corpuscle.agent.answers import QuestionType
from corpuscle.agent.question import Question
from corpuscle.agent.question_type import asked_noun, is_definition, question_type
from corpuscle.agent.spoken_filters import spoken_filters
from corpuscle.kg import Entity, Mention
from corpuscle.kg.categories import ANATOMY, CHEMICALS, DISEASES, DRUGS, ORGANISMS, PROCEDURES, PROTEINS
from corpuscle.kg.linker import Linker
from corpuscle.kg.predicates import Predicate, phrase
from corpuscle.retrieval.filters import Filters


@dataclass(frozen=True, slots=True)
class Understanding:
    """The question as the later steps use it."""

    text: str
    query: str
    """The question without the words that were understood as a filter; this is searched for."""
    type: QuestionType
    options: tuple[str, ...]
    mentions: tuple[Mention, ...]
    predicate: Predicate | None
    """The predicate that the question's wording names, or None."""
    answer_kind: "AnswerKind"
    definition: bool
    """Whether it asks what something is."""
    filters: Filters
    notes: tuple[str, ...]

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The linked entities, each once, in the order of the question."""
        return tuple({mention.entity.curie: mention.entity for mention in self.mentions}.values())


@dataclass(frozen=True, slots=True)
class AnswerKind:
    """What a factoid or list answer must be: entities of these Biolink categories, a quantity, or anything (both empty)."""

    categories: frozenset[str] = frozenset()
    quantity: bool = False
    noun: str = ""
    """The asked noun phrase itself ("target", "side effects"), or ""."""


_LONGEST_PHRASE = 6

_KINDS: tuple[tuple[str, frozenset[str]], ...] = (
    (
        r"genes?|proteins?|enzymes?|receptors?|kinases?|cytokines?|interleukins?|transcription factors?|antigens?|transporters?|subunits?|oncogenes?",
        PROTEINS,
    ),
    (
        (
            r"drugs?|medications?|medicines?|inhibitors?|agents?|compounds?|chemicals?|molecules?|hormones?|vitamins?|"
            r"agonists?|antagonists?|antibod(?:y|ies)|substances?|toxins?|pesticides?|metals?|steroids?|neurotransmitters?|amino acids?|metabolites?|nutrients?|minerals?|elements?|ions?|electrolytes?|lipids?|fatty acids?|dyes?|gas(?:es)?"
        ),
        CHEMICALS,
    ),
    (r"antibiotics?|antivirals?|antifungals?|analgesics?|anticonvulsants?|diuretics?|sedatives?|an(?:ae|e)sthetics?", DRUGS),
    (r"treatments?|therap(?:y|ies)|remed(?:y|ies)|interventions?", DRUGS | {"Protein"} | PROCEDURES),
    (
        (
            r"diseases?|disorders?|syndromes?|conditions?|cancers?|tumou?rs?|malignanc(?:y|ies)|neoplasms?|infections?|symptoms?|signs?|manifestations?|"
            r"features?|complications?|side effects?|adverse (?:effects?|events?|reactions?)|indications?|comorbidit(?:y|ies)|lesions?|anomal(?:y|ies)|defects?|"
            r"abnormalit(?:y|ies)|phenotypes?|malformations?|signs and lesions|findings"
        ),
        DISEASES,
    ),
    (
        r"organisms?|bacteri(?:a|um)|virus(?:es)?|pathogens?|species|parasites?|fung(?:us|i)|microbes?|vectors?|hosts?|animals?|plants?|genus|genera",
        ORGANISMS,
    ),
    (
        r"organs?|tissues?|cells?|cell types?|glands?|bones?|muscles?|(?:brain |body )?(?:regions?|areas?|structures?)|lobes?|cortex|veins?|vessels?|joints?|body parts?|parts? of the body|arter(?:y|ies)|nerves?|sites?",
        ANATOMY,
    ),
)
_QUANTITY = re.compile(
    r"\b(?:how (?:many|much|often|long|old|high|large|fast|common|frequent|rare)|percentages?|proportions?|shares?|portion|fractions?|numbers?|rates?|prevalences?|incidences?|mortality|"
    r"doses?|dosages?|half-li(?:fe|ves)|duration|concentrations?|frequenc(?:y|ies)|ages?|median|mean|average|temperatures?|years?|when)\b",
    re.IGNORECASE,
)


def understand(question: Question, linker: Linker) -> Understanding:
    """Reads the question's type (unless it was given), entities, predicate, kind of answer and spoken filters."""
    query, filters, notes = spoken_filters(question.text, question.filters)
    query = query if re.search(r"[^\W_]", query) else question.text
    kind = question.type or question_type(query)
    return Understanding(
        text=question.text,
        query=query,
        type=kind,
        options=question.options,
        mentions=tuple(linker.link(query)),
        predicate=spoken_predicate(query),
        answer_kind=answer_kind(query),
        definition=is_definition(query),
        filters=filters,
        notes=notes,
    )


def answer_kind(text: str) -> AnswerKind:
    """What the answer must be, from the asked noun ("Which drug …", "How many …")."""
    noun = asked_noun(text)
    kinds = [(match.end(), -match.start(), kind) for pattern, kind in _KINDS for match in re.finditer(rf"\b(?:{pattern})\b", noun)]
    quantity = _QUANTITY.search(noun) or (None if noun else _QUANTITY.search(text[:40]))
    if quantity and not any(-start < quantity.start() for _, start, _ in kinds):
        return AnswerKind(quantity=True, noun=noun)
    return AnswerKind(categories=max(kinds, key=lambda kind: kind[:2])[2] if kinds else frozenset(), noun=noun)


def spoken_predicate(text: str) -> Predicate | None:
    """The predicate named by the longest run of words that names one; the first of equally long ones."""
    words = re.findall(r"[\w'-]+", text)
    for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            if predicate := phrase(" ".join(words[start : start + length])):
                return predicate
    return None
