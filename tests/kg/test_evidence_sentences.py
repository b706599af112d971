from corpuscle.kg.evidence_sentences import link_sentences
from corpuscle.kg.linker import Linker
from tests.kg.conftest import ASPIRIN, ULCER

ABSTRACT = "RESULTS: Aspirin hurt. Peptic ulcer healed. CONCLUSIONS: Aspirin is bad. So be it."


def _spans(text: str, *sentences: str) -> list[tuple[int, int]]:
    return [(text.index(s), text.index(s) + len(s)) for s in sentences]


def test_mentions_count_from_their_sentence(linker: Linker) -> None:
    spans = _spans(ABSTRACT, "RESULTS: Aspirin hurt.", "Peptic ulcer healed.")
    first, second = link_sentences(linker, "1", "abstract", ABSTRACT, spans, 1999, ("Review",))
    assert [(m.text, m.begin, m.entity.curie) for m in first.mentions] == [("Aspirin", 9, ASPIRIN)]
    assert [(m.text, m.begin, m.entity.curie) for m in second.mentions] == [("Peptic ulcer", 0, ULCER)]
    assert ABSTRACT[second.begin : second.end] == second.text
    assert (second.article_id, second.section, second.year, second.publication_types) == ("1", "abstract", 1999, ("Review",))


def test_abbreviation_defined_in_an_earlier_sentence_is_understood(linker: Linker) -> None:
    text = "Sclerosing disorder (SD) is rare. SD hurts."
    linked = link_sentences(linker, "1", "abstract", text, _spans(text, "SD hurts."))
    assert [m.entity.name for m in linked[0].mentions] == ["Sclerosing Disorder"]


def test_conclusions_are_the_labelled_section_or_the_last_sentence(linker: Linker) -> None:
    labelled = link_sentences(linker, "1", "abstract", ABSTRACT, _spans(ABSTRACT, "Peptic ulcer healed.", "Aspirin is bad.", "So be it."))
    assert [s.conclusion for s in labelled] == [False, True, True]
    plain = "Aspirin hurt. So be it."
    assert [s.conclusion for s in link_sentences(linker, "1", "abstract", plain, _spans(plain, "Aspirin hurt.", "So be it."))] == [
        False,
        True,
    ]
    assert [s.conclusion for s in link_sentences(linker, "1", "title", plain, [(0, len(plain))])] == [False]
