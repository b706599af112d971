"""From resolved filters to Milvus's boolean expressions.

Values are written into the expression as string literals, escaped: milvus-lite does not know expression templates (`filter_params`).
"""

import re

from corpuscle.retrieval.conditions import Among, FieldCondition, Flag, HasTerms, Published, Where

_EVERY = 'id != ""'
_NONE = 'id == ""'
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def expression(condition: FieldCondition | None) -> str:
    """What Milvus is asked; "" where every article is admitted."""
    return "" if condition is None else _expression(condition)


def among_ids(ids: list[str]) -> str:
    """The articles of these identifiers."""
    return f"id in {_listed(ids)}"


def literal(text: str) -> str:
    """A string literal that means this text and nothing else; a control character, which no stored value has, becomes a space."""
    escaped = _CONTROL.sub(" ", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _expression(condition: FieldCondition) -> str:
    match condition:
        case Published(first, last):
            bounds = [f"date >= {first}" if first is not None else "date > 0"]
            return _all([*bounds, f"date <= {last}"] if last is not None else bounds)
        case Flag(name):
            return f"{name} == true"
        case Among(_, ()):
            return _NONE
        case Among("id", values):
            return among_ids(list(values))
        case Among(field, values):
            return f"array_contains_any({field}, {_listed(values)})"
        case HasTerms(terms, title_only):
            return _all([_has_term(term, title_only) for term in terms])
        case Where(required, alternatives, excluded):
            parts = [_expression(part) for part in required]
            if alternatives:
                parts.append(_any([_expression(part) for part in alternatives]))
            return _all(parts + [f"not ({_expression(part)})" for part in excluded])


def _has_term(term: str, title_only: bool) -> str:
    in_body = f"text_match(body, {literal(term)})"
    # A record that is nothing but a title has it in its body alone.
    return _any([f"text_match(title, {literal(term)})", _all([in_body, "has_abstract == false"])]) if title_only else in_body


def _listed(values: list[str] | tuple[str, ...]) -> str:
    return f"[{', '.join(literal(value) for value in values)}]"


def _all(parts: list[str]) -> str:
    return " and ".join(f"({part})" for part in parts) or _EVERY


def _any(parts: list[str]) -> str:
    return " or ".join(f"({part})" for part in parts)
