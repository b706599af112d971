"""The grounding of a run's answers, each against the articles that could be read for its question."""

from collections.abc import Callable, Iterable, Sequence

from corpuscle.evals.grounding.measures import GroundingFigures, Rate, SectionText, grounding_figures
from corpuscle.evals.runs.asked import AskedQuestion
from corpuscle.evals.runs.record import Record
from corpuscle.retrieval.articles import Article

FindArticle = Callable[[str], Article | None]


def readable(question: AskedQuestion, article: FindArticle) -> SectionText:
    """What could be read for a question: what was given with it, else the `article`s of the index."""
    given = {each.id: each for each in question.contexts}

    def text(article_id: str, section: str) -> str | None:
        found = given.get(article_id) if question.contexts else article(article_id)
        return None if found is None else found.title if section == "title" else found.abstract

    return text


def run_grounding(records: Sequence[Record], questions: Iterable[AskedQuestion], article: FindArticle) -> GroundingFigures | None:
    """The figures over the answers of an agent; None where no record has one, or a served system's were all given by the built-in model."""
    asked = {question.id: question for question in questions}
    figures = [
        grounding_figures([record.answer], readable(asked[record.id], article))
        for record in records
        if record.answer is not None and not record.error
    ]
    if not figures:
        return None
    return GroundingFigures(**{name: _sum(getattr(each, name) for each in figures) for name in GroundingFigures.model_fields})


def _sum(rates: Iterable[Rate]) -> Rate:
    each = list(rates)
    return Rate(k=sum(rate.k for rate in each), n=sum(rate.n for rate in each))
