"""MIRAGE's five sets (benchmark.json; Xiong et al., ACL Findings 2024, arXiv 2402.13178). Its rule: a search sees the question alone."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from corpuscle.agent import QuestionType
from corpuscle.evals.errors import EvaluationError
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.runs.benchmarks.benchmark import parsed

FILE = Path("mirage/benchmark_dev.json")
SOURCE = "MIRAGE's benchmark.json is at https://github.com/Teddy-XiongGZ/MIRAGE; name your copy with --questions FILE."

MirageSet = Literal["medqa", "medmcqa", "mmlu", "pubmedqa", "bioasq"]
_SAID_IN_WORDS = frozenset({"pubmedqa", "bioasq"})
"""Their options are yes, no and maybe."""


class _Question(BaseModel):
    model_config = ConfigDict(extra="ignore")

    question: str
    options: Annotated[dict[str, str], Field(min_length=2)]
    answer: str


_SETS = TypeAdapter(dict[str, dict[str, _Question]])


def read_mirage(path: Path, name: MirageSet) -> tuple[AskedQuestion, ...]:
    """The questions of one set, in the file's order. Raises EvaluationError."""
    sets = parsed(path, _SETS, "a JSON object of sets of questions with options and answer", SOURCE)
    if not sets.get(name):
        raise EvaluationError(f"{path} has no set {name}.", SOURCE)
    return tuple(_asked(name, id_, question, path) for id_, question in sets[name].items())


def _asked(name: MirageSet, id_: str, question: _Question, path: Path) -> AskedQuestion:
    letters = sorted(question.options)
    if question.answer not in letters:
        raise EvaluationError(f"Question {id_} of {path} has no option {question.answer}.", SOURCE)
    options = tuple(question.options[letter] for letter in letters)
    if name in _SAID_IN_WORDS:
        return AskedQuestion(id_, f"mirage-{name}", QuestionType.YESNO, question.question, question.options[question.answer].lower())
    return AskedQuestion(id_, f"mirage-{name}", QuestionType.CHOICE, question.question, question.answer, options)
