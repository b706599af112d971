"""Server-sent events, as far as chat completions use them (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

from collections.abc import Iterator

from corpuscle.agent.errors import ModelError

_MOST_LINE_BYTES = 1 << 20


class EventLines:
    """Takes the bytes of a stream as they come, and gives the data of each event that is whole."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, received: bytes) -> Iterator[bytes]:
        """What follows `data:` on each whole line; comments and other fields are passed over. Raises ModelError for a line without end."""
        *lines, self._rest = (self._rest + received).split(b"\n")
        if len(self._rest) > _MOST_LINE_BYTES:
            raise ModelError(
                f"The model server sent a line of more than {_MOST_LINE_BYTES >> 20} MB.", "Check CORPUSCLE_MODEL_URL.", "too_large"
            )
        for line in lines:
            if line.startswith(b"data:"):
                yield line[5:].strip()
