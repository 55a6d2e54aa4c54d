"""`add`: one address or file becomes a subscription or an article, by what its bytes are."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reader.core import article_text, export_form, indexing
from reader.core.add import target as add_target
from reader.core.add.added import SAVE_PAGE, Added, ChooseFeed, FeedDown, NoArticle
from reader.core.events import Listener, Step, silent
from reader.core.local_files import read_file
from reader.core.refresh import full_texts, mail_folder, multi_page, save_entries
from reader.core.refresh import outcome as feed_outcome
from reader.core.refresh.apply_rules import RuleSet
from reader.core.refresh.feed_settings import Secrets
from reader.core.refresh.fetch_feed import BackPressure, FetchContext
from reader.errors import ExtractError, FetchError, ParseError, UsageError
from reader.fetch.client import Client
from reader.fetch.schedule import clock
from reader.frozen import replace
from reader.model import READABLE, Draft, Feed, Link, Subscription
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.core.sandbox.pool import SandboxPool
    from reader.core.sandbox.results import PageResult
    from reader.core.session import Session
    from reader.fetch.response import Response
    from reader.store.articles.save_article import SaveResult

Wanted = Literal["either", "feed", "article"]

ENOUGH_WORDS = 120
"""A page that does not say what it is counts as an article from this many extracted words on."""

_NOT_THERE = (404, 406, 410)
"""What a site answers that has no feed where others of its kind have theirs."""

_REFUSED = (401, 402, 403, 451)
"""What it answers that does not give out what is there."""

_PASSING = frozenset(("unreachable", "refused", "too slow", "cut short", "proxy"))
"""Outcomes of a fetch that say nothing of the address."""

GROUPED = 500
"""Articles that are grouped at once after an addition: a library that has never been takes minutes, at a refresh."""

PAGES_S = 10.0
"""Seconds for whole texts of a new feed's articles: somebody waits for its list."""


def add(
    session: Session,
    target: str,
    *,
    wanted: Wanted = "either",
    choose: int | None = None,
    tags: Sequence[str] = (),
    anyway: bool = False,
    full_text: bool = True,
    listen: Listener = silent,
) -> Added:
    """Add one address, or one file, and bring the index up to date. `anyway`: a page is kept that is no article.
    `full_text`: whole texts of a feed's articles are fetched at once; without, they stay in the queue.

    Raises `UsageError` (no address), `ChooseFeed` (several feeds), `NoArticle`, `FetchError`, `ParseError`, `ExtractError`,
    `FileError`. Nothing is kept then.
    """
    wish = _Wish(target, wanted, choose, tuple(tags), anyway=anyway, full_text=full_text, listen=listen)
    if target.startswith(urls.MAIL):
        adding = _add_mail(session, wish)
    elif add_target.is_file(target):
        adding = _add_file(session, add_target.path(target), wish)
    else:
        adding = _add_url(session, wish)
    added = asyncio.run(adding)
    indexing.follow(session, listen, grouped=GROUPED)
    return added


async def _add_file(session: Session, path: Path, wish: _Wish) -> Added:
    from reader.core.sandbox.pool import SandboxPool
    from reader.importers import registry
    from reader.importers.file_kind import FileHead

    target, wanted = wish.target, wish.wanted
    body = read_file(path)
    head = FileHead(body, path.name)
    what, importer = head.kind, registry.detected(head)
    # A text whose lines all begin with addresses may be an article, too.
    is_list = importer is not None and (wanted == "feed" or importer.name != "newsboat-urls")
    if what in ("opml", "jsonlines") or is_list:
        raise UsageError(
            "this is a list of feeds or articles, not an article",
            subject=target,
            hint=f"to import it: broadsheet import {target}",
        )
    if what == "feed":
        raise UsageError(
            "this file is a feed, but its address is unknown",
            subject=target,
            hint="add the feed by its address; to see the file: broadsheet preview",
        )
    if wanted == "feed":
        raise UsageError(
            "this file is not a feed",
            subject=target,
            hint=f"to add it as an article: broadsheet add {target}",
        )
    if what in ("empty", "binary"):
        raise ExtractError(
            f"no article: the file is {what}", subject=target, hint="add a .html, .md or .txt file"
        )
    async with SandboxPool() as children:
        page = await children.file(body, path.name, export_form.own_names(session))
    draft = page.draft
    if draft.page_kind not in READABLE and not (wish.anyway and draft.text):
        raise NoArticle(target, page)
    if original := article_text.exported(session, draft):
        saved = article_text.update(session, original, draft, body)
        _tag(session, saved.id, wish)
    else:
        saved = _save(session, draft, wish)
    article = session.library.articles.get(saved.id)
    return Added(target=target, outcome=saved.outcome, article=article, page_kind=draft.page_kind)


