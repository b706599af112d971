"""A query syntax like PubMed's: free words that rank, and tagged terms that filter.

    gynecomastia AND cimetidine[mh] NOT review[pt] AND 2015:2021[dp] english[la] "N Engl J Med"[ta] hasabstract

It is read from left to right, as PubMed does; brackets group. AND, OR and NOT count in capitals only; terms side by side are joined by AND.
A tag takes the words back to an operator, quote, bracket or another tag; [dp], [la], [pmid] and [sb] take one word, or a quotation.
Free words joined by AND only rank. Below OR or NOT a free word has to be decided on: there it is required in title or abstract.
Text is read so only where a caller asks for it: no plain question is ever taken for syntax.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from corpuscle.retrieval.analyser import MAX_QUERY_CHARACTERS, text_terms
from corpuscle.retrieval.conditions import AllOf, AnyOf, Condition, Flag, Mesh, PublicationType, Words, all_of, any_of, negation
from corpuscle.retrieval.errors import QueryError, QuerySyntaxError
from corpuscle.retrieval.filters import Filters
from corpuscle.retrieval.query_fields import KNOWN_FIELDS, condition_of, field_of, is_field
from corpuscle.retrieval.query_tokens import Token, tokens

MAX_DEPTH = 20
MAX_CLAUSES = 200
_HAS_ABSTRACT = "hasabstract"
_RETRACTED_TYPES = frozenset({"retracted publication"})


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """The words to rank by, and what every hit must meet. Where nothing but conditions was written, their words and headings rank."""

    words: str
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the query: what it demands, its free words (which only rank), those that rank and are demanded too, and its topics."""

    condition: Condition | None = None
    free: tuple[str, ...] = ()
    ranked: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


def parse_query(text: str) -> ParsedQuery:
    """Reads a query in the syntax.

    Raises QuerySyntaxError, with the place, for what cannot be read; QueryError for a query that is too long or has no words to rank by.
    """
    if len(text) > MAX_QUERY_CHARACTERS:
        raise QueryError(
            f"The query has {len(text):,} characters; at most {MAX_QUERY_CHARACTERS:,} are read.", "Shorten it, or search in parts."
        )
    part = _Parser(text).read()
    words = " ".join((*part.free, *part.ranked)) or " ".join(part.topics)
    if not words:
        raise QueryError("The query has nothing to rank by: it only filters.", "Add words that say what you look for.")
    return ParsedQuery(words, part.condition)


def parse_condition(text: str) -> Condition:
    """Reads a query that only filters. Raises as `parse_query`, and QueryError for one with free words, which filter nothing."""
    if len(text) > MAX_QUERY_CHARACTERS:
        raise QueryError(f"The filter has {len(text):,} characters; at most {MAX_QUERY_CHARACTERS:,} are read.", "Shorten it.")
    if not text.strip():
        raise QueryError("The filter is empty.", f"Known fields: {KNOWN_FIELDS}.")
    try:
        part = _Parser(text).read()
    except QuerySyntaxError as exc:
        raise QuerySyntaxError(exc.position, exc.problem, exc.remedy, "filter") from exc
    if part.free or part.condition is None:
        said = f"“{' '.join(part.free)}” has no tag" if part.free else "it is empty"
        raise QueryError(f"The filter {text!r} cannot be read: {said}.", f"Known fields: {KNOWN_FIELDS}.")
    return part.condition


def looks_like_syntax(text: str) -> bool:
    """Whether a known tag stands right behind a word or quotation, as in review[pt]."""
    try:
        read = list(tokens(text))
    except QuerySyntaxError:
        return False
    return any(b.kind == "tag" and is_field(b.text) and a.kind in ("word", "quoted") and a.end == b.begin for a, b in pairwise(read))


def narrowed(filters: Filters, condition: Condition | None) -> Filters:
    """The filters with one more condition; one that asks for retracted articles lets them in."""
    if condition is None:
        return filters
    both = condition if filters.condition is None else all_of(filters.condition, condition)
    return replace(filters, condition=both, include_retracted=filters.include_retracted or _asks_for_retracted(condition))


