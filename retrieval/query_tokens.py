"""The words of the query syntax: operators, brackets, quoted and bare text, tags, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from corpuscle.retrieval.errors import QuerySyntaxError

TokenKind = Literal["open", "close", "operator", "colon", "quoted", "word", "tag"]

_TOKEN = re.compile(
    r"""
      (?P<blank>\s+)
    | (?P<open>\()
    | (?P<close>\))
    | "(?P<quoted>[^"]*)"
    | \[(?P<tag>[^\[\]]*)\]
    | (?P<operator>(?:AND|OR|NOT)(?![^\s()"\[\]]))
    | (?P<colon>:(?=\s|"))
    | (?P<word>[^\s()"\[\]]+)
    """,
    re.VERBOSE,
)
_COLON_BEHIND_TAG = re.compile(r":")


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is what stands inside quotes or brackets; `begin` and `end` are places in the query, in characters from 0, end exclusive."""

    kind: TokenKind
    text: str
    begin: int
    end: int


def tokens(query: str) -> Iterator[Token]:
    """The query's tokens in order. AND, OR and NOT are operators in capitals only. Raises QuerySyntaxError for an open quote or bracket."""
    position = 0
    kind = ""
    while position < len(query):
        match = (kind == "tag" and _COLON_BEHIND_TAG.match(query, position)) or _TOKEN.match(query, position)
        if not match:
            raise _unfinished(query, position)
        kind = match.lastgroup or "colon"
        if kind != "blank":
            yield Token(_KINDS[kind], match[kind] if match.lastgroup else ":", match.start(), match.end())
        position = match.end()


_KINDS: dict[str, TokenKind] = {
    "open": "open",
    "close": "close",
    "operator": "operator",
    "colon": "colon",
    "quoted": "quoted",
    "word": "word",
    "tag": "tag",
}


def _unfinished(query: str, position: int) -> QuerySyntaxError:
    character = query[position]
    if character == '"':
        return QuerySyntaxError(position, "this quotation mark is never closed", "Close it.")
    if character == "]":
        return QuerySyntaxError(position, "this “]” closes no “[”", "Write a tag behind its words, as in review[pt].")
    return QuerySyntaxError(position, "this “[” is never closed", "Write a tag as in review[pt].")
