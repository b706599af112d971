import json
from pathlib import Path

import pytest

from corpuscle.index_builder.beir_source import beir_corpus
from corpuscle.index_builder.errors import SourceFileError
from corpuscle.index_builder.sources import SourceRecord, Unusable
from corpuscle.retrieval.articles import AbstractSection, Article


def read(folder: Path, *lines: str) -> list[SourceRecord]:
    (folder / "corpus.jsonl").write_text("\n".join(lines) + "\n")
    return list(beir_corpus(folder).sources[0].records(lambda amount: None))


def test_a_document_becomes_an_article(tmp_path: Path) -> None:
    line = json.dumps({"_id": "d1", "title": "On  mice", "text": "Mice swim.", "metadata": {"year": 1999}})
    untitled = json.dumps({"_id": "d2", "text": ""})
    assert read(tmp_path, line, "", untitled) == [
        SourceRecord(0, Article("d1", "On  mice", (AbstractSection("Mice swim."),))),
        SourceRecord(len(line) + 2, Article("d2", "")),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Invalid JSON"),
        ('{"title": "x"}', "_id: Field required"),
        ('{"_id": 7}', "_id: Input should be a valid string"),
        ('{"_id": ""}', "_id: String should have at least 1 character"),
        ('{"_id": "a", "text": null}', "text: Input should be a valid string"),
    ],
)
def test_a_malformed_line_is_unusable(tmp_path: Path, line: str, reason: str) -> None:
    first, second = read(tmp_path, line, '{"_id": "good"}')
    assert isinstance(first.content, Unusable)
    assert reason in first.content.reason
    assert isinstance(second.content, Article)


def test_a_folder_without_a_corpus_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match=r"There is no corpus\.jsonl"):
        beir_corpus(tmp_path)
