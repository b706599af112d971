"""Fields of invented records, with the quirks that PubMed's real ones have."""

from pathlib import Path

import pytest

from corpuscle.index_builder.pubmed_elements import RecordError
from corpuscle.index_builder.pubmed_xml import parse_article, parse_deletions, unbracketed
from corpuscle.index_builder.sources import Deletion, Unusable
from corpuscle.retrieval.articles import AbstractSection, Author, Chemical, CorrectionLink, MeshHeading, MeshQualifier

FULL = """<PubmedArticle>
  <MedlineCitation Status="MEDLINE" Owner="NLM">
    <PMID Version="2">123</PMID>
    <DateRevised><Year>2003</Year></DateRevised>
    <Article PubModel="Print">
      <Journal>
        <JournalIssue CitedMedium="Print"><PubDate><Year>1999</Year><Month>Dec</Month></PubDate></JournalIssue>
        <Title>Annals of  Invented
          Medicine</Title>
        <ISOAbbreviation>Ann Invent Med</ISOAbbreviation>
      </Journal>
      <ArticleTitle>NF-<i>κB</i> and H<sub>2</sub>O in <b>mice</b>:
        a <mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:msup><mml:mi>R</mml:mi> <mml:mn>2</mml:mn></mml:msup></mml:math> study.</ArticleTitle>
      <ELocationID EIdType="pii" ValidYN="Y">S1</ELocationID>
      <ELocationID EIdType="doi" ValidYN="Y">10.1/elocation</ELocationID>
      <Abstract>
        <AbstractText Label="BACKGROUND" NlmCategory="BACKGROUND">Much <!-- hidden --> is unknown &amp; p &lt; 0.05.</AbstractText>
        <AbstractText Label="Main findings:" NlmCategory="RESULTS">Mice<sup>+/+</sup> swam.</AbstractText>
        <AbstractText Label="UNLABELLED" NlmCategory="UNASSIGNED">The end.</AbstractText>
        <AbstractText Label="EMPTY"> </AbstractText>
        <CopyrightInformation>Copyright nobody.</CopyrightInformation>
      </Abstract>
      <AuthorList CompleteYN="Y">
        <Author ValidYN="Y"><LastName>Doe</LastName><ForeName>Jane Q</ForeName><Initials>JQ</Initials>
          <AffiliationInfo><Affiliation>Nowhere</Affiliation></AffiliationInfo></Author>
        <Author ValidYN="N"><LastName>Dooe</LastName><ForeName>Jane Q</ForeName><Initials>JQ</Initials></Author>
        <Author ValidYN="Y"><CollectiveName>The <i>Swim</i> Group</CollectiveName></Author>
      </AuthorList>
      <Language>eng</Language><Language>ger</Language>
      <PublicationTypeList>
        <PublicationType UI="D016428">Journal Article</PublicationType>
        <PublicationType UI="D016441">Retracted Publication</PublicationType>
      </PublicationTypeList>
      <ArticleDate DateType="Electronic"><Year>1998</Year></ArticleDate>
    </Article>
    <MedlineJournalInfo><Country>Nowhere</Country><MedlineTA>Ann Inv  Med</MedlineTA></MedlineJournalInfo>
    <ChemicalList>
      <Chemical><RegistryNumber>059QF0KO0R</RegistryNumber><NameOfSubstance UI="D014867">Water</NameOfSubstance></Chemical>
      <Chemical><RegistryNumber>0</RegistryNumber><NameOfSubstance UI="D016328">NF-kappa B</NameOfSubstance></Chemical>
    </ChemicalList>
    <CommentsCorrectionsList>
      <CommentsCorrections RefType="RetractionIn"><RefSource>Ann Invent Med. 2001;1:1</RefSource><PMID Version="1">456</PMID></CommentsCorrections>
      <CommentsCorrections RefType="CommentIn"><RefSource>Lost. 2000</RefSource></CommentsCorrections>
    </CommentsCorrectionsList>
    <MeshHeadingList>
      <MeshHeading><DescriptorName UI="D051379" MajorTopicYN="N">Mice</DescriptorName></MeshHeading>
      <MeshHeading><DescriptorName UI="D013550" MajorTopicYN="Y">Swimming</DescriptorName>
        <QualifierName UI="Q000502" MajorTopicYN="Y">physiology</QualifierName>
        <QualifierName UI="Q000008" MajorTopicYN="N">administration &amp; dosage</QualifierName></MeshHeading>
    </MeshHeadingList>
    <KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">in <i>vivo</i></Keyword><Keyword MajorTopicYN="N">swim</Keyword></KeywordList>
    <KeywordList Owner="NASA"><Keyword MajorTopicYN="N">swim</Keyword></KeywordList>
  </MedlineCitation>
  <PubmedData>
    <History><PubMedPubDate PubStatus="pubmed"><Year>2000</Year></PubMedPubDate></History>
    <ArticleIdList>
      <ArticleId IdType="pubmed">123</ArticleId><ArticleId IdType="pmc">PMC99</ArticleId><ArticleId IdType="doi">10.1/list</ArticleId>
    </ArticleIdList>
    <ReferenceList><Reference><Citation>Other</Citation>
      <ArticleIdList><ArticleId IdType="doi">10.1/of-the-reference</ArticleId></ArticleIdList></Reference></ReferenceList>
  </PubmedData>
</PubmedArticle>"""


