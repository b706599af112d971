"""Names compared without regard to case, hyphens, plural, possessive, Greek letters and British spelling."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_GREEK_SMALL = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega"
)
_GREEK = (
    {code: name for code, name in zip(range(0x3B1, 0x3CA), _GREEK_SMALL.split(), strict=True)}
    | {
        code: name
        for code, name in zip(range(0x391, 0x3AA), _GREEK_SMALL.replace("sigma sigma", "sigma -").split(), strict=True)
        if name != "-"
    }
    | {0xB5: "mu", 0x3D5: "phi", 0x3D1: "theta"}
)


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters or of digits: `key` is its folded form; it stands at text[begin:end]."""

    key: str
    begin: int
    end: int


def name_tokens(text: str) -> list[Token]:
    """The tokens that names are compared by, in order. A possessive "s" is left out."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        word, begin = match[0], match.start()
        if word == "s" and begin and text[begin - 1] in "'’":
            continue
        found.append(Token(fold(word), begin, match.end()))
    return found


def name_key(name: str) -> str:
    """The folded tokens of a name joined by a space: "TNF-α inhibitors" and "TNF alpha inhibitor" share one key."""
    if "'" in name or "’" in name:
        return " ".join([token.key for token in name_tokens(name)])
    return " ".join(map(fold, _TOKEN.findall(name)))  # the same, several times faster: a vocabulary has a million names


@lru_cache(maxsize=400_000)
def fold(word: str) -> str:
    """One token in its compared form: lower case, no accents, Greek named, American spelling, singular unless it is an acronym."""
    if not word.isascii():
        word = word.translate(_GREEK)
        if not word.isascii():
            word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if word.isupper() or (word[-1] == "s" and len(word) > 2 and word[:-1].isupper()):
        return word.removesuffix("s").lower()
    return _singular(_american(word.lower()))


def _american(word: str) -> str:
    if len(word) > 4:
        word = word.replace("ae", "e").replace("oe", "e")
        if len(word) > 5:
            word = re.sub("our(?=s?$)", "or", word)
    return word


def _singular(word: str) -> str:
    if len(word) < 4 or word[-1] != "s" or word[-2] in "siu":
        return word
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith("uses"):
        return word[:-2]
    return word[:-1]
