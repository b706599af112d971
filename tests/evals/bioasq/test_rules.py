import pytest

from corpuscle.evals.bioasq.files import BioasqQuestion, BioasqSnippet, ExactText, QuestionKind
from corpuscle.evals.bioasq.rules import violations

URL = "http://www.ncbi.nlm.nih.gov/pubmed/"


def snippet(text: str = "0123456789", begin: int = 5, sections: tuple[str, str] = ("abstract", "abstract")) -> BioasqSnippet:
    place = {"offsetInBeginSection": begin, "offsetInEndSection": begin + 9, "beginSection": sections[0], "endSection": sections[1]}
    return BioasqSnippet.model_validate({"document": f"{URL}7", "text": text, **place})


def broken_a(documents: tuple[str, ...] = (), snippets: tuple[BioasqSnippet, ...] = ()) -> list[str]:
    asked = [BioasqQuestion(id="q", type="summary")]
    return [v.rule for v in violations([BioasqQuestion(id="q", documents=documents, snippets=snippets)], asked, "A")]


def broken_b(kind: QuestionKind, exact: ExactText | None, ideal: tuple[str, ...] = ("It is so.",)) -> list[str]:
    asked = [BioasqQuestion(id="q", type=kind)]
    return [v.rule for v in violations([BioasqQuestion(id="q", exact_answer=exact, ideal_answer=ideal)], asked, "B")]


def test_a_submission_within_the_rules_breaks_none() -> None:
    assert broken_a((f"{URL}1", f"{URL}2"), (snippet(),)) == []
    assert broken_b("yesno", "yes") == []
    assert broken_b("factoid", [["TP53"], ["p21"]]) == []
    assert broken_b("list", [["a"] for _ in range(100)]) == []
    assert broken_b("summary", None) == []


@pytest.mark.parametrize(
    ("documents", "rule"),
    [
        (tuple(f"{URL}{n}" for n in range(11)), "11 documents"),
        ((f"{URL}1", f"{URL}1"), "comes twice"),
        (("https://pubmed.ncbi.nlm.nih.gov/1/",), "not of the form"),
    ],
)
def test_documents(documents: tuple[str, ...], rule: str) -> None:
    assert any(rule in found for found in broken_a(documents))


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        (snippet(sections=("title", "abstract")), "begins in one section"),
        (snippet(sections=("sections.0", "sections.0")), "title and abstract are admitted"),
        (snippet(text=""), "no text"),
        (snippet(text="longer than the offsets say"), "27 characters between the offsets 5 and 14"),
        (snippet(begin=-3), "offsets -3"),
    ],
)
def test_snippets(wrong: BioasqSnippet, rule: str) -> None:
    assert any(rule in found for found in broken_a((), (wrong,)))


@pytest.mark.parametrize(
    ("kind", "exact", "rule"),
    [
        ("yesno", "Yes", "not yes or no"),
        ("factoid", ["TP53"], "not a list of lists"),
        ("factoid", [[str(n)] for n in range(6)], "6 candidates"),
        ("list", [[str(n)] for n in range(101)], "101 items"),
        ("list", [["a" * 101]], "101 characters"),
        ("summary", "yes", "no exact answer"),
    ],
)
def test_exact_answers(kind: QuestionKind, exact: ExactText, rule: str) -> None:
    assert any(rule in found for found in broken_b(kind, exact))


def test_ideal_answers() -> None:
    assert "201 words" in broken_b("summary", None, (" ".join(["word"] * 201),))[0]
    assert "not one text" in broken_b("summary", None, ())[0]


def test_missing_and_unasked_questions_are_named() -> None:
    found = violations([BioasqQuestion(id="other")], [BioasqQuestion(id="q", type="summary")], "A")
    assert [(v.question, v.rule) for v in found] == [("other", "it was not asked"), ("q", "it is not in the submission")]
