"""corpuscle eval fit-builtin: fits the built-in model's readers of yes/no and factoid questions on BioASQ's questions with their snippets.

Fitted on batches 7B1 to 8B5 and on the older yes/no questions of training12b; never on a question of a batch that is reported.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Self

import numpy as np
import typer
from rich.console import Console
from rich.progress import track

from corpuscle.agent import QuestionType
from corpuscle.agent.evidence import Evidence
from corpuscle.agent.extractive import ExtractiveModel
from corpuscle.agent.extractive.fitted import FittedName, FittedWeights
from corpuscle.agent.extractive.phrase_features import phrase_rows
from corpuscle.agent.extractive.rarity import Rarity, corpus_rarity
from corpuscle.agent.extractive.yesno_features import yesno_features
from corpuscle.agent.question import checked_question
from corpuscle.agent.retrieve import retrieve
from corpuscle.agent.review import review_triples
from corpuscle.agent.understand import Understanding, understand
from corpuscle.evals.bioasq.files import BioasqQuestion, QuestionKind, read_gold
from corpuscle.evals.bioasq.given_articles import GivenArticles, given_articles
from corpuscle.evals.builtin_report import agreement
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.eval_data import data_folder
from corpuscle.evals.linear_fitting import Array, Table, fit, table_of, unseen_scores
from corpuscle.evals.pubmedqa import YesNo
from corpuscle.evals.sentence_calibration import auroc
from corpuscle.kg import ReviewedTriple
from corpuscle.kg.linker import Linker
from corpuscle.kg.store import GraphStore
from corpuscle.retrieval.engine import SearchEngine, open_engine
from corpuscle.retrieval.settings import RetrievalSettings

TUNING = tuple(f"{year}B{batch}_golden" for year in (7, 8) for batch in range(1, 6))
TRAINING = "training12b_yesno_minus_heldout"
REPORTED = (*(f"9B{batch}_golden" for batch in range(1, 6)), "11B1_golden", "12B1_golden")
_YESNO_RIDGE, _FACTOID_RIDGE = 0.03, 0.01
_CANDIDATES = 5
_WEIGHTS = Path(__file__).parents[1] / "agent/extractive/fitted_weights"


@dataclass(frozen=True, slots=True)
class GivenReader:
    """Reads questions with their snippets as the agent does up to Review."""

    engine: SearchEngine
    store: GraphStore
    linker: Linker
    model: ExtractiveModel
    rarity: Rarity

    @classmethod
    def open(cls, index_dir: Path) -> Self:
        """Over the index in `index_dir`. Raises RetrievalError, GraphError, or EvaluationError for an index without a graph."""
        engine = open_engine(index_dir, RetrievalSettings())
        if engine.graph_path is None:
            raise EvaluationError(f"The index at {index_dir} has no knowledge graph.", "Build it again with --graph.")
        store = GraphStore.open(engine.graph_path)
        linker, rarity = Linker(store), corpus_rarity(engine.document_frequency, len(engine))
        return cls(engine, store, linker, ExtractiveModel(linker, rarity), rarity)

    def read(self, question: BioasqQuestion) -> tuple[Understanding, Evidence, tuple[ReviewedTriple, ...]]:
        """What is asked, what stands in the snippets, and the verdicts on what they claim."""
        understanding = understand(checked_question(question.body, QuestionType(question.type or "summary")), self.linker)
        evidence = retrieve(understanding, GivenArticles(self.engine, given_articles(question.snippets)), self.store, self.linker)
        return understanding, evidence, review_triples(self.model.generate(understanding, evidence).triples, evidence, self.store)


def tuning_questions(folder: Path) -> list[BioasqQuestion]:
    """Yes/no and factoid questions for tuning, each once; what also stands in a reported batch, by id or by wording, is none of them."""
    reported = [question for name in REPORTED for question in read_gold(folder / f"{name}.json")]
    seen = {question.id for question in reported} | {_wording(question) for question in reported}
    found: dict[str, BioasqQuestion] = {}
    for name in (*TUNING, TRAINING):
        for question in read_gold(folder / f"{name}.json"):
            if question.type in ("yesno", "factoid") and question.snippets and not {question.id, _wording(question)} & seen:
                found.setdefault(question.id, question)
    return list(found.values())


def yesno_table(questions: Iterable[BioasqQuestion], reader: GivenReader) -> Table:
    """A row for each question; both answers weigh the same together."""
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    for question in questions:
        understanding, evidence, reviewed = reader.read(question)
        rows.append(yesno_features(understanding, evidence, reviewed, reader.rarity))
        right.append("yes" in str(question.exact_answer).lower())
    share = sum(right) / len(right)
    return table_of(rows, right, [0.5 / (share if yes else 1 - share) for yes in right], range(len(right)))


def factoid_table(questions: Iterable[BioasqQuestion], reader: GivenReader) -> Table:
    """A row for each phrase of each question; right and wrong phrases of a question weigh the same together, none where none is right."""
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    weights: list[float] = []
    places: list[int] = []
    for place, question in enumerate(questions):
        understanding, evidence, _ = reader.read(question)
        gold = {name.lower() for group in question.exact_answer or () for name in ([group] if isinstance(group, str) else group)}
        found = phrase_rows(understanding, evidence, reader.rarity)
        hits = [phrase.text.lower() in gold for phrase, _ in found]
        rows += [asdict(features) for _, features in found]
        right += hits
        weights += [1 / (sum(hits) if hit else len(hits) - sum(hits)) if any(hits) else 0.0 for hit in hits]
        places += [place] * len(found)
    return table_of(rows, right, weights, places)


def reciprocal_rank(table: Table, sums: Array, questions: int) -> float:
    """Mean over all questions of 1 / rank of the first right one of the best five."""
    total = 0.0
    for question in np.unique(table.question):
        own = table.question == question
        best = table.right[own][np.argsort(-sums[own], kind="stable")][:_CANDIDATES]
        total += 1 / (int(np.argmax(best)) + 1) if best.any() else 0.0
    return total / questions


def fit_builtin(
    index: Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)] = Path("index"),
    write: Annotated[bool, typer.Option(help="Write the weights into the package.")] = False,
) -> None:
    """Fit the built-in model's readers of yes/no and factoid questions, and print what they reach in cross-validation."""
    reader, questions = GivenReader.open(index), tuning_questions(data_folder("bioasq"))
    console = Console()
    yesno, factoid = _of_kind(questions, "yesno"), _of_kind(questions, "factoid")
    table = yesno_table(track(yesno, "yes/no", console=Console(stderr=True)), reader)
    sums = unseen_scores(table, _YESNO_RIDGE)
    pairs: list[tuple[YesNo, YesNo]] = [
        ("yes" if right else "no", "yes" if total > 0 else "no") for right, total in zip(table.right, sums, strict=True)
    ]
    said = f"AUROC {auroc(sums, table.right):.3f}, macro F1 {agreement(pairs).macro_f1:.3f}"
    _finish(console, "yesno", fit(table, _YESNO_RIDGE, f"{len(yesno)} questions; in cross-validation {said}"), write)
    table = factoid_table(track(factoid, "factoid", console=Console(stderr=True)), reader)
    rank = reciprocal_rank(table, unseen_scores(table, _FACTOID_RIDGE), len(factoid))
    _finish(console, "factoid", fit(table, _FACTOID_RIDGE, f"{len(factoid)} questions; in cross-validation MRR {rank:.3f}"), write)


def _of_kind(questions: Sequence[BioasqQuestion], kind: QuestionKind) -> list[BioasqQuestion]:
    return [question for question in questions if question.type == kind]


def _wording(question: BioasqQuestion) -> str:
    return question.body.strip().lower()


def _finish(console: Console, name: FittedName, model: FittedWeights, write: bool) -> None:
    console.print(f"{name}: {model.fitted_on}", highlight=False, soft_wrap=True)
    if write:
        (_WEIGHTS / f"{name}.json").write_text(model.model_dump_json(indent=1) + "\n", encoding="utf-8")
