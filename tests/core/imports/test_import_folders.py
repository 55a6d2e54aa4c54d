"""Folders come over: Markdown clippings, our own exports, Omnivore's export."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reader.core import export
from reader.core.events import Progress
from reader.core.imports import import_file, markdown_files
from reader.core.sandbox.process import ChildProcess
from reader.errors import FileError, ParseError
from reader.model import Draft, RelatedLink
from tests.support import near
from tests.support.papers import PROSE, SENTENCES
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from pathlib import Path

    from reader.core.events import Event
    from reader.core.session import Session
    from reader.model import Article

CLIPPED = f"""---
title: "The lighthouse: painted again"
source: "https://pier.example/lighthouse"
author:
  - "[[Ann Keel]]"
published: 2024-01-31
created: 2024-02-01
description: "It was painted."
tags:
  - "clippings"
  - "sea"
---
{SENTENCES[0]}

> {SENTENCES[1]}
"""


@pytest.fixture(autouse=True)
def _near_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChildProcess, "ask", near.ask)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "notes"
    found.mkdir()
    return found


def articles(session: Session) -> list[Article]:
    return session.library.articles.many(list(range(1, 50)))


def test_a_clipping_is_an_article_with_all_that_it_says(tmp_path: Path, folder: Path) -> None:
    (folder / "lighthouse.md").write_text(CLIPPED)
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, folder)
        (article,) = articles(opened)
        assert opened.library.articles.content(article.id).text == f"{SENTENCES[0]}\n\n{SENTENCES[1]}"
    assert (imported.kind, str(imported)) == ("clippings", "1 article imported")
    assert (article.title, article.url) == (
        "The lighthouse: painted again",
        "https://pier.example/lighthouse",
    )
    assert (article.authors, article.day, article.tags) == (("Ann Keel",), "2024-01-31", ("sea",))
    assert (article.read, article.bookmarked, article.text_state) == (False, False, "full")
    assert f"{article.fetched:%Y-%m-%d}" == "2024-02-01"


def test_again_nothing_comes_twice_and_an_edit_is_taken(tmp_path: Path, folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "lighthouse.md").write_text(CLIPPED)
    (folder / "deep" / "note.md").write_text(f"# A note\n\n{SENTENCES[2]}\n")
    with session(tmp_path) as opened:
        import_file.import_file(opened, folder)
        again = import_file.import_file(opened, folder)
        (folder / "lighthouse.md").write_text(CLIPPED.replace(SENTENCES[1], SENTENCES[3]))
        edited = import_file.import_file(opened, folder)
        assert [article.title for article in articles(opened)] == ["The lighthouse: painted again", "A note"]
        text = opened.library.articles.content(1).text
    assert (again.new, again.updated, again.same) == (0, 0, 2)
    assert (edited.new, edited.updated, edited.same) == (0, 1, 1)
    assert SENTENCES[3] in text


def saved(session: Session) -> list[int]:
    """A whole article of a page, a teaser of a feed, one without an address, one whose original is elsewhere."""
    drafts = [
        Draft(
            title="Whole",
            url="https://pier.example/1",
            markdown=PROSE,
            text=PROSE,
            tags=("sea/ferry",),
            related=(RelatedLink("Elsewhere", "https://pier.example/9"),),
        ),
        Draft(
            title="Teaser",
            url="https://pier.example/2",
            markdown=SENTENCES[1],
            text=SENTENCES[1],
            text_origin="feed",
            text_state="teaser",
            reason="The feed has only a summary.",
        ),
        Draft(title="Note", markdown=SENTENCES[2], text=SENTENCES[2], text_origin="file"),
        Draft(
            title="Copied",
            url="https://pier.example/4",
            canonical="https://agency.example/4",
            markdown=SENTENCES[3],
            text=SENTENCES[3],
        ),
    ]
    at = NOW - timedelta(days=30)
    return [session.library.articles.save(draft, now=at).id for draft in drafts]


def test_our_own_exports_find_their_articles_and_change_nothing(tmp_path: Path, folder: Path) -> None:
    with session(tmp_path) as opened:
        export.export(opened, saved(opened), folder)
        before = articles(opened)
        imported = import_file.import_file(opened, folder)
        assert articles(opened) == before
    assert (imported.new, imported.updated, imported.same) == (0, 0, 4)


def test_an_export_that_the_reader_edited_is_still_its_article(tmp_path: Path, folder: Path) -> None:
    with session(tmp_path) as opened:
        export.export(opened, saved(opened), folder)
        for path in folder.iterdir():
            path.write_text(path.read_text().replace("clippings", "mine") + "\nAnd I was there.\n")
        imported = import_file.import_file(opened, folder)
        found = {
            article.title: opened.library.articles.content(article.id).text for article in articles(opened)
        }
    assert imported.new == 0
    assert "And I was there." in found["Note"]
    assert len(found) == 4


def test_exports_come_back_into_an_empty_library_as_they_were(tmp_path: Path, folder: Path) -> None:
    with session(tmp_path) as opened:
        export.export(opened, saved(opened), folder)
    with session(tmp_path / "other") as other:
        import_file.import_file(other, folder)
        export.export(other, [article.id for article in articles(other)], tmp_path / "again")
        tags = {article.title: article.tags for article in articles(other)}
    assert tags["Whole"] == ("sea/ferry",)
    before, after = (
        {path.name: path.read_text() for path in place.iterdir()} for place in (folder, tmp_path / "again")
    )
    assert after == before


def test_a_uid_in_a_file_leads_to_no_article_with_another_address(tmp_path: Path, folder: Path) -> None:
    with session(tmp_path) as opened:
        saved(opened)
        uids = {article.title: article.uid for article in articles(opened)}
        for number, uid in enumerate([uids["Whole"], uids["Note"], "1"]):
            head = f'---\ntitle: "False {number}"\nsource: "https://evil.example/{number}"\nbroadsheet: "{uid}"\n---\n'
            (folder / f"{number}.md").write_text(f"{head}Other words, number {number}.\n")
        (folder / "x.md").write_text(
            f'---\ntitle: "False x"\nbroadsheet: "{uids["Whole"]}"\n---\nOther words.\n'
        )
        assert import_file.import_file(opened, folder).new == 4
        assert {article.title for article in articles(opened)} >= {"Whole", "Note"}


def test_bad_files_are_named_and_the_good_ones_kept(tmp_path: Path, folder: Path) -> None:
    (folder / "a.md").write_text(CLIPPED)
    (folder / "empty.md").write_text("")
    (folder / "head.md").write_text("---\ntitle: Nothing\n---\n")
    (folder / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (folder / "link.md").symlink_to(folder / "a.md")
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, folder)
    assert (imported.new, sorted(imported.skipped)) == (
        1,
        [
            "empty.md: no article: it is empty",
            "head.md: contains neither text nor an address",
            "link.md: a link, which is not followed",
            "picture.md: no article: it is neither text nor a page",
        ],
    )


def test_a_clipping_without_a_text_waits_for_its_page(tmp_path: Path, folder: Path) -> None:
    (folder / "a.md").write_text('---\ntitle: Film\nsource: "https://pier.example/film"\n---\n')
    with session(tmp_path) as opened:
        import_file.import_file(opened, folder)
        assert articles(opened)[0].text_state == "pending"


def test_a_folder_without_anything_known_says_so(tmp_path: Path, folder: Path) -> None:
    (folder / "a.png").write_bytes(b"\x89PNG\r\n")
    with session(tmp_path) as opened, pytest.raises(ParseError, match="nothing to import"):
        import_file.import_file(opened, folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_says_so(tmp_path: Path, folder: Path) -> None:
    folder.chmod(0)
    with session(tmp_path) as opened, pytest.raises(FileError, match="cannot be read"):
        import_file.import_file(opened, folder)


def test_a_large_folder_tells_how_far_it_is(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown_files, "BATCH", 10)
    for number in range(25):
        (folder / f"{number}.md").write_text(f"# Note {number}\n\nIts text, number {number}.\n")
    told: list[Event] = []
    with session(tmp_path) as opened:
        import_file.import_file(opened, folder, told.append)
    steps = [(e.done, e.total) for e in told if isinstance(e, Progress) and e.job == "importing"]
    assert steps == [(10, 25), (20, 25), (25, 25)]


def omnivore(folder: Path, name: str, *items: dict[str, Any]) -> None:
    (folder / name).write_text(json.dumps(items))


def test_omnivores_folder_comes_with_its_texts(tmp_path: Path, folder: Path) -> None:
    (folder / "content").mkdir()
    (folder / "content" / "lamp.html").write_text(f"<html><body><h1>Lamp</h1><p>{PROSE}</p></body></html>")
    (folder / "highlights").mkdir()
    (folder / "highlights" / "lamp.md").write_text("> It burns")
    first = {"slug": "lamp", "title": "Lamp", "url": "https://pier.example/1", "state": "Archived"}
    omnivore(folder, "metadata_0_to_19.json", first, {"slug": "x", "title": "No address"})
    omnivore(
        folder,
        "metadata_20_to_39.json",
        {"slug": "stairs", "title": "Stairs", "url": "https://pier.example/2"},
    )
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, folder)
        first_article, second = articles(opened)
        assert import_file.import_file(opened, folder).same == 2
    assert (imported.kind, imported.new) == ("omnivore", 2)
    assert imported.skipped == ["metadata_0_to_19.json, item 2: no address"]
    assert (first_article.text_state, first_article.read, second.text_state) == ("full", True, "pending")
