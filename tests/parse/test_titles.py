from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.parse.entries import title_text
from tests.parse.rss import entry, item


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ferry &amp; bridge", "Ferry & bridge"),
        ("Ferry &amp;amp; bridge", "Ferry & bridge"),
        ("<![CDATA[Ferry &#8217;s &nbsp;end]]>", "Ferry ’s end"),
        ("&lt;em&gt;Ferry&lt;/em&gt; sails", "Ferry sails"),
        ("<![CDATA[<b>Ferry</b><br/>sails]]>", "Ferry sails"),
        ("Why &lt;b&gt; is not &lt;strong&gt;", "Why <b> is not <strong>"),
        ("&lt;script&gt;x&lt;/script&gt; explained", "<script>x</script> explained"),
        ("a &lt; b and [b] and *b*", "a < b and [b] and *b*"),
        ("Vec&lt;T&gt; in Rust", "Vec<T> in Rust"),
        ("[/] and [link=file:///etc]", "[/] and [link=file:///etc]"),
        ("  Ferry\n\t sails ", "Ferry sails"),
    ],
)
def test_a_title_of_rss_is_plain_text(written: str, shown: str) -> None:
    assert item(f"<title>{written}</title>").title == shown


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("<title>&lt;b&gt;Ferry&lt;/b&gt; sails</title>", "<b>Ferry</b> sails"),
        ('<title type="text">Ferry &amp;amp; bridge</title>', "Ferry &amp; bridge"),
        ('<title type="html">&lt;b&gt;Ferry&lt;/b&gt; &amp;amp; bridge</title>', "Ferry & bridge"),
        (
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Ferry <b>sails</b></div></title>',
            "Ferry sails",
        ),
    ],
)
def test_a_title_of_atom_is_what_its_type_says(tag: str, shown: str) -> None:
    assert entry(tag).title == shown


def test_the_types_of_titles_may_differ_within_a_feed() -> None:
    assert entry('<title type="html">&lt;i&gt;A&lt;/i&gt;</title>').title == "A"
    assert entry('<title type="text">&lt;i&gt;A&lt;/i&gt;</title>').title == "<i>A</i>"


def test_tags_within_a_title_are_no_reason_to_lose_its_words() -> None:
    assert item("<title>Ferry <em>sails</em> again</title>").title == "Ferry sails again"


def test_an_entry_without_a_title_is_called_by_its_first_words() -> None:
    found = item(f"<description>&lt;p&gt;{'The ferry sails again. ' * 20}&lt;/p&gt;</description>")

    assert found.title.startswith("The ferry sails again. The ferry")
    assert found.title.endswith("…")
    assert len(found.title) <= 91


def test_an_entry_without_title_and_text_is_called_by_its_address() -> None:
    assert item("<link>https://harbour.example/1</link>").title == "https://harbour.example/1"


def test_text_that_was_encoded_twice_is_read_back() -> None:
    assert title_text("Fähre für alle".encode().decode("latin-1"), "unsaid") == "Fähre für alle"
    assert title_text("The ferry’s end".encode().decode("cp1252"), "unsaid") == "The ferry’s end"


@pytest.mark.parametrize("honest", ["CAFÉ»", "Ça va, Ángel?", "ÃO e PÃO", "Журнал «Мир»", "naïve – café"])
def test_honest_text_is_not_read_back(honest: str) -> None:
    assert title_text(honest, "text") == honest


@settings(max_examples=60)
@given(st.text(max_size=80), st.sampled_from(["text", "html", "unsaid", "json"]))
def test_a_title_is_one_clean_line(text: str, kind: str) -> None:
    shown = title_text(text, kind)  # type: ignore[arg-type]

    assert shown == " ".join(shown.split())
    assert not any(char < " " or "\x7f" <= char <= "\x9f" for char in shown)