def record(article: str = "", data: str = "", journal: str = "", pmid: str = '<PMID Version="1">7</PMID>') -> bytes:
    return (
        f"<PubmedArticle><MedlineCitation>{pmid}<Article>{journal}{article}</Article></MedlineCitation>"
        f"<PubmedData>{data}</PubmedData></PubmedArticle>"
    ).encode()


def pub_date(date: str) -> str:
    return f"<Journal><JournalIssue><PubDate>{date}</PubDate></JournalIssue></Journal>"


def test_every_field_is_read() -> None:
    article = parse_article(FULL.encode())
    assert article.id == "123"
    assert article.version == 2
    assert article.status == "MEDLINE"
    assert article.title == "NF-κB and H2O in mice: a R 2 study."
    assert article.abstract_sections == (
        AbstractSection("Much is unknown & p < 0.05.", "BACKGROUND", "BACKGROUND"),
        AbstractSection("Mice+/+ swam.", "Main findings", "RESULTS"),
        AbstractSection("The end.", "", ""),
    )
    assert article.abstract == "BACKGROUND: Much is unknown & p < 0.05. Main findings: Mice+/+ swam. The end."
    assert article.journal == "Annals of Invented Medicine"
    assert article.year == 1999
    assert article.published == "1999-12"
    assert article.journal_abbreviation == "Ann Inv Med"
    assert article.authors == (Author("Doe", "Jane Q", "JQ"), Author("The Swim Group"))
    assert article.languages == ("eng", "ger")
    assert article.publication_types == ("Journal Article", "Retracted Publication")
    assert article.chemicals == (Chemical("D014867", "Water", "059QF0KO0R"), Chemical("D016328", "NF-kappa B", "0"))
    assert article.corrections == (
        CorrectionLink("RetractionIn", "456", "Ann Invent Med. 2001;1:1"),
        CorrectionLink("CommentIn", "", "Lost. 2000"),
    )
    assert article.mesh == (
        MeshHeading("D051379", "Mice"),
        MeshHeading(
            "D013550",
            "Swimming",
            True,
            (MeshQualifier("Q000502", "physiology", True), MeshQualifier("Q000008", "administration & dosage")),
        ),
    )
    assert article.keywords == ("in vivo", "swim")
    assert article.doi == "10.1/list"
    assert article.pmc_id == "PMC99"
    assert article.retracted


def test_a_record_with_nothing_but_its_pmid_is_an_article() -> None:
    article = parse_article(record())
    assert (article.id, article.version, article.title, article.abstract, article.year) == ("7", 1, "", "", None)


