import itertools
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuscle.kg.entities import Entity
from corpuscle.kg.evidence_picture import NARROW, WIDE, claim_picture, claim_scene, path_words, paths_picture
from corpuscle.kg.neighbourhood import EdgeGroup, Neighbour, Neighbourhood
from corpuscle.kg.neighbourhood_picture import neighbourhood_picture, neighbourhood_scene
from corpuscle.kg.paths import Path
from corpuscle.kg.picture_cards import QUOTED_WORDS, fragment
from corpuscle.kg.picture_scene import Box, Scene, Text
from corpuscle.kg.triples import Edge, Evidence, ReviewedTriple, Triple, Verdict

DRUG, DISEASE, GENE = Entity("T:1", "Velbrodine", "SmallMolecule"), Entity("T:2", "Drusel fever", "Disease"), Entity("T:3", "KELV1", "Gene")
TRIPLE = Triple("velbrodine", "treats", "drusel fever", DRUG, DISEASE)
EDGE = Evidence("edge", "pubmed-mesh", "T:1|treats|T:2", "Velbrodine — treats — Drusel fever", "supports", 0.9, ("11", "12", "13", "14"))
BACKWARD = Evidence("edge", "hpo", "T:2|causes|T:1", "Drusel fever — not causes — Velbrodine", "neutral", 0.4)
FOR = Evidence("sentence", "pubmed", "11", "Velbrodine cured Drusel fever.", "supports", 0.8, ("11",))
AGAINST = Evidence("sentence", "pubmed", "15", "Velbrodine did not cure <b>Drusel fever</b> & more.", "contradicts", 0.7, ("15",))
THROUGH = Path(
    (DRUG, GENE, DISEASE),
    (Edge("T:1", "inhibits", "T:3", "pubmed-mesh", (), 1, 0.8), Edge("T:2", "has associated gene", "T:3", "hpo", (), 1, 0.9)),
    0.3,
)
REVIEWED = ReviewedTriple(TRIPLE, Verdict.MIXED, 0.55, (EDGE, FOR, AGAINST, BACKWARD))

SVG = "{http://www.w3.org/2000/svg}"
texts = st.text(max_size=60)
names = st.text(min_size=1, max_size=80)
entities = st.builds(Entity, st.sampled_from(["T:1", "T:2", "T:3"]), names, st.sampled_from(["Gene", "SmallMolecule"]))
evidence = st.builds(
    Evidence,
    st.sampled_from(["edge", "sentence"]),
    st.sampled_from(["pubmed", "pubmed-mesh", "hpo"]),
    st.sampled_from(["T:1|treats|T:2", "T:2|gene associated with|T:1", "123456", "doc:a file#1", ""]) | texts,
    st.text(max_size=300),
    st.sampled_from(["supports", "contradicts", "neutral"]),
    st.floats(0, 1),
    st.lists(st.sampled_from(["12345678", "PMID:1", "OMIM:143100"]) | texts, max_size=8).map(tuple),
)
edges = st.builds(
    Edge,
    st.sampled_from(["T:1", "T:2"]),
    st.sampled_from(["treats", "gene associated with"]),
    st.just("T:3"),
    names,
    st.just(()),
    st.just(1),
    st.floats(0, 1),
    st.booleans(),
)
walks = st.builds(Path, st.tuples(entities, entities, entities), st.tuples(edges, edges), st.floats(0, 1))
reviews = st.builds(
    ReviewedTriple,
    st.builds(Triple, names, st.sampled_from(["treats", "gene associated with"]), names, st.none() | entities, st.none() | entities),
    st.sampled_from(list(Verdict)),
    st.floats(0, 1),
    st.lists(evidence, max_size=14).map(tuple),
)
widths = st.sampled_from([NARROW, WIDE, 320.0, 600.0])


def check_places(scene: Scene) -> None:
    """No text overlaps another, and everything lies in the picture."""
    boxes = [item.box for item in scene.items if isinstance(item, Text) and item.text]
    for left, top, right, bottom in boxes:
        assert left >= 0 and right <= scene.width + 0.5 and top >= 0 and bottom <= scene.height, (left, top, right, bottom)
    for one, other in itertools.combinations(boxes, 2):
        apart = one[2] <= other[0] + 0.1 or other[2] <= one[0] + 0.1 or one[3] <= other[1] + 0.1 or other[3] <= one[1] + 0.1
        assert apart, (one, other)
    for item in scene.items:
        if isinstance(item, Box):
            assert item.x >= 0 and item.y >= 0 and item.x + item.width <= scene.width and item.y + item.height <= scene.height


def parsed(picture: str) -> ElementTree.Element:
    root = ElementTree.fromstring(picture)
    assert not list(root.iter(f"{SVG}script")) and "javascript:" not in "".join(a.get("href", "") for a in root.iter(f"{SVG}a"))
    return root


def words(picture: str) -> str:
    return " ".join(element.text or "" for element in parsed(picture).iter(f"{SVG}text"))


@given(reviews, st.lists(walks, max_size=3), widths)
def test_labels_never_overlap_and_all_is_in_the_picture(reviewed: ReviewedTriple, through: list[Path], width: float) -> None:
    scene = claim_scene(reviewed, through, width)
    check_places(scene)
    parsed(claim_picture(reviewed, through, width))


