from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.clean import clean
from reader.tui.article import wrap
from reader.tui.article.block import Block, Look, StandIn, TextRun
from reader.tui.article.document import ArticleDocument
from tests.support.articles import article, content

MARKUP = st.sampled_from(
    [
        *"\\`*_{}[]()<>#+-.!|~&:\n\t ",
        "\n\n",
        "&#27;",
        "&#x9b;",
        "\u202e",
        "\x1b]0;x\x07",
        "[^1]: ",
        "1. ",
        "> ",
    ]
)
TEXTS = st.lists(
    MARKUP | st.sampled_from(["gas", "水門", "שלום", "👩‍👩‍👧‍👦"]) | st.characters(), max_size=40
).map("".join)


def blocks(markdown: str) -> list[Block]:
    document = ArticleDocument(article(), content(markdown))
    return [block for part in range(1, document.last) for block in document.blocks(part)]


def drawn(markdown: str, room: int = 40) -> list[str]:
    """The lines as text: what stands before them and their own."""
    found = []
    for block in blocks(markdown):
        for line in wrap.lines(block, room):
            before = {"gap": block.gap or (), "first": block.first, "more": block.rest}[line.kind]
            found.append("".join(span.text for span in before) + block.text[line.start : line.end])
    return found


def look_of(markdown: str, words: str) -> TextRun:
    for block in blocks(markdown):
        if (at := block.text.find(words)) >= 0:
            return next(run for run in block.runs if run.start <= at < run.end)
    raise AssertionError(words)


@pytest.mark.parametrize(
    ("markdown", "look"),
    [
        ("a *word* b", Look(italic=True)),
        ("a **word** b", Look(bold=True)),
        ("a ***word*** b", Look(bold=True, italic=True)),
        ("a ~~word~~ b", Look(strike=True)),
        ("a [word](https://a.org) b", Look(underline=True)),
        ("a [word](javascript:x) b", Look()),
        ("## A word", Look("accent", bold=True)),
        ("[^1]: A word", Look("dim")),
        ("![word](https://a.org/p.jpg)", Look("dim")),
        ("*caption* (Press word)", Look("dim", italic=True)),
        ("a `word` b", Look(on="code")),
        ("a [`word`](https://a.org) b", Look(underline=True, on="code")),
        ("## A `word`", Look("accent", bold=True, on="code")),
        ("| a |\n| --- |\n| `word` |", Look(on="code")),
        ("```python\nword = 1\n```", Look()),
    ],
)
def test_words_look_as_they_are_marked(markdown: str, look: Look) -> None:
    assert look_of(markdown, "word").look == look


def test_a_link_and_its_number_open_it() -> None:
    assert look_of("See [this](https://a.org).", "this").number == 1
    assert look_of("See [this](https://a.org).", "[1]") == TextRun(9, 12, Look("accent"), 1)


def test_items_stand_close_or_apart_as_they_are_written() -> None:
    assert drawn("- a\n- b\n  - c") == ["", "• a", "• b", "  – c"]
    assert drawn("- a\n\n- b") == ["", "• a", "", "• b"]


def test_numbers_of_a_list_stand_at_their_right_edge() -> None:
    assert drawn("9. a\n10. b") == ["", " 9. a", "10. b"]


def test_a_quote_has_a_bar_also_between_its_paragraphs() -> None:
    assert drawn("> a\n>\n> b\n>\n>> c") == ["", "  ▎ a", "  ▎ ", "  ▎ b", "  ▎ ", "  ▎ ▎ c"]


def test_the_bar_of_an_embed_is_an_accent_and_its_source_closes_it() -> None:
    made = blocks("> Text\n>\n> — Ann (@ann), [2026-10-05](https://x.com/ann/1)")
    assert [block.text for block in made] == ["Text", "— Ann @ann, 5 Oct 2026\u00a0[1]"]
    assert all(block.first[0].look.role == "accent" for block in made)
    assert made[1].gap is None


def test_an_embed_without_a_date_names_its_host() -> None:
    assert (
        drawn("> — Ann (@ann), [example.org](https://example.org/1)")[1]
        == "  ▎ — Ann @ann, example.org\u00a0[1]"
    )


def test_a_quotation_with_a_name_below_stays_a_quotation() -> None:
    made = blocks("> Text\n>\n> — Ann Smith")
    assert [block.text for block in made] == ["Text", "— Ann Smith"]
    assert made[0].first[0].look.role == "dim"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("[youtube.com](https://www.youtube.com/watch?v=1)", "► Video · youtube.com\u00a0[1]"),
        ("Ann, [youtube.com](https://youtube.com/1)", "► Video · Ann · youtube.com\u00a0[1]"),
        ("[soundcloud.com](https://soundcloud.com/1)", "♪ Audio · soundcloud.com\u00a0[1]"),
        ("[x.com](https://x.com/ann/1)", "■ Post · x.com\u00a0[1]"),
        ("[example.org](https://example.org/chart)", "■ Embedded · example.org\u00a0[1]"),
    ],
)
def test_an_embed_that_names_nobody_says_what_it_is(source: str, said: str) -> None:
    assert drawn(f"> — {source}")[1] == (f"  ▎ {said}" if "Ann" in source else said)
    assert drawn(f"> Text\n>\n> — {source}")[1:] == ["  ▎ Text", f"  ▎ {said}"]


