"""A finished run of three invented questions: one answered rightly, one wrongly, one given up."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpuscle.agent import QuestionType
from corpuscle.agent.answer_json import AnswerJson, CitationJson, DocumentJson, DroppedJson, StatementJson, TokensJson
from corpuscle.agent.triple_json import EvidenceJson, TripleJson
from corpuscle.evals.bench_parts.records import Settings
from corpuscle.evals.runs.manifest import MANIFEST_NAME, RECORDS_NAME, SCORES_NAME, IndexMade, RunKey, RunManifest, spent
from corpuscle.evals.runs.record import Record, Tokens
from corpuscle.evals.runs.scores import RunScores, system_scores

QUOTE = "Velbrodine was given to forty adults, of whom thirty-one were free of drusel after twelve weeks."
"""Sixteen words, so that a page of fragments must cut it."""


def answer(exact: str | None, confidence: float) -> AnswerJson:
    """An answer with one quotation and one reviewed triple, or an abstention."""
    cited = CitationJson(id="11", section="abstract", begin=0, end=len(QUOTE), quote=QUOTE, url="https://pubmed.ncbi.nlm.nih.gov/11/")
    piece = EvidenceJson(
        kind="sentence", source="pubmed", id="11", text=QUOTE, stance="supports",
        score=0.9, support=0, negated=False, publications=[], year=2019,
    )  # fmt: skip
    triple = TripleJson(
        subject="velbrodine", predicate="treats", object="drusel", verdict="supported",
        score=0.9, evidence=[piece], flags=[], curies=("X:1", None),
    )  # fmt: skip
    statement = StatementJson(text=QUOTE, citations=[cited], support="quoted", facts=[], read="abstract", cautions=["a case report"])
    return AnswerJson(
        question="asked",
        type="yesno",
        exact_answer=exact,
        ideal_answer=QUOTE if exact else "",
        statements=[statement] if exact else [],
        triples=[triple],
        revisions=[],
        facts=[],
        documents=[DocumentJson(id="11", title="Velbrodine", year=2019, journal="", url=cited.url, retracted=False)],
        abstained=exact is None,
        reason="" if exact else "The evidence is divided.",
        notes=[],
        model="extractive",
        index="invented",
        timings_ms={"retrieve": 10.0, "total": 12.0, "search_again": 2.0},
        tokens=TokensJson(prompt=0, completion=0, cached=0, reasoning=0),
        dropped=[] if exact else [DroppedJson(text="Velbrodine is safe.", reason="it cites nothing", cited=[])],
        lost_exact=None,
        conflicts=[],
        members=[],
        plain_language=[],
        confidence=confidence,
        fault=None,
        cost=None,
        searches=[],
    )


def record(id_: str, question: str, exact: str | None, confidence: float, expected: str = "yes") -> Record:
    """A yes/no question's record."""
    return Record(
        id=id_,
        benchmark="invented",
        type=QuestionType.YESNO,
        question=question,
        options=(),
        expected=expected,
        exact=exact,
        answer=answer(exact, confidence),
        seconds=0.5,
        tokens=Tokens(),
    )


RECORDS = (
    record("1", "Does velbrodine heal drusel?", "yes", 0.9),
    record("2", "Does <b>tamoril</b> heal drusel?", "no", 0.6),
    record("3", "Does water heal drusel?", None, 0.5),
)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """The folder of the run, with one baseline that always says yes."""
    folder = tmp_path / "run"
    majority = tuple(r.model_copy(update={"exact": "yes", "answer": None}) for r in RECORDS)
    own = system_scores("built-in", "built-in model", RECORDS, "yes")
    scores = RunScores(
        benchmark="invented",
        title="Invented questions",
        split="reported",
        measure="accuracy",
        majority="yes",
        own=own,
        baselines=(system_scores("majority", "majority", majority, "yes", RECORDS),),
    )
    _write(folder, RECORDS)
    _write(folder / "baselines/majority", majority)
    (folder / SCORES_NAME).write_text(scores.model_dump_json())
    return folder


def _write(folder: Path, records: tuple[Record, ...]) -> None:
    folder.mkdir(parents=True)
    made = Settings(
        measured=datetime(2026, 1, 2, tzinfo=UTC), version="0", commit="", machine="invented", libraries={"numpy": "2"}, load=0.0
    )
    key = RunKey(
        benchmark="invented", split="reported", system="built-in", index=IndexMade(label="invented", updated=None, encoder=""),
        model="", server="", prompts_sha256={}, settings={"max_rounds": 2}, tool_version="0",
    )  # fmt: skip
    manifest = RunManifest(key=key, made=made, workers=1, limit=0, majority="yes", spent=spent(records))
    (folder / MANIFEST_NAME).write_text(manifest.model_dump_json())
    lines = [key.model_dump_json(), *(r.model_dump_json() for r in records)]
    (folder / RECORDS_NAME).write_text("".join(f"{line}\n" for line in lines))
