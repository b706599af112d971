"""Which names become aliases, and which need their capitals to be recognised."""

import re
from typing import Literal, NamedTuple

from corpuscle.kg.names import name_key

AliasType = Literal["name", "synonym", "acronym", "symbol", "brand"]

_LONGEST = 90  # characters: beyond, names are systematic ones which nobody types
_LONGEST_SYSTEMATIC = 40  # of a main name: "3,4-Dihydroxyphenylacetic Acid"
_ACRONYM_LONGEST = 8
_SYSTEMATIC = re.compile(r"[()\[\]{}].*[()\[\]{}]|\d+[,']\d+|[()\[\]{}]-|\d-\(|\d[a-z]?,\d")
_COMMON = frozenset({
    "able", "about", "above", "act", "action", "active", "activity", "adult", "advance", "after", "age", "agent", "aid", "aim", "air", "all", "alone",
    "also", "animal", "answer", "area", "arm", "art", "assay", "back", "balance", "bar", "base", "basic", "beat", "before", "best", "better", "blood",
    "body", "book", "both", "boy", "brief", "calm", "can", "car", "care", "case", "cat", "cause", "cell", "center", "change", "chart", "chemical", "child",
    "choice", "clear", "clinical", "clip", "code", "combination", "common", "compound", "condition", "control", "cope", "copy", "core", "course", "cover",
    "cross", "data", "day", "dead", "deep", "defect", "degree", "design", "device", "diagnosis", "diet", "disease", "disorder", "dose", "drug",
    "duration", "ease", "effect", "end", "environment", "equal", "event", "excel", "exposure", "eye", "face", "factor", "fail", "family", "fast", "fat",
    "feature", "female", "fine", "fish", "fit", "focus", "fold", "follow", "food", "force", "form", "free", "full", "function", "gap", "gas", "gene",
    "girl", "goal", "group", "growth", "half", "hand", "head", "health", "heat", "high", "hip", "home", "hour", "human", "ideal", "impact", "increase",
    "infant", "injection", "insert", "inter", "key", "kind", "large", "laser", "law", "lead", "learn", "left", "leg", "length", "level", "life", "light",
    "limit", "line", "link", "liquid", "list", "live", "local", "long", "loss", "low", "major", "male", "man", "map", "mark", "marker", "mass", "match",
    "material", "matter", "mean", "measure", "medicine", "medium", "men", "met", "method", "mild", "minor", "mix", "mode", "model", "month", "mouse",
    "multiple", "name", "nature", "need", "negative", "net", "new", "nil", "normal", "novel", "now", "number", "nurse", "office", "oil", "old", "once",
    "one", "only", "open", "optimal", "optimum", "oral", "order", "organ", "outcome", "overall", "part", "patient", "pattern", "peak", "people", "period",
    "person", "phase", "plan", "plant", "plasma", "point", "poor", "population", "positive", "power", "present", "pressure", "primary", "prime",
    "problem", "procedure", "process", "product", "profile", "prompt", "protein", "provide", "pulse", "purpose", "quality", "range", "rank", "rapid",
    "rate", "ratio", "reaction", "receptor", "record", "red", "regular", "relief", "rest", "result", "review", "right", "ring", "rise", "risk", "role",
    "room", "safe", "sample", "scale", "score", "sea", "season", "second", "secondary", "sense", "serum", "set", "severe", "sex", "share", "sharp",
    "shift", "short", "sign", "silence", "simple", "single", "sister", "site", "size", "skin", "slow", "small", "smart", "soft", "solution", "space",
    "species", "spot", "stable", "stage", "standard", "star", "start", "state", "status", "step", "strain", "stress", "structure", "study", "subject",
    "substance", "sun", "support", "surgery", "survival", "symptom", "syndrome", "system", "target", "task", "temperature", "tent", "term", "test",
    "therapy", "tie", "time", "tip", "tissue", "top", "total", "touch", "toxic", "trace", "train", "trap", "treatment", "trial", "trim", "true", "trust",
    "turn", "twin", "type", "unit", "urine", "use", "value", "version", "via", "view", "volume", "was", "wash", "water", "wave", "way", "week", "weight",
    "well", "white", "wide", "wild", "wish", "woman", "women", "work", "yeast", "young", "zone",
})  # fmt: skip
_GENERAL = frozenset({
    "adult", "adverse effect", "affect", "animal", "association", "attention", "attitude", "bed", "behavior", "cancer staging", "case",
    "cell", "chemical", "child", "ci", "clinical trial", "communication", "complete", "comprehension", "confidence interval", "consensus",
    "control group", "cue", "diagnosis", "diffusion", "disease", "disease entity", "dose", "drug",
    "drug related side effect and adverse reaction", "drug therapy", "efficiency", "emergency", "environment", "equipment", "family",
    "father", "female", "frequency", "gene", "growth", "human", "incidence", "infant", "injection", "intensity", "intention", "laboratory",
    "lead", "light", "male", "metabolism", "method", "mortality", "mother", "movement", "paper", "parent", "patient", "perception",
    "pharmaceutical preparation", "phenotype", "plant", "population", "pressure", "prevalence", "prognosis", "protein", "reaction time",
    "recurrence", "research", "respect", "rest", "risk", "risk factor", "role", "secretion", "severity", "side effect", "sign and symptom",
    "solution", "specie", "survival", "syndrome", "temperature", "therapeutic", "therapy", "time", "time factor", "tissue", "treatment",
    "treatment outcome", "uncertainty", "understanding", "volition", "will", "work",
})  # fmt: skip
_NOT_GENES = frozenset(
    {"co 2", "co 1", "no 2", "ca 2", "t 1", "t 2", "t 3", "t 4", "b 1", "b 2", "h 1", "h 2", "c 1", "c 2", "dm", "ii", "iii"}
)


class AliasForm(NamedTuple):
    """A name as an alias."""

    key: str
    """`name_key` of the name."""
    type: AliasType


def alias_form(name: str, wanted: AliasType) -> AliasForm | None:
    """How a name may be used as an alias, or None where it would mislead: a letter, a number, a common word, a systematic name.

    A short name in capitals becomes an acronym, which is only recognised in capitals; a main name ("name") keeps its type.
    """
    if not 2 <= len(name) <= (_LONGEST if wanted != "name" or not _SYSTEMATIC.search(name) else _LONGEST_SYSTEMATIC):
        return None
    if wanted != "name" and _SYSTEMATIC.search(name):
        return None
    key = name_key(name)
    if len(key) < 2 or not any(c.isalpha() for c in key) or key in _GENERAL or (wanted != "name" and key in _COMMON):
        return None
    if wanted == "symbol" and key in _NOT_GENES:
        return None
    return AliasForm(key, "acronym" if wanted in ("synonym", "brand") and is_acronym(name) else wanted)


def is_acronym(name: str) -> bool:
    """Whether a name is short, one word, and mostly capitals and digits."""
    if len(name) > _ACRONYM_LONGEST or " " in name:
        return False
    letters = [c for c in name if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return len(name) < 3 or (capitals > 1 and capitals * 2 >= len(letters))


def turned(name: str) -> str | None:
    """ "Ulcer, Peptic" read as "Peptic Ulcer"; None for a name without exactly one comma."""
    head, comma, tail = name.partition(", ")
    return f"{tail} {head}" if comma and "," not in tail and not tail.startswith(("and ", "or ", "with ")) else None
