"""Every benchmark by its name."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from corpuscle.agent import QuestionType
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.eval_data import data_folder
from corpuscle.evals.medddx import MEDDDX_FILE, read_medddx
from corpuscle.evals.medddx import SOURCE as MEDDDX_SOURCE
from corpuscle.evals.pubmedqa import DEV_FILE as PUBMEDQA_FILE
from corpuscle.evals.pubmedqa import SOURCE as PUBMEDQA_SOURCE
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.runs.benchmarks import afrimedqa, bioasq, kg_rag, mirage, pubmedqa
from corpuscle.evals.runs.benchmarks.benchmark import Benchmark
from corpuscle.evals.runs.halves import Split, drawn_for_tuning, ordered


def _quarter(question: AskedQuestion) -> bool:
    return drawn_for_tuning(question.id)


def _quarter_or_seen(question: AskedQuestion) -> bool:
    return drawn_for_tuning(question.id) or pubmedqa.seen(question)


def _written_for_tuning(question: AskedQuestion) -> bool:
    return bioasq.written_for_tuning(question.id)


def _medddx(path: Path) -> tuple[AskedQuestion, ...]:
    return tuple(AskedQuestion(q.id, "medddx", QuestionType.CHOICE, q.stem, q.answer, q.options) for q in read_medddx(path))


def _mirage(name: mirage.MirageSet, title: str, for_tuning: Callable[[AskedQuestion], bool] = _quarter) -> Benchmark:
    read = partial(mirage.read_mirage, name=name)
    return Benchmark(f"mirage-{name}", f"MIRAGE, {title}", mirage.FILE, read, for_tuning, mirage.SOURCE, question_only=True)


def _bioasq(kind: bioasq.ExactType, title: str) -> Benchmark:
    read = partial(bioasq.read_batches, kind=kind)
    return Benchmark(f"bioasq-{kind}", f"BioASQ {title}, gold snippets", bioasq.FOLDER, read, bioasq.for_tuning, bioasq.SOURCE)


BENCHMARKS = {
    benchmark.name: benchmark
    for benchmark in (
        Benchmark("pubmedqa", "PubMedQA, questions only", PUBMEDQA_FILE, pubmedqa.read_over_index, pubmedqa.seen, PUBMEDQA_SOURCE),
        Benchmark(
            "pubmedqa-contexts", "PubMedQA, contexts given", PUBMEDQA_FILE, pubmedqa.read_with_contexts, pubmedqa.seen, PUBMEDQA_SOURCE
        ),
        _bioasq("yesno", "yes/no"),
        _bioasq("factoid", "factoid"),
        _bioasq("list", "list"),
        Benchmark("medddx", "MedDDx", MEDDDX_FILE, _medddx, _quarter, MEDDDX_SOURCE),
        _mirage("mmlu", "MMLU-Med"),
        _mirage("medqa", "MedQA-US"),
        _mirage("medmcqa", "MedMCQA"),
        _mirage("pubmedqa", "PubMedQA*", _quarter_or_seen),
        _mirage("bioasq", "BioASQ-Y/N", _written_for_tuning),
        Benchmark("afrimedqa", "AfriMed-QA", afrimedqa.FILE, afrimedqa.read_afrimedqa, _quarter, afrimedqa.SOURCE),
        Benchmark("kg-rag-true-false", "KG-RAG, true or false", kg_rag.STATEMENTS, kg_rag.read_statements, _quarter, kg_rag.SOURCE),
        Benchmark("kg-rag-choice", "KG-RAG, choice", kg_rag.CHOICES, kg_rag.read_choices, _quarter, kg_rag.SOURCE),
    )
}


def benchmark_named(name: str) -> Benchmark:
    """Raises EvaluationError for a name that is not known."""
    if name not in BENCHMARKS:
        raise EvaluationError(f"There is no benchmark {name!r}.", f"Name one of: {', '.join(BENCHMARKS)}.")
    return BENCHMARKS[name]


def questions_of(benchmark: Benchmark, split: Split, copy: Path | None = None) -> tuple[AskedQuestion, ...]:
    """The questions of a split in the order of asking, from a `copy` or from the evaluation data.

    Raises EvaluationError for a file that is missing or malformed, or has no question of the split.
    """
    if copy is None:
        try:
            copy = data_folder(str(benchmark.file.parts[0])).joinpath(*benchmark.file.parts[1:])
        except EvaluationError as exc:
            raise EvaluationError(str(exc), f"{exc.remedy} {benchmark.source}") from exc
    if not copy.exists():
        raise EvaluationError(f"There is no {copy}.", benchmark.source)
    questions = ordered(benchmark.read(copy))
    twice = len(questions) - len({question.id for question in questions})
    if twice:
        raise EvaluationError(f"{copy} has {twice} ids more than once.", benchmark.source)
    if split != "all":
        questions = tuple(question for question in questions if benchmark.for_tuning(question) == (split == "tuning"))
    if not questions:
        raise EvaluationError(f"{copy} has no question of the split {split!r}.", "Ask with --split all.")
    return questions
