"""What would have to hold if an option were the answer."""

import pytest

from corpuscle.agent.evidence import Evidence
from corpuscle.agent.extractive.option_triples import MOST_PER_OPTION, Claim, option_claims
from corpuscle.agent.graph_fact import GraphFact
from corpuscle.agent.question import checked_question
from corpuscle.agent.understand import understand
from corpuscle.kg.linker import Linker
from tests.conftest import DRUSEL, TORVAXIN, VELBRODINE

DRUGS = ("velbrodine", "torvaxin", "brass polish")


def _claims(text: str, linker: Linker, facts: tuple[GraphFact, ...] = (), rarity: float = 1.0) -> tuple[Claim, ...]:
    understanding = understand(checked_question(text, options=DRUGS), linker)
    return option_claims(understanding, Evidence((), (), facts=facts), linker, lambda _: rarity)


def _said(claims: tuple[Claim, ...]) -> list[tuple[str, str, str]]:
    return [(c.triple.subject, c.triple.predicate, c.triple.object) for c in claims]


def _fact(subject: str, predicate: str, object: str, negated: bool = False) -> GraphFact:
    return GraphFact(subject, predicate, object, negated, "invented", "", (), 0.9, 1.0, (subject, object))


def test_options_claim_what_is_asked_whether_linked_or_not(linker: Linker) -> None:
    assert _said(_claims("Which of these treats Drusel fever and causes hair loss?", linker)) == [
        (option, predicate, end)
        for option in ("Velbrodine", "Torvaxin", "brass polish")
        for predicate, end in (("treats", "Drusel fever"), ("causes", "Hair loss"))
    ]


def test_option_has_at_most_three_claims(linker: Linker) -> None:
    text = "Which of these causes Drusel fever, Kelvane syndrome, nocturnal itch, hair loss and dizziness?"
    claims = _claims(text, linker)
    assert [sum(claim.option == option for claim in claims) for option in DRUGS] == [MOST_PER_OPTION] * 3


def test_graph_s_own_predicate_is_claimed_where_it_says_something_else(linker: Linker) -> None:
    claims = _claims("Which of these treats Drusel fever?", linker, (_fact(VELBRODINE, "associated with", DRUSEL),))
    assert [(c.triple.predicate, c.asked) for c in claims] == [("associated with", False), ("treats", True), ("treats", True)]


@pytest.mark.parametrize("predicate", ["treats", "causes", "contraindicated in"])
def test_fact_that_bears_on_what_is_asked_leaves_the_claim_to_the_reviewer(linker: Linker, predicate: str) -> None:
    claims = _claims("Which of these treats Drusel fever?", linker, (_fact(TORVAXIN, predicate, DRUSEL),))
    assert [(c.triple.predicate, c.asked) for c in claims] == [("treats", True)] * 3


def test_denied_fact_is_claimed_by_nobody(linker: Linker) -> None:
    claims = _claims("Which of these treats Drusel fever?", linker, (_fact(VELBRODINE, "associated with", DRUSEL, negated=True),))
    assert [c.triple.predicate for c in claims] == ["treats"] * 3


def test_what_stands_everywhere_makes_no_claim(linker: Linker) -> None:
    assert _claims("Which of these treats Drusel fever?", linker, rarity=0.1) == ()
