"""The text of an exported article."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.export.markdown_file import FORMAT, MarkdownFile, harmless
from reader.export.presets import PRESETS
from reader.markdown import dialect
from reader.model import Article, Content, KeptOutput, RelatedLink
from tests.export.articles import ARTICLE, CONTENT

TAGGED = replace(ARTICLE, tags=("two words", "1984"))
WITH_NOTE = replace(
    CONTENT,
    highlights=("One line\n\nand more",),
    note_paths=(("https://valley.example/2024/04/tolls", "tolls.md"),),
)


def body(content: Content) -> str:
    return MarkdownFile().render(ARTICLE, content).split("\n---\n", 1)[1].removeprefix("\n")


def test_everything_of_a_news_article_is_in_its_file() -> None:
    text = MarkdownFile().render(ARTICLE, CONTENT)
    for part in (
        'title: "Two Mayors Meet as Tolls Rise"',
        'source: "https://valley.example/2024/05/two-mayors"',
        '  - "Ann Lee"\n  - "Bo Chen"',
        'agency: "WIRE"',
        'publication: "The Valley Post"',
        "\n\n(Cy Drew / WIRE)\n\n",
        "> We met. More soon.\n>\n> — Town Hall (@townhall), [2024-05-06](https://x.com/townhall/status/1)\n",
        "\n\n## What comes next\n\n",
        "\n\n**Related:** [Tolls Rise Again](https://valley.example/2024/04/tolls)\n\n",
        "\n\n## Related\n\n- [Tolls Rise Again](https://valley.example/2024/04/tolls)\n",
    ):
        assert part in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_obsidian_gets_callouts_tags_that_it_takes_and_links_to_notes() -> None:
    text = MarkdownFile(PRESETS["obsidian"]).render(TAGGED, WITH_NOTE)
    assert (
        '\ntags:\n  - "clippings"\n  - "two-words"\n  - "_1984"\nbroadsheet: "abcdefghijklmn23"\n---\n'
        in text
    )
    assert "\n## Highlights\n\n> [!quote]\n> One line\n>\n> and more\n\n## Related\n\n" in text
    assert text.endswith(
        "- [[tolls|Tolls Rise Again]] ([valley.example](https://valley.example/2024/04/tolls))\n"
    )


def test_logseq_gets_a_page() -> None:
    text = MarkdownFile(PRESETS["logseq"]).render(TAGGED, WITH_NOTE)
    assert text.startswith("""headline:: Two Mayors Meet as Tolls Rise
source:: https://valley.example/2024/05/two-mayors
author:: [[Ann Lee]], [[Bo Chen]]
agency:: WIRE
publication:: The Valley Post
published:: 2024-05-06
created:: 2024-05-07
description:: "They met: "for once"."
tags:: clippings, two words, 1984
broadsheet:: abcdefghijklmn23

- (Cy Drew / WIRE)
- The mayors of two towns met on Monday.
""")
    assert text.endswith("""- ## Highlights
- > One line
  >
  > and more
