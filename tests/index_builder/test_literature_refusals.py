from corpuscle.index_builder.literature_refusals import denied_in_title, of_another_germ, told_by_chemistry
from corpuscle.retrieval.articles import Article, MeshHeading

STREPTOCOCCUS, LISTERIA, LISTERIOSIS = (
    MeshHeading(ui, name) for ui, name in (("B1", "Streptococcus"), ("B2", "Listeria monocytogenes"), ("C1", "Listeriosis"))
)


def test_heading_of_chemistry_stands_for_no_drug() -> None:
    assert told_by_chemistry(MeshHeading("D1", "Piperazines"), "treats")
    assert not told_by_chemistry(MeshHeading("D1", "Piperazines"), "expressed in")
    assert not told_by_chemistry(MeshHeading("D2", "Cephalosporins"), "treats")


def test_title_that_denies_gives_no_therapy() -> None:
    article = Article("1", "Lack of effect of zorbamide in blue thumb.")
    assert denied_in_title(article, "treats")
    assert not denied_in_title(article, "causes")
    assert not denied_in_title(Article("2", "Effect of zorbamide in blue thumb."), "treats")


def test_disease_that_bears_a_germs_name_is_not_anothers() -> None:
    assert of_another_germ(STREPTOCOCCUS, LISTERIOSIS, [STREPTOCOCCUS, LISTERIA])
    assert not of_another_germ(LISTERIA, LISTERIOSIS, [STREPTOCOCCUS, LISTERIA])
    assert not of_another_germ(STREPTOCOCCUS, MeshHeading("C2", "Pneumonia"), [STREPTOCOCCUS, LISTERIA])
