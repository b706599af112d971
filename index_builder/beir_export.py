"""An index's articles as a BEIR folder: `corpus.jsonl`, for other people's retrieval programs."""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from corpuscle.index_builder.beir_source import CORPUS_NAME
from corpuscle.index_builder.errors import StepError
from corpuscle.index_builder.progress import Progress
from corpuscle.retrieval.articles import Article


def export_beir(articles: Iterable[Article], count: int, folder: Path, progress: Progress) -> Path:
    """Writes one line for each of the `count` articles, whole or not at all, and gives the file's path.

    `text` is the abstract as offsets count in it; `metadata` holds what BEIR has no field for. Raises StepError where the folder has a
    corpus already or cannot be written.
    """
    path = folder / CORPUS_NAME
    beside = folder / f"{CORPUS_NAME}.part"
    if path.exists():
        raise StepError(f"{path} is there already.", "Name another folder with --out.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with progress.step(f"Writing {path}", count, "articles") as advance, beside.open("w", encoding="utf-8", newline="\n") as file:
            for article in articles:
                file.write(beir_line(article))
                advance(1)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as exc:
        raise StepError(f"{path} cannot be written: {exc.strerror}.", "Make room, or name another folder with --out.") from exc
    finally:
        with suppress(OSError):  # the folder may not be one
            beside.unlink()
    return path


def beir_line(article: Article) -> str:
    """One line of `corpus.jsonl`, with its end."""
    metadata = {
        "url": article.url,
        "year": article.year,
        "journal": article.journal,
        "publication_types": list(article.publication_types),
        "mesh": [heading.name for heading in article.mesh],
        "doi": article.doi,
        "retracted": article.retracted,
    }
    document = {"_id": article.id, "title": article.title, "text": article.abstract, "metadata": metadata}
    return json.dumps(document, ensure_ascii=False) + "\n"
