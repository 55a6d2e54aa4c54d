"""Our Markdown as XHTML: well-formed whatever it holds, and nothing in it acts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reader.markdown import dialect, xhtml
from reader.model import Picture
from tests.support import naughty
from tests.support.articles import EVERYTHING

ALLOWED = re.compile(
    "a|aside|blockquote|body|br|code|del|em|figcaption|figure|h[2-6]|hr|li|ol|p|pre|strong|sup|table|tbody|td|th|thead|tr|ul"
)
ATTRIBUTES = frozenset(("class", "dir", "href", "id", "role", "start"))


def read(fragment: str) -> etree._Element:
    """The fragment as the body of a document; fails where it is not well-formed."""
    return etree.fromstring(f"<body>{fragment}</body>")


def check(fragment: str) -> etree._Element:
    """The rules that hold for each fragment."""
    body = read(fragment)
    ids = [str(id_) for id_ in body.xpath("//@id")]
    assert len(set(ids)) == len(ids)
    for element in body.iter():
        assert ALLOWED.fullmatch(str(element.tag))
        assert set(element.attrib) <= ATTRIBUTES
    for href in body.xpath("//@href"):
        assert str(href).startswith(("http://", "https://", "mailto:")) or str(href)[1:] in ids
        assert str(href).isascii()
    assert not body.xpath("//a//a")
    return body


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ("One *two* **three** ~~four~~ `<b>`", "<p>One <em>two</em> <strong>three</strong> <del>four</del> <code>&lt;b&gt;</code></p>"),
        ("# A\n\n## B\n\n###### C", "<h2>A</h2>\n<h2>B</h2>\n<h6>C</h6>"),
        ("a\nb\\\nc", "<p>a\nb<br/>\nc</p>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li>\n<li>b</li></ol>'),
        ("- a\n\n- b", "<ul><li><p>a</p></li>\n<li><p>b</p></li></ul>"),
        ("> a\n\n---", "<blockquote><p>a</p></blockquote>\n<hr/>"),
        ("```py x\na < b\n```", '<pre><code class="language-py">a &lt; b\n</code></pre>'),
        (
            "| a | b |\n| --- | ---: |\n| c | d |",
            '<table><thead><tr><th>a</th>\n<th class="right">b</th></tr></thead>\n'
            '<tbody><tr><td>c</td>\n<td class="right">d</td></tr></tbody></table>',
        ),
        ("[a](https://a.example/?b=1&c=2)", '<p><a href="https://a.example/?b=1&amp;c=2">a</a></p>'),
        ("**Related:** [A](https://a.example/)", '<p class="related"><strong>Related:</strong> <a href="https://a.example/">A</a></p>'),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_each_form_has_its_element(markdown: str, wanted: str) -> None:
    shown = xhtml.fragment(markdown)
    assert shown.replace(' dir="auto"', "").replace(' dir="ltr"', "") == wanted
    check(shown)


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("https://a.example/ü?q=[1]#b#c", "https://a.example/%C3%BC?q=%5B1%5D#b%23c"),
        ("https://a.example/100%/%41", "https://a.example/100%25/%41"),
        ("http://me:secret@a.example/", "http://a.example/"),
        ("mailto:ann@a.example", "mailto:ann@a.example"),
        ("mailto:ann@a.example?bcc=all@b.example", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("/relative", None),
        ("#there", None),
    ],
)
def test_addresses_are_of_the_web_or_of_mail(href: str, address: str | None) -> None:
    assert xhtml.target(href) == address
    assert ("<a " in xhtml.link("x", href)) == (address is not None)
    assert read(xhtml.fragment(f"[x](<{href}>)")).xpath("//@href") == ([address] if address else [])


def test_a_password_in_an_address_that_is_its_own_text_is_masked() -> None:
    assert "secret" not in xhtml.fragment("<https://me:secret@a.example/>")


def test_a_picture_is_a_link_with_its_caption() -> None:
    shown = xhtml.fragment(
        dialect.picture(Picture("https://a.example/1.jpg", "A pier", "The *pier*", "Ann Lee"))
    )
    body = check(shown)
    assert "".join(body.itertext()) == "Picture: A pierThe *pier* (Ann Lee)"
    assert body.xpath("//figure/p/a/@href") == ["https://a.example/1.jpg"]
    assert not body.xpath("//img")
    inline = check(
        xhtml.fragment(
            "See ![a *b*](https://a.example/1) and [![c](https://a.example/2)](https://a.example/3)."
        )
    )
    assert "".join(inline.itertext()) == "See [a b] and [c]."
    assert inline.xpath("//@href") == ["https://a.example/1", "https://a.example/3"]


def test_footnotes_lead_there_and_back() -> None:
    body = check(
        xhtml.fragment("A[^x] b[^y] c[^x].\n\n[^x]: One.\n\n[^y]: Two[^x].\n\n[^x]: Again.", prefix="a7-")
    )
    assert body.xpath("//sup/a/@href") == ["#a7-fn1", "#a7-fn2", "#a7-fn1", "#a7-fn1"]
    assert body.xpath("//aside/@id") == ["a7-fn1", "a7-fn2"]
    assert body.xpath("//aside/p[1]/a/@href") == ["#a7-fnref1-1", "#a7-fnref2-1"]
    assert len(body.xpath("//aside")) == 3


def test_epub_has_words_for_footnotes() -> None:
    shown = xhtml.fragment("A[^1].\n\n[^1]: One.", is_epub=True)
    assert shown.count('epub:type="noteref"') == shown.count('epub:type="footnote"') == 1


def test_headings_of_a_shared_page_begin_deeper() -> None:
    assert "<h3" in xhtml.fragment("## A", deeper=1)
    assert "<h6" in xhtml.fragment("###### A", deeper=1)


def test_an_embed_is_told_from_a_quotation() -> None:
    body = check(xhtml.fragment(EVERYTHING))
    assert len(body.xpath("//blockquote[@class='embed']")) == 1
    assert len(body.xpath("//blockquote")) == 3


def test_what_xml_cannot_say_is_left_out() -> None:
    assert read(xhtml.fragment("a\x00\x0b\ufffe\uffffb &#0; \ud800")).xpath("string()")[:2] in ("ab", "a�")


@pytest.mark.parametrize("at", range(0, len(naughty.STRINGS), 40))
def test_naughty_strings_stay_text(at: int) -> None:
    for number, text in enumerate([*naughty.EVIL, *naughty.STRINGS[at : at + 40]]):
        check(xhtml.fragment("\n\n".join(form.format(text, number) for form in naughty._KINDS)))


PIECES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["[^1]", "[^1]: ", "\n", "\n\n", "> ", "- ", "1. ", "*", "**", "~~", "`", "```\n", "![a](https://a.example/1)", "[", "](", ")", "https://a.example/", "<", ">", "&#1;", "&amp;", "| a |\n| - |\n", "    ", "**Related:** ", "— @a, "]
    ),
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_anything_is_well_formed(markdown: str) -> None:
    check(xhtml.fragment(markdown))


@given(st.text(alphabet="ab&<é \n.'\"", max_size=40))
def test_plain_paragraphs_need_no_parser_and_come_out_the_same(markdown: str) -> None:
    quick = xhtml.fragment(markdown)
    whole = xhtml.fragment(f"{markdown}\n\n*end*").removesuffix('<p dir="auto"><em>end</em></p>')
    assert quick.split() == whole.split()


def test_deep_nesting_ends() -> None:
    check(xhtml.fragment("> " * 500 + "a\n\n" + "- " * 500 + "b"))
