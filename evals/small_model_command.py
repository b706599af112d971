"""corpuscle eval small-model: fetches the language model that tests ask."""

import sys

from corpuscle.index_builder.progress_bars import progress_for_stderr
from corpuscle.index_builder.small_language_model import fetch_small_model
from corpuscle.retrieval.settings import RetrievalSettings


def small_model() -> None:
    """Fetch SmolLM2 (93 MB), which the tests ask through `corpuscle serve-model gguf`, and print its path."""
    sys.stdout.write(f"{fetch_small_model(RetrievalSettings().home, progress_for_stderr())}\n")
