"""Reads the text of one PDF from stdin, page by page, in a process of its own; `pdf_text` runs it as a script.

A PDF comes from anywhere, and pypdf follows what it says: this process may use little memory and time, may write no file, and is killed
when it takes too long. It imports nothing of ours. On stdout comes one JSON object: {"pages": […], "unreadable_pages": n}, or
{"refused": reason, "number": n} with a reason of `pdf_text.PdfReply`.
"""

import contextlib
import io
import json
import logging
import sys

MEMORY_BYTES = 1 << 30
CPU_S = 20


def restrict() -> None:
    """Takes from this process what reading a PDF does not need; where the system has no such limits, the parent's clock remains."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a system that does not have this one
            resource.setrlimit(limit, (value, value))


def read(data: bytes, most_pages: int, most_characters: int) -> dict[str, object]:
    """The reply for one PDF."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):  # many are encrypted with an empty password, to forbid printing
            return {"refused": "encrypted", "number": 0}
        pages = len(reader.pages)
    except (DependencyError, FileNotDecryptedError):
        return {"refused": "encrypted", "number": 0}
    if pages > most_pages:
        return {"refused": "too_many_pages", "number": pages}
    texts: list[str] = []
    unreadable = characters = 0
    for page in reader.pages:
        try:
            text = page.extract_text()
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001  (a damaged page raises whatever its bytes lead to; the others are read, and it is counted)
            text, unreadable = "", unreadable + 1
        characters += len(text)
        if characters > most_characters:
            return {"refused": "too_long", "number": len(texts) + 1}
        texts.append(text)
    return {"pages": texts, "unreadable_pages": unreadable}


def main() -> None:
    """Reads stdin, answers on stdout."""
    most_pages, most_characters = int(sys.argv[1]), int(sys.argv[2])
    logging.disable()  # pypdf's warnings quote the file
    data = sys.stdin.buffer.read()
    restrict()
    try:
        reply = read(data, most_pages, most_characters)
    except MemoryError:
        reply = {"refused": "too_much_memory", "number": 0}
    except Exception:  # noqa: BLE001  (a damaged file raises whatever its bytes lead to; the parent tells that it is damaged)
        reply = {"refused": "damaged", "number": 0}
    sys.stdout.write(json.dumps(reply))


if __name__ == "__main__":
    main()
