from collections.abc import Sequence
from dataclasses import asdict

import pytest

from corpuscle.agent.extractive.fitted import fitted
from corpuscle.agent.extractive.phrase_features import PhraseFeatures, phrase_candidates, phrase_rows
from corpuscle.agent.question import Question
from corpuscle.agent.understand import Understanding, understand
from corpuscle.kg.linker import Linker
from tests.agent.extractive.conftest import ReadAs


def understood(question: str, linker: Linker) -> Understanding:
    return understand(Question(question), linker)


def features(question: str, sentences: Sequence[str], linker: Linker, read_as: ReadAs) -> dict[str, PhraseFeatures]:
    rows = phrase_rows(understood(question, linker), read_as(sentences), lambda _: 0.5)
    return {phrase.text: told for phrase, told in rows}


def test_each_feature_has_a_fitted_weight(linker: Linker, read_as: ReadAs) -> None:
    told = features("What carries the fever?", ["Marsh fleas carry the fever."], linker, read_as)["Marsh fleas"]
    assert asdict(told).keys() == fitted("factoid").weights.keys()


def test_shares_are_of_places_and_of_articles(linker: Linker, read_as: ReadAs) -> None:
    sentences = ["Marsh fleas carry the fever.", "It is carried by marsh fleas (Pulex).", "Snails are harmless."]
    told = features("What carries the fever?", sentences, linker, read_as)["Marsh fleas"]
    assert told.article_share == pytest.approx(2 / 3)
    assert told.before_bracket == 1 / 2
    assert told.two_words == 1.0


@pytest.mark.parametrize(
    ("sentence", "quantity"),
    [
        ("The half-life of mirellan was 14 hours in adults.", "14 hours"),
        ("The half-life of mirellan is 2.5 h.", "2.5 h"),
        ("The half-life of mirellan was 3-5 days.", "3-5 days"),
    ],
)
def test_a_quantity_that_is_asked_for_is_read_with_its_unit(linker: Linker, read_as: ReadAs, sentence: str, quantity: str) -> None:
    told = phrase_candidates(understood("What is the half-life of mirellan?", linker), read_as([sentence]), lambda _: 0.5)
    assert quantity in [candidate.text for candidate in told]
    assert all(candidate.text[0].isdigit() for candidate in told)


def test_numbers_within_names_are_no_quantities(linker: Linker, read_as: ReadAs) -> None:
    evidence = read_as(["Mutations of KELV1 and IL-6b2 cause it."])
    assert phrase_candidates(understood("How many?", linker), evidence, lambda _: 0.5) == []


def test_a_share_that_is_asked_for_is_a_percentage(linker: Linker, read_as: ReadAs) -> None:
    evidence = read_as(["Mirellan cured 95% of 300 sailors."])
    told = phrase_candidates(understood("Which percentage of sailors is cured?", linker), evidence, lambda _: 0.5)
    assert told[0].text.startswith("95%")
    assert "300" not in [candidate.text for candidate in told]


def test_a_plain_word_is_no_gene(linker: Linker, read_as: ReadAs) -> None:
    evidence = read_as(["Gardeners fell ill, sadly, and carried mutations of KELV1."])
    told = [c.text for c in phrase_candidates(understood("Which gene is mutated?", linker), evidence, lambda _: 0.5)]
    assert "KELV1" in told
    assert not {"sadly", "ill", "Gardeners"} & set(told)


def test_a_software_tool_is_written_as_a_name(linker: Linker, read_as: ReadAs) -> None:
    told = features("Which tool aligns genomes?", ["The tool gAlign aligns whole genomes quickly."], linker, read_as)
    assert (told["gAlign"].tool_asked, told["quickly"].tool_asked) == (1.0, 0.0)
