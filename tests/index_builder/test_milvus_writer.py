from corpuscle.index_builder.milvus_writer import MilvusWriter
from corpuscle.index_builder.prepared_article import prepare_article, prepare_article_to_send
from corpuscle.index_builder.record_readers import PreparedRecord
from corpuscle.index_builder.sources import Deletion
from corpuscle.retrieval.articles import AbstractSection, Article, Author
from corpuscle.retrieval.milvus_articles import article_layout, article_of, row_of
from corpuscle.retrieval.milvus_server import MilvusServer
from corpuscle.retrieval.settings import RetrievalSettings

LONG = Article(
    "1",
    "Mice “swim” in \\ and 数.",
    (AbstractSection("Mice swim. " * 9_000, "RESULTS", "RESULTS"),),
    authors=tuple(Author(f"Author{number:x}", f"Fore{number * 7919:x}") for number in range(9_000)),
)


def test_a_very_long_record_comes_back_as_it_went_in() -> None:
    row = row_of(LONG)
    assert isinstance(row["article"], list)
    assert len(row["article"]) > 1
    assert isinstance(row["body"], str)
    assert len(row["body"].encode()) < 65_535
    assert article_of({"id": "1", "article": row["article"]}) == LONG


def test_articles_of_other_processes_are_written_deleted_and_put_again(milvus_uri: str, milvus_collection: str) -> None:
    server = MilvusServer(milvus_uri, RetrievalSettings())
    server.create(milvus_collection, article_layout(0))
    writer = MilvusWriter(server, milvus_collection, None, count_terms=True)
    other = Article("2", "Rats swim.")
    records = [
        PreparedRecord(0, prepare_article_to_send(LONG)),
        PreparedRecord(1, prepare_article(other)),
        PreparedRecord(2, Deletion("2")),
    ]
    for record in writer.ahead(records):
        content = record.content
        if isinstance(content, Deletion):
            writer.delete(content.article_id)
        else:
            assert not hasattr(content, "reason")
            writer.put(content)  # pyright: ignore[reportArgumentType] - none of these records is unusable
    assert (writer.current_version("1"), writer.current_version("2")) == (1, None)
    written = writer.commit()
    assert set(written.changed) == {"1", "2"}
    assert written.terms["body", "rat"] == 0
    assert written.terms["body", "swim"] == 1
    rows = server.read(milvus_collection, "", ["article"])
    assert [article_of(row) for row in rows] == [LONG]
    server.close()
