"""Choice among options: the second order, and the verdicts."""

import pytest

from corpuscle.agent.served.choice import option_probabilities
from corpuscle.kg import ReviewedTriple, Triple, Verdict
from corpuscle.kg.linker import Linker

OPTIONS = ("velbrodine", "torvaxin", "brass polish")


class Model:
    """Favours the first place, and knows a little besides."""

    def __init__(self, first: float, known: dict[str, float]) -> None:
        self._first = first
        self._known = known
        self.orders: list[tuple[str, ...]] = []

    def __call__(self, options: tuple[str, ...]) -> tuple[float, ...]:
        self.orders.append(options)
        weights = [self._known[option] * (self._first if place == 0 else 1.0) for place, option in enumerate(options)]
        return tuple(weight / sum(weights) for weight in weights)


def _reviewed(option: str, verdict: Verdict) -> ReviewedTriple:
    return ReviewedTriple(Triple(option, "treats", "Drusel fever"), verdict, 0.5)


def test_small_margin_is_asked_again_in_reverse_so_that_the_place_does_not_decide(linker: Linker) -> None:
    model = Model(2.0, {"velbrodine": 1.0, "torvaxin": 1.5, "brass polish": 1.0})
    found = option_probabilities(OPTIONS, model, (), linker)
    assert model.orders == [OPTIONS, OPTIONS[::-1]]
    assert max(zip(found, OPTIONS, strict=True))[1] == "torvaxin"  # in the first order alone it would be velbrodine: 2.0 over 1.5
    assert sum(found) == pytest.approx(1)


def test_clear_answer_is_asked_once(linker: Linker) -> None:
    model = Model(1.0, {"velbrodine": 0.9, "torvaxin": 0.05, "brass polish": 0.05})
    assert option_probabilities(OPTIONS, model, (), linker) == pytest.approx((0.9, 0.05, 0.05))
    assert model.orders == [OPTIONS]


def test_order_of_the_options_does_not_matter_where_both_orders_are_asked(linker: Linker) -> None:
    known = {"velbrodine": 1.0, "torvaxin": 1.2, "brass polish": 1.1}
    forward = option_probabilities(OPTIONS, Model(1.5, known), (), linker)
    backward = option_probabilities(OPTIONS[::-1], Model(1.5, known), (), linker)
    assert forward == pytest.approx(backward[::-1])


def test_verdicts_weigh_on_the_options_that_they_are_about(linker: Linker) -> None:
    model = Model(1.0, dict.fromkeys(OPTIONS, 1.0))
    reviewed = (_reviewed("brass polish", Verdict.CONTRADICTED), _reviewed("torvaxin", Verdict.SUPPORTED))
    velbrodine, torvaxin, polish = option_probabilities(OPTIONS, model, reviewed, linker)
    assert torvaxin > velbrodine > polish


def test_unknown_and_mixed_verdicts_change_nothing(linker: Linker) -> None:
    model = Model(1.0, {"velbrodine": 0.9, "torvaxin": 0.05, "brass polish": 0.05})
    reviewed = (_reviewed("torvaxin", Verdict.UNKNOWN), _reviewed("velbrodine", Verdict.MIXED))
    assert option_probabilities(OPTIONS, model, reviewed, linker) == option_probabilities(OPTIONS, model, (), linker)