def test_a_picture_has_its_caption_and_below_it_its_credit() -> None:
    assert drawn("![x](https://a.org/p.jpg)\n*A bridge* (Ann / MPA)") == [
        "",
        "▒ picture · A bridge",
        "  Photo: Ann / MPA",
    ]
    assert drawn("![A bridge](https://a.org/p.jpg)") == ["", "▒ picture · A bridge"]
    assert drawn("(Foto: Ann)") == ["", "▒ Foto: Ann"]
    assert drawn("![](https://a.org/p.jpg)\n(Ann / MPA)") == ["", "▒ Photo: Ann / MPA"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://a.org/photos/lock-gate.jpg?w=800", "lock-gate.jpg"),
        ("https://a.org/Old%20bridge_2.webp", "Old bridge_2.webp"),
        ("https://a.org/p.jpg", "a.org"),
        ("https://www.a.org/10203_77.jpg", "a.org"),
        ("https://user:secret@a.org/", "a.org"),
        ("https://a.org/3f9ab2c4d5e6f7a8b9c0.png", "a.org"),
        ("https://a.org/the-lock-gate-of-the-old-canal-by-night.jpg", "a.org"),
    ],
)
def test_a_picture_that_nothing_is_said_of_has_the_name_of_its_file_or_its_host(url: str, said: str) -> None:
    assert drawn(f"![]({url})") == ["", f"▒ picture · {said}"]


@pytest.mark.parametrize(
    ("markdown", "stand_in"),
    [
        ("![x](https://a.org/p.jpg)\n*A bridge* (Ann)", "picture · "),
        ("![A bridge](https://a.org/p.jpg)", "picture · "),
        ("![](https://a.org/p.jpg)", "picture · a.org"),
        ("![](https://a.org/p.jpg)\n(Ann)", ""),
    ],
)
def test_the_first_block_of_a_picture_knows_which_it_is_and_what_stands_in_for_it(
    markdown: str, stand_in: str
) -> None:
    first, *others = blocks(markdown)
    assert first.picture == StandIn("https://a.org/p.jpg", len(stand_in))
    assert first.text.startswith(stand_in)
    assert all(block.picture is None for block in others)


def test_what_has_no_address_or_is_within_a_sentence_is_no_picture_to_show() -> None:
    for markdown in ("(Foto: Ann)", "See ![the map](https://a.org/m.png) below", "Text."):
        assert [block.picture for block in blocks(markdown)] == [None]


@pytest.mark.parametrize(
    ("title", "markdown", "side"),
    [
        ("فتح البوابة", "![](https://a.org/p.jpg)", "right"),
        ("فتح البوابة", "![A bridge](https://a.org/p.jpg)", "left"),
        ("The Lock", "![](https://a.org/p.jpg)", "left"),
        ("The Lock", "![جسر](https://a.org/p.jpg)", "right"),
    ],
)
def test_a_picture_stands_where_its_words_begin_and_without_words_where_the_page_does(
    title: str, markdown: str, side: str
) -> None:
    (block,) = ArticleDocument(article(title=title), content(markdown)).blocks(1)
    assert (block.align, block.is_mirrored) == (side, side == "right")


def test_a_picture_within_a_sentence_is_named_there() -> None:
    assert drawn("See ![the map](https://a.org/m.png) below") == ["", "See ▒ the map below"]


def test_a_related_link_stands_at_its_place() -> None:
    assert drawn("**Related:** [Why](https://a.org)") == ["", "→ Related: Why\u00a0[1]"]
    assert drawn("**Related:** Why") == ["", "→ Related: Why"]


def test_code_keeps_its_rows_and_names_its_language() -> None:
    assert drawn("```python\nif x:\n\treturn\n\nend\n```") == [
        "",
        "  python",
        "  if x:",
        "      return",
        "  ",
        "  end",
    ]


def test_the_language_stands_at_the_right_apart_from_the_code() -> None:
    label, code = blocks("- ```python title=x\n  return 1\n  ```")
    assert (label.text, label.align, label.is_mirrored) == ("python", "right", False)
    assert [span.text for span in label.first] == ["• ", "  "]
    assert label.runs[0].look == Look("dim", italic=True)
    assert code.gap is None
    assert [(code.text[run.start : run.end], run.look) for run in code.runs] == [
        ("return", Look("accent")),
        (" ", Look()),
        ("1", Look("warn")),
    ]


