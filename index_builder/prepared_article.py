"""An article made ready for the text index; it can be made in one process and written in another."""

import base64
import json
from dataclasses import dataclass

import tantivy

from corpuscle.retrieval.articles import Article
from corpuscle.retrieval.text_index import to_document


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """What the writer needs of an article."""

    id: str
    version: int
    key: int
    """Of its vector."""
    about: tuple[str, ...]
    """The PMIDs that this record is a notice about."""
    document: tantivy.Document | str
    """The document, or tantivy's JSON of it: the form that goes between processes for a tenth of the cost."""


def prepare_article(article: Article) -> PreparedArticle:
    """The article for a writer in this process."""
    about = tuple(link.pmid for link in article.notice_for if link.pmid)
    document = to_document(article)
    return PreparedArticle(article.id, article.version, _key(document), about, document)


def prepare_article_to_send(article: Article) -> PreparedArticle:
    """The article for a writer in another process."""
    prepared = prepare_article(article)
    assert isinstance(prepared.document, tantivy.Document)  # `prepare_article` makes one
    values = {
        name: [base64.b64encode(value).decode() if isinstance(value, bytes) else value for value in held]
        for name, held in prepared.document.to_dict().items()
    }
    sent = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return PreparedArticle(prepared.id, prepared.version, prepared.key, prepared.about, sent)


def _key(document: tantivy.Document) -> int:
    """`article_key` of the document's article, which took a digest of its whole text."""
    key: int | None = document.get_first("key")
    assert key is not None  # `to_document` puts it in
    return key