def _asks_for_retracted(condition: Condition) -> bool:
    match condition:
        case Flag("retracted"):
            return True
        case PublicationType(name):
            return name.strip().lower() in _RETRACTED_TYPES
        case AllOf(parts) | AnyOf(parts):
            return any(_asks_for_retracted(part) for part in parts)
        case _:
            return False


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = list(tokens(text))
        self._next = 0
        self._end = len(text)
        self._clauses = 0

    def read(self) -> _Part:
        if not self._tokens:
            raise QueryError("The query is empty.", "Write what you look for.")
        part = self._expression(0)
        if (token := self._peek()) is not None:
            raise QuerySyntaxError(token.begin, "this “)” closes no “(”", "Remove it, or open the bracket.")
        return part

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> Token | None:
        token = self._peek()
        self._next += token is not None
        return token

    def _expression(self, depth: int) -> _Part:
        left = self._operand(depth)
        while (token := self._peek()) is not None and token.kind != "close":
            operator = "AND"
            if token.kind == "operator":
                operator = token.text
                self._next += 1
            place = self._place()
            right = self._operand(depth)
            left = _joined(left, operator, right, place)
        return left

    def _operand(self, depth: int) -> _Part:
        """A term, a bracketed expression, or NOT before either."""
        place = self._place()
        self._clauses += 1
        if self._clauses > MAX_CLAUSES:
            raise QuerySyntaxError(place, f"there are more than {MAX_CLAUSES} terms", "Search in parts.")
        if depth > MAX_DEPTH:
            raise QuerySyntaxError(place, f"brackets and NOTs are nested more than {MAX_DEPTH} deep", "Search in parts.")
        token = self._peek()
        match token.kind if token else "end":
            case "open":
                self._next += 1
                inside = self._expression(depth + 1)
                if self._take() is None:
                    raise QuerySyntaxError(place, "this “(” is never closed", "Close it with “)”.")
                return inside
            case "operator" if token and token.text == "NOT":
                self._next += 1
                return _Part(negation(_required(self._operand(depth + 1), place)))
            case "quoted" | "word" | "colon":
                return self._term()
            case "tag":
                raise QuerySyntaxError(place, f"no words stand before [{token.text if token else ''}]", "Write them, as in review[pt].")
            case _:
                found = f"“{token.text or ')'}”" if token else "the query ends"
                problem = f"a term or “(” was expected, but {found}" + (" was found" if token else "")
                raise QuerySyntaxError(place, problem, "Write a word, a quotation or a tagged term there.")

    def _place(self) -> int:
        token = self._peek()
        return token.begin if token else self._end

    def _term(self) -> _Part:
        first = self._take()
        assert first is not None  # the caller has looked
        run = [first]
        while first.kind != "quoted" and not _stands_alone(first) and (token := self._peek()) and token.kind in ("word", "colon"):
            if _stands_alone(token) and not self._tagged(self._next):
                break
            run.append(token)
            self._next += 1
        token = self._peek()
        if token is None or token.kind != "tag":
            if _stands_alone(first):
                return _Part(Flag("has_abstract"))
            return _Part(free=tuple(word.text for word in run if word.text.strip()))
        self._next += 1
        field = field_of(token.text, token.begin)
        kept = _value_length(run) if field.one_word else len(run)
        free = tuple(word.text for word in run[:-kept])
        value = " ".join(word.text for word in run[-kept:])
        if field.tag == "dp":
            value += self._range_end()
        condition = condition_of(field, value, run[-kept].begin)
        return _Part(condition, free, topics=_topics(condition))

    def _tagged(self, index: int) -> bool:
        return index + 1 < len(self._tokens) and self._tokens[index + 1].kind == "tag"

    def _range_end(self) -> str:
        """The rest of "2015"[dp] : "2021"[dp], as PubMed's own details write it; "" where there is none."""
        following = self._tokens[self._next : self._next + 3]
        if [token.kind for token in following] not in (["colon", "quoted", "tag"], ["colon", "word", "tag"]):
            return ""
        if field_of(following[2].text, following[2].begin).tag != "dp":
            raise QuerySyntaxError(following[2].begin, "a range of dates must end with [dp]", "Write 2015:2021[dp].")
        self._next += 3
        return f":{following[1].text}"


def _stands_alone(token: Token) -> bool:
    return token.kind == "word" and token.text.lower() == _HAS_ABSTRACT


def _value_length(run: list[Token]) -> int:
    """How many tokens at the end of a run are one value: "2021", or "2015 : 2021"."""
    return 3 if len(run) > 2 and run[-2].kind == "colon" else 1


def _topics(condition: Condition) -> tuple[str, ...]:
    match condition:
        case Mesh(heading):
            return (heading,)
        case Words(text):
            return (text,)
        case _:
            return ()


def _joined(left: _Part, operator: str, right: _Part, place: int) -> _Part:
    ranked = left.ranked + right.ranked
    topics = left.topics + right.topics
    match operator:
        case "OR":
            condition = any_of(_required(left, place), _required(right, place))
            return _Part(condition, (), left.free + right.free + ranked, topics)
        case "NOT":
            return _Part(_both(left.condition, negation(_required(right, place))), left.free, left.ranked, left.topics)
        case _:
            return _Part(_both(left.condition, right.condition), left.free + right.free, ranked, topics)


def _both(left: Condition | None, right: Condition | None) -> Condition | None:
    parts = [part for part in (left, right) if part is not None]
    return all_of(*parts) if parts else None


def _required(part: _Part, place: int) -> Condition:
    """What the part demands, its free words included. Raises QuerySyntaxError where that is nothing."""
    words = " ".join(part.free)
    parts = [part.condition] if part.condition is not None else []
    if text_terms(words):
        parts.append(Words(words))
    if not parts:
        raise QuerySyntaxError(place, f"“{words}” has neither a letter nor a digit", "Write a word beside OR and NOT.")
    return all_of(*parts)
