"""The folder that Chainlit works in: laid out in a temporary place at each start, so that it writes nothing where the user works."""

import json
import re
import shutil
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from corpuscle.ui.chat.wording import READ_ME
from corpuscle.ui.wording import DISCLAIMER

_OUTSIDE_LINK = re.compile(r"<link\b[^>]*\bhref=\"https?://[^>]*>\s*")


def lay_out(root: Path, chainlit_package: Path) -> None:
    """Fills the empty folder `root`: settings, words, styles, elements, and the frontend of `chainlit_package` without outside references."""
    for folder in (".chainlit/translations", "public/elements", "public/avatars", "build"):
        (root / folder).mkdir(parents=True)
    _write_texts(
        root,
        {
            ".chainlit/config.toml": _asset("config.toml"),
            "chainlit.md": READ_ME,
            "public/chat.css": _asset("chat.css"),
            "public/theme.json": _asset("theme.json"),
            "public/favicon.svg": _asset("mark.svg"),
            "public/avatars/corpuscle.svg": _asset("mark.svg"),
            "public/logo_light.svg": _asset("mark.svg"),
            "public/logo_dark.svg": _asset("mark.svg"),
            "public/elements/Answer.jsx": _asset("Answer.jsx"),
            "public/elements/Source.jsx": _asset("Source.jsx"),
            ".chainlit/translations/en-US.json": _translation(chainlit_package),
            "build/index.html": _OUTSIDE_LINK.sub("", (chainlit_package / "frontend/dist/index.html").read_text("utf-8")),
        },
    )
    _link(root / "build/assets", chainlit_package / "frontend/dist/assets")


def _asset(name: str) -> str:
    return resources.files("corpuscle.ui.chat").joinpath("assets", name).read_text("utf-8")


def _write_texts(root: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        (root / name).write_text(text, "utf-8")


def _translation(chainlit_package: Path) -> str:
    words = json.loads((chainlit_package / "translations/en-US.json").read_text("utf-8"))
    words["chat"]["input"]["placeholder"] = "Ask a biomedical question…"
    words["chat"]["messages"]["status"] = {"using": "", "used": ""}  # a step's line is a sentence of its own
    words["chat"]["watermark"] = DISCLAIMER
    words["navigation"]["header"]["readme"] = "About"
    return json.dumps(words, ensure_ascii=False)


def _link(link: Path, target: Path) -> None:
    try:
        link.symlink_to(target, target_is_directory=True)
    except OSError:  # a system or account that may not make links
        shutil.copytree(target, link, ignore=shutil.ignore_patterns("*.map"))
