"""The page of a run: one HTML file with everything in it."""

from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from corpuscle.evals.report.figures import run_figures
from corpuscle.evals.report.plots import HEIGHT, WIDTH
from corpuscle.evals.report.questions import FRAGMENT_WORDS, shown_question
from corpuscle.evals.report.reading import FinishedRun

_TEMPLATE = "run.html"


def run_page(run: FinishedRun, *, fragments: bool = False) -> str:
    """The HTML of a run. With `fragments`, texts of others are cut to a dozen words: for a page that is passed on."""
    titles = {one.system: one.title for one in run.scores.baselines}
    questions = [shown_question(record, fragments=fragments) for record in run.records]
    baselines = {titles[name]: records for name, records in run.baselines.items()}
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(files("corpuscle.evals.report").joinpath(_TEMPLATE).read_text(encoding="utf-8"))
    return template.render(
        manifest=run.manifest,
        scores=run.scores,
        figures=run_figures(questions, run.records, baselines, run.scores.own.title),
        questions=questions,
        width=WIDTH,
        height=HEIGHT,
        cut_to=FRAGMENT_WORDS if fragments else None,
    )
