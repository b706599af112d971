"""Starts the chat page: `corpuscle chat`."""

import asyncio
import importlib.util
import logging
import os
import shutil
import socket
import tempfile
import warnings
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.chat.app_root import lay_out
from corpuscle.ui.chat.document_shelf import DocumentShelf
from corpuscle.ui.chat.own_page import OwnPage, content_policy, own_origins
from corpuscle.ui.errors import MissingExtraError, PortTakenError
from corpuscle.ui.settings import read_settings
from corpuscle.ui.wording import INSTALL_CHAT

if TYPE_CHECKING:
    from corpuscle.agent.agent import ModelChoice
    from corpuscle.ui.chat.app import Answerer

HOST = "127.0.0.1"

_FOREIGN_SERVICES = ("DATABASE_URL", "LITERAL_API_KEY", "DISCORD_BOT_TOKEN", "SLACK_BOT_TOKEN", "TEAMS_APP_ID", "CHAINLIT_ROOT_PATH")
"""Settings of other programs that make Chainlit store chats or talk to other services by itself."""


def run_chat(index_dir: Path, port: int, model: "ModelChoice" = "extractive") -> None:
    """Serves the chat page over the index until it is interrupted.

    Raises MissingExtraError, PortTakenError, SettingError, or what opening the index raises, before anything is served.
    """
    require_extra()
    with closing(listen(port)) as listener:
        # Deferred: the checks above must not wait for the agent's libraries.
        from corpuscle.agent import Agent
        from corpuscle.agent.settings import AgentSettings

        serve(Agent.open(index_dir, model, read_settings(AgentSettings), read_settings(RetrievalSettings)), listener)


def require_extra() -> None:
    """Raises MissingExtraError unless the chat page's libraries are installed."""
    if importlib.util.find_spec("chainlit") is None:
        raise MissingExtraError("The chat page needs libraries that are not installed.", INSTALL_CHAT)


def listen(port: int) -> socket.socket:
    """A socket bound to `port` of this computer alone (0 takes any free one). Raises PortTakenError."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as exc:
        listener.close()
        raise PortTakenError(
            f"Port {port} of this computer cannot be used: {exc.strerror}.",
            f"Choose another one: --port {port + 1 if port < 65535 else 8000}",
        ) from exc
    return listener


def serve(agent: "Answerer", listener: socket.socket) -> None:
    """Serves the page on the bound socket until it is interrupted; prints the address once it answers.

    The process ends with status 0 when the page is stopped: Chainlit exits it.
    """
    port = int(listener.getsockname()[1])
    root = Path(tempfile.mkdtemp(prefix="corpuscle-chat-"))
    spec = importlib.util.find_spec("chainlit")
    assert spec and spec.origin, "require_extra was called"
    lay_out(root, Path(spec.origin).parent)
    for name in _FOREIGN_SERVICES:
        os.environ.pop(name, None)
    os.environ["CHAINLIT_APP_ROOT"] = str(root)
    os.environ["CHAINLIT_ENV_FILE"] = str(root / "no.env")  # else Chainlit reads the .env of the folder the user works in
    try:
        asyncio.run(_serve(agent, listener, port, root))
    finally:
        shutil.rmtree(root, ignore_errors=True)


async def _serve(agent: "Answerer", listener: socket.socket, port: int, root: Path) -> None:
    # Chainlit reads its folder from the environment while it is imported.
    import uvicorn
    from chainlit.config import config

    config.project.allow_origins = list(own_origins(port))
    config.run.headless = True
    config.run.host, config.run.port = HOST, port
    logging.getLogger("chainlit").setLevel(logging.ERROR)

    from chainlit.server import app, get_html_template  # pyright: ignore[reportUnknownVariableType]  (its argument is untyped)
    from chainlit.session import WebsocketSession

    from corpuscle.ui.chat.app import register
    from corpuscle.ui.chat.uploads import Uploads

    shelf = DocumentShelf()
    register(agent, shelf)
    # Chainlit asks for the profiles once more where it cannot await them, and drops the coroutine unseen.
    warnings.filterwarnings("ignore", message=r"coroutine '.*chat_profiles' was never awaited", category=RuntimeWarning)

    async def announce() -> None:
        print(f"Corpuscle answers at http://localhost:{port} (Ctrl-C ends it)", flush=True)  # noqa: T201

    async def clear() -> None:
        # Chainlit ends the process right after this, past every `finally`.
        shutil.rmtree(root, ignore_errors=True)

    config.code.on_app_startup = announce
    config.code.on_app_shutdown = clear
    page = OwnPage(Uploads(app, shelf, WebsocketSession.get_by_id), port, content_policy(get_html_template(""), port))
    server = uvicorn.Server(uvicorn.Config(page, log_level="error", access_log=False, server_header=False, timeout_graceful_shutdown=2))
    await server.serve(sockets=[listener])
