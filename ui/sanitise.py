"""Foreign text (abstracts, model output, error messages) made safe to show.

Quotations must stay word for word, so nothing that can be seen is removed: Markdown that foreign text may hold is escaped
and appears as the characters it is made of. Only characters that cannot be seen, or that turn the reading direction, are dropped.
"""

import re
import unicodedata

WORD_JOINER = "\u2060"
"""Breaks what GitHub-flavoured Markdown turns into links by itself; escapes do not stop that. It has no width."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
_NO_CHARACTER = re.compile(r"[\ud800-\udfff]")

_ESCAPED = re.compile(
    r"""
      [\\`*_~|\[\]]            # escapes, code, emphasis, strikethrough, tables,  links and images
    | \#(?=\s*$)              # the closing marks of a heading
    | <(?=[A-Za-z/!?])         # HTML and <scheme:…> links; "p <0.05" stays as it is
    | &(?=\#|[A-Za-z0-9]+;)    # character references
    | :(?=[A-Za-z:])           # directives
    """,
    re.VERBOSE,
)
_BLOCK_START = re.compile(r"^(?:(?P<mark>[#>+=-])|(?P<number>\d{1,9})(?P<point>[.)]))")
_AUTOLINK = re.compile(r"(https?)(?=:)|(www)(?=\.)|(@)(?=[-\w])", re.IGNORECASE)


def readable(text: str) -> str:
    """`text` with U+FFFD for what is no character: bytes of a command line that are not UTF-8, halves of a surrogate pair."""
    return _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text)


def plain(text: str) -> str:
    """`text` on one line, without control characters, invisible characters and direction marks: safe wherever text is shown as text."""
    spaced = re.sub(r"\s+", " ", text)
    return "".join(c for c in spaced if unicodedata.category(c) not in _UNSEEN)


def markdown_text(text: str) -> str:
    """`text` as Markdown that shows `plain(text)` and nothing else: no link, image, heading, HTML or directive can come of it."""
    line = _ESCAPED.sub(lambda m: "\\" + m.group(), plain(text).strip())
    line = _BLOCK_START.sub(lambda m: "\\" + m["mark"] if m["mark"] else m["number"] + "\\" + m["point"], line)
    return _AUTOLINK.sub(lambda m: m.group() + WORD_JOINER, line)