def _save(session: Session, draft: Draft, wish: _Wish) -> SaveResult:
    """Save an article; that it is there now is one step of undo, with its tags and what rules do. One that was removed is
    put back: somebody asks for it."""
    with session.library.undo.as_one():
        saved = session.library.articles.save(draft, now=session.now())
        if session.library.marks.added(saved.id, is_new=saved.outcome == "new", now=session.now()):
            if saved.outcome != "new":
                saved = session.library.articles.save(draft, now=session.now())
            saved = replace(saved, outcome="new")
        if draft.text:
            session.library.jobs.done(saved.id)
        if saved.outcome == "new":
            RuleSet(session).added([saved.id])
        _tag(session, saved.id, wish)
    return saved


def _tag(session: Session, article_id: int, wish: _Wish) -> None:
    if wish.tags:
        session.library.tags.change([article_id], add=wish.tags, drop=(), now=session.now())


@dataclass(frozen=True, slots=True)
class _Wish:
    """An address that is to be added, and as what; the fields are the arguments of `add`."""

    target: str
    wanted: Wanted
    choose: int | None
    tags: tuple[str, ...]
    anyway: bool
    full_text: bool
    listen: Listener


async def _add_url(session: Session, wish: _Wish) -> Added:
    from reader import discovery
    from reader.core.sandbox.pool import SandboxPool
    from reader.parse.feed import looks_like_feed

    target, wanted, listen = wish.target, wish.wanted, wish.listen
    url = add_target.address(target)
    if url is None:
        raise UsageError(
            "not a web address or an existing file",
            subject=target,
            hint="enter https://… or the path of a file",
        )
    by_rule = discovery.by_rule(url) if wanted != "article" else None
    async with Client() as client, SandboxPool() as children:
        try:
            response = await _asked(client, by_rule or url, listen, allow_private=True)
        except FetchError as error:
            if _is_passing(error) and wanted != "article":
                return _subscribe_later(session, by_rule or url, error, wish)
            if by_rule is None or error.status not in _NOT_THERE:
                raise _with_next_step(error, url) from None
            by_rule = None  # the site only looks like one of its kind
            response = await _asked(client, url, listen, allow_private=True)
        if looks_like_feed(response.body):
            if wanted == "article":
                raise ExtractError(
                    "this is a feed, not an article",
                    subject=target,
                    hint="leave out --article to subscribe; to see the feed: broadsheet preview",
                )
            return await _subscribe(session, by_rule or url, response, client, children, wish)
        if wanted == "feed" and not response.body.lstrip()[:1]:
            raise ParseError("the response is empty", subject=urls.masked(url))
        return await _add_page(session, wish, url, response, client, children)


async def _add_page(
    session: Session, wish: _Wish, url: str, response: Response, client: Client, children: SandboxPool
) -> Added:
    """Keep the page as an article, or subscribe to what it leads to, by what is wished and what it is."""
    target, wanted = wish.target, wish.wanted
    page = await children.page(response.body, response.url, response.charset, response.media_type)
    if _is_list_by_rules(page, wanted):
        return await _subscribe(session, url, response, client, children, wish)
    if wanted != "feed" and not wish.anyway and not _is_kept(page, wanted):
        raise NoArticle(target, page)
    if wanted != "feed" and (wanted == "article" or wish.anyway or _is_article(page, response.url)):
        page = await multi_page.whole(
            page, client, children, allow_private=await client.is_private(response.url)
        )
        return _keep(session, page, wish)
    if wanted == "feed" and not page.feeds:
        raise ParseError(
            "neither a feed nor a page that links to one",
            subject=target,
            hint="most sites link to their feed on the front page; leave out --feed to add the page as an article",
        )
    if not page.feeds:
        return _without_feed(session, page, wish)
    feed_url = _chosen(target, page.feeds, wish.choose).url
    is_private = await client.is_private(response.url)
    answer = await _asked(client, feed_url, wish.listen, allow_private=is_private)
    return await _subscribe(session, feed_url, answer, client, children, wish)


async def _add_mail(session: Session, wish: _Wish) -> Added:
    from reader.core.sandbox.pool import SandboxPool

    async with Client() as client, SandboxPool() as children:
        response = mail_folder.response(wish.target, None)
        return await _subscribe(session, wish.target, response, client, children, wish)


async def _asked(client: Client, url: str, listen: Listener, *, allow_private: bool) -> Response:
    listen(Step("adding", f"contacting {urls.host(url)}"))
    response = await client.get(url, allow_private=allow_private)
    listen(Step("adding", "parsing"))
    return response


def _without_feed(session: Session, page: PageResult, wish: _Wish) -> Added:
    if page.draft.text:
        return _keep(session, page, wish)
    raise ExtractError(
        page.draft.reason or "no article and no feed found",
        subject=wish.target,
        hint="enter the address of one article, or of the feed itself",
    )


def _chosen(target: str, feeds: tuple[Link, ...], choose: int | None) -> Link:
    if len(feeds) > 1 and choose is None:
        raise ChooseFeed(target, feeds)
    if choose is not None and not 1 <= choose <= len(feeds):
        raise UsageError(f"--choose {choose}: the page has feeds 1 to {len(feeds)}", subject=target)
    return feeds[(choose or 1) - 1]


