"""What the doctor says of one thing."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. "absent" is no fault: something optional is not here."""

    subject: str
    state: Literal["ok", "absent", "fault"]
    text: str
