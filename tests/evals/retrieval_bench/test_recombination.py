"""Which records a larger corpus is made of."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.evals.retrieval_bench.recombination import FIRST_PMID, Parents, Recombination, partners, pmid_of

GROUPS = np.array([0, 0, 1, 1, 1, 0])


@given(st.lists(st.integers(0, 3), min_size=1, max_size=60), st.integers(1, 5))
def test_a_partner_is_another_one_of_the_same_group_and_nobody_is_taken_twice(groups: list[int], copy: int) -> None:
    found = partners(np.array(groups), copy)
    assert sorted(found) == list(range(len(groups)))
    for row, partner in enumerate(found):
        assert groups[row] == groups[partner]
        assert row != partner or groups.count(groups[row]) == 1


def test_every_copy_has_other_pairs_and_always_the_same() -> None:
    groups = np.zeros(100, dtype=np.int64)
    assert (partners(groups, 1) == partners(groups, 1)).all()
    assert not (partners(groups, 1) == partners(groups, 2)).all()


def test_the_parents_of_a_record_are_found_by_its_pmid() -> None:
    pmids = ["11", "12", "13", "14", "15", "16"]
    recombination = Recombination(pmids, GROUPS)
    assert recombination.parents("13") == Parents(2, 2)  # copy 0 is the sample
    assert pmid_of(2, pmids) == "13"
    # ordinal 15 = 2 × 6 + 3: row 3 of copy 2
    assert pmid_of(15, pmids) == str(FIRST_PMID + 15)
    assert recombination.parents(str(FIRST_PMID + 15)) == Parents(3, int(partners(GROUPS, 2)[3]))


def test_the_sample_has_no_second_pmids() -> None:
    with pytest.raises(KeyError):
        Recombination(["11", "12"], np.zeros(2, dtype=np.int64)).parents(str(FIRST_PMID + 1))
