"""What a person typed, read as a question with its options."""

import re
from dataclasses import dataclass

from corpuscle.ui.sanitise import readable

_OPTION = re.compile(r"^\s*\(?([A-Z])[).:]\s+(\S.*?)\s*$")


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """The question, and for a choice question its options in the order of their letters."""

    question: str
    options: tuple[str, ...] = ()


def read_question(text: str) -> AskedQuestion:
    """The question in `text`; its last lines are options where at least two of them are lettered from A on ("A) aspirin")."""
    text = readable(text)
    lines = text.strip().splitlines()
    start = next((i for i, line in enumerate(lines) if i > 0 and line.strip() and _OPTION.match(line)), len(lines))
    matches = [_OPTION.match(line) for line in lines[start:] if line.strip()]
    options = tuple(m[2] for i, m in enumerate(matches) if m and m[1] == chr(ord("A") + i))
    if len(options) < 2 or len(options) != len(matches):
        return AskedQuestion(text.strip())
    return AskedQuestion("\n".join(lines[:start]).strip(), options)
