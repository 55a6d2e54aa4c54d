from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from reader.export.markdown_file import MarkdownFile
from reader.export.presets import PRESETS, known_tags
from reader.extract.files.text_file import markdown_file, text_file
from reader.model import Article, Content, Embed, KeptOutput, Picture, RelatedLink
from reader.text import clean
from reader.text.fold import fold

PRINTED = """

Harbour bridge opens

By [Mira Olden and Tom Vance for NDP](#)

May 03, 2024


Ana Reyes / NDP

The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross the

bridge that the town had waited for.

Embed:

Первые на мосту! pic.twitter.com/Ab1

— Причал (@prichal) [May 3, 2024](#)

It cost twice what was planned, as [the auditors](https://quay.example/audit) found last year.

Tolls from autumn

Cars will pay two crowns a crossing from October on, while buses and bicycles go free.

Related article: [Who will pay the tolls](#)

The ferry makes its last trip on Sunday at noon.

Original url:

<https://quay.example/2024/bridge?utm_source=print>
"""


def test_a_print_view_is_read_whole() -> None:
    found = text_file(PRINTED, "bridge.txt")
    assert (found.title, found.authors, found.agency, found.day) == (
        "Harbour bridge opens",
        ("Mira Olden", "Tom Vance"),
        "NDP",
        "2024-05-03",
    )
    assert (found.url, found.publication, found.text_origin) == (
        "https://quay.example/2024/bridge",
        None,
        "file",
    )
    assert found.pictures == (Picture(credit="Ana Reyes / NDP"),)
    assert found.embeds == (
        Embed("tweet", "Первые на мосту! pic.twitter.com/Ab1", "Причал", "@prichal", None, "2024-05-03"),
    )
    assert found.related == (RelatedLink("Who will pay the tolls"),)
    assert [link.url for link in found.links] == ["https://quay.example/audit"]


def test_headings_are_found_and_broken_paragraphs_joined() -> None:
    found = text_file(PRINTED, "bridge.txt")
    assert "\n\n## Tolls from autumn\n\n" in found.markdown
    assert "cross the bridge that the town" in found.text
    for gone in ("Embed:", "Related article", "Original url", "(#)", "May 03", "Who will pay"):
        assert gone not in found.text


def test_text_without_such_marks_is_headline_and_paragraphs() -> None:
    found = text_file("A walk\n\nIt rained.\n\nThen it did not: 5 * 6 = 30.\n\n- one\n- two", "x.txt")
    assert (found.title, found.text) == ("A walk", "It rained.\n\nThen it did not: 5 * 6 = 30.\n\none\ntwo")


def test_a_text_without_a_headline_is_named_by_its_file() -> None:
    found = text_file("It rained, and then it did not.", "notes/rainy_day.txt")
    assert (found.title, found.text) == ("rainy day", "It rained, and then it did not.")


def test_an_empty_text_says_so() -> None:
    assert text_file(" \n", "x.txt").text_state == "none"


ARTICLE = Article(
    id=1,
    uid="abcdefghijklmnop",
    title='The "bridge": \\ 9 years # later',
    fetched=datetime(2024, 5, 4, tzinfo=UTC),
    url="https://quay.example/2024/bridge",
    authors=("Mira Olden", "O'Neil, Tom"),
    agency="NDP",
    publication="The Quay: Courier",
    day="2024-05-03",
    description="Open 'at last'",
    tags=("town/bridge",),
)
CONTENT = Content(
    markdown="Body.\n\n## Notes\n\nA section of the article.",
    text="Body.\n\nNotes\n\nA section of the article.",
    related=(RelatedLink("Who [really] pays", "https://quay.example/tolls"), RelatedLink("No address")),
    highlights=("Body.",),
    notes=("mine\nof two lines",),
    outputs=(KeptOutput("Summary", "brief", "# Short\n\nIt is.", datetime(2026, 11, 29, tzinfo=UTC)),),
)


