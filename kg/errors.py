"""What can go wrong with the knowledge graph.

    GraphError
    ├── GraphMissingError    no graph at the path
    ├── GraphFormatError     a file that is not a graph of this version
    └── GraphDamagedError    a graph that opened but cannot be read

Each carries `remedy`: what to do next, in one line.
"""


class GraphError(Exception):
    """Base of this package's errors: what happened, and the remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


class GraphMissingError(GraphError):
    """No graph at the path."""


class GraphFormatError(GraphError):
    """A file that is not a graph of this version."""


class GraphDamagedError(GraphError):
    """A graph that opened but cannot be read."""
