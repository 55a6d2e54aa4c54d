from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.errors import ExtractError
from reader.extract.html.tree import DEPTH_LIMIT, TEXT_LIMIT, parse, text_of
from reader.text.encodings import decode_page
from tests.support import cputime

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def tree(body: bytes, charset: str | None = None) -> HtmlElement:
    return parse(decode_page(body, charset))


def words(body: bytes, charset: str | None = None) -> str:
    return " ".join("".join(map(str, tree(body, charset).itertext())).split())


@pytest.mark.parametrize(
    ("body", "charset", "shown"),
    [
        ("<p>naïve</p>".encode(), None, "naïve"),
        ("<p>naïve</p>".encode(), "iso-8859-1", "naïve"),
        ("<p>naïve</p>".encode("cp1252"), None, "naïve"),
        ("<p>“naïve”</p>".encode("cp1252"), "iso-8859-1", "“naïve”"),
        ("<p>мост</p>".encode("cp1251"), "windows-1251", "мост"),
        ('<meta charset="koi8-r"><p>мост</p>'.encode("koi8-r"), None, "мост"),
        ('<?xml version="1.0" encoding="windows-1251"?><p>мост</p>'.encode("cp1251"), None, "мост"),
        ('<meta charset="gb2312"><p>桥镕</p>'.encode("gb18030"), None, "桥镕"),
        ("<p>橋</p>".encode("shift_jis"), "x-sjis", "橋"),
        ("<p>橋</p>".encode("iso2022_jp"), "iso-2022-jp", "橋"),
        ("\ufeff<p>мост</p>".encode("utf-16-le"), "windows-1251", "мост"),
        ("<p>мост</p>".encode(), "no-such-charset", "мост"),
        (b"<p>a+AD4-</p>", "utf-7", "a+AD4-"),
    ],
)
def test_bytes_are_read_in_the_charset_they_are_in(body: bytes, charset: str | None, shown: str) -> None:
    assert words(body, charset) == shown


def test_control_characters_and_references_to_them_are_gone_and_others_stay() -> None:
    assert words(
        b"<p>a\x00b&#27;[31mc\x1b&#x1b;d&#99999999999;e&#xD800;f&#150;g&#233;</p>"
    ) == "ab[31mcdef\x96gé".replace("\x96", "–")


@pytest.mark.parametrize("body", [b"", b"  \n\t "])
def test_a_page_of_nothing_is_an_error(body: bytes) -> None:
    with pytest.raises(ExtractError, match="empty"):
        tree(body)


@pytest.mark.parametrize("depth", [150, 300, 1_500, 100_000])
def test_text_below_any_nesting_is_kept_and_the_nesting_is_not(depth: int) -> None:
    root = tree(b"<body>" + b"<div>" * depth + b"<p>below</p>" + b"</div>" * depth + b"<p>after</p>")
    assert "below" in "".join(map(str, root.itertext()))
    assert max(sum(1 for _ in element.iterancestors()) for element in root.iter("p")) <= DEPTH_LIMIT


@pytest.mark.parametrize("name", [b"svg", b"template", b"script", b"style", b"math", b"select", b"iframe"])
def test_elements_that_never_end_cost_no_square_of_time(name: bytes) -> None:
    with cputime.within(5):
        root = tree(b"<body><p>before</p>" + b"<%s>" % name * 60_000 + b"<p>after</p>")
    assert "before" in "".join(map(str, root.itertext()))


def test_what_a_browser_hides_goes_with_the_nesting() -> None:
    depth = b"<div>" * 100_000
    hidden = b"<SCRIPT>no1()</script ><p>a</p><svg><svg>no2</svg><p>b</p><style>no3</style><template>no4"
    root = tree(b"<body>" + depth + hidden + b"<p>c</p>")
    assert " ".join("".join(map(str, root.itertext())).split()) == "a b no4c"


def test_wild_attributes_are_bounded() -> None:
    root = tree(
        b"<table><tr><td colspan=1000000000 rowspan=3>x</td></tr></table>"
        b"<div style='" + b"a:b;" * 5_000 + b"' class='" + b"c " * 5_000 + b"'>y</div>"
        b"<b " + b"".join(b"a%d=1 " % n for n in range(5_000)) + b">z</b>"
    )
    attributes = {element.tag: dict(element.attrib) for element in root.iter("td", "div", "b")}
    assert attributes["td"] == {}
    assert "style" not in attributes["div"]
    assert len(attributes["div"]["class"]) < 2_000
    assert attributes["b"] == {}


@pytest.mark.parametrize("before", [0, 1, 2_500, 4_985, 4_999, 5_000, 12_345])
def test_a_tag_of_thousands_of_attributes_is_bare_wherever_it_stands(before: int) -> None:
    page = b"<p>" + b"x" * before + b"<b " + b" ".join(b"a%d=1" % n for n in range(900)) + b">y</b>"
    (crowded,) = tree(page).iter("b")
    assert dict(crowded.attrib) == {}
    assert text_of(crowded) == "y"


def test_the_text_of_an_element_is_all_text_within_it() -> None:
    root = tree(b"<div>a <b>b<i> c</i></b><!-- no --> d<br>&amp; e</div> f<p></p>")
    texts = {str(element.tag): text_of(element) for element in root.iter()}
    assert texts == {
        "html": "a b c d& e f",
        "body": "a b c d& e f",
        "div": "a b c d& e",
        "b": "b c",
        "i": " c",
        "br": "",
        "p": "",
    }


def test_thousands_of_attributes_cost_no_square_of_time() -> None:
    with cputime.within(5):
        tree(b"".join(b"<p id=c%d class=d style=e:f>g</p>" % n for n in range(40_000)))
        tree(b"<table>" + b"<td colspan=2 rowspan=1>h</td>" * 40_000 + b"</table>")


@pytest.mark.parametrize(("cells", "spans"), [(20, "100"), (21, None)])
def test_spans_of_a_page_cover_so_many_cells_together(cells: int, spans: str | None) -> None:
    head = b"<table><tr><td colspan=x>not a number counts as one</td></tr>"
    root = tree(head + b"<tr><td colspan=100 rowspan=99>a</td></tr>" * cells + b"</table>")
    assert [cell.get("colspan") for cell in root.iter("td")][1:] == [spans] * cells


def test_a_page_is_read_up_to_a_bound() -> None:
    root = tree(b"<p>" + b"word " * (TEXT_LIMIT // 5 + 1_000) + b"end</p>")
    text = "".join(map(str, root.itertext()))
    assert len(text) <= TEXT_LIMIT
    assert "end" not in text
