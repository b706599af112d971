from corpuscle.agent.extractive.phrases import Phrase, parts, phrases
from corpuscle.kg.linker import Linker
from tests.agent.extractive.conftest import read_sentence


def found(*texts: str, asked: frozenset[str] = frozenset()) -> dict[str, Phrase]:
    return {phrase.text: phrase for phrase in phrases([read_sentence(text) for text in texts], asked, frozenset())}


def test_phrases_end_at_marks_and_at_small_words() -> None:
    told = found("The fever is caused by marsh fleas, and not by river snails.")
    assert {"marsh fleas", "river snails", "fever"} <= told.keys()
    assert not any("," in text or text.startswith(("by ", "and ")) or text.endswith(" not") for text in told)


def test_small_words_stand_within_a_phrase() -> None:
    assert "loss of balance" in found("It led to loss of balance.")


def test_numbers_keep_their_marks() -> None:
    assert {"5,000", "95 %"} <= found("It cured 95 % of 5,000 gardeners.").keys()


def test_the_question_s_own_terms_are_no_phrase() -> None:
    assert "velbrodine" not in found("A dose of velbrodine works.", asked=frozenset({"velbrodin"}))


def test_entities_of_the_question_are_no_phrase_under_any_name(linker: Linker) -> None:
    sentence = read_sentence("Velbrodine cures Drusel fever.", linker)
    named = {sentence.mentions[0].entity.curie}
    assert "Velbrodine" not in {phrase.text for phrase in phrases([sentence], frozenset(), named)}


def test_a_phrase_counts_its_places_best_sentence_first() -> None:
    phrase = found("Marsh fleas bite.", "They bite like marsh fleas.")["Marsh fleas"]
    assert [(place.rank, place.begin, place.opens) for place in phrase.appearances] == [(0, 0, True), (1, 15, False)]


def test_parts_are_shorter_runs() -> None:
    assert set(parts("optical coherence tomography")) == {"optical", "coherence", "tomography", "optical coherence", "coherence tomography"}
