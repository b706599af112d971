"""Sentences are read as they are meant: direction, negation, coordination, and nothing from aims and suppositions."""

import re
from collections.abc import Sequence

import pytest

from corpuscle.index_builder.literature import Finding
from corpuscle.index_builder.text_relations import SOURCE, TextReader
from corpuscle.kg.entities import Entity, Mention
from corpuscle.retrieval.articles import AbstractSection, Article, CorrectionLink

DRUG, OTHER, THIRD = (Entity(f"MESH:D{n}", name, "SmallMolecule") for n, name in ((1, "Aspirin"), (2, "Cimetidine"), (3, "Ranitidine")))
ULCER, COLITIS = (Entity(f"MESH:C{n}", name, "Disease") for n, name in ((1, "Ulcer"), (2, "Colitis")))
ENZYME = Entity("MESH:P1", "Cyclooxygenase", "Protein")
GERM = Entity("MESH:B1", "Listeria", "OrganismTaxon")
MOUSE = Entity("MESH:B2", "Mice", "OrganismTaxon")
SCAN = Entity("MESH:E1", "Ultrasonography", "Procedure")
GENE = Entity("HGNC:1", "NOD2", "Gene")
NAMES = {e.name.lower(): e for e in (DRUG, OTHER, THIRD, ULCER, COLITIS, ENZYME, GERM, MOUSE, SCAN, GENE)} | {"ulcers": ULCER}


class Dictionary:
    """Links the names above: a linker needs a graph, which says nothing here."""

    def link_texts(self, texts: Sequence[str]) -> list[list[Mention]]:
        names = "|".join(sorted(NAMES, key=len, reverse=True))
        return [
            [Mention(text[m.start() : m.end()], m.start(), m.end(), NAMES[m[0]], 0.98) for m in re.finditer(names, text.lower())]
            for text in texts
        ]


def findings(sentence: str, label: str = "", title: str = "") -> list[Finding]:
    return TextReader(Dictionary()).findings(Article("7", title, (AbstractSection(sentence, label),), year=2021))


def said(sentence: str, label: str = "") -> set[tuple[str, str, str]]:
    names = {e.curie: e.name for e in NAMES.values()}
    return {(names[f.subject], ("not " if f.negated else "") + f.predicate, names[f.object]) for f in findings(sentence, label)}


@pytest.mark.parametrize(
    ("sentence", "statement"),
    [
        ("Cimetidine was effective in the treatment of ulcers.", ("Cimetidine", "treats", "Ulcer")),
        ("Cimetidine heals ulcers in most patients.", ("Cimetidine", "treats", "Ulcer")),
        ("All ulcers were successfully treated with cimetidine.", ("Cimetidine", "treats", "Ulcer")),
        ("Treatment of ulcers with cimetidine was begun at once.", ("Cimetidine", "treats", "Ulcer")),
        ("Aspirin causes ulcers in elderly patients.", ("Aspirin", "causes", "Ulcer")),
        ("Most ulcers were caused by aspirin in this group.", ("Aspirin", "causes", "Ulcer")),
        ("Aspirin-induced ulcers were seen in nine patients.", ("Aspirin", "causes", "Ulcer")),
        ("A case of colitis due to Listeria is described.", ("Listeria", "causes", "Colitis")),
        ("Cimetidine prevented ulcers in all nine patients.", ("Cimetidine", "prevents", "Ulcer")),
        ("Aspirin irreversibly inhibits cyclooxygenase in platelets.", ("Aspirin", "inhibits", "Cyclooxygenase")),
        ("Inhibition of cyclooxygenase by aspirin was complete.", ("Aspirin", "inhibits", "Cyclooxygenase")),
        ("The cyclooxygenase inhibitor aspirin was given to all.", ("Aspirin", "inhibits", "Cyclooxygenase")),
        ("NOD2 was strongly associated with colitis in both cohorts.", ("NOD2", "associated with", "Colitis")),
        ("Colitis is commonly associated with ulcers of the mouth.", ("Ulcer", "associated with", "Colitis")),
        ("Ultrasonography is useful for the diagnosis of colitis.", ("Ultrasonography", "diagnoses", "Colitis")),
    ],
)
def test_statement_is_read_in_its_direction(sentence: str, statement: tuple[str, str, str]) -> None:
    assert said(sentence) == {statement}


@pytest.mark.parametrize(
    "sentence",
    [
        "To investigate whether cimetidine heals ulcers, we treated nine patients.",
        "The aim was to show that cimetidine was effective in the treatment of ulcers.",
        "We hypothesized that aspirin causes ulcers in patients.",
        "To prospectively evaluate that aspirin causes ulcers, we followed nine patients.",
        "Does aspirin cause ulcers? A study of nine patients.",
        "Cimetidine may be effective in the treatment of ulcers.",
        "Cimetidine was investigated in the treatment of ulcers.",
        "It is controversial that aspirin causes ulcers.",
    ],
)
def test_aims_questions_and_suppositions_say_nothing(sentence: str) -> None:
    assert said(sentence) == set()


