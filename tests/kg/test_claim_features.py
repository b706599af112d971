import math

import pytest

from corpuscle.kg.article_view import ArticleView
from corpuscle.kg.claim_background import background_features, stands_above
from corpuscle.kg.claim_features import claim_features
from corpuscle.kg.triples import Triple
from tests.kg.test_article_view import DISEASE, DRUG, OTHER, sentence

TRIPLE = Triple("Zorbamide", "causes", "Itching", DRUG, DISEASE)
VIEW = ArticleView(
    [
        sentence("Zorbamide-induced itching.", section="title"),
        sentence("Plaxin was given to nine.", 0),
        sentence("Zorbamide causes itching in some.", 30),
        sentence("Zorbamide is a drug.", 70, conclusion=True),
    ]
)


def test_features_of_the_sentences_the_ends_and_the_whole() -> None:
    row = claim_features(VIEW, TRIPLE)
    assert row is not None
    assert row["shared"] == pytest.approx(math.log(3))  # two sentences name both
    assert (row["cued"], row["any_compound"], row["first_shared"]) == (2.0, 1.0, 0.0)
    assert row["subject_mentions"] == pytest.approx(math.log(4))
    assert (row["subject_share"], row["subject_ratio"]) == (3 / 4, 1.0)  # three of Zorbamide, one of Plaxin
    assert (row["subject_concluded"], row["object_concluded"]) == (1.0, 0.0)
    assert (row["subject_last"], row["object_last"]) == (3 / 4, 2 / 4)
    assert (row["title_names_both"], row["apart"], row["length"]) == (1.0, 0.0, 4.0)
    assert (row["closer_subjects"], row["best_other_subject"]) == (0.0, 0.0)


def test_ends_that_share_no_sentence_have_no_distance_but_a_gap() -> None:
    row = claim_features(VIEW, Triple("Plaxin", "causes", "Itching", OTHER, DISEASE))
    assert row is not None
    assert "best" not in row
    assert "least_distance" not in row
    assert (row["apart"], row["follows"], row["closer_subjects"]) == (1.0, 1.0, 1.0)


def test_article_that_does_not_name_an_end_says_nothing() -> None:
    assert claim_features(ArticleView([sentence("Zorbamide is a drug.")]), TRIPLE) is None


def test_name_without_entity_is_found_literally() -> None:
    view = ArticleView([sentence("Blue thumb after zorbamide."), sentence("Nothing.", 40)])
    row = claim_features(view, Triple("Zorbamide", "causes", "blue thumb", DRUG, None))
    assert row is not None
    assert row["object_rivals"] == 0.0


def test_background_tells_depth_branch_and_what_else_is_named() -> None:
    trees = {DRUG.curie: ("D02.100",), OTHER.curie: ("D02.100.5",), DISEASE.curie: ("C23.888", "C17.800.1")}
    row = background_features(TRIPLE, VIEW, trees)
    assert (row["subject_depth"], row["object_depth"]) == (1.0, 2.0)
    assert (row["subject_narrower_named"], row["subject_broader_named"]) == (1.0, 0.0)
    assert (row["object_in_C23"], row["object_in_C14"], row["subject_in_D02"]) == (1.0, 0.0, 1.0)
    assert background_features(TRIPLE, VIEW, {}) == {}


def test_tree_numbers_stand_above_by_whole_parts() -> None:
    assert stands_above(("C1",), ("C1.2",))
    assert not stands_above(("C1",), ("C10.2",))
    assert not stands_above(("C1",), ("C1",))