def _keep(session: Session, page: PageResult, wish: _Wish) -> Added:
    draft = page.draft
    if not draft.text and not draft.markdown:
        raise ExtractError(
            draft.reason or "no text found on the page",
            subject=wish.target,
            hint=SAVE_PAGE,
        )
    saved = _save(session, draft, wish)
    article = session.library.articles.get(saved.id)
    assert article is not None
    site_feed = page.feeds[0].url if page.feeds else None
    return Added(
        target=wish.target,
        outcome=saved.outcome,
        article=article,
        site_feed=site_feed,
        page_kind=draft.page_kind,
    )


async def _subscribe(
    session: Session,
    url: str,
    response: Response,
    client: Client,
    children: SandboxPool,
    wish: _Wish,
) -> Added:
    """Subscribe to the feed that has just been fetched; bytes that cannot be read as a feed leave nothing behind.

    Whole texts of articles that it cuts are fetched for a while, the newest first; the next refresh goes on.
    """
    read = await children.feed(response.body, response.url, response.header("content-type"))
    with session.library.undo.as_one():
        feed, created = _subscribed(session, response.moved_to or url, wish, read.feed.title)
        if not created:
            return Added(target=url, outcome="same", feed=feed)
        rules = RuleSet(session)
        attempt = feed_outcome.fetched(feed, response, read.feed, session.now()).attempt
        new = save_entries.whole(session, feed, read, attempt, rules)
    if wish.full_text:
        context = FetchContext(client, children, session.now, Secrets(), BackPressure(client))
        await full_texts.fetch(session, context, wish.listen, rules, feed_id=feed.id, seconds=PAGES_S)
    feed = session.library.feeds.get(feed.id)
    return Added(target=url, outcome="new", feed=feed, new_articles=new)


def _subscribed(session: Session, url: str, wish: _Wish, title: str = "") -> tuple[Feed, bool]:
    """The feed at this address with the tags that are wished, and whether it is new. Undo takes back both."""
    feeds, now = session.library.feeds, session.now()
    feed, created = feeds.add(Subscription(url=url), now)
    if created:
        feeds.added(feed.id, title or feed.title, now)
    if wish.tags:
        feeds.set_tags(feed.id, sorted({*feed.tags, *wish.tags}), now)
    return feed, created


def _is_passing(error: FetchError) -> bool:
    """Tells whether a server may answer another time as it is: it is down or busy, and does not refuse what was asked."""
    return error.word in _PASSING or error.status == 429 or (error.status or 0) >= 500


def _with_next_step(error: FetchError, url: str) -> FetchError:
    """The error with what a person can do about an address that the server knows nothing of, or does not give out."""
    host, parts = urls.host(url), urls.split(url)
    is_page = parts is not None and parts.path.strip("/") != ""
    others = f", or add {host}, which finds the feeds of the site" if host and is_page else ""
    if error.status in _NOT_THERE:
        error.hint = error.hint or f"check the address{others}"
    elif error.status in _REFUSED:
        error.hint = error.hint or f"open it in a browser: it may ask for a login{others}"
    elif error.status == 429 or (error.status or 0) >= 500:
        error.hint = error.hint or "try again later"
    return error


def _subscribe_later(session: Session, url: str, error: FetchError, wish: _Wish) -> Added:
    """Subscribe to a feed that could not be asked; it is asked again as one that failed. Raises `FeedDown` where nobody has
    said that it is one, and the error itself for a feed that is subscribed to already."""
    if wish.wanted != "feed":
        raise FeedDown(
            error.message,
            subject=error.subject,
            hint="if you know that this is a feed, subscribe with --feed; refreshes then try it again",
        ) from error
    now = session.now()
    with session.library.undo.as_one():
        feed, created = _subscribed(session, url, wish)
        if not created:
            raise error
        attempt = feed_outcome.failed(feed, error, now, chance=0.0).attempt
        session.library.feeds.tried(feed.id, attempt)
    at = f"; next try {clock(attempt.next_at, now)}" if attempt.next_at else ""
    failure = f"{attempt.outcome}{at}"
    return Added(target=url, outcome="new", feed=session.library.feeds.get(feed.id), failure=failure)


def _is_list_by_rules(page: PageResult, wanted: Wanted) -> bool:
    """Tells whether a page is a feed by the reader's own rules for its site. One that is an article only if it is asked
    for as a feed: an article, too, may have a box of others."""
    is_list = page.draft.page_kind not in READABLE and wanted == "either"
    return page.has_items and (wanted == "feed" or is_list)


def _is_kept(page: PageResult, wanted: Wanted) -> bool:
    """Tells whether a page needs no question: there is an article on it, or a list whose feed is subscribed to instead."""
    kind = page.draft.page_kind
    return kind in READABLE or (kind == "list" and wanted == "either" and bool(page.feeds))


def _is_article(page: PageResult, url: str) -> bool:
    from reader.text.clean import count_words

    if page.draft.page_kind not in READABLE:
        return False
    if page.is_article or page.draft.page_kind != "article":
        return True
    parts = urls.split(url)
    has_path = parts is not None and parts.path not in ("", "/")
    return has_path and count_words(page.draft.text) >= ENOUGH_WORDS
