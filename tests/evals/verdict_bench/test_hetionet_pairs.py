"""Held-out edges and the pairs beside them."""

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from corpuscle.evals.verdict_bench.hetionet_pairs import degree_bin, degree_matched, hold_out

_links = st.sets(st.tuples(st.sampled_from([f"a{n}" for n in range(9)]), st.sampled_from([f"b{n}" for n in range(9)])), min_size=10)


def test_bins_double() -> None:
    assert [degree_bin(n) for n in (1, 2, 3, 4, 7, 8)] == [1, 2, 2, 3, 3, 4]


@given(_links, st.integers(0, 5))
def test_negatives_are_no_edges_and_their_new_end_has_the_old_ones_degree_bin(links: set[tuple[str, str]], seed: int) -> None:
    edges = sorted(links)
    held = edges[:6]
    sources, targets = Counter(s for s, _ in edges), Counter(t for _, t in edges)
    found = list(degree_matched(held, edges, edges, random.Random(seed)))
    assert not set(found) & links
    assert len(set(found)) == len(found) <= len(held)
    for source, target in found:
        beside = [(s, t) for s, t in held if (s == source) != (t == target)]
        assert any(
            degree_bin(sources[source]) == degree_bin(sources[s]) and degree_bin(targets[target]) == degree_bin(targets[t])
            for s, t in beside
        )


def test_at_most_a_tenth_is_held_out_and_the_same_again() -> None:
    links = {"CtD": [(f"a{n}", f"b{n % 7}") for n in range(50)]}
    (one,), (again,) = list(hold_out(links, size=40)), list(hold_out(links, size=40))
    assert len(one.edges) == 5  # 50 // 10
    assert one == again
    assert set(one.edges) <= set(links["CtD"])


def test_an_edge_the_other_way_round_is_no_negative() -> None:
    # G1–G2 and G2–G1 say the same where the type has no direction
    edges = [("a", "b"), ("b", "c"), ("c", "a")]
    assert list(degree_matched(edges, edges, edges, random.Random(0))) == []


def test_a_pair_with_an_edge_of_another_type_is_no_negative() -> None:
    edges = [("a", "x"), ("b", "y")]
    assert list(degree_matched(edges[:1], edges, edges, random.Random(0))) == [("a", "y")]
    assert list(degree_matched(edges[:1], edges, [*edges, ("a", "y")], random.Random(0))) == []
