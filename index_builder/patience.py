"""How long a server is waited for, and which of its answers are worth another try."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

RETRIED_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
"""Answers that may be another one in a while; all others are final."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits of time, in seconds, and of attempts."""

    attempts: int = 5
    """Tries of one request, the first one included, without anything gained in between."""
    first_wait_s: float = 1.0
    """Before the second attempt; doubled before each further one."""
    longest_wait_s: float = 120.0
    """No wait is longer: a server that asks for more is left alone."""
    connect_s: float = 20.0
    silence_s: float = 60.0
    """Without a byte, after which a connection is given up."""
    slow_window_s: float = 60.0
    slow_bytes: int = 64 * 1024
    """Fewer bytes than these within a window, and the connection is given up."""

    def wait_s(self, failures: int) -> float:
        """Before the attempt that follows so many failures in a row (from 1)."""
        return min(self.first_wait_s * 2 ** (failures - 1), self.longest_wait_s)

    def timeout(self) -> httpx.Timeout:
        return httpx.Timeout(self.silence_s, connect=self.connect_s)


def retry_after_s(header: str, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header (RFC 9110, 10.2.3: seconds or a date); None where it says nothing that can be read."""
    text = header.strip()
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max((until if until.tzinfo else until.replace(tzinfo=UTC)).timestamp() - now.timestamp(), 0.0)
