"""The evidence pyramid: named groups of publication types, from the strongest to the weakest.

NLM's types are those of MeSH's category V03 and their spellings of earlier years. Cohort, case-control and cross-sectional studies have
no type of their own: indexers mark them by a MeSH heading, which a group can name as well.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """A group of publication types. `mesh` are UIs of headings that mark such a study, with all below them."""

    name: str
    types: tuple[str, ...]
    mesh: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


_META = ("Meta-Analysis", "Network Meta-Analysis")
_SYSTEMATIC = ("Systematic Review", *_META)
_RANDOMISED = ("Randomized Controlled Trial", "Randomized Controlled Trials", "Equivalence Trial", "Pragmatic Clinical Trial")
_TRIALS = (
    *_RANDOMISED,
    "Controlled Clinical Trial",
    "Controlled Clinical Trials",
    "Clinical Trial",
    "Clinical Trials",
    "Adaptive Clinical Trial",
    *(f"Clinical Trial, Phase {phase}" for phase in ("I", "II", "III", "IV", "1", "2", "3", "4")),
)
_COHORT, _CASE_CONTROL, _CROSS_SECTIONAL = "D015331", "D016022", "D003430"

GROUPS = (
    EvidenceGroup("meta-analysis", _META),
    EvidenceGroup("systematic-review", _SYSTEMATIC, aliases=("systematic",)),
    EvidenceGroup(
        "guideline",
        (
            "Practice Guideline",
            "Guideline",
            "Consensus Development Conference",
            "Consensus Development Conference, NIH",
            "Consensus Statement",
        ),
        aliases=("consensus",),
    ),
    EvidenceGroup("rct", _RANDOMISED, aliases=("randomised-controlled-trial", "randomised-trial", "randomized-trial")),
    EvidenceGroup("clinical-trial", _TRIALS, aliases=("trial",)),
    EvidenceGroup("cohort", (), mesh=(_COHORT,), aliases=("cohort-study", "cohort-studies")),
    EvidenceGroup("case-control", (), mesh=(_CASE_CONTROL,), aliases=("case-control-study", "case-control-studies")),
    EvidenceGroup("cross-sectional", (), mesh=(_CROSS_SECTIONAL,), aliases=("cross-sectional-study", "cross-sectional-studies")),
    EvidenceGroup(
        "observational",
        ("Observational Study", "Twin Study"),
        mesh=(_COHORT, _CASE_CONTROL, _CROSS_SECTIONAL),
        aliases=("observational-studies",),
    ),
    EvidenceGroup("case-report", ("Case Reports", "Case Report")),
    EvidenceGroup(
        "review",
        (
            "Review",
            "Scoping Review",
            "Review, Academic",
            "Review, Tutorial",
            "Review, Multicase",
            "Review Literature",
            "Review of Reported Cases",
        ),
        aliases=("review-article",),
    ),
    EvidenceGroup("opinion", ("Editorial", "Comment", "Letter", "News", "Personal Narrative"), aliases=("commentary",)),
)
"""From the strongest evidence to the weakest. A group holds what is stronger of its kind: every RCT is a clinical trial, every meta-analysis
a systematic review. "review" is the narrative review, so that `NOT review[pt]` keeps systematic ones."""


def group_named(name: str) -> EvidenceGroup | None:
    """The group of that name or alias, in singular or plural, whatever its case, blanks and hyphens; None where there is none."""
    return _BY_NAME.get(_key(name))


def similar_type(name: str) -> str:
    """The group or publication type that a misspelt name may mean; "" where none is like it."""
    names = {known.lower(): known for group in GROUPS for known in (*group.types, group.name)}
    return next((names[near] for near in get_close_matches(name.strip().lower(), names, 1, 0.7)), "")


def strongest_group(publication_types: Iterable[str], mesh_uis: Iterable[str] = ()) -> EvidenceGroup | None:
    """The strongest group that an article of these types and headings is in; None where no group holds it.

    Headings count themselves only, without those below them.
    """
    types = {name.lower() for name in publication_types}
    headings = set(mesh_uis)
    in_group = (g for g in GROUPS if any(t.lower() in types for t in g.types) or not headings.isdisjoint(g.mesh))
    return next(in_group, None)


def _key(name: str) -> str:
    words = re.sub(r"[\W_]+", "-", name.strip().lower()).strip("-")
    if words.endswith("-analyses"):
        words = words.removesuffix("es") + "is"
    return words.removesuffix("s") if not words.endswith("is") else words


_BY_NAME = {_key(name): group for group in GROUPS for name in (group.name, *group.aliases)}