def test_section_of_aims_says_nothing() -> None:
    sentence = "Cimetidine was effective in the treatment of ulcers."
    assert said(sentence, "OBJECTIVE") == set()
    assert said(sentence, "RESULTS") == {("Cimetidine", "treats", "Ulcer")}


@pytest.mark.parametrize(
    ("sentence", "statement"),
    [
        ("Aspirin did not cause ulcers in these patients.", ("Aspirin", "not causes", "Ulcer")),
        ("Cimetidine was not effective in the treatment of ulcers.", ("Cimetidine", "not treats", "Ulcer")),
        ("Aspirin did not inhibit cyclooxygenase in platelets.", ("Aspirin", "not inhibits", "Cyclooxygenase")),
        ("No association between NOD2 and colitis was found here.", ("NOD2", "not associated with", "Colitis")),
    ],
)
def test_denial_is_a_negated_statement(sentence: str, statement: tuple[str, str, str]) -> None:
    assert said(sentence) == {statement}


@pytest.mark.parametrize(
    "sentence",
    [
        "Patients with ulcers not treated with cimetidine did well.",
        "Cimetidine was no better than placebo, and ulcers were not healed.",
        "Ulcers resistant to treatment with cimetidine were seen.",
        "Without aspirin ulcers were caused by stress alone.",
    ],
)
def test_what_is_denied_of_something_else_says_nothing(sentence: str) -> None:
    assert said(sentence) == set()


def test_not_only_is_no_denial() -> None:
    assert said("Aspirin not only caused ulcers in these patients.") == {("Aspirin", "causes", "Ulcer")}


def test_coordinated_ends_are_all_read() -> None:
    assert said("Aspirin, cimetidine and ranitidine cause colitis.") == {
        (d, "causes", "Colitis") for d in ("Aspirin", "Cimetidine", "Ranitidine")
    }


def test_what_lies_between_other_ends_is_not_mixed_up() -> None:
    assert said("Aspirin causes ulcers, and cimetidine heals ulcers.") == {
        ("Aspirin", "causes", "Ulcer"),
        ("Cimetidine", "treats", "Ulcer"),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Blocking cyclooxygenase receptors was effective in the treatment of colitis.",
        "A cyclooxygenase inhibitor was effective in the treatment of colitis.",
        "Aspirin withdrawal causes ulcers in patients.",
        "Aspirin was effective in the treatment of ulcer cells.",
        "Mice were responsible for the colitis of the keepers.",
        "Aspirin induced many changes in colitis.",
    ],
)
def test_part_of_a_longer_name_is_no_end(sentence: str) -> None:
    assert said(sentence) == set()


def test_first_part_of_a_name_of_two_parts_is_no_end() -> None:
    assert said("Aspirin cimetidine was effective in the treatment of ulcers.") == {("Cimetidine", "treats", "Ulcer")}


def test_cause_belongs_to_the_head_of_the_name() -> None:
    assert said("Colitis of ulcers due to aspirin was seen.") == {("Aspirin", "causes", "Colitis")}


def test_finding_has_its_sentence() -> None:
    article = Article(
        "7",
        "A title of no use",
        (AbstractSection("Nine patients came.", "METHODS"), AbstractSection("All lived. Aspirin causes ulcers.", "RESULTS")),
        year=1999,
    )
    (finding,) = TextReader(Dictionary()).findings(article)
    assert (finding.pmid, finding.source, finding.year, finding.rule) == ("7", SOURCE, 1999, "causes")
    assert article.section("abstract")[finding.begin : finding.end] == "Aspirin causes ulcers."
    assert 0 < finding.weight < 1


def test_one_article_says_a_statement_once_by_its_best_sentence() -> None:
    near, far = "Aspirin causes ulcers.", "Aspirin in doses of a gram often causes very severe ulcers."
    (finding,) = findings(f"{far} {near}")
    assert finding.begin == len(far) + 1


def test_symmetric_statement_has_one_order() -> None:
    ends = [
        {(f.subject, f.object) for f in findings(s)} for s in ("Colitis is associated with ulcers.", "Ulcers are associated with colitis.")
    ]
    assert ends[0] == ends[1] == {("MESH:C1", "MESH:C2")}


def test_retracted_articles_and_notices_say_nothing() -> None:
    section = (AbstractSection("Aspirin causes ulcers in patients."),)
    reader = TextReader(Dictionary())
    assert reader.findings(Article("7", "", section, publication_types=("Retracted Publication",))) == []
    assert reader.findings(Article("7", "", section, corrections=(CorrectionLink("ErratumFor", "8"),))) == []
    assert len(reader.findings(Article("7", "", section))) == 1


def test_articles_read_together_say_what_they_say_alone() -> None:
    articles = [
        Article(str(n), "Aspirin-induced ulcers", (AbstractSection(s),))
        for n, s in enumerate(("Aspirin causes colitis.", "No.", "Cimetidine heals ulcers."))
    ]
    reader = TextReader(Dictionary())
    assert reader.read(articles) == [reader.findings(article) for article in articles]
    assert [len(found) for found in reader.read(articles)] == [2, 1, 2]
