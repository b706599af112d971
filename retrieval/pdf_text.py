"""The text of a PDF, page by page, read by pypdf in a process of its own (`pdf_child`) that is bounded in memory and time."""

import importlib.util
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from corpuscle.retrieval.errors import DocumentError

MAX_PAGES = 500
MAX_CHARACTERS = 2_000_000
TIMEOUT_S = 60.0
"""By the clock, on a busy computer; the process itself may take `pdf_child.CPU_S` of computing, where a page takes about .01 s."""
INSTALL_EXTRA = "Install it with: pip install 'corpuscle[ui]'"

_CHILD = Path(__file__).with_name("pdf_child.py")
_SMALLER = "Add the pages that matter as a smaller PDF, or as text."


@dataclass(frozen=True, slots=True)
class PdfText:
    """What stands on each page, in order; "" for a page without text. `unreadable` counts pages that are damaged."""

    pages: tuple[str, ...]
    unreadable: int


class PdfReply(BaseModel):
    """What the process answers: pages, or why there are none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pages: tuple[str, ...] = ()
    unreadable_pages: int = 0
    refused: Literal["", "encrypted", "damaged", "too_many_pages", "too_long", "too_much_memory"] = ""
    number: int = 0


def pdf_text(name: str, data: bytes, timeout_s: float = TIMEOUT_S) -> PdfText:
    """The text of the PDF `data`; errors call it `name`.

    Raises DocumentError where pypdf is not installed, and for a PDF that is encrypted, damaged, or beyond the limits of this module and of
    the process (`pdf_child.MEMORY_BYTES`, `pdf_child.CPU_S`): a few kilobytes of PDF can unfold into gigabytes.
    """
    if importlib.util.find_spec("pypdf") is None:
        raise DocumentError(f"{name} is a PDF, and the library that reads PDFs is not installed.", INSTALL_EXTRA)
    command = [sys.executable, "-I", "-B", str(_CHILD), str(MAX_PAGES), str(MAX_CHARACTERS)]
    try:
        done = subprocess.run(  # noqa: S603  (our own script; the PDF goes in by stdin)
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=timeout_s, check=False, env=_environment()
        )
    except subprocess.TimeoutExpired as exc:
        raise _took_too_much(name) from exc
    try:
        reply = PdfReply.model_validate_json(done.stdout)
    except ValidationError as exc:  # killed at its limit of time
        raise _took_too_much(name) from exc
    match reply.refused:
        case "":
            return PdfText(reply.pages, reply.unreadable_pages)
        case "encrypted":
            raise DocumentError(f"{name} is encrypted.", "Save it without its password, and add that.")
        case "damaged":
            raise DocumentError(f"{name} is a damaged PDF: its parts cannot be found.", "Save it anew from a PDF reader, and add that.")
        case "too_many_pages":
            raise DocumentError(f"{name} has {reply.number:,} pages; at most {MAX_PAGES:,} are read.", _SMALLER)
        case "too_long":
            raise DocumentError(f"{name} holds more than {MAX_CHARACTERS:,} characters by page {reply.number:,}.", _SMALLER)
        case "too_much_memory":
            raise _took_too_much(name)


def _environment() -> dict[str, str]:
    """What Python itself may need to start; nothing else of ours, keys for one, is handed on."""
    return {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}


def _took_too_much(name: str) -> DocumentError:
    return DocumentError(f"{name} takes more time or memory to read than a document may.", _SMALLER)
