"""A folder of Markdown files comes into the library, also one of our own exports."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import TYPE_CHECKING

import pytest

from reader.core import export
from reader.core.add import add
from reader.core.events import Progress
from reader.core.imports import markdown_files
from reader.core.imports.result import Imported
from reader.core.sandbox.process import ChildProcess
from reader.errors import ParseError
from reader.export.presets import PRESETS
from reader.importers.items import PENDING
from reader.model import Draft, RelatedLink
from tests.support import near
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.events import Event
    from reader.core.session import Session


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(ChildProcess, "ask", near.ask)
    monkeypatch.setattr(ChildProcess, "start", near.start)
    with session(tmp_path) as opened:
        yield opened


def take(library: Session, folder: Path) -> tuple[Imported, list[Event]]:
    imported, events = Imported(str(folder), "clippings"), list["Event"]()
    asyncio.run(markdown_files.take(library, imported, folder, events.append))
    return imported, events


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text)
    return folder


@pytest.mark.parametrize("preset", PRESETS)
def test_exports_of_every_preset_are_the_articles_that_they_were(
    preset: str, library: Session, tmp_path: Path
) -> None:
    library.places.config.mkdir(parents=True)
    (library.places.config / "config.toml").write_text(
        f'[export]\npreset = "{preset}"\nindex = true\nproperties = {{ broadsheet = "id", title = "name" }}\n'
    )
    related = (RelatedLink("A pier", "https://quay.example/pier"),)
    for title in ("A *lamp*: [one]", "A pier"):
        url = f"https://quay.example/{title[2:6]}"
        draft = Draft(title=title, url=url, text="It stands.", markdown="It stands.", related=related)
        saved = library.library.articles.save(draft, now=NOW)
        library.library.tags.change([saved.id], ["two words", "C++", "1984"], [], NOW)
    before = library.library.articles.many([1, 2])
    export.export(library, [1, 2], tmp_path / "out")
    imported, _ = take(library, tmp_path / "out")
    assert (imported.new, imported.updated, len(imported.skipped)) == (0, 0, 0)
    assert library.library.articles.many([1, 2]) == before


def test_each_file_is_an_article_and_the_others_are_named(
    library: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown_files, "BATCH", 3)
    folder = write(
        tmp_path / "notes",
        a="# Lamp lit\n\nIt burns.\n",
        b="---\ntitle: Stairs\nsource: https://pier.example/2\n---\n",
        c="---\ntitle: Nothing\n---\n",
        d="\0\0\0",
        e="# Pier\n\nIt stands.\n",
    )
    imported, events = take(library, folder)
    assert (imported.new, sorted(place.partition(":")[0] for place in imported.skipped)) == (
        3,
        ["c.md", "d.md"],
    )
    assert "c.md: contains neither text nor an address" in imported.skipped
    assert events == [Progress("importing", 3, 5), Progress("importing", 5, 5)]
    rows = {row.title: row for row in library.library.articles.many([1, 2, 3])}
    assert (rows["Stairs"].text_state, rows["Stairs"].reason) == ("pending", PENDING)
    assert rows["Lamp lit"].text_state != "pending"


def test_a_folder_without_markdown_is_refused(library: Session, tmp_path: Path) -> None:
    with pytest.raises(ParseError, match="nothing to import in this folder"):
        take(library, write(tmp_path / "notes"))


def test_our_own_export_comes_back_to_its_article_even_without_an_address(
    library: Session, tmp_path: Path
) -> None:
    text = "It burns all night, and nobody knows who lit it."
    for url in (None, "https://pier.example/1"):
        draft = Draft(
            title="Lamp lit",
            url=url,
            text=text,
            markdown=text,
            text_state="teaser",
            reason="The feed cuts it.",
        )
        library.library.articles.save(draft, now=NOW)
    folder = tmp_path / "out"
    export.export(library, [1, 2], folder)
    imported, _ = take(library, folder)
    assert (imported.new, imported.updated, imported.same) == (0, 0, 2)
    rows = library.library.articles.many([1, 2])
    assert [(row.text_state, row.reason) for row in rows] == [("teaser", "The feed cuts it.")] * 2


@pytest.mark.parametrize("is_folder", [True, False])
def test_an_edited_text_is_shown_also_where_the_article_has_its_pages(
    library: Session, tmp_path: Path, *, is_folder: bool
) -> None:
    def bring_back(old: str, new: str) -> str:
        (file,) = folder.glob("*.md")
        file.write_text(file.read_text().replace(old, new))
        if is_folder:
            return "updated" if take(library, folder)[0].updated else "same"
        return add.add(library, str(file)).outcome

    def shown() -> tuple[str, str]:
        return library.library.articles.content(1).text, library.library.articles.many([1])[0].text_origin

    articles = library.library.articles
    page = Draft(
        title="Lamp", url="https://pier.example/1", text="It burns.", markdown="It burns.", text_origin="page"
    )
    articles.save(page, now=NOW)
    folder = tmp_path / "out"
    export.export(library, [1], folder)
    assert bring_back('title: "Lamp"', 'title: "Lamp"\naliases: light') == "same"
    articles.save(dataclasses.replace(page, text="It is out.", markdown="It is out."), now=NOW)
    assert bring_back("aliases: light", "aliases: lights") == "same"
    assert shown() == ("It is out.", "page")
    assert bring_back("It burns.", "It burns, I say.") == "updated"
    assert shown() == ("It burns, I say.", "file")
    assert bring_back("x", "x") == "same"
    assert len(articles.many([1, 2])) == 1


def test_a_uid_with_another_address_is_another_article(library: Session, tmp_path: Path) -> None:
    library.library.articles.save(
        Draft(title="Lamp", url="https://pier.example/1", text="It burns."), now=NOW
    )
    (row,) = library.library.articles.many([1])
    head = (
        f'---\ntitle: "Other"\nsource: "https://quay.example/9"\nbroadsheet: "{row.uid}"\n---\nIt floats.\n'
    )
    imported, _ = take(library, write(tmp_path / "notes", a=head))
    assert imported.new == 1
    assert library.library.articles.content(1).text == "It burns."
