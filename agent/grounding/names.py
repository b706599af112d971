"""Whether what a statement speaks of stands in what it cites: entities, kinds of subjects, and most of its words."""

import re

from corpuscle.agent.grounding.claim import Claim
from corpuscle.agent.grounding.wording import stems, words
from corpuscle.retrieval.analyser import text_terms

LEAST_COVERED = 0.6
"""Share of a statement's content words that must stand in what it cites. Set by hand: no faithful statement of the tuning half falls below."""
_SUBJECTS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        ("patient", "patients", "human", "humans", "volunteer", "volunteers", "man", "men", "woman", "women", "child", "children", "infant", "infants",
         "adult", "adults", "people", "persons", "participants", "girls", "boys", "neonates", "newborns"),
        ("rat", "rats"), ("mouse", "mice", "murine"), ("dog", "dogs", "canine"), ("rabbit", "rabbits"), ("cat", "cats", "feline"),
        ("monkey", "monkeys", "macaque", "macaques"), ("pig", "pigs", "piglets", "swine", "porcine"), ("hamster", "hamsters"),
        ("cow", "cows", "cattle", "calves", "bovine"), ("sheep", "lamb", "lambs", "ovine"),
    ),
    (
        ("child", "children", "infant", "infants", "neonates", "newborn", "newborns", "neonatal", "adolescents", "pediatric", "paediatric", "boys", "girls"),
        ("adult", "adults", "elderly", "aged"),
    ),
    (("men", "man", "male", "males", "boys"), ("women", "woman", "female", "females", "girls", "pregnant", "mothers")),
    (("vitro",), ("vivo",)),
    (("healthy", "normal"), ("diabetic", "diabetics")),
)  # fmt: skip
"""Groups of subjects that are not each other: what holds of the one is not said of the other."""


def absent_entity(claim: Claim) -> str:
    """The first entity of the statement that neither the quotes nor the titles of their articles name, as it stands there; "" if none.

    The title counts because an abstract says "the drug" of what its title names.
    """
    linked = frozenset[str]().union(*(quote.curies for quote in claim.quotes))
    named = {term for quote in claim.quotes for term in text_terms(quote.wording)}
    for mention in claim.mentions:
        terms = set(text_terms(mention.text))
        if mention.entity.curie not in linked and terms and not terms <= named and stems(mention.text):
            return mention.text
    return ""


def other_subjects(claim: Claim) -> str:
    """The word for subjects of another kind than those of the quotes and titles ("patients" for rats); "" if there is none."""
    stated = {word.text for word in words(claim.text)}
    cited = {word.text for quote in claim.quotes for word in words(quote.wording)}
    for groups in _SUBJECTS:
        present = [group for group in groups if not cited.isdisjoint(group)]
        for group in groups:
            named = next((word for word in group if word in stated), "")
            if named and present and group not in present:
                return named
    return ""


def covered(claim: Claim) -> float:
    """Share of the statement's content words that stand in the quotes, by their stems or as names of what the quotes name; 1 without any."""
    wanted = stems(claim.text)
    if not wanted:
        return 1.0
    linked = frozenset[str]().union(*(quote.curies for quote in claim.quotes))
    named = {term for mention in claim.mentions if mention.entity.curie in linked for term in stems(mention.text)}
    cited = {term for quote in claim.quotes for term in stems(quote.wording)}
    return sum(term in cited or term in named for term in wanted) / len(wanted)


_CODE = re.compile(r"(?<![\w.])(?=[\w-]*[A-Za-z])(?=[\w-]*\d)[A-Za-z][\w-]*(?!\w)")


def absent_code(claim: Claim) -> str:
    """The first name with digits in it ("IL-6", "CYP2D6", "p53") that does not stand in the quotes or titles; "" if there is none."""
    cited = {_plain(code) for quote in claim.quotes for code in _CODE.findall(quote.wording)}
    linked = frozenset[str]().union(*(quote.curies for quote in claim.quotes))
    named = [(mention.begin, mention.end) for mention in claim.mentions if mention.entity.curie in linked]
    for code in _CODE.finditer(claim.text):
        other_name = any(begin <= code.start() and code.end() <= end for begin, end in named)
        if not other_name and not any(_plain(code.group()) in known for known in cited):
            return code.group()
    return ""


def _plain(code: str) -> str:
    return re.sub(r"[^a-z0-9]", "", code.lower())
