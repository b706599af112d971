"""What a server of any kind is told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Serving:
    """A model, and how to serve it."""

    model: str
    """A folder with safetensors or a repository's name (vLLM), or a GGUF file."""
    name: str
    """Under which clients ask for it."""
    host: str
    port: int
    context_tokens: int
    """Room for prompt and reply of one request."""
    at_a_time: int
    """How many requests are worked on together; further ones wait."""
    threads: int | None
    """Of the CPU; None leaves it to the server."""
