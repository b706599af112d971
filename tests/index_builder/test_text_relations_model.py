"""Probabilities by hand, and what articles come to together."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.index_builder.literature import Finding
from corpuscle.index_builder.text_relations_candidates import Candidate
from corpuscle.index_builder.text_relations_kinds import kind_of
from corpuscle.index_builder.text_relations_model import TextWeights, probability, strength, text_weights
from corpuscle.index_builder.text_relations_patterns import SAYINGS
from corpuscle.kg.entities import Entity, Mention
from corpuscle.kg.predicates import PREDICATES

WEIGHTS = TextWeights(
    surface={"noun behind": -0.5},
    labelled={"noun behind": 0.1, "title": 0.2},
    intercepts={"treats": 2.0, "inhibits": 1.0},
    fitted="by hand",
)
_END = Mention("x", 0, 1, Entity("MESH:D1", "X", "SmallMolecule"), 0.9)


def _candidate(predicate: str) -> Candidate:
    return Candidate(predicate, _END, _END, "cures", False, (("noun behind", 2.0), ("title", 1.0), ("unheard of", 9.0)))


def _found(pmid: str, weight: float, year: int | None = None) -> Finding:
    return Finding("MESH:D1", "treats", "MESH:C1", pmid, "cures", weight, year, "pubmed-text")


def test_probability_adds_surface_and_labelled_signs() -> None:
    assert probability(_candidate("treats"), WEIGHTS) == round(1 / (1 + math.exp(-(2.0 - 0.5 * 2 + 0.1 * 2 + 0.2))), 4)


def test_labels_weigh_only_where_they_are_many() -> None:
    assert probability(_candidate("inhibits"), WEIGHTS) == round(1 / (1 + math.exp(-(1.0 - 0.5 * 2))), 4)


def test_weights_of_the_package_know_every_predicate() -> None:
    assert text_weights().intercepts.keys() == SAYINGS.keys() <= PREDICATES.keys()


def test_one_sentence_is_enough_from_the_threshold() -> None:
    assert strength([_found("1", 0.79)]) is None
    held = strength([_found("1", 0.8, 2020)])
    assert held is not None
    assert (held.support, held.score, held.first_year) == (1, pytest.approx(0.8), 2020)


def test_further_articles_count_half() -> None:
    held = strength([_found("1", 0.7, 2001), _found("2", 0.75, 1999)])
    assert held is not None
    assert held.score == pytest.approx(1 - (1 - 0.75) * (1 - 0.7 / 2))  # the better one counts in full
    assert (held.support, held.first_year, held.last_year) == (2, 1999, 2001)


@pytest.mark.parametrize("found", [replace(_found("1", 0.95), predicate="inhibits"), replace(_found("1", 0.95), negated=True)])
def test_one_article_never_decides_what_is_often_misread(found: Finding) -> None:
    alone, borne_out = strength([found]), strength([found, replace(found, pmid="2")])
    assert alone is not None
    assert borne_out is not None
    assert (alone.score, borne_out.score) == (0.79, 0.97)  # 1 - .05 × (1 - .95 / 2) is more


def test_sentences_of_one_article_count_once() -> None:
    assert strength([_found("1", 0.6), replace(_found("1", 0.7), rule="improves")]) is None


_findings = st.lists(st.tuples(st.sampled_from("123456"), st.floats(0, 1)).map(lambda row: _found(*row)), max_size=8)


@given(_findings)
def test_order_does_not_matter(found: list[Finding]) -> None:
    assert strength(found) == strength(list(reversed(found)))


@given(_findings, st.integers(0, 7))
def test_taking_a_finding_away_never_makes_an_edge(found: list[Finding], place: int) -> None:
    less = found[:place] + found[place + 1 :]
    held, fewer = strength(found), strength(less)
    assert fewer is None or (held is not None and held.score >= fewer.score - 1e-12)


@pytest.mark.parametrize(
    ("name", "category", "kind"),
    [
        ("Aspirin", "SmallMolecule", "c"),
        ("Nivolumab", "Protein", "c"),
        ("Insulin", "Protein", "p"),
        ("TP53", "Gene", "g"),
        ("Cholecystectomy", "Procedure", "m"),
        ("Ultrasonography", "Procedure", "t"),
        ("Injections, Jet", "Procedure", "x"),
        ("Listeria", "OrganismTaxon", "o"),
        ("Mice", "OrganismTaxon", "x"),
        ("Fever", "PhenotypicFeature", "d"),
        ("Placebos", "Drug", "x"),
        ("Liver", "GrossAnatomicalStructure", "x"),
    ],
)
def test_kinds(name: str, category: str, kind: str) -> None:
    assert kind_of(Entity("X:1", name, category)) == kind
