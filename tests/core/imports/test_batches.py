"""Imported articles come into the library batch by batch."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core.events import Progress
from reader.core.imports import batches
from reader.core.imports.result import Imported
from reader.core.sandbox.process import ChildProcess
from reader.importers.items import ImportedArticle, Left
from reader.model import Draft
from tests.support import near
from tests.support.papers import SENTENCES
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reader.core.events import Event
    from reader.core.session import Session


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(ChildProcess, "ask", near.ask)
    monkeypatch.setattr(ChildProcess, "start", near.start)
    with session(tmp_path) as opened:
        yield opened


def item(number: int, html: str = "", **fields: object) -> ImportedArticle:
    given = {
        "title": f"Lamp {number}",
        "url": f"https://pier.example/{number}",
        "text_state": "pending",
        **fields,
    }
    return ImportedArticle(Draft(**given), html)  # type: ignore[arg-type]


async def take(
    library: Session, items: Iterable[ImportedArticle | Left], total: int | None = None
) -> tuple[Imported, list[Event]]:
    imported = Imported("a file", "pocket")
    events: list[Event] = []
    await batches.take(library, imported, items, events.append, total)
    return imported, events


async def test_batches_end_after_so_many_articles(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    imported, events = await take(library, [item(1), Left("row 2", "no address"), item(3)], 3)
    assert (imported.new, imported.skipped) == (2, ["row 2: no address"])
    assert events == [Progress("importing", 2, 3), Progress("importing", 3, 3)]
    assert imported.notes == ["2 articles without a text: only the address was saved"]


async def test_batches_end_after_so_much_text(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH_CHARS", 30)
    texts = [item(n, text="x" * 10, markdown="x" * 10, text_state="full") for n in range(4)]
    _, events = await take(library, texts)
    assert events == [Progress("importing", done) for done in (2, 4, 4)]
    monkeypatch.setattr(batches, "BATCH_CHARS", 20)
    _, events = await take(library, [item(n, text="x" * 10) for n in range(5, 9)])
    assert events == [Progress("importing", done) for done in (2, 4, 4)]


async def test_texts_of_every_kind_count(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH_CHARS", 13)
    kinds = [item(1, "<p>A</p>", text="x", markdown="xxx"), item(2, "<p>B</p>", text="xx", markdown="xxx")]
    _, events = await take(library, [*kinds, item(3, text="x" * 13), item(4, markdown="x" * 13)])
    assert events == [Progress("importing", done) for done in (2, 3, 4, 4)]


async def test_what_came_before_a_break_is_kept(library: Session) -> None:
    def broken() -> Iterator[ImportedArticle]:
        yield item(1)
        raise EOFError

    with pytest.raises(EOFError):
        await take(library, broken())
    assert library.library.articles.by_url("https://pier.example/1") is not None


async def test_each_html_goes_to_its_own_article(library: Session) -> None:
    texts = [f"<p>{SENTENCES[0]} Number {n}.</p>" if n != 1 else "" for n in range(4)]
    imported, _ = await take(library, [item(n, html) for n, html in enumerate(texts)])
    found = {row.title: row for row in library.library.articles.many([1, 2, 3, 4])}
    states = [(found[f"Lamp {n}"].text_state, found[f"Lamp {n}"].reason) for n in range(4)]
    assert states == [("full", None), ("pending", None), ("full", None), ("full", None)]
    for n in (0, 2, 3):
        assert f"Number {n}." in library.library.articles.content(found[f"Lamp {n}"].id).text
    assert imported.notes == ["1 article without a text: only the address was saved"]


@pytest.mark.parametrize(("days", "expected"), [(-3, -3), (0, 0), (3, 0)])
def test_an_article_came_in_when_it_was_saved_but_never_later_than_now(
    days: int, expected: int, library: Session
) -> None:
    draft = item(1, saved=NOW + timedelta(days=days)).draft
    assert batches.save(library, draft) == "new"
    assert batches.save(library, draft) == "same"
    (found,) = library.library.articles.many([1])
    assert found.fetched == NOW + timedelta(days=expected)
