from hypothesis import given
from hypothesis import strategies as st

from corpuscle.agent.answers import Citation, Document
from corpuscle.retrieval.articles import AbstractSection, Article, Author
from corpuscle.ui.chat.source_panel import AbstractPart, Segment, cut, source_panel
from corpuscle.ui.citations import NumberedCitation

ARTICLE = Article(
    id="9001",
    title="Glimrin stops hiccups",
    abstract_sections=(AbstractSection("No drug is known.", "BACKGROUND"), AbstractSection("It works. It is safe.", "RESULTS")),
    journal="Cats",
    year=2011,
    authors=(Author("Whisker", "Ada", "A"),),
    publication_types=("Journal Article",),
    status="MEDLINE",
)
# "BACKGROUND: No drug is known. RESULTS: It works. It is safe.": 12 + 17 + 1 + 9 = 39, and "It works." has 9 characters.
WORKS = NumberedCitation(1, Citation("9001", "abstract", 39, 48, "It works.", ARTICLE.url))
SAFE = NumberedCitation(2, Citation("9001", "abstract", 49, 60, "It is safe.", ARTICLE.url))
TITLE = NumberedCitation(3, Citation("9001", "title", 0, 7, "Glimrin", ARTICLE.url))


def test_the_quoted_sentence_is_marked_where_it_stands() -> None:
    panel = source_panel(WORKS, [WORKS, SAFE, TITLE], ARTICLE, None)
    assert panel.abstract == (
        AbstractPart("BACKGROUND", (Segment("No drug is known."),)),
        AbstractPart("RESULTS", (Segment("It works.", (1,)), Segment(" "), Segment("It is safe.", (2,)))),
    )
    assert panel.title == (Segment("Glimrin", (3,)), Segment(" stops hiccups"))
    assert (panel.number, panel.pmid, panel.year, panel.authors) == (1, "9001", "2011", "Whisker A")


def test_quotations_of_other_articles_leave_no_mark() -> None:
    other = NumberedCitation(2, Citation("9002", "abstract", 39, 48, "It works.", ""))
    assert source_panel(WORKS, [WORKS, other], ARTICLE, None).abstract[1].segments[0] == Segment("It works.", (1,))


def test_an_article_that_left_the_index_shows_its_quotation() -> None:
    document = Document("9001", "Glimrin stops hiccups", 2011, "Cats", ARTICLE.url, retracted=True)
    panel = source_panel(WORKS, [WORKS], None, document)
    assert panel.abstract == (AbstractPart("", (Segment("It works.", (1,)),)),)
    assert panel.retracted


def test_a_retracted_article_is_marked_even_if_the_citation_does_not_say_so() -> None:
    retracted = Article(id="9001", title="T", abstract_sections=ARTICLE.abstract_sections, publication_types=("Retracted Publication",))
    assert source_panel(WORKS, [WORKS], retracted, None).retracted


def test_characters_beyond_the_basic_plane_do_not_shift_a_mark() -> None:
    assert cut("\U0001f408 purrs", 0, 7, [(2, 7, 1)]) == (Segment("\U0001f408 "), Segment("purrs", (1,)))


span = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 5)).filter(lambda s: s[0] < s[1])


@given(st.text(alphabet="abc d", min_size=30, max_size=30), st.lists(span, max_size=5))
def test_segments_join_to_the_text_and_mark_every_quoted_character(text: str, spans: list[tuple[int, int, int]]) -> None:
    segments = cut(text, 0, 30, spans)
    assert "".join(s.text for s in segments).replace(" ", "") == text.replace(" ", "")
    marks = [s.numbers for s in segments for _ in s.text]
    if len(marks) == 30:  # no run of spaces was folded
        assert marks == [tuple(sorted(n for b, e, n in spans if b <= i < e)) for i in range(30)]
