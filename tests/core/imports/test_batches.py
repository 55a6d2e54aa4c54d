"""Imported articles come into the library batch by batch."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core.events import Progress
from reader.core.imports import batches
from reader.core.imports.result import Imported
from reader.core.sandbox.pool import SandboxPool
from reader.core.sandbox.process import ChildProcess
from reader.importers.items import ImportedArticle, LeftOut
from reader.model import Draft
from tests.support import near
from tests.support.papers import SENTENCES
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reader.core.events import Event
    from reader.core.session import Session
    from reader.model import ParsedFeed


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


async def take(library: Session, items: Iterable[ImportedArticle | LeftOut]) -> tuple[Imported, list[Event]]:
    imported = Imported("a file", "pocket")
    events: list[Event] = []
    await batches.take(library, imported, items, events.append)
    return imported, events


async def test_batches_end_after_so_many_articles(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    imported, events = await take(library, [item(1), LeftOut("row 2", "no address"), item(3)])
    assert (imported.new, imported.skipped) == (2, ["row 2: no address"])
    assert events == [Progress("importing", 2), Progress("importing", 3)]
    assert imported.notes == ["2 articles without text: only the address was saved"]


async def test_batches_end_after_so_much_text(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH_CHARS", 30)
    texts = [item(n, text="x" * 10, markdown="x" * 10, text_state="full") for n in range(4)]
    _, events = await take(library, texts)
    assert events == [Progress("importing", done) for done in (2, 4, 4)]
    monkeypatch.setattr(batches, "BATCH_CHARS", 20)
    _, events = await take(library, [item(n, text="x" * 10) for n in range(5, 9)])
    assert events == [Progress("importing", done) for done in (2, 4, 4)]


def test_a_transaction_holds_so_many_articles_and_so_much_text() -> None:
    assert (batches.BATCH, batches.BATCH_CHARS) == (500, 20_000_000)


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
    assert imported.notes == ["1 article without text: only the address was saved"]


async def test_each_child_reads_its_own_half(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    entries = SandboxPool.entries

    async def counted(children: SandboxPool, feed: ParsedFeed) -> tuple[Draft, ...]:
        read.append(len(feed.entries))
        return await entries(children, feed)

    monkeypatch.setattr(SandboxPool, "entries", counted)
    await take(library, [item(n, f"<p>{SENTENCES[0]} {n}</p>") for n in range(5)])
    await take(library, [item(9, f"<p>{SENTENCES[0]}</p>")])
    assert read == [3, 2, 1]


async def test_a_text_that_could_not_be_read_says_so(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failed(children: SandboxPool, feed: ParsedFeed) -> tuple[Draft, ...]:
        states = {"Lamp 1": "failed", "Lamp 2": "full"}
        return tuple(Draft(title=one.title, text=" ", text_state=states[one.title]) for one in feed.entries)  # type: ignore[arg-type]

    monkeypatch.setattr(SandboxPool, "entries", failed)
    await take(library, [item(1, "<p>a</p>"), item(2, "<p>b</p>")])
    found = {row.title: (row.text_state, row.reason) for row in library.library.articles.many([1, 2])}
    assert found == {
        "Lamp 1": ("failed", "The text in the file could not be read."),
        "Lamp 2": ("pending", None),
    }


async def test_an_address_alone_takes_no_text_away(library: Session) -> None:
    whole = item(1, text="It burns.", markdown="It burns.", text_state="full").draft
    batches.save(library, whole)
    batches.save(library, item(1).draft)
    (found,) = library.library.articles.many([1])
    assert (found.text_state, library.library.articles.content(1).text) == ("full", "It burns.")
    batches.save(library, item(1, text="It is lit.", markdown="It is lit.", text_state="full").draft)
    assert library.library.articles.content(1).text == "It is lit."


@pytest.mark.parametrize(("days", "expected"), [(-3, -3), (0, 0), (3, 0)])
def test_an_article_came_in_when_it_was_saved_but_never_later_than_now(
    days: int, expected: int, library: Session
) -> None:
    draft = item(1, saved=NOW + timedelta(days=days)).draft
    assert batches.save(library, draft).outcome == "new"
    assert batches.save(library, draft).outcome == "same"
    (found,) = library.library.articles.many([1])
    assert found.fetched == NOW + timedelta(days=expected)


async def test_an_article_that_names_no_time_is_undated(library: Session) -> None:
    await take(library, [item(1), item(2, saved=NOW), item(3, published=NOW)])
    rows = library.library.articles.many([1, 2, 3])
    assert {row.title: row.undated for row in rows} == {"Lamp 1": True, "Lamp 2": False, "Lamp 3": False}
