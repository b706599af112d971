"""TREC run files: `qid Q0 docid rank score tag`, one hit a line (https://trec.nist.gov/data/qrels_eng/, trec_eval's README).

trec_eval does not read the rank: it orders by descending score, and ties by descending document id. Written ranks follow the same rule,
so that they are those a file is judged by.
"""

import math
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from corpuscle.retrieval.errors import RunFileError
from corpuscle.retrieval.hits import Run

_LAYOUT = "Each line holds six fields, separated by blanks: query id, Q0, document id, rank, score, tag."


@dataclass(frozen=True, slots=True)
class TrecRun:
    """A run and the name of the system that made it."""

    tag: str
    run: Run


def ranked(scores: dict[str, float]) -> list[tuple[str, float]]:
    """Article ids and scores in trec_eval's order: by descending score, then by descending id (as bytes of UTF-8)."""
    return sorted(scores.items(), key=lambda pair: (pair[1], pair[0].encode()), reverse=True)


def run_lines(trec: TrecRun) -> Iterator[str]:
    """The lines of a run file, each with its end; scores are written so that reading gives the same number.

    Raises RunFileError for an id or a tag that is empty or holds white space, and for a score that is not finite.
    """
    _check_field(trec.tag, "tag")
    for query_id, scores in trec.run.items():
        _check_field(query_id, "query id")
        for rank, (article_id, score) in enumerate(ranked(scores), 1):
            _check_field(article_id, "document id")
            if not math.isfinite(score):
                raise RunFileError(
                    f"The score of {article_id!r} for query {query_id!r} is {score}.", "A run file holds finite scores alone."
                )
            yield f"{query_id} Q0 {article_id} {rank} {float(score)!r} {trec.tag}\n"


def parse_run(lines: Iterable[str], name: str) -> TrecRun:
    """The run in the lines of the file `name`; empty lines are passed over, and ranks are not read, as by trec_eval.

    Raises RunFileError with the line's number for other than six fields, a score that is no finite number, a document named twice for a
    query, or a second tag; and for a file without hits.
    """
    run: Run = {}
    tag = ""
    for number, line in enumerate(lines, 1):
        fields = line.split()
        if not fields:
            continue
        if len(fields) != 6:
            raise _malformed(name, number, f"{len(fields)} fields instead of 6")
        query_id, _, article_id, _, score_text, line_tag = fields
        score = _score(score_text)
        if score is None:
            raise _malformed(name, number, f"{score_text[:40]!r} is no finite score")
        if tag and line_tag != tag:
            raise _malformed(name, number, f"the tag {line_tag[:40]!r} behind {tag[:40]!r}: two runs in one file")
        tag = line_tag
        scores = run.setdefault(query_id, {})
        if article_id in scores:
            raise _malformed(name, number, f"{article_id[:40]!r} stands twice for query {query_id[:40]!r}")
        scores[article_id] = score
    if not run:
        raise RunFileError(f"{name} holds no hits.", _LAYOUT)
    return TrecRun(tag, run)


def read_run(path: Path) -> TrecRun:
    """The run in a file. Raises RunFileError, as `parse_run` and where the file cannot be read."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            return parse_run(file, str(path))
    except UnicodeDecodeError as exc:
        raise RunFileError(f"{path} is no text in UTF-8.", _LAYOUT) from exc
    except OSError as exc:
        raise RunFileError(f"{path} cannot be read: {exc.strerror}.", "Name a run file.") from exc


def write_run(path: Path, trec: TrecRun) -> None:
    """Writes a run file, whole or not at all. Raises RunFileError, as `run_lines` and where the file cannot be written."""
    beside = path.with_name(path.name + ".part")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(run_lines(trec))
        beside.replace(path)
    except OSError as exc:
        raise RunFileError(f"{path} cannot be written: {exc.strerror}.", "Name another file.") from exc
    finally:
        with suppress(OSError):  # the folder may not be one
            beside.unlink()


def _check_field(text: str, what: str) -> None:
    if text.split() != [text]:
        raise RunFileError(f"The {what} {text!r} cannot stand in a run file.", "It must not be empty, nor hold white space.")


def _score(text: str) -> float | None:
    try:
        score = float(text) if "_" not in text else math.nan
    except ValueError:
        return None
    return score if math.isfinite(score) else None


def _malformed(name: str, number: int, fault: str) -> RunFileError:
    return RunFileError(f"{name}, line {number}: {fault}.", _LAYOUT)
