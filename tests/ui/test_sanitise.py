import re

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from corpuscle.ui.sanitise import WORD_JOINER, markdown_text, plain, readable

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# What remark-gfm links by itself, after escapes were resolved (mdast-util-gfm-autolink-literal).
GFM_AUTOLINK = re.compile(r"(https?://|www(?=\.))([-.\w]+)([^ \t\r\n]*)|([-.\w+]+)@([-\w]+(?:\.[-\w]+)+)", re.IGNORECASE)
DIRECTIVE = re.compile(r"(?<!\\):[A-Za-z:]")

awkward = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            [
                "[1]",
                "](",
                "![",
                "<img src=x>",
                "<https://a.b>",
                "javascript:",
                "**",
                "__",
                "`",
                "~~",
                "\\",
                "# ",
                "1. ",
                "- ",
                "> ",
                "|",
                "\n",
                "    ",
                "https://evil.example/?q=",
                "www.evil.example",
                "a@evil.example",
                "&lt;",
                "&#x41;",
                ":smile",
                ":::note\nx\n:::",
                "---",
                "===",
                "\u200b",
                "\u202e",
            ]
        ),
    ),
    max_size=12,
).map("".join)


def shown(markdown: str) -> str:
    inline = [child for token in PARSER.parse(markdown) for child in token.children or ()]
    assert {child.type for child in inline} <= {"text", "text_special"}
    return "".join(child.content for child in inline)


@given(awkward)
def test_markdown_of_foreign_text_shows_its_characters_and_nothing_else(text: str) -> None:
    markdown = markdown_text(text)
    tokens = [t.type for t in PARSER.parse(markdown)]
    assert tokens in ([], ["paragraph_open", "inline", "paragraph_close"])
    assert shown(markdown).replace(WORD_JOINER, "") == plain(text).strip()


@given(awkward)
def test_nothing_in_foreign_text_becomes_a_link_by_itself(text: str) -> None:
    assert not GFM_AUTOLINK.search(shown(markdown_text(text)))


@given(awkward)
def test_no_directive_is_left(text: str) -> None:
    assert not DIRECTIVE.search(markdown_text(text))


@given(st.text())
def test_plain_text_is_one_line_without_unseen_characters(text: str) -> None:
    assert not re.search(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", plain(text))


def test_what_abstracts_are_full_of_is_left_alone() -> None:
    ordinary = "Mortality fell (p <0.05; 95% CI 0.4-0.7), at 10:30 in 5 > 3 of IL-2 & TNF + others!"
    assert markdown_text(ordinary) == ordinary


def test_a_link_in_an_abstract_is_shown_as_it_was_written() -> None:
    assert markdown_text("[x](javascript:alert(1))") == r"\[x\](javascript\:alert(1))"


@given(st.text(st.characters()))
def test_readable_text_can_be_written_and_keeps_what_could_be(text: str) -> None:
    shown = readable(text)
    assert shown.encode().decode() == shown
    assert len(shown) == len(text)


def test_byte_that_is_not_utf_8_becomes_a_replacement_character() -> None:
    assert readable("\udcff fever") == "\ufffd fever"
