"""An article made ready here and one made ready elsewhere are indexed alike."""

from dataclasses import replace
from pathlib import Path

from corpuscle.index_builder.prepared_article import prepare_article, prepare_article_to_send
from corpuscle.index_builder.text_writer import TextWriter
from corpuscle.retrieval.articles import AbstractSection, Article, CorrectionLink, MeshHeading
from corpuscle.retrieval.text_index import TextIndex

ARTICLE = Article(
    "12",
    'Velbrodine in "Drusel" fever: β-blockade \\ 2 %',
    (AbstractSection("Wheeze.", "AIM"),),
    journal="Journal of Invention",
    year=2021,
    mesh=(MeshHeading("D000001", "Calcimycin"),),
    version=2,
    corrections=(CorrectionLink("RetractionOf", "7", "J Invent"), CorrectionLink("ErratumFor", "", "J Invent")),
    published="2021-03",
)


def test_both_forms_are_the_same_document(tmp_path: Path) -> None:
    forms = [prepare_article(ARTICLE), prepare_article_to_send(ARTICLE)]
    assert forms[0].about == ("7",)
    assert replace(forms[1], document=forms[0].document) == forms[0]
    for number, form in enumerate(forms):
        with TextWriter(tmp_path / str(number)) as writer:
            writer.put(form)
            writer.commit()
        text = TextIndex.open(tmp_path / str(number) / writer.snapshot(1))
        assert text.get("12") == ARTICLE
        assert text.keys(text.addresses()) == [form.key]
        assert text.document_frequency("wheez") == 1
