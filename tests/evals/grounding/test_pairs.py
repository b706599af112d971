"""Statements made from sentences: what must say the same, what must not, and how the check is counted on them."""

from random import Random

import pytest

from corpuscle.agent.reading import read_sentences
from corpuscle.evals.grounding import faithful, unfaithful
from corpuscle.evals.grounding.check_bench import Judged, check_figures, judge
from corpuscle.evals.grounding.pairs import Pair, drawn, pairs
from corpuscle.evals.grounding.source import Source
from corpuscle.evals.grounding.unfaithful import Alteration
from corpuscle.kg.linker import Linker
from corpuscle.retrieval.articles import AbstractSection, Article
from corpuscle.retrieval.hits import Hit
from tests.conftest import ARTICLES


def source(text: str, linker: Linker, **around: tuple[str, ...]) -> Source:
    article = Article("9", "Velbrodine.", (AbstractSection(text),))
    (sentence,) = [s for s in read_sentences("", [Hit(article, 1, 1.0)], (), linker, None) if s.passage.section == "abstract"]
    names = {"Disease": (("TEST:12", "Kelvane syndrome"),), "SmallMolecule": (("TEST:2", "torvaxin"),)}
    return Source(sentence, names, names, around.get("others", ()), around.get("related", ()))


@pytest.mark.parametrize(
    ("alteration", "text", "altered"),
    [
        (unfaithful.number_changed, "Velbrodine cured 41 gardeners of it.", " gardeners of it."),
        (unfaithful.numbers_exchanged, "Given 5 mg for 10 days in all.", "Given 10 mg for 5 days in all."),
        (unfaithful.unit_changed, "The gardeners were given 5 mg.", "The gardeners were given 5 g."),
        (unfaithful.entity_of_elsewhere, "It was found in Drusel fever only.", "It was found in Kelvane syndrome only."),
        (unfaithful.negation_added, "Velbrodine reduced the fever.", "Velbrodine did not reduce the fever."),
        (unfaithful.negation_added, "The fever was cured in a week.", "The fever was not cured in a week."),
        (unfaithful.negation_removed, "Torvaxin did not reduce the fever.", "Torvaxin reduced the fever."),
        (unfaithful.negation_removed, "Torvaxin had no effect on the fever.", "Torvaxin had a effect on the fever."),
        (unfaithful.direction_flipped, "The fever was higher in May.", "The fever was lower in May."),
        (unfaithful.quantifier_strengthened, "It was seen in some gardeners.", "It was seen in all gardeners."),
        (unfaithful.hedge_removed, "The fever may be due to a virus.", "The fever is due to a virus."),
        (unfaithful.significance_reversed, "The fever fell in May (P < 0.05).", "The fever fell in May (P > 0.05)."),
        (unfaithful.association_told_as_cause, "Itch was associated with hair loss.", "Itch caused hair loss."),
        (unfaithful.population_changed, "The fever was seen in rats as well.", "The fever was seen in patients as well."),
        (unfaithful.aim_told_as_finding, "The effect of velbrodine on fever was studied.", "Velbrodine affects fever."),
        (unfaithful.comparison_exchanged, "It was higher in May than in June.", "It was higher in June than in May."),
        (faithful.brackets_left_out, "The fever (of 39 degrees) fell soon.", "The fever fell soon."),
        (faithful.first_clause_alone, "The fever fell in all of the gardeners within a week; they liked it.", "within a week."),
        (faithful.frame_left_out, "However, we found that the fever fell in less than a week.", "The fever fell in less than a week."),
        (
            faithful.leading_phrase_moved,
            "In the gardeners of Kelve, the fever fell soon.",
            "The fever fell soon in the gardeners of Kelve.",
        ),
        (faithful.present_tense, "The fever was cured in a week.", "The fever is cured in a week."),
        (faithful.negation_reworded, "Torvaxin did not reduce the fever.", "Torvaxin failed to reduce the fever."),
        (faithful.numbers_respelled, "It was seen in 3 gardeners of ten.", "It was seen in three gardeners of ten."),
        (faithful.number_rounded, "It was seen in 12.3% of the gardeners.", "It was seen in about 12% of the gardeners."),
        (faithful.unit_written_otherwise, "The gardeners took it for 2 weeks.", "The gardeners took it for 14 days."),
        (faithful.share_worked_out, "It cured 41 of 60 gardeners of it.", "It cured 68% of the gardeners of it."),
        (faithful.comparison_turned, "The fever was higher in May than in June.", "The fever was lower in June than in May."),
        (faithful.passive_made_active, "Torvaxin was inhibited by velbrodine.", "Velbrodine inhibited torvaxin."),
    ],
)
def test_one_thing_is_altered(alteration: Alteration, text: str, altered: str, linker: Linker) -> None:
    made = alteration(source(text, linker), Random(1))
    assert made is not None
    assert altered in made


@pytest.mark.parametrize("alteration", [*unfaithful.UNFAITHFUL, *faithful.FAITHFUL])
def test_nothing_of_its_kind_is_left_alone(alteration: Alteration, linker: Linker) -> None:
    assert alteration(source("Cats sleep on warm walls, we think.", linker), Random(1)) is None


def test_pairs_are_the_same_every_time_and_bounded(linker: Linker) -> None:
    articles = drawn(ARTICLES, 3)
    assert [len(article.abstract) > 300 for article in articles] == [True] * len(articles)
    made = pairs(ARTICLES, linker, 2)
    assert made == pairs(ARTICLES, linker, 2)
    assert (
        max(sum(pair.kind == kind and pair.half == half for pair in made) for kind in {p.kind for p in made} for half in ("tune", "report"))
        <= 2
    )
    assert all(pair.statement != pair.cited.text for pair in made)


def test_figures_count_what_is_caught_and_what_is_dropped_falsely(linker: Linker) -> None:
    cited = source("Velbrodine cured 41 gardeners of fever.", linker).sentence
    kept = Pair("present tense", faithful=True, statement="Velbrodine cures 41 gardeners of fever.", cited=cited, half="report")
    caught = Pair("number changed", faithful=False, statement="Velbrodine cured 47 gardeners of fever.", cited=cited, half="report")
    missed = Pair("number changed", faithful=False, statement="Velbrodine cured gardeners of fever.", cited=cited, half="report")
    found = check_figures(judge([kept, caught, missed], linker), "report")
    assert (found.caught.k, found.caught.n) == (1, 2)
    assert (found.falsely_dropped.k, found.falsely_dropped.n) == (0, 1)
    assert found.kinds[1].reasons == {"a number": 1}


def test_baseline_is_set_on_the_tuning_half(linker: Linker) -> None:
    cited = source("Velbrodine cured 41 gardeners of fever.", linker).sentence

    def pair(faithful_: bool, half: str) -> Pair:
        return Pair("k", faithful_, "s", cited, "tune" if half == "tune" else "report")

    judged = [
        Judged(pair(True, "tune"), "a reason", 0.5),
        Judged(pair(True, "tune"), "", 0.8),
        Judged(pair(False, "report"), "", 0.7),
        Judged(pair(False, "report"), "", 0.9),
    ]
    found = check_figures(judged, "report")
    assert found.overlap_threshold == 0.8  # drops one faithful statement of two, as the check does
    assert (found.caught_by_overlap.k, found.caught_by_overlap.n) == (1, 2)
