from __future__ import annotations

import lxml.html
import pytest

from reader.extract.html.inline import Inline, letter, mend_drop_caps
from tests.support import cputime

BASE = "https://quay.example/a/"


def shown(html: str) -> list[str]:
    element = next(lxml.html.document_fromstring(f"<html><body><p>{html}</p></body></html>").iter("p"))
    parts: list[str | lxml.html.HtmlElement] = [element.text or ""]
    for child in element:
        parts += [child, child.tail or ""]
    return Inline(BASE).paragraphs(parts)


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("a <b>bold </b>b", "a **bold** b"),
        ("a <i><em>twice</em></i>", "a *twice*"),
        ("<s>gone</s> x", "~~gone~~ x"),
        ("a<b></b>b", "ab"),
        ("<b>one</b><b>two</b>", "**onetwo**"),
        ("<a href='b?utm_source=x'>link</a>", "[link](https://quay.example/a/b)"),
        ("<a href='#part'>link</a> <a href='javascript:x'>y</a>", "link y"),
        ("<a href=b>a <a href=c>b</a></a>", "[a](https://quay.example/a/b) [b](https://quay.example/a/c)"),
        ("<code> a`b </code>", "``a`b``"),
        ("<code>`</code>", "`` ` ``"),
        ("M<sup>me </sup>Lee", "Mme Lee"),
        ("M<sup>me\u00a0</sup>Lee", "Mme\u00a0Lee"),
        ("after the storm<span>By Ann Lee</span>", "after the storm By Ann Lee"),
        ("<b>What it cost</b>Twice as much", "**What it cost** Twice as much"),
        ("It opens.<a href=b>See the map</a>", "It opens. [See the map](https://quay.example/a/b)"),
        (
            "an i<b>Phone</b>, <b>Java</b>Script, Mc<i>Donald</i>, <i>You</i>Tube",
            "an i**Phone**, **Java**Script, Mc*Donald*, *You*Tube",
        ),
        ("the E<b>U Commission</b>, <b>pre war</b>time", "the E**U Commission**, **pre war**time"),
        (
            "a <abbr title='three hulls'>trimaran<span aria-hidden='true'>three hulls</span></abbr>.",
            "a trimaran.",
        ),
        ("<span aria-hidden='true'>seen</span>", "seen"),
        ("<q>said</q>", "\u201csaid\u201d"),
        ("1 * 2 [x] _y_", "1 * 2 [x] \\_y\\_"),
        ("so\u00adft <script>x</script><span hidden>y</span>z", "soft z"),
        ("<span>one</span><span>two</span>", "one two"),
        ("<span>T</span><span>he</span>", "The"),
        ("a<br>b", "a\\\nb"),
        ("H<sub>2</sub>O <math alttext='x^2'>y</math>", "H₂O x^2"),
        ("mc<sup><i>2</i></sup> T<sub> b </sub> 19<b>9</b><sup>th</sup>", "mc² T_b 19**9**th"),
        ("word<sup><a href='#n1'>1</a></sup>", "word¹"),
        ("word<sup><a href='/n1'>1</a></sup>", "word[1](https://quay.example/n1)"),
        ("x<sup><code>2</code></sup>", "x`2`"),
    ],
)
def test_inline_content_is_written_in_our_markdown(html: str, wanted: str) -> None:
    assert shown(html) == [wanted]


def test_a_line_in_italics_has_no_italics_within_and_keeps_its_links() -> None:
    element = lxml.html.fragment_fromstring("<p>Table <i>1</i>: <b>x</b> of<br><a href=/y>y</a></p>")
    inline = Inline(BASE)
    assert inline.italic([element]) == "*Table 1: **x** of [y](https://quay.example/y)*"
    assert inline.italic([]) == ""
    assert inline.line([element]) == "Table *1*: **x** of [y](https://quay.example/y)"


def test_two_line_breaks_part_paragraphs_and_emphasis_goes_on() -> None:
    assert shown("<b>a<br><br>b</b> c") == ["**a**", "**b** c"]
    assert shown("<br> <br>") == []


@pytest.mark.parametrize("between", ["", "<br>", "<br>y<br><br>"], ids=["alone", "a break", "breaks"])
def test_spaces_that_stay_take_no_time(between: str) -> None:
    spaces = "\xa0" * 200_000
    with cputime.within(5):
        made = shown(f"x{spaces}{between}{spaces}z")
    assert "".join(made).startswith("x")
    assert "".join(made).endswith("z")


def test_elements_beside_each_other_without_a_text_take_no_time() -> None:
    parts = [lxml.html.Element("a", href=f"/{number}") for number in range(20_000)]
    holder = lxml.html.Element("p")
    holder.extend(parts)
    parts[-1].text = "end"
    with cputime.within(5):
        (made,) = Inline(BASE).paragraphs(["start", *parts])
    assert made.startswith("start")
    assert "end" in made


def test_a_line_is_one_line() -> None:
    assert Inline(None).line(["a", lxml.html.fragment_fromstring("<br>"), "b"]) == "a b"


def test_marks_of_footnotes_are_written_where_their_note_is_there() -> None:
    known, lost = (lxml.html.fragment_fromstring("<sup>1</sup>") for _ in range(2))
    assert Inline(None, {known: "1", lost: ""}).line(["a", known, "b", lost]) == "a[^1]b"


@pytest.mark.parametrize(
    ("attributes", "wanted"),
    [
        ("alt='\U0001f600'", "\U0001f600"),
        ("alt=':-)' class=smiley", ":-)"),
        ("alt='x^2' class=latex", "x^2"),
        ("alt='A bridge'", ""),
        ("alt='\u6a4b'", ""),
        ("class=emoji", ""),
        ("alt='" + "x" * 201 + "' class=latex", ""),
    ],
)
def test_a_picture_within_a_line_may_be_a_letter(attributes: str, wanted: str) -> None:
    assert letter(lxml.html.fragment_fromstring(f"<img {attributes}>")) == wanted


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<span class=dropcap>N</span>\n a endlich", "Na endlich"),
        ("<span class=first-letter>N</span><span> a endlich</span>", "Na endlich"),
        ("<b class=drop-cap>T</b>he", "The"),
        ("<span class=dropcap>A</span> man", "A man"),
        ("<span class=caption>N</span> a", "N a"),
    ],
)
def test_a_drop_cap_is_the_first_letter_of_its_word(html: str, wanted: str) -> None:
    root = lxml.html.document_fromstring(f"<html><body><p>{html}</p></body></html>")
    mend_drop_caps(root)
    assert "".join(root.itertext()) == wanted


@pytest.mark.parametrize(
    "html",
    [
        "It was&nbsp; <a href='/x'> the mayor </a> who",
        "It was  <a href='/x'>the mayor</a> &nbsp;who",
        "It was <a href='/x'> the mayor</a>\n who",
    ],
)
def test_one_space_stands_before_and_behind_a_link(html: str) -> None:
    assert shown(html) == ["It was [the mayor](https://quay.example/x) who"]
