"""Writers and readers of our Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.markdown import blocks, dialect
from reader.model import Content, Embed, Link, Picture, RelatedLink
from reader.text import clean, urls

MARKUP = st.sampled_from(
    [
        *"\\`*_{}[]()<>#+-.!|~&:;=^\"'\n\t ",
        "&amp;",
        "<b>",
        "](",
        "![",
        "[^1]",
        "1. ",
        "**",
        "~~",
        "---",
        "— ",
        "@",
    ]
)
WORDS = st.sampled_from(
    ["gas", "Газ", "U.S.", "snake_case", "3.5", "天然ガス", "don't", "x", "7", "(AFP)", " ", " "]
)
PIECES = st.lists(MARKUP | WORDS | st.characters(), max_size=12).map(
    lambda parts: clean.clean("".join(parts))
)
LINES = PIECES.map(clean.line)
NAMES = st.lists(WORDS.map(str.strip).filter(lambda w: w and "(" not in w), min_size=1, max_size=3).map(
    " ".join
)
ADDRESSES = st.sampled_from(
    [
        "https://example.org/a_(b)",
        "http://example.org/?a=1&copy;=2",
        "https://example.org/*x*_y_)",
        "https://example.org/?q=a%20b#c",
    ]
)


def folded(raw: str) -> str:
    return re.sub(r"[ \t\n\r\f\v]+", " ", raw).strip()


def rendered(markdown: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).render(markdown))


@given(PIECES)
@settings(max_examples=300)
def test_escaped_text_shows_as_that_text(raw: str) -> None:
    assert dialect.plain(dialect.escape(raw)) == folded(raw)


@given(st.lists(PIECES, max_size=3), st.lists(PIECES, max_size=3))
def test_pieces_beside_each_other_do_not_act_together(before: list[str], after: list[str]) -> None:
    pieces = [*before, "mid", *after]
    paragraph = dialect.paragraph("".join(dialect.escape(piece) for piece in pieces))
    assert dialect.plain(paragraph).replace(" ", "") == folded("".join(pieces)).replace(" ", "")


@given(st.lists(LINES.filter(bool), max_size=4))
def test_paragraphs_of_plain_text_come_back(paragraphs: list[str]) -> None:
    assert dialect.plain(dialect.from_text("\n\n".join(paragraphs))) == "\n\n".join(paragraphs)


@given(PIECES, ADDRESSES)
def test_nothing_written_is_html(raw: str, url: str) -> None:
    blocks = [
        dialect.from_text(raw),
        dialect.heading(2, raw),
        dialect.paragraph(dialect.link(raw, url)),
        dialect.picture(Picture(url, raw, raw, raw)),
        dialect.embed(Embed("post", raw, raw, raw, url, raw)),
        dialect.related(RelatedLink(raw, url)),
        dialect.table([[dialect.escape(raw)] * 2] * 2),
    ]
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse("\n\n".join(blocks))
    every = [token.type for block in tokens for token in [block, *(block.children or ())]]
    assert not {"html_block", "html_inline"} & set(every)


@given(PIECES)
def test_the_short_way_to_plain_text_gives_what_the_parser_gives(markdown: str) -> None:
    assert dialect.plain(markdown) == dialect.contents(markdown).text


@given(LINES, LINES, LINES, ADDRESSES)
def test_a_picture_comes_back(alt: str, caption: str, credit: str, url: str) -> None:
    picture = Picture(url, alt or None, caption or None, credit or None)
    read = dialect.contents(dialect.picture(picture))
    assert read.pictures == (picture,)
    assert read.text == ""


@given(
    st.lists(LINES.filter(bool), max_size=3),
    st.none() | NAMES,
    st.none() | st.just("@a.b_c@d.org"),
    st.none() | st.just("2024-05-06"),
)
def test_an_embed_comes_back(
    paragraphs: list[str], author: str | None, handle: str | None, date: str | None
) -> None:
    embed = Embed("tweet", "\n\n".join(paragraphs) or None, author, handle, "https://x.com/a/status/1", date)
    assert dialect.contents(dialect.embed(embed)).embeds == (embed,)


@given(LINES.filter(bool), st.none() | ADDRESSES)
def test_a_related_link_comes_back(title: str, url: str | None) -> None:
    read = dialect.contents(dialect.related(RelatedLink(title, url)))
    assert read.related == (RelatedLink(title, url),)
    assert read.text == ""


@given(LINES.filter(bool), ADDRESSES)
def test_a_link_comes_back(title: str, url: str) -> None:
    read = dialect.contents(f"See {dialect.link(title, url)} there.")
    assert read.links == (Link(url, title),)
    assert read.text == f"See {title} there."


@given(st.lists(st.lists(LINES.filter(bool), min_size=2, max_size=2), min_size=1, max_size=3))
def test_cells_of_a_table_come_back(rows: list[list[str]]) -> None:
    table = dialect.table([[dialect.escape(cell) for cell in row] for row in rows])
    assert dialect.plain(table) == "\n".join(" ".join(row) for row in rows)


@given(PIECES.filter(lambda raw: bool(raw.strip())))
def test_code_comes_back_as_it_is(raw: str) -> None:
    assert dialect.plain(dialect.code(raw, "python")) == raw.strip("\n")


@given(LINES, st.integers(-2, 9))
def test_a_heading_is_one_line_of_text(raw: str, level: int) -> None:
    assert dialect.plain(dialect.heading(level, raw)) == raw


@pytest.mark.parametrize(
    "prose",
    [
        "The U.S.-led bloc (since 1949) met on Feb. 4 - a Friday - at 5 p.m.!",
        'He said: "No." — and left; AT&T fell 3.5% to $5 [sic].',
        "See file_name_here, 5 * 3 = 15, 2 < 3, ~40 km, C:\\Users, #hashtag, a+b.",
        "Вот так: «газ» (и нефть) – всё.",
        "-5 degrees in the valley",
    ],
)
def test_ordinary_prose_stays_as_it_is(prose: str) -> None:
    assert dialect.escape(prose) == prose


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("1986. A year", "1986\\. A year"),
        ("# x", "\\# x"),
        ("- x", "\\- x"),
        ("> x", "\\> x"),
        ("---", "\\---"),
        ("*x* <i> `y`", "\\*x\\* \\<i> \\`y\\`"),
        ("[a](b)", "[a\\](b)"),
        ("&lt;", "\\&lt;"),
    ],
)
def test_a_backslash_stands_where_markdown_would_act(raw: str, written: str) -> None:
    assert dialect.escape(raw) == written


@pytest.mark.parametrize("words", [" - mayor", " # 5", " 2. of it"])
def test_a_piece_within_a_paragraph_needs_no_guard_of_a_block(words: str) -> None:
    assert dialect.paragraph(f"**Ann**{dialect.escape(words)}") == f"**Ann**{words}"


def test_a_link_keeps_only_the_web() -> None:
    assert dialect.link("x", "https://ann:pw@a.org/@b") == "[x](https://a.org/@b)"
    assert dialect.link("x *y*", "javascript:alert(1)") == "x \\*y\\*"
    assert dialect.link("x", "https://a.org/?utm_source=b") == "[x](https://a.org/)"
    assert dialect.link("", "https://www.a.org/b") == "[a.org](https://www.a.org/b)"


def test_parts_of_a_picture_that_are_not_known_are_left_out() -> None:
    assert dialect.picture(Picture("https://a.org/p.png", "Alt", "Two men", "Ann Lee")) == (
        "![Alt](https://a.org/p.png)\n*Two men* (Ann Lee)"
    )
    assert dialect.picture(Picture(credit="Ann Lee / WIRE")) == "(Ann Lee / WIRE)"
    assert dialect.picture(Picture(alt="only an alt")) == ""


def test_parts_of_an_embed_that_are_not_known_are_left_out() -> None:
    assert dialect.embed(Embed("post", "Hi", "Ann", "@ann", "https://a.org/1", "2024-05-06")) == (
        "> Hi\n>\n> — Ann (@ann), [2024-05-06](https://a.org/1)"
    )
    assert dialect.embed(Embed("post", "Hi", "Ann", date="2024-05-06")) == "> Hi\n>\n> — Ann, 2024-05-06"
    assert (
        dialect.embed(Embed("video", url="https://youtu.be/1"))
        == "> — [Video on youtu.be](https://youtu.be/1)"
    )


@pytest.mark.parametrize(
    ("url", "author", "kind"),
    [
        ("https://twitter.com/a/1", None, "tweet"),
        ("https://www.youtube.com/watch?v=1", None, "video"),
        ("https://open.spotify.com/x", None, "audio"),
        ("https://social.example/@a/1", "Ann", "post"),
        ("https://charts.example/1", None, "other"),
    ],
)
def test_the_kind_of_an_embed_follows_its_host(url: str, author: str | None, kind: str) -> None:
    written = dialect.embed(Embed("frame", "Text", author, url=url))
    assert [e.kind for e in dialect.contents(written).embeds] == [kind]


@pytest.mark.parametrize(
    ("embed", "source"),
    [
        (Embed("video", url="https://youtu.be/1"), "[Video on youtu.be](https://youtu.be/1)"),
        (Embed("video", "A storm", url="https://youtu.be/1"), "[youtu.be](https://youtu.be/1)"),
        (Embed("video", "A storm", url="https://p.example/1"), "[Video on p.example](https://p.example/1)"),
        (Embed("audio", url="https://p.example/1"), "[Audio on p.example](https://p.example/1)"),
        (Embed("tweet", url="https://x.com/i/status/1"), "[Post on x.com](https://x.com/i/status/1)"),
        (Embed("post", url="https://p.example/1"), "[Post on p.example](https://p.example/1)"),
        (Embed("tweet", handle="@ann", url="https://x.com/ann/status/1"), "(@ann), [x.com](https://x.com/ann/status/1)"),
    ],
)  # fmt: skip
def test_an_embed_says_its_kind_where_nothing_else_tells_it(embed: Embed, source: str) -> None:
    written = dialect.embed(embed)
    assert written == (f"> {embed.text}\n>\n> — {source}" if embed.text else f"> — {source}")
    assert dialect.contents(written).embeds == (embed,)


def test_an_embed_as_the_sites_themselves_write_it_is_read() -> None:
    written = "> Hi\n>\n> — Ann (@ann) [February 4, 2022](https://twitter.com/ann/status/1)"
    embed = Embed("tweet", "Hi", "Ann", "@ann", "https://twitter.com/ann/status/1", "2022-02-04")
    assert dialect.contents(written).embeds == (embed,)


@pytest.mark.parametrize(
    "source", ["— Ann Lee", "— [Ann Lee](https://a.org/ann)", "— Ann Lee, mayor (since 2019)"]
)
def test_a_quotation_with_a_name_is_no_embed(source: str) -> None:
    read = dialect.contents(dialect.quote(f"Words.\n\n{source}"))
    assert read.embeds == ()
    assert read.text.startswith("Words.\n\n— Ann Lee")


def test_words_in_brackets_are_a_credit_only_where_they_look_like_one() -> None:
    assert dialect.contents("(Ann Lee / WIRE)").pictures == (Picture(credit="Ann Lee / WIRE"),)
    for sentence in (
        "(This story was updated.)",
        "(more to come)",
        "(2021)",
        "(Reporting by Ann; editing by Bob)",
    ):
        assert dialect.plain(sentence) == sentence


def test_a_paragraph_of_text_is_never_a_picture() -> None:
    assert dialect.plain(dialect.from_text("(Ann Lee)")) == "(Ann Lee)"
    assert dialect.plain(dialect.paragraph("*Dune* (Film)")) == "Dune (Film)"
    assert dialect.plain("*An editor's note.*") == "An editor's note."
    wow = dialect.paragraph(f"Wow!{dialect.link('a', 'https://a.org/')}")
    assert dialect.contents(wow).text == "Wow!a"


def test_an_article_as_plain_text() -> None:
    article = "\n\n".join(
        [
            dialect.picture(Picture(credit="Ann Lee / WIRE")),
            "Two leaders met *on Friday*.[^1]",
            dialect.embed(
                Embed("tweet", "They met.", "Mayor", "@mayor", "https://x.com/mayor/1", "2024-05-06")
            ),
            dialect.heading(2, "What next"),
            dialect.related(RelatedLink("An older story", "https://a.org/old")),
            "- first [item](https://a.org/1)\n- second\n  1. inner",
            "| Year | Sum |\n| --- | --- |\n| 2023 | 5 |",
            "```python\nx = 1\n\ny = 2\n```",
            "![a map](https://a.org/map.png)\n*The valley* (Map Office)",
            "One line,\\\nanother line,\nand the end.",
            "[^1]: By train.",
        ]
    )
    assert dialect.plain(article).split("\n\n") == [
        "Two leaders met on Friday.",
        "They met.",
        "— Mayor (@mayor), 2024-05-06",
        "What next",
        "first item\nsecond\ninner",
        "Year Sum\n2023 5",
        "x = 1",
        "y = 2",
        "One line,\nanother line, and the end.",
        "By train.",
    ]


def test_search_sees_captions_and_credits_and_no_titles_of_related_links() -> None:
    content = Content(
        text="Body.", pictures=(Picture(caption="A bridge", credit="Ann"),), related=(RelatedLink("Older"),)
    )
    assert dialect.searchable(content) == "Body.\n\nA bridge\n\nAnn"
    assert dialect.searchable(Content(markdown="*Body*")) == "Body"


def test_a_person_reads_what_stands_beside_the_text_set_off_and_named() -> None:
    content = Content(
        text="Body.",
        pictures=(
            Picture(caption="A bridge", credit="Ann"),
            Picture(url="https://a.example/b.png"),
            Picture(caption="A boat"),
            Picture(credit="Bea"),
        ),
        related=(RelatedLink("Older"),),
    )
    assert dialect.readable(content) == (
        "Body.\n\n· Picture: A bridge (Ann)\n\n· Picture: A boat\n\n· Picture: (Bea)"
    )
    assert dialect.readable(Content(markdown="*Body*")) == "Body"
    assert dialect.readable(Content(related=(RelatedLink("Older"),))) == ""


def test_a_person_reads_the_cells_of_a_row_apart() -> None:
    markdown = f"Before.\n\n{dialect.table([['Place', 'Height'], ['Port Lennet', '4']])}\n\nAfter."
    content = dialect.contents(markdown)
    assert content.text == "Before.\n\nPlace Height\nPort Lennet 4\n\nAfter."
    assert dialect.readable(content) == "Before.\n\nPlace | Height |\nPort Lennet | 4\n\nAfter."


def test_addresses_of_other_schemes_are_not_given_back() -> None:
    read = dialect.contents(
        "[a](javascript:x) [b](page.html) ![c](data:image/png;base64,AA) [d](https://a.org/d)"
    )
    assert read.links == (Link("https://a.org/d", "d"),)
    assert read.pictures == ()
    assert read.text == "a b  d"


def test_references_to_control_characters_do_not_get_into_the_text() -> None:
    assert clean.clean(dialect.plain("a &#8238;b&#27;[31m")) == dialect.plain("a &#8238;b&#27;[31m")


def test_deep_nesting_is_read_up_to_a_limit() -> None:
    assert dialect.plain(">" * 20 + " deep") == "deep"
    assert dialect.plain(">" * 5000 + " too deep") == ""


def test_quotes_in_quotes_that_end_like_embeds_are_read_in_no_time() -> None:
    into = [f"{'>' * level} a\n{'>' * level}" for level in range(1, 31)]
    out = [f"{'>' * level} — b\n{'>' * (level - 1)}" for level in range(30, 0, -1)]
    assert dialect.plain("\n".join([*into, *out])).count("— b") == 30


def test_rendered_with_html_on_a_script_is_text() -> None:
    assert "<script" not in rendered(dialect.from_text("<script>alert(1)</script>\n\n<img src=x onerror=y>"))


@given(ADDRESSES)
def test_addresses_stand_in_brackets_unharmed(url: str) -> None:
    assert [link.url for link in dialect.contents(dialect.link("x", url)).links] == [urls.tidy(url)]


@pytest.mark.parametrize("url", ["https://twitter.com/ann/status/1", None])
@pytest.mark.parametrize(
    "words", ["November 20, 2019", "20. November 2019", "20 ноября 2019 г.", "2019年11月20日"]
)
def test_the_date_of_a_post_stays_as_its_page_prints_it(words: str, url: str | None) -> None:
    embed = Embed("tweet" if url else "post", "Hi", "Ann", "@ann", url, "2019-11-20", words)
    read = dialect.contents(dialect.embed(embed))
    assert read.embeds == (embed,)
    assert read.embeds[0].date_words == words
    assert read.text == f"Hi\n\n— Ann (@ann), {words}"


def test_of_endless_links_some_are_listed_and_the_text_keeps_all() -> None:
    most = blocks.LINKS_LIMIT
    found = dialect.contents("\n\n".join(f"[Lamp {n}](https://pier.example/{n})" for n in range(most + 10)))
    assert len(found.links) == most
    assert f"Lamp {most + 9}" in found.text
