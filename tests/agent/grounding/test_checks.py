"""The checks of a paraphrase: what says the same stands, what says something else is named."""

from collections.abc import Sequence

import pytest

from corpuscle.agent.grounding.checks import unsupported
from corpuscle.agent.grounding.claim import Claim, Quote
from corpuscle.kg import Entity, Mention


def mentions(text: str, *names: str) -> tuple[Mention, ...]:
    """The names as the linker would find them, each an entity of its own."""
    places = sorted((text.lower().find(name.lower()), name) for name in names)
    return tuple(
        Mention(name, begin, begin + len(name), Entity(f"T:{name.lower()}", name, "Disease"), 1.0) for begin, name in places if begin >= 0
    )


def reason(statement: str, quote: str, names: tuple[str, ...] = (), title: str = "") -> str:
    return unsupported(Claim(statement, mentions(statement, *names), (Quote(quote, mentions(quote, *names), title, frozenset()),)))


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("Velbrodine lowered the fever in children.", "In children, velbrodine reduced the fever."),
        ("The fever was not reduced by torvaxin.", "Torvaxin did not lower the fever."),
        ("Torvaxin failed to prevent fever.", "Torvaxin did not prevent fever."),
        ("Fever was similar in both groups.", "Fever did not differ between both groups."),
        ("Fever was lower with torvaxin than with placebo.", "Fever was higher with placebo than with torvaxin."),
        ("Velbrodine might prevent relapses.", "Velbrodine may prevent relapses."),
        ("Fever fell in the rats.", "In rats fever fell after 3 days."),
        ("Velbrodine is effective against fever.", "Velbrodine is not only safe but also effective against fever."),
        ("Most patients recovered from fever.", "Of the patients, 83% recovered from fever."),
        ("Torvaxin is linked to hair loss.", "Torvaxin was associated with hair loss."),
        ("Relapse is unchanged by torvaxin.", "Torvaxin did not change relapse."),
    ],
)
def test_same_in_other_words_stands(statement: str, quote: str) -> None:
    assert reason(statement, quote) == ""


@pytest.mark.parametrize(
    ("statement", "quote", "part"),
    [
        ("Velbrodine raised the fever.", "Velbrodine lowered the fever.", "opposite of “raised”"),
        ("Velbrodine did not lower the fever.", "Velbrodine lowered the fever.", "opposite"),
        ("Torvaxin prevents relapses of fever.", "Torvaxin did not prevent relapses of fever.", "opposite"),
        ("The gardeners were admitted to hospital.", "The gardeners were not admitted to hospital.", "asserts what its citation denies"),
        ("The gardeners were not admitted to hospital.", "The gardeners were admitted to hospital.", "denies what it cites"),
        ("Fever was higher with torvaxin than with placebo.", "Fever was higher with placebo than with torvaxin.", "opposite"),
        ("Velbrodine is a cure of fever.", "Velbrodine may be a cure of fever.", "for certain"),
        ("All gardeners recovered from fever.", "Some gardeners recovered from fever.", "“All” is more"),
        ("Torvaxin caused hair loss.", "Torvaxin was associated with hair loss.", "as a cause"),
        ("Fever fell in patients.", "Fever fell in rats.", "does not speak of patients"),
        ("Velbrodine cured fever in adults.", "Velbrodine cured fever in children.", "does not speak of adults"),
        ("Velbrodine affects fever.", "The effect of velbrodine on fever was studied.", "only says what was asked"),
        ("Sailors prefer loam to sand in their gardens.", "Velbrodine lowered the fever.", "too few of its words"),
        ("IL-6 was raised in fever.", "IL-8 was raised in fever.", "IL-6 does not occur"),
    ],
)
def test_something_else_is_named(statement: str, quote: str, part: str) -> None:
    assert part in reason(statement, quote)


def test_entity_that_only_the_title_names_may_be_said() -> None:
    names = ("Drusel fever", "Kelvane syndrome")
    assert reason("Drusel fever fell within days.", "It fell within days.", names, "Drusel fever treated.") == ""
    assert "Kelvane syndrome does not occur" in reason("Kelvane syndrome fell within days.", "It fell within days.", names, "Drusel fever.")


def test_entities_in_each_other_s_place_are_named() -> None:
    names = ("velbrodine", "torvaxin")
    assert "the other way round" in reason("Torvaxin inhibits velbrodine.", "Velbrodine inhibits torvaxin.", names)
    assert reason("Torvaxin is inhibited by velbrodine.", "Velbrodine inhibits torvaxin.", names) == ""


def test_each_check_may_rest_on_another_quote() -> None:
    quotes = tuple(Quote(text, (), "", frozenset()) for text in ("Velbrodine cured 41 gardeners.", "It shortened fever by 6 days."))
    assert unsupported(Claim("Velbrodine cured 41 gardeners and shortened fever by 6 days.", (), quotes)) == ""


class Doubts:
    """A support model that believes what it is told to."""

    name = "doubts"

    def __init__(self, probability: float) -> None:
        self._probability = probability

    def follows(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        assert list(pairs) == [("Velbrodine lowered the fever.", "Velbrodine reduced the fever.")]
        return [self._probability]


def test_model_is_asked_what_passed_the_rules() -> None:
    claim = Claim("Velbrodine reduced the fever.", (), (Quote("Velbrodine lowered the fever.", (), "", frozenset()),))
    assert unsupported(claim, Doubts(0.9)) == ""
    assert "by doubts it does not follow" in unsupported(claim, Doubts(0.1))