def test_our_own_export_comes_back_as_the_article_it_was() -> None:
    found = markdown_file(MarkdownFile().render(ARTICLE, CONTENT), "2024-05-03-bridge.md")
    for name in ("title", "uid", "url", "authors", "agency", "publication", "day", "description", "tags"):
        assert getattr(found, name) == getattr(ARTICLE, name)
    assert (found.markdown, found.text, found.related) == (CONTENT.markdown, CONTENT.text, CONTENT.related)


WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
LINE = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@given(st.sampled_from([*PRESETS]), LINE, st.lists(LINE, max_size=2), st.lists(LINE, max_size=3), LINE)
@example("pandoc", "1. *a* [b] $c$ \\d", ["@Jo"], ["C++", "two words", "1984"], "# no")
@example("logseq", '"q" [[a]] #b', ["Ann, [Lee]"], ["a, b"], "true")
@example("plain", "0", [], ["#:"], "0")
def test_every_preset_reads_back(
    preset: str, title: str, authors: list[str], tags: list[str], said: str
) -> None:
    title, said = clean.line(title), clean.line(said)
    tags = [kept for tag in tags if (kept := tag.lstrip("#").strip("/ "))]  # as the library keeps them
    article = replace(ARTICLE, title=title, authors=tuple(authors), tags=tuple(tags), description=said)
    content = replace(CONTENT, note_paths=(("https://quay.example/tolls", "../who pays.md"),))
    found = markdown_file(MarkdownFile(PRESETS[preset]).render(article, content), "x.md")
    for name in ("uid", "url", "agency", "publication", "day", "title", "description"):
        assert getattr(found, name) == getattr(article, name)
    assert (found.text.split(), found.highlights) == (CONTENT.text.split(), CONTENT.highlights)
    assert (found.notes, found.related) == (CONTENT.notes, CONTENT.related)
    if preset == "logseq":  # a page's name has no brackets
        authors = [" ".join(re.sub(r"[][<>]", " ", name).split()) for name in authors]
    assert found.authors == tuple(filter(None, map(clean.line, authors)))
    known = known_tags(tags)
    written = {PRESETS[preset].tag(tag) for tag in tags} - {"", "clippings"}
    assert {known.get(fold(tag)) for tag in found.tags} <= {*tags}
    assert preset == "plain" or len(found.tags) == len({line for tag in written if (line := clean.line(tag))})


def test_names_that_the_reader_chose_are_read() -> None:
    preset = PRESETS["obsidian"].renamed({"title": "Headline", "broadsheet": "id", "tags": "topics"})
    text = MarkdownFile(preset).render(ARTICLE, CONTENT)
    found = markdown_file(text, "x.md", {"Headline": "title", "id": "broadsheet", "topics": "tags"})
    assert (found.title, found.uid, found.tags) == (ARTICLE.title, ARTICLE.uid, ARTICLE.tags)


def test_a_clipped_note_is_read() -> None:
    found = markdown_file(
        "---\ntitle: A walk\nsource: https://b.example/walk?utm_source=x\nauthor:\n  - '[[Jane Roe]]'\n"
        'published: 2024-05-03\ntags: [clippings, "out doors"]\n---\n# A walk\n\nIt [rained](https://c.example/).\n',
        "walk.md",
    )
    assert (found.title, found.url, found.authors, found.day) == (
        "A walk",
        "https://b.example/walk",
        ("Jane Roe",),
        "2024-05-03",
    )
    assert (found.tags, found.text, found.markdown) == (
        ("out doors",),
        "It rained.",
        "It [rained](https://c.example/).",
    )


def test_markdown_without_front_matter_takes_its_heading_for_title() -> None:
    found = markdown_file("# A *walk*\n\nIt rained.\n\n## Notes\n\n- stays\n", "x.md")
    assert (found.title, found.markdown) == ("A walk", "It rained.\n\n## Notes\n\n- stays")


def test_hostile_front_matter_is_harmless() -> None:
    found = markdown_file(
        '---\ntitle: "a\\u001b[31mb"\nsource: javascript:x()\nauthor: {a: [b\n---\nText\x1b[0m', "x.md"
    )
    assert (found.title, found.url, found.text) == ("a[31mb", None, "Text[0m")
