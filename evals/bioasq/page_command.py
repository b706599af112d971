"""corpuscle eval bioasq page: runs the reported batches and the small collections, scores them, and writes the page."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from corpuscle.agent import Agent
from corpuscle.evals.bioasq.baselines import by_bm25, copied
from corpuscle.evals.bioasq.files import BioasqQuestion, read_gold, read_submission
from corpuscle.evals.bioasq.page import EndToEnd, Row, page
from corpuscle.evals.bioasq.responders import respond_with_answers
from corpuscle.evals.bioasq.response import Respond
from corpuscle.evals.bioasq.rules import Phase, violations
from corpuscle.evals.bioasq.run import Batch, run_batch
from corpuscle.evals.bioasq.score import Phase as Scored
from corpuscle.evals.bioasq.score import score_submission
from corpuscle.evals.builtin_fit import REPORTED
from corpuscle.evals.eval_data import data_folder

COLLECTIONS = {"bioasq11b_real": ("11B1_golden",), "bioasq_snippet_docs": ("9B1_golden", "11B1_golden", "12B1_golden")}
"""Small collections, and the reported batches that are put to each."""
_WORKERS = 2


def write_page(
    work: Annotated[Path, typer.Option(help="Folder for submissions; a broken run goes on there.", file_okay=False)],
    collections: Annotated[Path, typer.Option(help="Folder of the collections' indexes, each under its name.", file_okay=False)],
    index: Annotated[Path, typer.Option("--index", envvar="CORPUSCLE_INDEX", help="Folder of the index.", file_okay=False)] = Path("index"),
    out: Annotated[Path, typer.Option(help="The page.", dir_okay=False)] = Path("docs/benchmarks/bioasq.md"),
) -> None:
    """Measure the built-in model on BioASQ, with baselines, and write docs/benchmarks/bioasq.md."""
    work.mkdir(parents=True, exist_ok=True)
    with Progress(console=Console(stderr=True)) as bar:
        runner = _Runner(work, bar)
        agent = Agent.open(index)
        respond = respond_with_answers(agent, agent.engine, given=True)
        given = [runner.given(name, respond, agent.engine.label) for name in REPORTED]
        together = runner.joined(given)
        ends = [runner.end_to_end(name, batches, collections / name) for name, batches in COLLECTIONS.items()]
    text = page([*(row for row, _, _ in given), together], ends, agent.engine.label)
    out.write_text(text, encoding="utf-8")
    Console().print(text, markup=False, highlight=False, soft_wrap=True)


Told = tuple[Row, Sequence[BioasqQuestion], dict[str, BioasqQuestion]]
"""A row with the gold and the submission behind it."""


@dataclass(frozen=True, slots=True)
class _Runner:
    """Runs batches and scores them."""

    work: Path
    bar: Progress

    def given(self, name: str, respond: Respond, label: str) -> Told:
        """A batch of Phase B, from the snippets it brings."""
        source = data_folder("bioasq") / f"{name}.json"
        gold = read_gold(source)
        submitted = self.run(gold, [source], name, "B", respond, label)
        return _row(name.removesuffix("_golden"), gold, submitted, lambda question: copied(question, question.snippets)), gold, submitted

    def joined(self, told: Sequence[Told]) -> Row:
        """All batches together, each question once."""
        gold = list({question.id: question for _, batch, _ in told for question in batch}.values())
        submitted = {id_: question for _, _, batch in told for id_, question in batch.items()}
        return _row("**together**", gold, submitted, lambda question: copied(question, question.snippets))

    def end_to_end(self, name: str, batches: Sequence[str], index: Path) -> EndToEnd:
        """Phase A and A+ in one submission over a collection, for the questions that it was made for."""
        queries = data_folder("retrieval") / name / "queries.jsonl"
        asked = {str(json.loads(line)["_id"]) for line in queries.read_text(encoding="utf-8").splitlines()}
        sources = [data_folder("bioasq") / f"{batch}.json" for batch in batches]
        gold = [question for source in sources for question in read_gold(source) if question.id in asked]
        agent = Agent.open(index)
        engine = agent.engine
        respond = respond_with_answers(agent, engine, given=False)
        submitted = self.run(gold, [*sources, queries], name, "A+", respond, engine.label)
        found = _row(name, gold, submitted, lambda question: by_bm25(engine, question), "A")
        answered = _row(name, gold, submitted, lambda question: copied(question, submitted[question.id].snippets))
        return EndToEnd(found, answered, len(violations(tuple(submitted.values()), gold, "A+")))

    def run(
        self, gold: Sequence[BioasqQuestion], sources: Sequence[Path], name: str, phase: Phase, respond: Respond, label: str
    ) -> dict[str, BioasqQuestion]:
        """The submission to a batch, which stays in the work folder."""
        out = self.work / f"{name}-{phase}.json"
        task = self.bar.add_task(f"{name} {phase}", total=len(gold))
        batch = Batch(gold, sources, out, phase, label, "the index's", "extractive", _WORKERS)
        run_batch(batch, respond, lambda done: self.bar.reset(task, completed=done), lambda: self.bar.advance(task))
        return read_submission(out, tuple(gold))


def _row(
    name: str,
    gold: Sequence[BioasqQuestion],
    submitted: dict[str, BioasqQuestion],
    baseline: Callable[[BioasqQuestion], BioasqQuestion],
    phase: Scored = "B",
) -> Row:
    plain = {question.id: baseline(question) for question in gold}
    return Row(name, len(gold), _figures(gold, submitted, phase), _figures(gold, plain, phase))


def _figures(gold: Sequence[BioasqQuestion], submitted: dict[str, BioasqQuestion], phase: Scored) -> dict[str, float]:
    official = score_submission(gold, submitted, phase, 8).official
    return {name: value for name, value in official.items() if value is not None}
