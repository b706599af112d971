"""corpuscle index export-beir: the articles of an index for other people's retrieval programs."""

from pathlib import Path
from typing import Annotated

import typer

from corpuscle.retrieval.article_keys import stored_articles
from corpuscle.retrieval.index import Index
from corpuscle.retrieval.settings import RetrievalSettings
from corpuscle.ui.commands.parameters import DEFAULT_INDEX, IndexOption
from corpuscle.ui.sanitise import plain
from corpuscle.ui.settings import read_settings


def export_beir(
    out: Annotated[Path, typer.Option("--out", help="Folder for corpus.jsonl.", file_okay=False)], index: IndexOption = DEFAULT_INDEX
) -> None:
    """Write the index's articles as the corpus of a BEIR folder."""
    # Deferred: the builder's libraries are of no use to a search.
    from corpuscle.index_builder import beir_export
    from corpuscle.index_builder.progress_bars import progress_for_stderr

    opened = Index.open(index, read_settings(RetrievalSettings))
    assert opened.manifest.text is not None  # checked by `open`
    articles = stored_articles(opened.path / opened.manifest.text.path)
    path = beir_export.export_beir(articles, len(opened.text), out, progress_for_stderr())
    typer.echo(plain(f"{path}: {len(opened.text):,} articles."))
