from hypothesis import given
from hypothesis import strategies as st

from corpuscle.index_builder.record_splitter import HEAD_BYTES, Piece, split_records

_TAGS = (b"<PubmedArticle>", b"<PubmedArticle ", b"<PubmedBookArticle>", b"<DeleteCitation>", b"<PubmedArticleSet>", b"</PubmedArticle>")
_FRAGMENTS = st.sampled_from((*_TAGS, b"<Pubmed", b"Article", b">", b"x" * 30, b"\n", b"<", b"&"))
_STREAMS = st.lists(_FRAGMENTS, max_size=40).map(b"".join)


def chunked(stream: bytes, sizes: list[int]) -> list[bytes]:
    chunks: list[bytes] = []
    for size in sizes:
        chunks.append(stream[:size])
        stream = stream[size:]
    return [*chunks, stream]


def test_pieces_begin_at_the_start_tags_of_records() -> None:
    stream = b"<?xml?><PubmedArticleSet>\n<PubmedArticle>a</PubmedArticle>\n<PubmedBookArticle x='1'>b<DeleteCitation>c"
    assert [piece.head for piece in split_records([stream])] == [
        b"<?xml?><PubmedArticleSet>\n",
        b"<PubmedArticle>a</PubmedArticle>\n",
        b"<PubmedBookArticle x='1'>b",
        b"<DeleteCitation>c",
    ]


@given(_STREAMS, st.lists(st.integers(0, 25), max_size=60))
def test_any_chunking_gives_the_same_pieces(stream: bytes, sizes: list[int]) -> None:
    assert list(split_records(chunked(stream, sizes))) == list(split_records([stream]))


@given(st.lists(st.one_of(_FRAGMENTS, st.just(b"y" * 1500)), max_size=20).map(b"".join), st.lists(st.integers(0, 3000), max_size=20))
def test_any_chunking_gives_the_same_pieces_at_a_limit(stream: bytes, sizes: list[int]) -> None:
    one_by_one = list(split_records(chunked(stream, sizes), limit=HEAD_BYTES))
    assert one_by_one == list(split_records([stream], limit=HEAD_BYTES))
    assert [piece.oversized for piece in one_by_one] == [piece.length > HEAD_BYTES for piece in one_by_one]


@given(_STREAMS, st.lists(st.integers(0, 25), max_size=60))
def test_pieces_cover_the_stream_without_gap_or_overlap(stream: bytes, sizes: list[int]) -> None:
    pieces = list(split_records(chunked(stream, sizes)))
    assert b"".join(piece.head for piece in pieces) == stream
    position = 0
    for piece in pieces:
        assert (piece.offset, piece.length) == (position, len(piece.head))
        position += piece.length


def test_a_piece_over_the_limit_keeps_its_head_only_and_its_neighbours_whole() -> None:
    giant = b"<PubmedArticle>" + b"x" * 100_000
    stream = b"<PubmedArticle>1" + giant + b"<PubmedArticle>2"
    pieces = list(split_records(chunked(stream, [1000] * 80), limit=50_000))
    assert pieces == [
        Piece(0, 0, b""),
        Piece(0, 16, b"<PubmedArticle>1"),
        Piece(16, 100_015, giant[:HEAD_BYTES], oversized=True),
        Piece(100_031, 16, b"<PubmedArticle>2"),
    ]