def test_code_without_a_language_is_plain() -> None:
    assert [run.look for run in blocks("```\nreturn 1\n```")[0].runs] == [Look()]


def test_words_in_code_are_where_the_plain_text_has_them() -> None:
    assert blocks("Call `lift()` now")[0].text == content("Call `lift()` now").text


def test_the_caption_of_a_table_stands_close_above_it() -> None:
    table = "| a | b |\n| --- | --- |\n| x | y |"
    assert [block.gap for block in blocks(f"*Table 1: Counts*\n\n{table}")] == [(), None]
    assert [block.gap for block in blocks(f"*Table* 1\n\n{table}")] == [(), ()]
    assert [block.gap for block in blocks(f"*Table* to *see*\n\n{table}")] == [(), ()]
    assert [block.gap for block in blocks("*Words*\n\nMore")] == [(), ()]


def test_a_table_has_columns_and_figures_at_their_right_edge() -> None:
    assert drawn("| Gate | Weight |\n| --- | --- |\n| Upper | 11,2 t |\n| Low | 9 t |\n| | |") == [
        "",
        "Gate   Weight",
        "─────────────",
        "Upper  11,2 t",
        "Low       9 t",
        "             ",
    ]


def test_columns_stand_as_the_table_says() -> None:
    assert drawn("| a | b |\n| ---: | :---: |\n| long | word |\n| x | y |")[3:] == [
        "long  word",
        "   x   y",
    ]


def test_wide_characters_keep_columns_in_line() -> None:
    assert drawn("| a | b |\n| --- | --- |\n| 水門 | x |\n| e\u0323 | y |")[3:] == ["水門  x", "ẹ     y"]


def test_a_footnote_stands_where_it_is_written_and_its_number_is_raised() -> None:
    assert drawn("A.[^1] B.[^note]\n\n[^1]: One\n\n[^note]: Two") == [
        "",
        "A.¹ B.[note]",
        "",
        "¹ One",
        "",
        "[note] Two",
    ]


def test_a_footnote_is_known_far_from_where_it_is_written() -> None:
    assert drawn("A.[^1]\n\n" + "word " * 400 + "\n\n" + "word " * 400 + "\n\n[^1]: One")[1] == "A.¹"


def test_paragraphs_that_run_from_right_to_left_stand_right() -> None:
    assert [block.align for block in blocks("שלום world\n\nhello שלום\n\n123 سلام")] == [
        "right",
        "left",
        "right",
    ]


@pytest.mark.parametrize(
    ("markdown", "mirrored"),
    [
        ("- שלום\n- hello", [True, True]),
        ("- hello\n- שלום", [False, False]),
        ("1. 2026 שלום", [True]),
        ("> שלום\n>\n> hello", [True, True]),
        ("> שלום\n>\n> — Ann (@ann), [2026-10-05](https://x.com/ann/1)", [True, True]),
        ("> hello\n>\n> - שלום", [False, False]),
        ("## שלום", [True]),
        ("[^1]: שלום", [True]),
        ("![](https://a.org/p.jpg)\n*שלום* (Ann)", [True, True]),
        ("**Related:** [שלום](https://a.org)", [True]),
        ("> שלום\n>\n> ```\n> code\n> ```", [True, False]),
    ],
)
def test_what_runs_from_right_to_left_has_its_signs_at_the_right(markdown: str, mirrored: list[bool]) -> None:
    made = blocks(markdown)
    assert [block.is_mirrored for block in made] == mirrored
    assert [block.align == "right" for block in made] == mirrored


def test_soft_hyphens_and_runs_of_spaces_are_not_shown() -> None:
    assert drawn("in\u00advisible   space&shy;s") == ["", "invisible spaces"]


def test_raw_html_and_markup_of_the_terminal_kind_show_as_written() -> None:
    assert drawn("<b>x</b> [/] [red]y[/red]") == ["", "<b>x</b> [/] [red]y[/red]"]


@given(TEXTS)
@settings(max_examples=300)
def test_nothing_that_a_terminal_acts_on_comes_into_a_block(markdown: str) -> None:
    for block in blocks(markdown):
        assert clean(block.text) == block.text
        assert "\t" not in block.text
        assert block.text


@given(TEXTS)
@settings(max_examples=300)
def test_runs_cover_the_text_of_each_block_in_order(markdown: str) -> None:
    for block in blocks(markdown):
        assert block.runs[0].start == 0
        assert [run.end for run in block.runs[:-1]] == [run.start for run in block.runs[1:]]
        assert block.runs[-1].end == len(block.text)
