"""Repairs of XML that no reader takes, rule by rule."""

from __future__ import annotations

import pytest

from reader.parse.repair_xml import mended_words, mended_xml

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def mended(text: str) -> str:
    """The text after the declaration that every repaired feed begins with."""
    whole = mended_xml(text, [])
    assert whole.startswith(DECLARATION)
    return whole.removeprefix(DECLARATION)


def in_text(text: str) -> str:
    return mended(f"<rss>{text}</rss>").removeprefix("<rss>").removesuffix("</rss>")


def test_exactly_the_characters_that_xml_forbids_are_left_out() -> None:
    asked = [chr(code) for code in (*range(0xA2), 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF) if chr(code) not in "&<"]
    lost = {ord(char) for char in asked if in_text(f"a{char}b") == "ab"}

    assert lost == {*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xFFFE, 0xFFFF}


def test_white_space_and_a_byte_order_mark_before_the_feed_are_no_junk() -> None:
    notes: list[str] = []

    assert mended_xml("\ufeff \t\r\n<rss/>", notes) == f"{DECLARATION}<rss/>"
    assert notes == []


@pytest.mark.parametrize(
    "tag", ["<rss>", "<feed >", "<rdf:RDF>", "<a-b.c:feed\n>", '<?xml version="1.1"?><x>']
)
def test_junk_before_the_first_tag_is_left_out_and_noted(tag: str) -> None:
    notes: list[str] = []
    whole = mended_xml(f"Warning: <b>old</b> {tag}", notes)

    assert whole == DECLARATION + tag.removeprefix('<?xml version="1.1"?>')
    assert notes == ["text before the first tag left out"]
    assert mended_xml(f"x{tag}", []) == whole


@pytest.mark.parametrize("text", ["<rss>", "<!-- x --><rss>", "<?php x?><rss>", "no <feeds> here"])
def test_without_junk_nothing_is_noted(text: str) -> None:
    notes: list[str] = []
    mended_xml(text, notes)

    assert notes == []


def test_the_first_tag_must_stand_within_the_first_8000_characters() -> None:
    assert mended("x" * 7_995 + "<rss>") == "<rss>"
    assert mended("x" * 7_996 + "<rss>") == "x" * 7_996 + "<rss>"


@pytest.mark.parametrize(
    "before",
    [
        '<?xml version="1.0"?>',
        '<?xml version="1.0"?>\n<?xml version="1.0" encoding="utf-16"?>',
        '<?xml-stylesheet href="x.css"?>',
        "<!-- <rss> > -->",
        "<!---->",
        "<!DOCTYPE rss>",
        "<!doctype rss SYSTEM 'x.dtd'>",
        '<!DOCTYPE rss [<!ENTITY a "<b>[>">] >',
        '<!DOCTYPE[<!ENTITY a "b">]>',
        "<!DOCTYPE rss [ ]>\n<!-- x -->\n",
    ],
)
def test_what_stands_before_the_first_tag_goes(before: str) -> None:
    assert mended(f"{before}<rss>[>]></rss>").lstrip() == "<rss>[>]></rss>"


@pytest.mark.parametrize("cut", ["<?xml ", "<!-- <rss>", "<!DOCTYPE rss", "<!DOCTYPE rss [<!ENTITY a 'b'>"])
def test_a_prologue_that_never_ends_leaves_nothing(cut: str) -> None:
    assert mended(cut) == ""


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("&amp;&lt;&gt;&quot;&apos;", "&amp;&lt;&gt;&quot;&apos;"),
        ("&AMP;&LT;&GT;&QUOT;", "&AMP;&LT;&GT;&QUOT;"),
        ("&eacute;&hellip;", "é…"),
        ("&nosuchname;", "&amp;nosuchname;"),
        ("?a=1&b=2 & c", "?a=1&amp;b=2 &amp; c"),
        ("&#8217;&#x2019;&#X2019;", "&#8217;&#x2019;&#X2019;"),
        ("&#8217 &#x2019 x", "&#8217; &#x2019; x"),
    ],
)
def test_references_that_xml_does_not_know_are_resolved_or_escaped(written: str, shown: str) -> None:
    assert in_text(written) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (0x08, ""), (0x09, "&#9;"), (0x0A, "&#10;"), (0x1F, ""), (0x20, "&#32;"), (0x7E, "&#126;"), (0x7F, ""),
        (0x80, "€"), (0x81, ""), (0x92, "’"), (0x9F, "Ÿ"), (0xA0, "&#160;"),
        (0xD7FF, "&#55295;"), (0xD800, ""), (0xDFFF, ""), (0xE000, "&#57344;"), (0xFFFD, "&#65533;"), (0xFFFE, ""),
        (0x10FFFF, "&#1114111;"), (0x110000, ""),
    ],
)  # fmt: skip
def test_a_numbered_reference_names_a_character_or_nothing(code: int, shown: str) -> None:
    assert in_text(f"&#{code};") == shown
    assert in_text(f"&#x{code:x};") == (f"&#x{code:x};" if shown.startswith("&") else shown)


def test_cdata_stays_but_for_references_that_readers_stumble_over() -> None:
    assert in_text("<![CDATA[a & b &eacute; ]] ]>]]>") == "<![CDATA[a & b &eacute; ]] ]>]]>"
    assert in_text("<![CDATA[&#x110000;&#146;&#8217 & &eacute;]]>") == "<![CDATA[’&#8217; & &eacute;]]>"


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_text_that_was_encoded_twice_is_read_back(encoding: str) -> None:
    word = {"latin-1": "Fähre für alle – ja", "cp1252": "The ferry’s end"}[encoding]

    assert mended_words(word.encode().decode(encoding)) == word


@pytest.mark.parametrize(
    "honest", ["Ferry", "CAFÉ»", "Ça va, Ángel?", "ÃO e PÃO", "Журнал «Мир»", "naïve – café", "Â£ – Ж"]
)
def test_honest_text_is_not_read_back(honest: str) -> None:
    assert mended_words(honest) == honest


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<title>Tide 5 < 6 metres</title>", "<title>Tide 5 &lt; 6 metres</title>"),
        ("<title>a <5 b <= c</title>", "<title>a &lt;5 b &lt;= c</title>"),
        ("<p>a<\nb</p>", "<p>a&lt;\nb</p>"),
        ("<![CDATA[5 < 6]]> < 7", "<![CDATA[5 < 6]]> &lt; 7"),
        ("<a/><b:c x='1'/></d><!-- e --><?f?>", "<a/><b:c x='1'/></d><!-- e --><?f?>"),
    ],
)
def test_a_sign_that_begins_no_tag_is_text(text: str, read: str) -> None:
    assert in_text(text) == read
