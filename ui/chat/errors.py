"""What can go wrong before the chat page is up.

    ChatError
    ├── PortTakenError      another program listens on the port
    └── MissingExtraError   the chat page's libraries are not installed

Each carries `remedy`: what to do next, in one line.
"""


class ChatError(Exception):
    """Base of this package's errors: what happened, and the remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


class PortTakenError(ChatError):
    """Another program listens on the port, or the port may not be used."""


class MissingExtraError(ChatError):
    """The chat page's libraries are not installed."""
