"""What questions say of their answers."""

import pytest

from corpuscle.agent.constraints import constraints
from corpuscle.kg.linker import Linker


def _said(text: str, linker: Linker) -> list[tuple[str, str, bool]]:
    return [(c.predicate.name, c.entity.name, c.denied) for c in constraints(text, tuple(linker.link(text)))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Which drug treats Drusel fever?", [("treats", "Drusel fever", False)]),
        (
            "Which drug is effective against Drusel fever and safe to use with torvaxin?",
            [("treats", "Drusel fever", False), ("interacts with", "Torvaxin", False)],
        ),
        ("Which conditions should not be treated with velbrodine?", [("contraindicated in", "Velbrodine", False)]),
        ("Which drug may cause hair loss or dizziness?", [("causes", "Hair loss", False), ("causes", "Dizziness", False)]),
        (
            "Which disease is linked to both the KELV1 gene and Kelvane syndrome?",
            [("associated with", "KELV1", False), ("associated with", "Kelvane syndrome", False)],
        ),
        ("Which disease is a subtype of Kelvane syndrome?", [("is a", "Kelvane syndrome", False)]),
        ("Which tissue shows no expression of KELV1?", [("expressed in", "KELV1", True)]),
        ("Which disease manifests with nocturnal itch?", [("has phenotype", "Nocturnal itch", False)]),
        ("For Drusel fever, which medication would you recommend?", [("treats", "Drusel fever", False)]),
        ("Drusel fever?", [("associated with", "Drusel fever", False)]),
        ("Why?", []),
    ],
)
def test_each_name_takes_the_predicate_beside_it(text: str, said: list[tuple[str, str, bool]], linker: Linker) -> None:
    assert _said(text, linker) == said


def test_denial_counts_only_where_the_graph_knows_absence(linker: Linker) -> None:
    assert _said("Which disease is not linked to KELV1?", linker) == [("associated with", "KELV1", False)]


def test_name_said_twice_is_one_constraint(linker: Linker) -> None:
    assert _said("Which drug treats Drusel fever, and which one causes Drusel fever?", linker) == [("treats", "Drusel fever", False)]
