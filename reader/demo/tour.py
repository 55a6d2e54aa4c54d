"""Takes an article through every step, each with its real result: what `broadsheet demo` prints."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core import article_text, export, related, search, subscriptions
from reader.core.add import add
from reader.core.events import Event, FeedRefreshed, PageRead
from reader.core.refresh import run as refresh_run
from reader.core.session import LibraryPaths, Session
from reader.demo.newsstand import Newsstand
from reader.demo.press import PUBLICATIONS
from reader.model import Subscription

if TYPE_CHECKING:
    from reader.model import Article

Say = Callable[[str], None]

QUERIES = (
    "sandbank",
    '"spring tide"',
    "паром",
    "Sandbank lang:de",
    "座礁",
    "العبّارة",
    "author:ferris newer:4w",
    "barrage -ferry",
)


def run(say: Say) -> int:
    """Runs every step in a temporary library, which is deleted afterwards; 0 if each gave what it must."""
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="broadsheet-demo-") as room, Newsstand(now) as newsstand:
        places = LibraryPaths(Path(room) / "library.db", Path(room) / "cache", Path(room) / "config")
        say(
            f"broadsheet demo: {len(PUBLICATIONS)} papers on a newsstand on this computer, "
            "in a temporary library"
        )
        with Session(places) as session:
            _fetch(session, newsstand, say)
            article = _extract(session, newsstand, say)
            _search(session, say)
            _related(session, article, say)
            _bookmark(session, article, say)
            _export(session, Path(room) / "notes", say)
            _refresh(session, newsstand, say)
    say("\nFor your own library: broadsheet add ADDRESS, broadsheet import FILE.opml, broadsheet help")
    return 0


def _fetch(session: Session, newsstand: Newsstand, say: Say) -> None:
    say("\n1. Fetch: subscribe to the papers (RSS, Atom, JSON Feed)")
    urls = newsstand.feed_urls()
    subscriptions.subscribe(session, [Subscription(url=url) for url in urls])
    told: list[Event] = []
    refresh_run.run(session, listen=told.append)
    came = {event.url: event for event in told if isinstance(event, FeedRefreshed)}
    pages = [event.url or "" for event in told if isinstance(event, PageRead) and event.error is None]
    for url in urls:
        paper, whole = came[url], sum(page.startswith(url.rpartition("/")[0]) for page in pages)
        cut = f", full text of {whole} from their pages" if whole else ""
        say(f"   {paper.feed}: {paper.new:,} articles from {url}{cut}")


def _extract(session: Session, newsstand: Newsstand, say: Say) -> Article:
    say("\n2. Extract: one article from its page, without everything around it")
    article = add.add(session, newsstand.page_url("gazette", "ferry-aground"), wanted="article").article
    assert article is not None
    content = session.library.articles.content(article.id)
    say(f"   title    {article.title}")
    say(f"   authors  {', '.join(article.authors)}{f' for {article.agency}' if article.agency else ''}")
    say(
        f"   paper    {article.publication}, {article.day}, {article.words:,} words, text: {article.text_state}"
    )
    for picture in content.pictures:
        say(f"   picture  {picture.caption} ({picture.credit})")
    for embed in content.embeds:
        say(f"   {embed.kind:8} {embed.author} {embed.handle}, {embed.date}: {(embed.text or '')[:60]}…")
    for link in content.related:
        say(f"   related  {link.title}")
    return article


def _search(session: Session, say: Say) -> None:
    say(f"\n3. Index and search: {session.index.count:,} articles indexed")
    for query in QUERIES:
        results = search.search(session, query)
        say(f"   {query}: {results.total:,} found")
        for row in results.found[:2]:
            snippet = " ".join(row.snippet.text.split())[:90] if row.snippet else ""
            say(f"      {row.article.title}\n         {snippet}")


def _related(session: Session, article: Article, say: Say) -> None:
    say(f"\n4. Related to “{article.title}”")
    for row in related.related(session, article):
        title = row.article.title if row.article else row.title
        paper = f" — {row.article.publication}" if row.article else ""
        say(f"   {row.group:10} {title}{paper}\n              because: {', '.join(row.why)}")


def _bookmark(session: Session, article: Article, say: Say) -> None:
    say("\n5. Bookmark and tag")
    session.library.marks.bookmark([article.id], now=session.now())
    session.library.tags.change([article.id], add=["sea/rescue"], drop=(), now=session.now())
    for row in search.listing(session, "is:bookmarked").found:
        say(f"   ★ {row.article.title}  {' '.join(f'#{tag}' for tag in row.article.tags)}")


def _export(session: Session, folder: Path, say: Say) -> None:
    say("\n6. Export: Markdown with front matter, exported twice; unchanged files are not touched")
    ids = search.matching(session, "is:bookmarked")
    for item in export.export(session, ids, folder):
        say(f"   {item.outcome}: {item.path.name if item.path else item.title}")
        assert item.path is not None
        for line in item.path.read_text("utf-8").splitlines()[:14]:
            say(f"      {line}")
    for item in export.export(session, ids, folder):
        say(f"   again: {item.outcome}")


def _refresh(session: Session, newsstand: Newsstand, say: Say) -> None:
    newsstand.publish_corrections()
    say(f"\n7. Refresh, after a publisher corrected an article: {refresh_run.run(session)}")
    for row in search.listing(session, "is:edited").found:
        say(f"   edited: {row.article.title}")
        before = article_text.content(session, row.article.id, revision=1).text.splitlines()
        for line in article_text.content(session, row.article.id).text.splitlines():
            if line not in before:
                say(f"   + {line[:150]}")
