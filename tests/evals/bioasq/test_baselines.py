from pathlib import Path

from corpuscle.evals.bioasq.baselines import by_bm25, copied
from corpuscle.evals.bioasq.files import BioasqQuestion, BioasqSnippet
from corpuscle.evals.bioasq.rules import violations
from corpuscle.retrieval.engine import open_engine
from corpuscle.retrieval.settings import RetrievalSettings
from tests.conftest import SECOND_TRIAL, TRIAL

SNIPPET = BioasqSnippet.model_validate(
    {"document": "d", "text": "It helps.", "offsetInBeginSection": 0, "offsetInEndSection": 9, "beginSection": "abstract", "endSection": "abstract"}
)  # fmt: skip


def test_the_copy_says_yes_names_nothing_and_copies_the_first_snippet() -> None:
    asked = [BioasqQuestion(id=kind, type=kind) for kind in ("yesno", "factoid", "list", "summary")]
    told = [copied(question, [SNIPPET]) for question in asked]
    assert [answer.exact_answer for answer in told] == ["yes", [], [], None]
    assert {answer.ideal_answer for answer in told} == {("It helps.",)}


def test_bm25_alone_finds_documents_and_snippets_within_the_rules(invented_index: Path) -> None:
    engine = open_engine(invented_index, RetrievalSettings(home=invented_index.parent / "home"))
    question = BioasqQuestion(id="q", type="yesno", body="Does velbrodine treat Drusel fever?")
    told = by_bm25(engine, question)
    assert {url.rsplit("/", 1)[-1] for url in told.documents} >= {TRIAL, SECOND_TRIAL}
    assert told.snippets
    assert violations([told], [question], "A") == []
