"""Replies made by rule, at once: they fit any schema, name what the question names, and cite the passages that they repeat."""

import re
from collections.abc import Sequence

from pydantic import JsonValue, TypeAdapter

Schema = dict[str, JsonValue]
_SCHEMA = TypeAdapter(Schema)
_SCHEMAS = TypeAdapter(dict[str, Schema])
_PASSAGE = re.compile(r"^\[\d+\] (.+)$", re.MULTILINE)
_NAME = re.compile(r"[^\W\d_][\w-]{5,}")
_MOST_ITEMS = 2
_PREFERRED = ("treats", "yes", "keep")


def reply_by_rule(prompt: str, schema: Schema) -> JsonValue:
    """A value of the JSON schema: texts repeat the numbered passages of the prompt, names are its question's longest words."""
    passages = _PASSAGE.findall(prompt) or [prompt]
    asked = prompt.rpartition("Question:")[2].partition("\n")[0]
    names = sorted(set(_NAME.findall(asked)), key=lambda name: (-len(name), name)) or ["nothing"]
    return _value(schema, "", 0, passages, names, _SCHEMAS.validate_python(schema.get("$defs", {})))


def _value(schema: Schema, key: str, place: int, passages: Sequence[str], names: Sequence[str], defined: dict[str, Schema]) -> JsonValue:
    if isinstance(reference := schema.get("$ref"), str):
        return _value(defined[reference.rpartition("/")[2]], key, place, passages, names, defined)
    if isinstance(words := schema.get("enum"), list):
        return next((word for word in _PREFERRED if word in words), words[0])
    match schema.get("type"):
        case "object":
            parts = _SCHEMAS.validate_python(schema["properties"])
            return {name: _value(part, name, place, passages, names, defined) for name, part in parts.items()}
        case "array":
            most = schema.get("maxItems", _MOST_ITEMS)
            items = min(_MOST_ITEMS, most if isinstance(most, int) else _MOST_ITEMS)
            one = _SCHEMA.validate_python(schema["items"])
            if one.get("type") == "integer":
                return [place + 1]
            return [_value(one, key, item, passages, names, defined) for item in range(items)]
        case "integer":
            return place + 1
        case "boolean":
            return True
        case _:
            longest = schema.get("maxLength", 200)
            text = passages[place % len(passages)] if key == "text" else names[(place + (key == "object")) % len(names)]
            return text[: longest if isinstance(longest, int) else 200]
