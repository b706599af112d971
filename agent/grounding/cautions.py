"""Why to trust a statement less though its quotations are sound: a weak type of study, old evidence, a place that tells no finding."""

import re
from collections.abc import Sequence

from corpuscle.agent.answers import Citation
from corpuscle.retrieval.articles import Article

OLD_YEARS = 20
"""Age from which evidence is called old, in years since publication."""
_WEAK_TYPES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"Case Reports", "Case Report"}), "it rests on case reports alone"),
    (frozenset({"Comment", "Editorial", "Letter", "News"}), "it rests on a comment or letter, not on a study"),
    (frozenset({"Preprint"}), "it rests on a preprint, which no peer has reviewed"),
)
_ANIMALS = re.compile(
    r"\b(?:rats?|mice|mouse|murine|dogs?|rabbits?|cats?|monkeys?|pigs?|piglets?|swine|hamsters?|guinea[- ]pigs?|sheep|lambs?|calves|cattle|cows?|chick(?:en)?s?|"
    r"zebrafish|drosophila|animals?)\b",
    re.IGNORECASE,
)
_HUMANS = re.compile(
    r"\b(?:patients?|humans?|volunteers?|m[ae]n|wom[ae]n|child(?:ren)?|infants?|adults?|people|persons?|participants?|individuals|neonates?|newborns?|girls?|boys?)\b",
    re.IGNORECASE,
)
_IN_VITRO = re.compile(r"\bin vitro\b|\bcell lines?\b|\bcultured\b|\bcell cultures?\b", re.IGNORECASE)
_BACKGROUND = re.compile(r"BACKGROUND|INTRODUCTION|CONTEXT|RATIONALE|IMPORTANCE", re.IGNORECASE)
_ANIMAL_TEXT = "its article studied animals, not people"
_IN_VITRO_TEXT = "its article studied cells or tissues in vitro"
_BACKGROUND_TEXT = "its source says so as background, not as a finding of its own"


def cautions(citations: Sequence[Citation], articles: Sequence[Article], this_year: int) -> tuple[str, ...]:
    """What a reader must know of a statement's sources, in words; each holds of all of them: the strongest decides."""
    shared = [text for text in _texts_of(articles[0]) if all(text in _texts_of(article) for article in articles[1:])] if articles else []
    by_id = {article.id: article for article in articles}
    if citations and all(_tells_background(citation, by_id[citation.article_id]) for citation in citations):
        shared.append(_BACKGROUND_TEXT)
    years = [article.year for article in articles if article.year is not None]
    if years and len(years) == len(articles) and max(years) <= this_year - OLD_YEARS:
        shared.append(f"its newest source is of {max(years)}")
    return tuple(shared)


def _texts_of(article: Article) -> list[str]:
    types = frozenset(article.publication_types)
    found = [text for weak, text in _WEAK_TYPES if types & weak]
    if _in_animals(article):
        found.append(_ANIMAL_TEXT)
    elif _in_vitro(article):
        found.append(_IN_VITRO_TEXT)
    return found


def _in_animals(article: Article) -> bool:
    """By its headings where it has them, else by its words."""
    headings = {heading.name for heading in article.mesh}
    if headings:
        return "Animals" in headings and "Humans" not in headings
    text = f"{article.title} {article.abstract}"
    return _ANIMALS.search(text) is not None and _HUMANS.search(text) is None


def _in_vitro(article: Article) -> bool:
    headings = {heading.name for heading in article.mesh}
    text = f"{article.title} {article.abstract}"
    return ("In Vitro Techniques" in headings or _IN_VITRO.search(text) is not None) and _HUMANS.search(text) is None


def _tells_background(citation: Citation, article: Article) -> bool:
    if citation.section != "abstract":
        return False
    offset = 0
    for section in article.abstract_sections:
        end = offset + len(f"{section.label}: {section.text}" if section.label else section.text)
        if offset <= citation.begin < end:
            return section.category == "BACKGROUND" or _BACKGROUND.search(section.label) is not None
        offset = end + 1
    return False
