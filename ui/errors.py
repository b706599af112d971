"""What can go wrong at the doors, before a question is asked.

    DoorError
    ├── PortTakenError      another program listens on the port
    ├── MissingExtraError   the chat page's libraries are not installed
    ├── SettingError        an environment variable holds what it may not
    ├── NotInGraphError     the graph has no node of that name
    └── UnwritableError     a file that was asked for cannot be written

Each carries `remedy`: what to do next, in one line.
"""


class DoorError(Exception):
    """Base of this package's errors: what happened, and the remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


class PortTakenError(DoorError):
    """Another program listens on the port, or the port may not be used."""


class MissingExtraError(DoorError):
    """The chat page's libraries are not installed."""


class SettingError(DoorError):
    """An environment variable holds what it may not."""


class NotInGraphError(DoorError):
    """The graph has no node of that name."""


class UnwritableError(DoorError):
    """A file that was asked for cannot be written."""
