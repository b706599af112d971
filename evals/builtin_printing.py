"""How the report on the built-in model is printed."""

from pydantic import BaseModel, ConfigDict, Field
from rich.table import Table

from corpuscle.evals.builtin_report import Agreement, BuiltinReport


class _AgreementJson(BaseModel):
    accuracy: float
    macro_f1: float


class _BuiltinJson(BaseModel):
    model_config = ConfigDict(serialize_by_alias=True)

    questions_file: str
    index: str
    questions: int
    mrr: float = Field(serialization_alias="MRR")
    success_3: float = Field(serialization_alias="success@3")
    auroc: float = Field(serialization_alias="AUROC")
    answered: int
    abstained: int
    answered_without: float
    cites_own: float | None
    builtin: _AgreementJson | None
    always_yes: _AgreementJson | None


def builtin_json(report: BuiltinReport, questions_file: str, index: str) -> str:
    """The report as one JSON document."""
    document = _BuiltinJson(
        questions_file=questions_file,
        index=index,
        questions=report.questions,
        mrr=report.mrr,
        success_3=report.success_3,
        auroc=report.auroc,
        answered=report.answered,
        abstained=report.questions - report.answered,
        answered_without=report.answered_without,
        cites_own=report.cites_own,
        builtin=_agreement_json(report.builtin),
        always_yes=_agreement_json(report.always_yes),
    )
    return document.model_dump_json(indent=2)


def _agreement_json(agreement: Agreement | None) -> _AgreementJson | None:
    return agreement and _AgreementJson(accuracy=agreement.accuracy, macro_f1=agreement.macro_f1)


def builtin_table(report: BuiltinReport, questions_file: str, index: str) -> Table:
    """The report as a table for the terminal."""
    table = Table("", "built-in", "always yes", title=f"{report.questions} yes/no questions of {questions_file} over {index}")
    table.add_row("first right sentence: MRR", _figure(report.mrr))
    table.add_row("right sentence among three", _figure(report.success_3))
    table.add_row("own article there or not: AUROC", _figure(report.auroc))
    table.add_row("answered / abstained", f"{report.answered} / {report.questions - report.answered}")
    table.add_row("answered without the own article", _figure(report.answered_without))
    table.add_row("of the answered: cite the own article", _figure(report.cites_own))
    if report.builtin and report.always_yes:
        table.add_row("of the answered: accuracy", _figure(report.builtin.accuracy), _figure(report.always_yes.accuracy))
        table.add_row("of the answered: macro F1", _figure(report.builtin.macro_f1), _figure(report.always_yes.macro_f1))
    return table


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
