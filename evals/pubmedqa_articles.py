"""corpuscle eval pubmedqa-articles: the articles of PubMedQA's questions as a file of PubMed, so that an index can hold them."""

import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated
from xml.etree import ElementTree

import typer

from corpuscle.evals.eval_data import data_folder
from corpuscle.evals.pubmedqa import DEV_FILE, LabelledQuestion, read_labelled_questions


def articles_xml(questions: Iterable[LabelledQuestion]) -> bytes:
    """A PubmedArticleSet of the articles, whole but for their titles: those are the questions, and would be found by them too easily."""
    root = ElementTree.Element("PubmedArticleSet")
    for question in questions:
        citation = ElementTree.SubElement(ElementTree.SubElement(root, "PubmedArticle"), "MedlineCitation", Status="MEDLINE")
        ElementTree.SubElement(citation, "PMID", Version="1").text = question.pmid
        article = ElementTree.SubElement(citation, "Article")
        if question.year is not None:
            published = ElementTree.SubElement(
                ElementTree.SubElement(ElementTree.SubElement(article, "Journal"), "JournalIssue"), "PubDate"
            )
            ElementTree.SubElement(published, "Year").text = str(question.year)
        ElementTree.SubElement(article, "ArticleTitle")
        abstract = ElementTree.SubElement(article, "Abstract")
        for text in (*question.contexts, question.long_answer):
            ElementTree.SubElement(abstract, "AbstractText").text = text
        types = ElementTree.SubElement(article, "PublicationTypeList")
        ElementTree.SubElement(types, "PublicationType").text = "Journal Article"
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def pubmedqa_articles(
    out: Annotated[Path, typer.Argument(help="File to write, NAME.xml.gz.", dir_okay=False)],
    pubmedqa: Annotated[Path | None, typer.Option("--pubmedqa", help="PubMedQA's labelled questions.", dir_okay=False)] = None,
) -> None:
    """Write PubMedQA's articles as a file of PubMed; `corpuscle index update --pubmed FILE` adds them to an index."""
    questions = read_labelled_questions(pubmedqa or data_folder(DEV_FILE.parent.name) / DEV_FILE.name)
    out.write_bytes(gzip.compress(articles_xml(questions), mtime=0))
    typer.echo(f"{len(questions)} articles. Now: corpuscle index update --index DIR --pubmed {out}")