@given(st.lists(walks, max_size=4), entities, entities, widths)
def test_paths_can_be_drawn_alone(through: list[Path], start: Entity, end: Entity, width: float) -> None:
    parsed(paths_picture(through, start, end, width))


@given(
    entities,
    st.lists(st.tuples(st.sampled_from(["out", "in", "both"]), st.lists(st.tuples(edges, entities), max_size=9)), max_size=4),
    widths,
)
def test_a_node_with_its_edges_can_be_drawn(entity: Entity, groups: list[tuple[Any, list[tuple[Edge, Entity]]]], width: float) -> None:
    around = Neighbourhood(
        entity, 99, tuple(EdgeGroup("treats", direction, 44_319, tuple(Neighbour(e, o) for e, o in rows)) for direction, rows in groups)
    )
    check_places(neighbourhood_scene(around, width))
    parsed(neighbourhood_picture(around, width))


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_verdict_is_a_word_and_a_sign_and_every_piece_is_drawn_with_its_source(width: float) -> None:
    said = words(claim_picture(REVIEWED, [THROUGH], width))
    for expected in (
        "mixed",
        "probability that it holds: 0.55",
        "treats →",
        "pubmed-mesh",
        "PMID 11",
        "“Velbrodine cured Drusel fever.”",
        "against",
    ):
        assert expected in said
    assert "KELV1" in said and "path · plausibility 0.30" in said
    picture = claim_picture(REVIEWED, [THROUGH], width)
    assert "M0-10.2 10 7.6H-10z" in picture  # the triangle of a mixed verdict
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/11/"' in picture
    assert "and 1 more" in said  # of the edge's four articles three are drawn


def test_an_edge_that_runs_the_other_way_points_the_other_way_and_says_not() -> None:
    assert "← not causes" in words(claim_picture(REVIEWED))


def test_a_symmetric_edge_has_no_arrow() -> None:
    joined = Evidence("edge", "hpo", "T:2|associated with|T:1", "…", "neutral", 0.4)
    assert "– associated with –" in words(claim_picture(ReviewedTriple(TRIPLE, Verdict.UNKNOWN, 0.5, (joined,))))


def test_an_edge_of_a_broader_thing_names_what_it_joins() -> None:
    broader = Evidence("edge", "hpo", "T:1|treats|T:9", "Velbrodine — treats — Fevers of spring (hpo, support 1)", "supports", 0.8)
    said = words(claim_picture(ReviewedTriple(TRIPLE, Verdict.SUPPORTED, 0.8, (broader,))))
    assert "treats → for · 0.80 · hpo Velbrodine — treats — Fevers of spring" in said
    assert "Velbrodine — treats" not in words(claim_picture(ReviewedTriple(TRIPLE, Verdict.SUPPORTED, 0.9, (EDGE,))))


def test_foreign_text_is_escaped_and_said_in_the_alternative_too() -> None:
    root = parsed(claim_picture(REVIEWED, [THROUGH]))
    title, description = root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")
    assert title == "velbrodine treats drusel fever: mixed"
    assert description is not None and "did not cure <b>Drusel fever</b> & more." in description
    assert "contradicts 0.70" in description and "Path, plausibility 0.30" in description


def test_a_direct_edge_is_not_drawn_again_as_a_path() -> None:
    direct = Path((DRUG, DISEASE), (Edge("T:1", "treats", "T:2", "hpo", (), 1, 0.9),), 0.9)
    assert "plausibility" not in words(claim_picture(REVIEWED, [direct]))


def test_a_claim_about_nothing_known_says_so() -> None:
    said = words(claim_picture(ReviewedTriple(Triple("a", "treats", "b"), Verdict.UNKNOWN, 0.5)))
    assert "unknown" in said and "not in the graph" in said and "No edge of the graph and no sentence found" in said


def test_a_flag_is_drawn_and_said() -> None:
    flagged = ReviewedTriple(TRIPLE, Verdict.UNKNOWN, 0.5, (), ("no article of the index names both",))
    assert "⚑ no article of the index names both" in words(claim_picture(flagged))
    assert "Flag: no article of the index names both." in (parsed(claim_picture(flagged)).findtext(f"{SVG}desc") or "")


def test_what_is_left_out_is_counted() -> None:
    many = ReviewedTriple(TRIPLE, Verdict.SUPPORTED, 0.9, (FOR,) * 7 + (BACKWARD,) * 3)
    assert "Not drawn: 3 for, 2 that decide nothing." in words(claim_picture(many))


def test_equal_input_gives_an_equal_picture() -> None:
    assert claim_picture(REVIEWED, [THROUGH]) == claim_picture(REVIEWED, [THROUGH])


def test_light_and_dark_are_in_the_picture_itself() -> None:
    assert "@media(prefers-color-scheme:dark)" in claim_picture(REVIEWED)


def test_a_path_is_said_with_directions_and_sources() -> None:
    assert path_words(THROUGH) == "Velbrodine –inhibits (pubmed-mesh)→ KELV1 ←has associated gene (hpo)– Drusel fever"


def test_a_long_sentence_is_quoted_around_what_the_claim_names() -> None:
    sentence = "In a long trial of many years among gardeners of the north, velbrodine was at last found to cure drusel fever in all who took it daily"
    quoted = fragment(sentence, TRIPLE)
    assert "velbrodine" in quoted and "drusel" in quoted
    assert len(quoted.strip("… ").split()) <= QUOTED_WORDS
    assert quoted.startswith("…") and quoted.endswith("…")
