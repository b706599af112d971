"""What takes the place of contradicted triples."""

from hypothesis import given
from hypothesis import strategies as st

from corpuscle.agent.revision import Revision, contradicted, revised, said
from corpuscle.kg import Entity, Evidence, ReviewedTriple, Triple, Verdict


def _triple(subject: str, object: str = "fever") -> Triple:
    return Triple(subject, "treats", object)


def _reviewed(subject: str, verdict: Verdict = Verdict.CONTRADICTED) -> ReviewedTriple:
    return ReviewedTriple(_triple(subject), verdict, 0.5)


def test_replacement_takes_the_place_of_its_own_triple() -> None:
    reviewed = (_reviewed("a", Verdict.UNKNOWN), _reviewed("b"), _reviewed("c", Verdict.SUPPORTED), _reviewed("d"))
    after = revised(reviewed, (_triple("x"), None), 1)
    assert [t.subject for t in after.triples] == ["a", "x", "c"]
    assert [(r.before.triple.subject, r.after and r.after.subject) for r in after.revisions] == [("b", "x"), ("d", None)]


def test_triple_that_stands_is_no_revision() -> None:
    after = revised((_reviewed("a"),), (_triple("A"),), 1)  # names are compared without case
    assert ([t.subject for t in after.triples], after.revisions) == (["a"], ())


def test_same_entities_under_other_names_are_the_same_triple() -> None:
    aspirin = Entity("X:1", "aspirin", "SmallMolecule")
    assert said(Triple("Aspirin", "treats", "fever", aspirin)) == said(Triple("ASA", "treats", "Fever", aspirin))


def test_what_is_stated_already_or_was_given_up_is_no_replacement() -> None:
    reviewed = (_reviewed("a", Verdict.SUPPORTED), _reviewed("b"), _reviewed("c"))
    earlier = (Revision(1, _reviewed("old"), _triple("b")),)
    after = revised(reviewed, (_triple("a"), _triple("old")), 2, earlier)
    assert [t.subject for t in after.triples] == ["a"]
    assert [r.after for r in after.revisions] == [None, None]


def test_reason_is_the_weightiest_piece_against() -> None:
    pieces = (
        Evidence("sentence", "pubmed", "1", "It helps.", "supports", 0.9),
        Evidence("sentence", "pubmed", "2", "It does not.", "contradicts", 0.8),
        Evidence("sentence", "pubmed", "3", "No.", "contradicts", 0.7),
    )
    reason = Revision(1, ReviewedTriple(_triple("a"), Verdict.CONTRADICTED, 0.2, pieces), None).reason
    assert reason is not None
    assert reason.id == "2"
    assert Revision(1, _reviewed("a"), None).reason is None


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(list(Verdict))), unique_by=lambda pair: pair[0]), st.data())
def test_only_contradicted_triples_ever_change(drawn: list[tuple[str, Verdict]], data: st.DataObject) -> None:
    reviewed = tuple(_reviewed(name, verdict) for name, verdict in drawn)
    replacements = [data.draw(st.sampled_from([None, _triple("x"), r.triple, _triple("a")])) for r in contradicted(reviewed)]
    after = revised(reviewed, replacements, 1)
    left = {said(triple) for triple in after.triples}
    assert all(said(r.triple) in left for r in reviewed if r.verdict is not Verdict.CONTRADICTED)
    assert len(left) == len(after.triples)  # nothing is stated twice
    assert len(after.triples) + sum(r.after is None for r in after.revisions) == len(reviewed)
