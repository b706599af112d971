from corpuscle.kg.article_view import ArticleView
from corpuscle.kg.entities import Entity, Mention
from corpuscle.kg.evidence_sentences import EvidenceSentence

DRUG, OTHER, DISEASE = (
    Entity("MESH:D1", "Zorbamide", "SmallMolecule"),
    Entity("MESH:D3", "Plaxin", "Drug"),
    Entity("MESH:D2", "Itching", "Disease"),
)
NAMES = {"zorbamide": DRUG, "plaxin": OTHER, "itching": DISEASE}


def sentence(text: str, begin: int = 0, section: str = "abstract", conclusion: bool = False) -> EvidenceSentence:
    low = text.lower()
    mentions = [Mention(text[i : i + len(n)], i, i + len(n), e, 1.0) for n, e in NAMES.items() for i in [low.find(n)] if i >= 0]
    place = "title" if section == "title" else "abstract"
    return EvidenceSentence("1", place, begin, begin + len(text), text, conclusion=conclusion, mentions=tuple(mentions))


def test_title_comes_first_and_a_sentence_given_twice_counts_once() -> None:
    body = sentence("Plaxin was given.", 10)
    view = ArticleView([body, sentence("Zorbamide-induced itching.", section="title"), body])
    assert [s.section for s in view.sentences] == ["title", "abstract"]
    assert len(view.standings[OTHER.curie].sightings) == 1


def test_settings_are_counted_by_what_stands_beside_the_mention() -> None:
    view = ArticleView(
        [sentence("Zorbamide-induced itching.", section="title"), sentence("Patients treated with zorbamide developed itching.", 30)]
    )
    assert view.standings[DRUG.curie].settings["induces"] == 1
    assert view.standings[DRUG.curie].settings["given"] == 1
    assert view.standings[DISEASE.curie].settings["onset"] == 2


def test_rivals_are_of_the_same_kind_whatever_their_category() -> None:
    view = ArticleView([sentence("Zorbamide and plaxin against itching.")])
    assert [len(r.sightings) for r in view.rivals(DRUG.curie, "SmallMolecule")] == [1]
    assert view.rivals(DISEASE.curie, "Disease") == []
    assert len(view.rivals("MESH:D9", "SmallMolecule")) == 2
