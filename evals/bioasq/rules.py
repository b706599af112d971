"""BioASQ's rules for a submission, checked question by question (participants' guides of Task 13b and of Synergy 2025)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpuscle.evals.bioasq.files import BioasqQuestion, BioasqSnippet, ExactText
from corpuscle.evals.bioasq.phase_a import LIMIT
from corpuscle.evals.bioasq.phase_b import MOST_CANDIDATES, MOST_ITEM_CHARACTERS, MOST_ITEMS

Phase = Literal["A", "A+", "B", "synergy"]
MOST_WORDS = 200
"""Of an ideal answer."""
_URL = re.compile(r"https?://www\.ncbi\.nlm\.nih\.gov/pubmed/\d+")
_PMID = re.compile(r"\d+")
_FORMS = {_URL: "of the form http://www.ncbi.nlm.nih.gov/pubmed/PMID", _PMID: "a PMID"}


@dataclass(frozen=True, slots=True)
class Violation:
    """A question, and the rule it breaks in words."""

    question: str
    rule: str


def violations(submitted: Sequence[BioasqQuestion], asked: Sequence[BioasqQuestion], phase: Phase) -> list[Violation]:
    """Everything in the submission that breaks a rule of its phase, in the order of the questions; `asked` is the file of questions."""
    by_id = {question.id: question for question in submitted}
    known = {question.id for question in asked}
    found = [Violation(question.id, "it was not asked") for question in submitted if question.id not in known]
    for question in asked:
        answer = by_id.get(question.id)
        if answer is None:
            found.append(Violation(question.id, "it is not in the submission"))
            continue
        if answer.type is not None and answer.type != question.type:
            found.append(Violation(question.id, f"its type is {question.type}, not {answer.type}"))
        found += [Violation(question.id, rule) for rule in _rules(answer, question, phase)]
    return found


def _rules(answer: BioasqQuestion, asked: BioasqQuestion, phase: Phase) -> Iterator[str]:
    if phase in ("A", "A+"):
        yield from _of_documents(answer, _URL)
    if phase in ("A+", "B"):
        yield from _of_answers(answer, asked)
    if phase == "synergy":
        yield from _of_documents(answer, _PMID)
        if asked.answer_ready:
            yield from _of_answers(answer, asked)
        elif answer.exact_answer or answer.ideal_answer:
            yield "it is answered, though it is not marked as ready to be answered"


def _of_documents(answer: BioasqQuestion, form: re.Pattern[str]) -> Iterator[str]:
    if len(answer.documents) > LIMIT:
        yield f"it has {len(answer.documents)} documents; at most {LIMIT} count"
    if len(set(answer.documents)) < len(answer.documents):
        yield "a document comes twice"
    for url in answer.documents:
        if not form.fullmatch(url):
            yield f"{url!r} is not {_FORMS[form]}"
    if len(answer.snippets) > LIMIT:
        yield f"it has {len(answer.snippets)} snippets; at most {LIMIT} count"
    for number, snippet in enumerate(answer.snippets, 1):
        yield from (f"snippet {number} {problem}" for problem in _of_snippet(snippet, form))


def _of_snippet(snippet: BioasqSnippet, form: re.Pattern[str]) -> Iterator[str]:
    if snippet.begin_section != snippet.end_section:
        yield "begins in one section and ends in another"
    if snippet.begin_section not in ("title", "abstract"):
        yield f"stands in {snippet.begin_section!r}; title and abstract are admitted"
    if not form.fullmatch(snippet.document):
        yield f"is of {snippet.document!r}, which is not {_FORMS[form]}"
    if not snippet.text:
        yield "has no text"
    elif (
        abs(snippet.end - snippet.begin + 1 - len(snippet.text)) > 1
    ):  # the end is that of the last character, in golden files also one behind
        yield f"has {len(snippet.text)} characters between the offsets {snippet.begin} and {snippet.end}"
    if not 0 <= snippet.begin <= snippet.end:
        yield f"has the offsets {snippet.begin} and {snippet.end}"


def _of_answers(answer: BioasqQuestion, asked: BioasqQuestion) -> Iterator[str]:
    match asked.type:
        case "yesno":
            if answer.exact_answer not in ("yes", "no"):
                yield f"its exact answer is {answer.exact_answer!r}, not yes or no"
        case "factoid" | "list":
            yield from _of_names(answer.exact_answer, asked.type == "factoid")
        case _:
            if answer.exact_answer:
                yield "a summary question has no exact answer"
    if len(answer.ideal_answer) != 1:
        yield "its ideal answer is not one text"
    elif len(words := answer.ideal_answer[0].split()) > MOST_WORDS:
        yield f"its ideal answer has {len(words)} words; at most {MOST_WORDS} are admitted"


def _of_names(exact: ExactText | None, factoid: bool) -> Iterator[str]:
    groups = [item for item in exact if isinstance(item, list) and item] if isinstance(exact, list) else []
    if not isinstance(exact, list) or len(groups) < len(exact):
        yield "its exact answer is not a list of lists of names"
    most, names = (MOST_CANDIDATES, "candidates") if factoid else (MOST_ITEMS, "items")
    if len(groups) > most:
        yield f"it has {len(groups)} {names}; at most {most} count"
    for group in groups:
        if len(group[0]) > MOST_ITEM_CHARACTERS and not factoid:
            yield f"the item {group[0][:30]!r}… has {len(group[0])} characters; at most {MOST_ITEM_CHARACTERS} are admitted"