def test_doi_falls_back_on_the_valid_elocation() -> None:
    invalid = '<ELocationID EIdType="doi" ValidYN="N">10.1/wrong</ELocationID>'
    valid = '<ELocationID EIdType="doi" ValidYN="Y">10.1/right</ELocationID>'
    assert parse_article(record(invalid + valid)).doi == "10.1/right"


@pytest.mark.parametrize(
    ("journal", "article_date", "year"),
    [
        (pub_date("<Year>2001</Year>"), "<ArticleDate><Year>2000</Year></ArticleDate>", 2001),
        (pub_date("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>"), "", 1998),
        (pub_date("<MedlineDate>Spring 1977</MedlineDate>"), "", 1977),
        (pub_date("<Month>May</Month>"), "<ArticleDate><Year>2000</Year></ArticleDate>", 2000),
        ("", "", None),
    ],
)
def test_year_of_publication(journal: str, article_date: str, year: int | None) -> None:
    assert parse_article(record(article_date, journal=journal)).year == year


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("[On the eye].", "On the eye."),
        ("[On the eye.]", "On the eye."),
        ("[Is it so?].", "Is it so?"),
        ("[On [3H]water].", "On [3H]water."),
        ("[3H]Thymidine in [sic].", "[3H]Thymidine in [sic]."),
        ("Plain title.", "Plain title."),
        ("", ""),
    ],
)
def test_brackets_of_translated_titles_go(title: str, plain: str) -> None:
    assert unbracketed(title) == plain


@pytest.mark.parametrize("title", ["", "[Not Available]."])
def test_a_vernacular_title_stands_in_for_a_missing_one(title: str) -> None:
    xml = record(f"<ArticleTitle>{title}</ArticleTitle><VernacularTitle>Vom Auge.</VernacularTitle>")
    assert parse_article(xml).title == "Vom Auge."


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"<PubmedArticle><a></PubmedArticle>", "malformed XML"),
        (record("<ArticleTitle>a & b</ArticleTitle>"), "malformed XML"),
        (record("<ArticleTitle>&undefined;</ArticleTitle>"), "malformed XML"),
        (record("<ArticleTitle>\x01</ArticleTitle>"), "malformed XML"),
        (record("<ArticleTitle>x</ArticleTitle>").replace(b"x", b"\xff"), "malformed XML"),
        (record(pmid=""), "no PMID element"),
        (record(pmid="<PMID>12a</PMID>"), "the PMID is not a number: '12a'"),
        (record(pmid="<PMID Version='x'>12</PMID>"), "the PMID's version is not a number: 'x'"),
        (record(pmid=f"<PMID Version='{'9' * 5000}'>12</PMID>"), "the PMID's version is not a number: '999"),
        (b"<PubmedArticle/>", "no MedlineCitation element"),
        (b"<PubmedArticle><MedlineCitation><PMID>1</PMID></MedlineCitation></PubmedArticle>", "no Article element"),
    ],
)
def test_a_damaged_record_says_why(xml: bytes, reason: str) -> None:
    with pytest.raises(RecordError, match=reason):
        parse_article(xml)


def test_no_entity_reaches_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    xml = f'<!DOCTYPE x [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>'.encode() + record("<ArticleTitle>a&leak;b</ArticleTitle>")
    try:
        title = parse_article(xml).title
    except RecordError:
        return
    assert "s3cret" not in title


def test_deletions_are_the_pmids_of_the_element() -> None:
    xml = b'<DeleteCitation>\n<PMID Version="1">31</PMID>\n<PMID Version="1">32</PMID></DeleteCitation>'
    assert parse_deletions(xml) == (Deletion("31"), Deletion("32"))
    with pytest.raises(RecordError):
        parse_deletions(b"<DeleteCitation><PMID>1</DeleteCitation>")


def test_a_damaged_pmid_is_the_only_one_of_its_deletions_that_is_skipped() -> None:
    xml = b"<DeleteCitation><PMID>1</PMID><PMID/><PMID>2</PMID></DeleteCitation>"
    assert parse_deletions(xml) == (Deletion("1"), Unusable("the PMID is not a number: ''"), Deletion("2"))
