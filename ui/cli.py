"""The command line: `corpuscle`. Exit status 0: done; 1: a stated failure, with its remedy; 2: wrong usage."""

import sys
from importlib.metadata import entry_points
from typing import Protocol, runtime_checkable

import typer

from corpuscle.ui.commands import ask, chat, doctor, encoder, graph, index, mesh, search, serve_model
from corpuscle.ui.sanitise import plain

COMMAND_GROUP = "corpuscle.commands"
"""Entry points of this group add the commands of packages that the doors do not import."""

app = typer.Typer(
    name="corpuscle",
    help="Biomedical answers from PubMed: every sentence carries a checked quotation, every claim a verdict.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("ask")(ask.ask)
app.command("search")(search.search)
app.command("chat")(chat.chat)
app.command("doctor")(doctor.doctor)
app.command("serve-model")(serve_model.serve_model)
app.add_typer(index.app, name="index")
app.add_typer(graph.app, name="kg")
app.add_typer(mesh.app, name="mesh")
app.add_typer(encoder.app, name="encoder")


@runtime_checkable
class Stated(Protocol):
    """An error of ours: it says what happened, and what to do next."""

    remedy: str


def main() -> None:
    """Runs the command line. A stated failure becomes its message on stderr and exit status 1."""
    for entry in entry_points(group=COMMAND_GROUP):
        if entry.name in sys.argv[1:2] or len(sys.argv) < 2 or "--help" in sys.argv[1:2]:  # others cost start-up time
            app.add_typer(entry.load(), name=entry.name)
    try:
        app()
    except Exception as exc:
        if not isinstance(exc, Stated):
            raise
        sys.stderr.write(f"{plain(str(exc))}\n{plain(exc.remedy)}\n")
        sys.exit(1)
