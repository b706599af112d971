"""Other words for a name that no dictionary has as it is written: nothing of its meaning is lost before something of it is."""

import re
from collections.abc import Iterator

from corpuscle.kg.names import name_key

_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_OF = re.compile(r"(.+?) (?:of|in) (?:the )?(.+)")
_SALTS = frozenset({
    "acetate", "besylate", "bromide", "calcium", "chloride", "citrate", "dihydrate", "fumarate", "gluconate", "hcl", "hydrobromide", "hydrochloride",
    "iodide", "lactate", "magnesium", "maleate", "mesylate", "monohydrate", "nitrate", "phosphate", "potassium", "sodium", "succinate", "sulfate",
    "sulphate", "tartrate", "tosylate",
})  # fmt: skip
_KINDS = ("disease", "syndrome", "disorder")
_BROUGHT_ABOUT = frozenset({"associated", "induced", "related"})


def is_salt(word: str) -> bool:
    """Whether a word behind a substance tells its salt or water: "clomiphene citrate"."""
    return word.lower() in _SALTS


def spellings(name: str) -> list[str]:
    """The name; "Ulcer, Peptic" also as "Peptic Ulcer"; without what it has in brackets."""
    parts = [part.strip() for part in name.split(",")]
    inverted = [" ".join(reversed(parts))] if len(parts) == 2 else []
    bare = _BRACKETS.sub(" ", name).strip()
    return list(dict.fromkeys([name, *inverted, *([bare] if bare else [])]))


def rewritten(name: str) -> Iterator[str]:
    """Keys of the same name in other words: "cancer of the bladder", "clomiphene citrate", "Tay-Sachs", "cocaine-induced psychosis"."""
    key = name_key(name)
    words = key.split()
    if turned := _OF.fullmatch(key):
        yield f"{turned[2]} {turned[1]}"
    for place, word in enumerate(words[:-1]):
        if word in _BROUGHT_ABOUT and place:
            yield " ".join(("drug", *words[place:]))
    if len(words) > 1 and words[-1] in _SALTS:
        yield " ".join(words[:-1])
    if len(words) > 1 and words[0] in _SALTS:
        yield " ".join(words[1:])
    yield from (f"{key} {kind}" for kind in _KINDS if key)


def shortened(name: str) -> Iterator[str]:
    """Keys of what the name ends with, the longest first: "sporadic renal cell carcinoma" is a renal cell carcinoma."""
    words = name_key(name).split()
    for start in range(1, len(words)):
        key = " ".join(words[start:])
        if len(key) > 3 and not key.isdigit():
            yield key
