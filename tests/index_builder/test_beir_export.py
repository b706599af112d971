"""An index's articles as a BEIR corpus."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.index_builder.beir_export import beir_line, export_beir
from corpuscle.index_builder.beir_source import beir_corpus
from corpuscle.index_builder.errors import StepError
from corpuscle.index_builder.progress import NoProgress
from corpuscle.retrieval.articles import AbstractSection, Article, MeshHeading

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_ARTICLES = st.lists(
    st.builds(Article, st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8), _TEXT, st.just(()), _TEXT),
    max_size=5,
    unique_by=lambda article: article.id,
)


def _read(folder: Path) -> list[Article]:
    (source,) = beir_corpus(folder).sources
    contents = [record.content for record in source.records(lambda amount: None)]
    assert all(isinstance(content, Article) for content in contents)
    return [content for content in contents if isinstance(content, Article)]


@given(_ARTICLES, _TEXT)
def test_what_is_written_can_be_built_again(tmp_path_factory: pytest.TempPathFactory, articles: list[Article], abstract: str) -> None:
    sections = (AbstractSection(abstract),) if abstract else ()
    articles = [Article(a.id, a.title, sections, a.journal) for a in articles]
    folder = tmp_path_factory.mktemp("beir")
    export_beir(articles, len(articles), folder, NoProgress())
    assert [(a.id, a.title, a.abstract) for a in _read(folder)] == [(a.id, a.title, a.abstract) for a in articles]


def test_labels_of_sections_stand_in_the_text_and_the_rest_in_the_metadata() -> None:
    sections = (AbstractSection("Mice swim.", "AIM"), AbstractSection("They did.", "RESULTS"))
    line = json.loads(
        beir_line(Article("7", "Mice", sections, "J Mice", 2001, mesh=(MeshHeading("D051379", "Mice"),), doi="10.1/x", status="MEDLINE"))
    )
    assert (line["_id"], line["title"], line["text"]) == ("7", "Mice", "AIM: Mice swim. RESULTS: They did.")
    assert line["metadata"] == {
        "url": "https://pubmed.ncbi.nlm.nih.gov/7/",
        "year": 2001,
        "journal": "J Mice",
        "publication_types": [],
        "mesh": ["Mice"],
        "doi": "10.1/x",
        "retracted": False,
    }


def test_corpus_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    export_beir([Article("1", "One")], 1, tmp_path / "new", NoProgress())
    with pytest.raises(StepError, match="there already"):
        export_beir([], 0, tmp_path / "new", NoProgress())
    (tmp_path / "file").touch()
    with pytest.raises(StepError, match="cannot be written"):
        export_beir([], 0, tmp_path / "file" / "below", NoProgress())
