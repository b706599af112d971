from corpuscle.evals.bioasq.files import BioasqSnippet
from corpuscle.evals.bioasq.given_articles import given_articles


def snippet(pmid: int, text: str, begin: int, section: str = "abstract") -> BioasqSnippet:
    place = {"offsetInBeginSection": begin, "offsetInEndSection": begin + len(text), "beginSection": section, "endSection": section}
    return BioasqSnippet.model_validate({"document": f"http://www.ncbi.nlm.nih.gov/pubmed/{pmid}", "text": text, **place})


def test_the_snippets_of_a_document_are_one_article_in_the_order_of_their_places() -> None:
    given = [
        snippet(2, "Second.", 50),
        snippet(9, "Other.", 0),
        snippet(2, "First.", 0),
        snippet(2, "A title.", 0, "title"),
        snippet(2, "First.", 0),
    ]
    two, nine = given_articles(given)
    assert (two.id, two.title, two.abstract) == ("2", "A title.", "First. Second.")
    assert (nine.id, nine.title, nine.abstract) == ("9", "", "Other.")
