"""Test collections in BEIR's layout: corpus.jsonl, queries.jsonl, qrels/<split>.tsv."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpuscle.evals.errors import EvaluationError
from corpuscle.retrieval.hits import Qrel

_LAYOUT = "A BEIR folder holds corpus.jsonl, queries.jsonl and qrels/<split>.tsv."


class _Text(BaseModel):
    model_config = ConfigDict(extra="ignore")  # collections add fields of their own

    id: str = Field(alias="_id")
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """The judged queries of one split."""

    name: str
    queries: dict[str, str]
    """Query id → text; those with at least one judgement."""
    qrels: Qrel


def load_collection(folder: Path, split: str) -> Collection:
    """The queries of `split` and their judgements. Raises EvaluationError for a missing, malformed or empty file."""
    path = folder / "qrels" / f"{split}.tsv"
    qrels: Qrel = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                qrels.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
    except FileNotFoundError as exc:
        splits = ", ".join(sorted(p.stem for p in path.parent.glob("*.tsv"))) or "none"
        raise EvaluationError(f"There is no {path}.", f"Splits there: {splits}. {_LAYOUT}") from exc
    except OSError as exc:
        raise EvaluationError(f"{path} cannot be read: {exc.strerror}.", _LAYOUT) from exc
    except (KeyError, ValueError, TypeError, csv.Error) as exc:
        raise EvaluationError(f"{path} is not a table of query-id, corpus-id, score: {exc}", _LAYOUT) from exc
    if not qrels:
        raise EvaluationError(f"{path} holds no judgement.", _LAYOUT)
    queries = {query.id: query.text for query in _read(folder / "queries.jsonl") if query.id in qrels}
    if missing := sorted(qrels.keys() - queries.keys()):
        raise EvaluationError(f"{len(missing)} judged queries have no text in {folder / 'queries.jsonl'}: {missing[0]}, …", _LAYOUT)
    return Collection(folder.resolve().name, queries, qrels)


def load_texts(folder: Path) -> dict[str, str]:
    """Document id → title and text, for baselines that index in memory. Raises EvaluationError."""
    return {document.id: f"{document.title} {document.text}".strip() for document in _read(folder / "corpus.jsonl")}


def _read(path: Path) -> Iterator[_Text]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    try:
                        yield _Text.model_validate_json(line)
                    except ValidationError as exc:
                        raise EvaluationError(f"{path}, line {number}: not a JSON object with _id and text, in UTF-8.", _LAYOUT) from exc
    except FileNotFoundError as exc:
        raise EvaluationError(f"There is no {path}.", _LAYOUT) from exc
    except OSError as exc:
        raise EvaluationError(f"{path} cannot be read: {exc.strerror}.", _LAYOUT) from exc
