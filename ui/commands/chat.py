"""corpuscle chat: the chat page."""

from typing import Annotated, Literal

import typer

from corpuscle.ui.commands.parameters import DEFAULT_INDEX, IndexOption


def chat(
    index: IndexOption = DEFAULT_INDEX,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this computer (127.0.0.1); 0 takes any free one.")] = 8000,
    model: Annotated[
        Literal["extractive", "served"], typer.Option(help="The built-in model, or a language model on a server (CORPUSCLE_MODEL_URL).")
    ] = "extractive",
) -> None:
    """Serve the chat page on this computer."""
    from corpuscle.ui.chat.server import run_chat  # deferred: the page's libraries are an extra

    run_chat(index, port, model)
