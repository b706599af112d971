"""Which option the evidence speaks for."""

from collections.abc import Sequence

from corpuscle.agent.evidence import Evidence
from corpuscle.agent.extractive.choice import answer_choice
from corpuscle.agent.extractive.option_triples import option_claims
from corpuscle.agent.model import Draft
from corpuscle.agent.question import checked_question
from corpuscle.agent.understand import understand
from corpuscle.kg import ReviewedTriple, Verdict
from corpuscle.kg.linker import Linker
from tests.agent.extractive.conftest import ReadAs

QUESTION = "What transmits Borrelisk virus?"


def _rare(name: str) -> float:
    """Every name is rare."""
    return 1.0


def _chosen(linker: Linker, read_as: ReadAs, options: tuple[str, ...], *sentences: str) -> Draft:
    return answer_choice(understand(checked_question(QUESTION, options=options), linker), read_as(sentences), (), linker, _rare)


def test_option_that_a_sentence_names_is_chosen(linker: Linker, read_as: ReadAs) -> None:
    draft = _chosen(linker, read_as, ("house mouse", "marsh flea", "river snail"), "The marsh flea transmits Borrelisk virus.")
    assert draft.exact_answer == "B"
    assert [statement.text for statement in draft.statements] == ["The marsh flea transmits Borrelisk virus."]


def test_no_option_named_is_an_abstention(linker: Linker, read_as: ReadAs) -> None:
    draft = _chosen(linker, read_as, ("house mouse", "marsh flea"), "Borrelisk virus is widespread.")
    assert draft.abstained
    assert "any of the options" in draft.reason


def test_no_article_and_no_edge_is_an_abstention(linker: Linker, read_as: ReadAs) -> None:
    draft = _chosen(linker, read_as, ("house mouse", "marsh flea"))
    assert draft.abstained
    assert "No article of the index matches" in draft.reason


def test_two_options_named_alike_are_an_abstention_that_names_both(linker: Linker, read_as: ReadAs) -> None:
    draft = _chosen(
        linker,
        read_as,
        ("house mouse", "marsh flea"),
        "The marsh flea transmits Borrelisk virus.",
        "The house mouse transmits Borrelisk virus.",
    )
    assert draft.abstained
    assert "(house mouse)" in draft.reason
    assert "(marsh flea)" in draft.reason


DRUGS = ("velbrodine", "torvaxin", "mirellan")


def _by_verdicts(linker: Linker, question: str, verdicts: Sequence[Verdict], paths: tuple[float, ...] = ()) -> Draft:
    """The choice among the drugs from these verdicts on the first claim of each, without a sentence."""
    understanding = understand(checked_question(question, options=DRUGS), linker)
    evidence = Evidence((), (), option_paths=paths)
    claims = option_claims(understanding, evidence, linker, _rare)
    reviewed = tuple(ReviewedTriple(claim.triple, verdict, 0.5) for claim, verdict in zip(claims, verdicts, strict=True))
    return answer_choice(understanding, evidence, reviewed, linker, _rare)


S, C, U = Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.UNKNOWN


def test_supported_claim_chooses_where_no_article_speaks(linker: Linker) -> None:
    draft = _by_verdicts(linker, "Which of these treats Drusel fever?", [U, S, C])
    assert (draft.exact_answer, draft.statements) == ("B", ())


def test_contradiction_alone_chooses_nothing(linker: Linker) -> None:
    assert _by_verdicts(linker, "Which of these treats Drusel fever?", [U, U, C]).abstained


def test_unknown_is_never_turned_into_true(linker: Linker) -> None:
    assert _by_verdicts(linker, "Which of these treats Drusel fever?", [U, U, U], paths=(0.9, 0.1, 0.1)).abstained


def test_even_options_are_settled_by_paths_and_the_note_says_so(linker: Linker) -> None:
    draft = _by_verdicts(linker, "Which of these treats Drusel fever?", [S, S, U], paths=(0.1, 0.2, 0.9))
    assert draft.exact_answer == "B"
    assert draft.notes == (
        "The evidence leaves A and B even; B was chosen because graph paths make it more plausible, which proves nothing.",
    )


def test_even_options_without_paths_are_an_abstention(linker: Linker) -> None:
    draft = _by_verdicts(linker, "Which of these treats Drusel fever?", [S, S, U])
    assert draft.abstained
    assert "between A (velbrodine) and B (torvaxin)" in draft.reason


def test_option_must_fit_all_that_is_asked(linker: Linker) -> None:
    question = "Which of these treats Drusel fever and causes hair loss?"  # each option has two claims
    assert _by_verdicts(linker, question, [S, U, S, S, U, C]).exact_answer == "B"
