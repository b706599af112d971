"""JSON as a model must write it: one value, no name twice in an object."""

import json


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the name {next(name for name in names if names.count(name) > 1)!r} stands twice in one object")
    return made


def require_json(text: str) -> None:
    """Raises ValueError, saying why, for what is no JSON, or is read in two ways: a name stands twice in one object."""
    try:
        json.loads(text, object_pairs_hook=_once)
    except RecursionError as exc:
        raise ValueError("it is nested too deeply") from exc