- ## Related
\t- [Tolls Rise Again]([[tolls]]) ([valley.example](https://valley.example/2024/04/tolls))
""")


def test_pandoc_gets_the_names_that_it_knows_and_texts_that_it_reads_right() -> None:
    text = MarkdownFile(PRESETS["pandoc"]).render(replace(TAGGED, title="*Two* $5"), WITH_NOTE)
    assert text.startswith('---\ntitle: "\\\\*Two\\\\* \\\\$5"\n')
    for part in (
        "\ndate: 2024-05-06\n",
        "\nabstract: ",
        '\nkeywords:\n  - "clippings"\n  - "two words"\n  - "1984"\n',
    ):
        assert part in text
    assert text.endswith(
        "- [Tolls Rise Again](tolls.md) ([valley.example](https://valley.example/2024/04/tolls))\n"
    )


def test_properties_can_have_other_names_or_be_left_out() -> None:
    form = MarkdownFile(PRESETS["plain"].renamed({"published": "date", "agency": "", "broadsheet": "id"}))
    text = form.render(ARTICLE, CONTENT)
    assert ("\ndate: 2024-05-06\n" in text, "WIRE" in text.split("\n---\n")[0]) == (True, False)
    assert form.uid(text) == form.uid(MarkdownFile().render(ARTICLE, CONTENT)) == ARTICLE.uid
    assert MarkdownFile().uid(text) is None
    page = MarkdownFile(PRESETS["logseq"]).render(ARTICLE, CONTENT)
    assert form.uid(page) == ARTICLE.uid, "whatever preset it is of"


def test_the_body_comes_back_as_it_was() -> None:
    read = dialect.contents(body(dataclasses.replace(CONTENT, related=())))
    assert (read.text, read.pictures, read.embeds) == (CONTENT.text, CONTENT.pictures, CONTENT.embeds)


def test_the_readers_own_words_come_after_the_body() -> None:
    content = Content(
        text="Body.",
        highlights=("A <b>line</b>\n\nand more", "Another"),
        notes=("Ask Ann\n- about *tolls*", "Second"),
        related=(RelatedLink("Old [story]"),),
    )
    assert body(content) == (
        "Body.\n\n"
        "## Highlights\n\n> A \\<b>line\\</b>\n>\n> and more\n\n> Another\n\n"
        "## Notes\n\n- Ask Ann\\\n  \\- about \\*tolls\\*\n- Second\n\n"
        "## Related\n\n- Old [story]\n".replace("[story]", "[story\\]")
    )


def test_sections_without_words_are_left_out() -> None:
    assert body(Content(markdown="*Body.*")) == "*Body.*\n"
    assert body(Content(text="Body.", notes=(" ",), highlights=("",))) == "Body.\n"


def test_an_article_without_text_is_its_front_matter() -> None:
    assert MarkdownFile().render(ARTICLE, Content()).endswith('broadsheet: "abcdefghijklmn23"\n---\n')


@pytest.mark.parametrize(
    "imported",
    [
        "Hi <script>alert(1)</script>",
        "<div onclick=x>\n\ntext\n\n</div>",
        "[a](javascript:alert(1))",
        "![a](data:text/html;base64,AA)",
        "[a]\n\n[a]: vbscript:x",
        "<javascript:alert(1)>",
        "a\\\\<img src=x onerror=y>",
        ">" * 100 + " <script>x</script>",
        "[^1]\n\n[^1]: <script>x</script>",
        "[a](java&#115;cript:x)",
    ],
)
def test_nothing_of_an_imported_text_is_active(imported: str) -> None:
    html = MarkdownIt("commonmark", {"html": True, "maxNesting": 1000}).render(harmless(imported))
    assert not any(
        sign in html for sign in ("<script", "<img", "<div", 'href="java', 'href="vb', 'src="data')
    )


@given(
    st.lists(
        st.sampled_from(
            [
                "<b>",
                "<!--",
                "`",
                "\\",
                "\n",
                "\n\n",
                "x",
                "](",
                "[",
                ")",
                "> ",
                "    ",
                "data:",
                "```",
                "https://a.org/",
                "vbscript:x",
            ]
        ),
        max_size=12,
    )
)
def test_a_text_made_harmless_stays_as_it_is_from_then_on(pieces: list[str]) -> None:
    once = harmless("".join(pieces))
    assert harmless(once) == once
    parser = MarkdownIt("commonmark", {"html": True})
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    html = parser.render(once)
    assert not any(sign in html for sign in ("<b>", 'href="vb', 'href="data', 'src="vb', 'src="data'))


def test_what_we_wrote_ourselves_is_left_alone() -> None:
    assert harmless(CONTENT.markdown) == CONTENT.markdown
    assert harmless("See <https://a.org/> and `<b>`.") == "See <https://a.org/> and `<b>`."


def test_credentials_in_links_are_left_out() -> None:
    assert harmless("[a](https://ann:pw@a.org/x@y)") == "[a](https://a.org/x@y)"


MADE = datetime(2026, 11, 29, tzinfo=UTC)


def test_kept_outputs_stand_below_the_body_and_nothing_in_them_is_active() -> None:
    output = KeptOutput("Summary", "brief", "A <script>x</script>\n\n# Notes", MADE)
    text = body(Content(text="Body.", notes=("Mine",), highlights=("Line",), outputs=(output,)))
    assert text == (
        "Body.\n\n## Summary\n\n*Output of brief, 2026-11-29*\n\nA \\<script>x\\</script>\n\n### Notes\n\n"
        "## Highlights\n\n> Line\n\n## Notes\n\n- Mine\n"
    )
    active = dataclasses.replace(output, markdown="[b](javascript:c)")
    assert body(Content(text="Body.", outputs=(active,))).endswith("-29*\n\nb\n")


FULL = replace(
    WITH_NOTE,
    notes=("A thought", "Another\n\nin two paragraphs"),
    outputs=(KeptOutput("Summary", "brief", "Short <b>and</b> clear.", datetime(2024, 5, 8, tzinfo=UTC)),),
    markdown=f"{CONTENT.markdown}\n\n<script>no</script> [a](javascript:1)",
)


def test_a_form_that_changes_has_another_number() -> None:
    """Where this fails because files are to look otherwise now, raise FORMAT and put in the new hash."""
    texts = [MarkdownFile(preset).render(TAGGED, FULL) for preset in PRESETS.values()]
    found = hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
    assert (FORMAT, found) == (1, "bd64f8b3bd984e5e")


@pytest.mark.parametrize("preset", PRESETS)
def test_what_changes_the_text_changes_the_fingerprint(preset: str) -> None:
    """Each field of an article and its content by itself; that of one without Markdown, too."""
    form = MarkdownFile(PRESETS[preset])
    bare = replace(FULL, markdown="")
    others: list[tuple[Article, Content]] = [(TAGGED, bare), (TAGGED, replace(bare, text="Other."))]
    for field in dataclasses.fields(Article):
        others += [
            (replace(TAGGED, **{field.name: value}), FULL) for value in _others(getattr(TAGGED, field.name))
        ]
    for field in dataclasses.fields(Content):
        others += [
            (TAGGED, replace(FULL, **{field.name: value})) for value in _others(getattr(FULL, field.name))
        ]
    known = {form.fingerprint(TAGGED, FULL): form.render(TAGGED, FULL)}
    changed = 0
    for article, content in others:
        text = form.render(article, content)
        changed += text not in known.values()
        assert known.setdefault(form.fingerprint(article, content), text) == text
    assert changed > 15


def _others(value: Any) -> list[Any]:
    """Other values of its type."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, datetime):
        return [value.replace(year=2023)]
    if isinstance(value, tuple):
        return (
            [value[:-1], value[::-1]] if value and not isinstance(value[0], str) else [(*value, "more"), ()]
        )
    return ["other"] if isinstance(value, str) or value is None else []


def test_presets_and_names_of_properties_have_fingerprints_of_their_own() -> None:
    forms = [
        *PRESETS.values(),
        PRESETS["plain"].renamed({"published": "date"}),
        PRESETS["plain"].renamed({"agency": ""}),
    ]
    assert len({MarkdownFile(preset).fingerprint(TAGGED, FULL) for preset in forms}) == len(forms)
