"""The doors: command line (Typer) and chat page (Chainlit)."""
