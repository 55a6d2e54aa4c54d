from __future__ import annotations

import html as entities

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.extract.fragment import fragment
from reader.markdown import dialect
from reader.model import Link, RelatedLink

BASE = "https://quay.example/2024/bridge"


def markdown(html: str) -> str:
    return fragment(html, BASE).markdown


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One<br><br>Two<br>three</div>", "One\n\nTwo\\\nthree"),
        ("<p>a <b>bold </b>word, <i>an</i> <em>other</em></p>", "a **bold** word, *an* *other*"),
        ("<p><b>a<br><br>b</b></p>", "**a**\n\n**b**"),
        ("<p><b>Note:</b>this</p>", "Note:this"),
        ("<p><b></b>x<i> </i>y</p>", "x y"),
        ("<p><b>a</b><b>b</b></p>", "**ab**"),
        ("<p><b>a</b><i>b</i></p>", "**a**b"),
        ("<p><b><strong>a</strong></b></p>", "**a**"),
        ("<p><s>old</s> new</p>", "~~old~~ new"),
        ("<p>use <code>a*b`c</code></p>", "use ``a*b`c``"),
        ('<p><a href="/x?utm_source=f&amp;id=1">go</a></p>', "[go](https://quay.example/x?id=1)"),
        ('<p><a href="/x"><b>go</b> [1]</a></p>', "[**go** \\[1\\]](https://quay.example/x)"),
        ('<p><a href="javascript:x()">go</a> <a href="#top">up</a> <a href="/y"></a></p>', "go up"),
        ('<p><a href="/x">one</a><a href="/y">two</a></p>', "[one](https://quay.example/x) [two](https://quay.example/y)"),
        ("<p><span>T</span><span>he</span></p>", "The"),
        ("<p>1. not a list, # no heading, *no* stars</p>", "1\\. not a list, # no heading, \\*no\\* stars"),
        ("<h1>Head</h1><h3><b>Sub</b></h3>", "## Head\n\n### Sub"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ('<ol start="3"><li>a</li><li><p>b</p><p>c</p></li></ol>', "3. a\n\n4. b\n\n   c"),
        ("<blockquote><p>a</p><blockquote>b</blockquote></blockquote>", "> a\n>\n> > b"),
        ("<pre>a\n  b</pre>", "```\na\n  b\n```"),
        ('<pre class="brush: js">x<br>y</pre>', "```js\nx\ny\n```"),
        ('<pre><span class="line">x</span><span class="line">y</span></pre>', "```\nx\ny\n```"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "**Term**\n\nMeaning"),
        ("<p>a</p><hr><p>b</p><hr>", "a\n\n---\n\nb"),
        ("<table><tr><td><p>Only</p><p>layout</p></td></tr></table>", "Only\n\nlayout"),
        ("<p>He said <q>no</q>.</p>", "He said “no”."),
        ("<p>smile <img class='wp-smiley' src='s.png' alt='🙂'></p>", "smile 🙂"),
        ("<p>x<script>alert(1)</script><style>b{}</style>y</p>", "xy"),
        ("<p hidden>no</p><p>yes</p>", "yes"),
        ("<p>soft\xadhyphen</p>", "softhyphen"),
    ],
)  # fmt: skip
def test_html_becomes_markdown(html: str, written: str) -> None:
    assert markdown(html) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Fish &amp; chips", "Fish & chips"),
        ("First\n\nSecond", "First\n\nSecond"),
        ("A line\nanother", "A line\\\nanother"),
        (("wrapped at some seventy characters as mail programs used to do it, and\n" * 2) + "ends", None),
        ("5 < 6 * 7", "5 < 6 * 7"),
        ("", ""),
    ],
)
def test_plain_text_is_taken_as_such(text: str, written: str | None) -> None:
    assert markdown(text) == (written if written is not None else " ".join(text.split()))


def test_links_are_given_once_and_related_ones_stand_apart() -> None:
    found = fragment(
        '<p>See <a href="/a">this</a> and <a href="/a">that</a>.</p>'
        '<p><b>Read also:</b> <a href="/b">The other bridge of the town</a></p>',
        BASE,
    )
    assert found.links == (Link("https://quay.example/a", "this"),)
    assert found.related == (RelatedLink("The other bridge of the town", "https://quay.example/b"),)
    assert found.text == "See this and that."


def test_tracking_pixels_leave_nothing() -> None:
    found = fragment(
        '<p>a</p><img src="https://t.example/p.gif" width="1" height="1"><img src="/spacer.gif">', BASE
    )
    assert (found.markdown, found.pictures) == ("a", ())


def test_an_entry_without_an_address_keeps_its_absolute_links() -> None:
    assert (
        fragment('<p><a href="/x">a</a> <a href="https://b.example/">b</a></p>').markdown
        == "a [b](https://b.example/)"
    )


TEXTS = st.text(st.sampled_from("ab .*_`~[]()!#>-+|\\&<1é漢\n"), max_size=40)


@settings(max_examples=150)
@given(TEXTS)
def test_text_in_a_paragraph_shows_as_itself(text: str) -> None:
    wanted = " ".join(text.split())
    found = fragment(f"<p>{entities.escape(text)}</p>")
    assert " ".join(found.text.split()) == wanted


INLINE = st.recursive(
    TEXTS.map(entities.escape),
    lambda inner: st.tuples(
        st.sampled_from(["b", "i", "s", "a href='https://x.example/'", "span"]), st.lists(inner, max_size=3)
    ).map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0].split()[0]}>"),
    max_leaves=6,
)


@settings(max_examples=150)
@given(INLINE)
def test_no_mark_of_the_markup_shows_in_the_text(html: str) -> None:
    shown = "".join(fragment(f"<p>x {html} y</p>").text.split())
    # What shows without any markup is the yardstick.
    plain = fragment("<p>x " + _untagged(html) + " y</p>")
    assert shown == "".join(plain.text.split())


def _untagged(html: str) -> str:
    import re

    return re.sub(r"</?(?:b|i|s|span|a)(?: [^>]*)?>", "", html)


@settings(max_examples=100)
@given(st.text(st.sampled_from("<>/=\"'& \n#x27;abdivphultrimg\x1b\x00"), max_size=200))
def test_no_input_raises_or_leaves_control_characters(html: str) -> None:
    found = fragment(html, BASE)
    assert not [char for char in found.markdown + found.text if ord(char) < 32 and char not in "\n\t"]
    assert found.text == dialect.plain(found.markdown)


def test_nesting_without_end_keeps_its_text() -> None:
    assert fragment("<blockquote>" * 50_000 + "deep").text == "deep"
    assert fragment("<b>" * 3_000 + "deep").text == "deep"


@pytest.mark.parametrize("before", ["Look!", "Look !", "!", r"\!", r"a \\!"])
def test_an_exclamation_mark_before_a_link_makes_no_picture(before: str) -> None:
    found = fragment(f"<p>x {before}<a href='https://x.example/'>here</a> y</p>")
    assert found.text == f"x {before}here y"
    assert (found.pictures, len(found.links)) == ((), 1)
