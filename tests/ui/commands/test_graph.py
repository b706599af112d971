"""corpuscle kg over the invented index: what is shown, and what is said of names that do not decide."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import DRUSEL, ITCH, SIDE_EFFECTS, TORVAXIN, TRIAL, VELBRODINE, Run


def test_show_gives_the_node_and_its_edges_with_their_sources(corpuscle: Run) -> None:
    ended = corpuscle("kg", "show", "velbrodine")
    assert ended.status == 0
    for said in (
        "Velbrodine",
        VELBRODINE,
        "SmallMolecule",
        "treats →",
        "Drusel fever (TEST:11)",
        "score 0.90",
        "2012–2016",
        f"PMID {TRIAL}",
    ):
        assert said in ended.out


def test_show_as_json_names_every_edge_with_its_provenance(corpuscle: Run) -> None:
    shown = corpuscle("kg", "show", DRUSEL, "--json").json
    assert shown["node"] == {"id": DRUSEL, "name": "Drusel fever", "type": "Disease"}
    assert shown["degree"] == 1
    (group,) = shown["groups"]
    assert (group["predicate"], group["direction"], group["total"]) == ("treats", "in", 1)
    edge = group["edges"][0]["edge"]
    assert (edge["subject"], edge["source"], edge["score"], edge["support"], edge["publications"]) == (
        VELBRODINE,
        "invented",
        0.9,
        2,
        ["101", "102"],
    )
    evidence = group["edges"][0]["evidence"]
    assert [(e["pmid"], e["year"], e["sentence"]) for e in evidence] == [("102", 2016, ""), ("101", 2012, "")]
    assert (edge["first_year"], edge["last_year"], edge["licence"]) == (2012, 2016, "none")


@pytest.mark.parametrize(
    "arguments", [("show", "velbrodine"), ("path", "velbrodine", "Drusel fever"), ("check", "velbrodine", "treats", "Drusel fever")]
)
def test_each_is_drawn_into_a_file(corpuscle: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    file = tmp_path / "picture.svg"
    assert corpuscle("kg", *arguments, "--svg", str(file)).status == 0
    assert "Velbrodine" in "".join(ElementTree.fromstring(file.read_text("utf-8")).itertext())


def test_a_picture_that_cannot_be_written_is_a_stated_failure(corpuscle: Run, tmp_path: Path) -> None:
    ended = corpuscle("kg", "show", "velbrodine", "--svg", str(tmp_path / "no folder" / "picture.svg"))
    assert ended.status == 1
    assert "cannot be written" in ended.err and "Name a place" in ended.err


def test_a_path_shows_each_edge_with_its_source_and_is_no_verdict(corpuscle: Run) -> None:
    found = corpuscle("kg", "path", TORVAXIN, "nocturnal itch", "--json").json
    assert "no part in a verdict" in found["note"]
    (path,) = found["paths"]
    assert [node["id"] for node in path["nodes"]] == [TORVAXIN, ITCH]
    assert (path["plausibility"], path["edges"][0]["source"]) == (0.9, "invented")
    assert "No path of up to three edges" in corpuscle("kg", "path", "torvaxin", "kelvane syndrome").out


def test_a_path_from_a_thing_to_itself_is_wrong_usage(corpuscle: Run) -> None:
    ended = corpuscle("kg", "path", "velbrodine", VELBRODINE)
    assert ended.status == 2 and "both mean Velbrodine" in ended.err


def test_what_the_graph_lacks_is_said_with_the_nearest_names(corpuscle: Run) -> None:
    ended = corpuscle("kg", "show", "velbrodin tablets")
    assert ended.status == 1 and "not in the graph" in ended.err
    assert "Torvaxin (TEST:2, SmallMolecule)" in corpuscle("kg", "show", "torvaxine").err  # as the nearest, or as what it was taken for


def test_a_check_of_what_the_graph_lacks_is_unknown_and_no_error(corpuscle: Run) -> None:
    ended = corpuscle("kg", "check", "quorvatine", "treats", "drusel fever", "--json")
    assert ended.status == 0
    assert (ended.json["verdict"], ended.json["evidence"]) == ("unknown", [])
    assert "quorvatine is not in the graph" in ended.err


def test_a_check_takes_a_curie_and_says_the_name(corpuscle: Run) -> None:
    checked = corpuscle("kg", "check", VELBRODINE, "treats", DRUSEL, "--json").json
    assert checked["triple"] == {"subject": "Velbrodine", "predicate": "treats", "object": "Drusel fever"}
    assert checked["verdict"] == "supported"


def test_a_type_that_the_name_has_not_is_said(corpuscle: Run) -> None:
    ended = corpuscle("kg", "check", "velbrodine", "treats", "drusel fever", "--subject-type", "Gene")
    assert ended.status == 1 and "not in the graph of type Gene" in ended.err


def test_an_unknown_predicate_lists_the_nearest_and_all(corpuscle: Run) -> None:
    for arguments in (("check", "velbrodine", "treatz", "drusel fever"), ("articles", "velbrodine", "treatz", "drusel fever")):
        ended = corpuscle("kg", *arguments)
        assert ended.status == 2
        assert "The nearest: treats" in " ".join(ended.err.replace("│", " ").split()) and "contraindicated in" in ended.err


@pytest.mark.parametrize("name", ["", "  ", "!?", "(((", "\u202e", "\ud800", '" OR 1=1 --'])
@pytest.mark.parametrize("command", [("show",), ("path", "velbrodine"), ("articles",)])
def test_odd_text_is_refused_in_words(corpuscle: Run, command: tuple[str, ...], name: str) -> None:
    ended = corpuscle("kg", *command, name)
    assert ended.status in (1, 2) and ended.err and "Traceback" not in ended.err


def test_articles_that_mention_an_entity_are_found_by_its_names(corpuscle: Run) -> None:
    found = corpuscle("kg", "articles", "velbrodine", "-k", "5", "--json").json
    assert found["entity"]["id"] == VELBRODINE
    assert {hit["id"] for hit in found["hits"]} == {"101", "102"}  # 103 is retracted
    first = found["hits"][0]
    assert first["rank"] == 1 and first["mentions"][0]["text"].lower() == "velbrodine"
    again = corpuscle("kg", "articles", "velbrodine", "--include-retracted", "--json").json
    assert {hit["id"] for hit in again["hits"]} == {"101", "102", "103"}
    assert {hit["id"] for hit in corpuscle("kg", "articles", "velbrodine", "--year", "2012", "--json").json["hits"]} == {"101"}


def test_articles_that_relate_two_entities_show_the_sentence(corpuscle: Run) -> None:
    found = corpuscle("kg", "articles", "torvaxin", "causes", "nocturnal itch", "--json").json
    (hit,) = [hit for hit in found["hits"] if hit["id"] == SIDE_EFFECTS]
    assert hit["stance"] == "supports" and "itch" in hit["sentence"]["text"]
    assert "Sentences on whether Torvaxin" in corpuscle("kg", "articles", "torvaxin", "causes", "nocturnal itch").out
    both = corpuscle("kg", "articles", "torvaxin", "any", "dizziness")
    assert "“" in both.out and both.status == 0
    assert corpuscle("kg", "articles", "torvaxin", "causes").status == 2


def test_an_answer_is_drawn_claim_by_claim_into_a_folder(corpuscle: Run, tmp_path: Path) -> None:
    ended = corpuscle("ask", "Does velbrodine cure Drusel fever?", "--svg", str(tmp_path / "claims"), "--json")
    files = sorted(file.name for file in (tmp_path / "claims").iterdir())
    assert len(files) == len(ended.json["triples"]) > 0
    assert files[0].startswith("01-velbrodine-treats-drusel-fever")
    assert corpuscle("ask", "Does velbrodine cure Drusel fever?", "--svg", str(tmp_path / "no" / "claims")).status == 1
