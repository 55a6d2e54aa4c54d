"""Fetches full texts from the pages of new entries: works off a queue in the library, with retries, within bounds.

A kill loses nothing: what was not fetched is still queued. One request a host at a time, some hosts side by side. A host
that cannot be found or reached is asked once in a run, and a machine without a network asks a few: the other pages are put
off, which counts for no try.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from reader import log
from reader.core.events import Listener, PageRead, PagesDone, Progress
from reader.core.refresh import multi_page
from reader.core.refresh.outcome import in_words
from reader.errors import ExtractError, FetchError, LibraryError, WorkFailed
from reader.fetch.client import PAGES_FIRST
from reader.fetch.failures import NO_NETWORK
from reader.model import FOREIGN, NO_FULL_TEXT, Draft
from reader.store.articles.page_queue import ATTEMPTS, pause
from reader.text.urls import split

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence
    from datetime import datetime

    from reader.core.refresh.apply_rules import RuleSet
    from reader.core.refresh.fetch_feed import FetchContext
    from reader.core.session import Session
    from reader.fetch.response import Response
    from reader.store.articles.page_queue import PageJob

MOST_PAGES = 200
MOST_SECONDS = 60.0
"""Bounds of one run: enough for a morning's papers, short enough to be waited for; the rest stays queued."""

WATCH_S = 0.1
"""Seconds between two looks whether to give way."""

SCOUTS = 4
"""Hosts that are asked before all others: where none of them can be looked up or reached, and nothing has answered, there is no
network. Fewer may all be down."""

SCOUTS_S = 5.0
"""Seconds after which the others are asked as well, however slow these are."""

_NOWHERE = frozenset(("no such host", "unreachable"))
"""Words of failures that the other pages of the host would meet as well."""

_FOR_GOOD = frozenset((400, 401, 402, 403, 404, 405, 410, 451))
"""Statuses that are not retried by themselves: they will be the same in an hour."""


async def fetch(
    session: Session,
    context: FetchContext,
    listen: Listener,
    rules: RuleSet,
    *,
    feed_id: int | None = None,
    failed: bool = False,
    failed_of: Collection[int] = (),
    seconds: float | None = None,
    gives_way: Callable[[], bool] = lambda: False,
) -> PagesDone:
    """Fetches the pages that are due, of one feed or of all, then those that failed as `PageQueue.due` says: at most
    `MOST_PAGES`, for at most `seconds` (else `MOST_SECONDS`), and only until `gives_way` says that something else is more
    urgent."""
    jobs = session.library.jobs.due(
        session.now(), MOST_PAGES, feed_id=feed_id, failed=failed, failed_of=failed_of
    )
    came = lost = 0
    if jobs:
        private = {url: await context.client.is_private(url) for url in {job.feed_url for job in jobs} if url}
        reach = _Reach(jobs)
        tasks = [
            asyncio.create_task(
                _page(
                    session, context, job, rules, reach, allow_private=private.get(job.feed_url or "", False)
                )
            )
            for job in jobs
        ]
        watch = None
        try:
            async with asyncio.timeout(MOST_SECONDS if seconds is None else seconds) as limit:
                watch = asyncio.create_task(_watch(gives_way, limit))
                for number, task in enumerate(asyncio.as_completed(tasks), 1):
                    event = await task
                    came, lost = came + (event.error is None), lost + (event.error is not None)
                    listen(event)
                    listen(Progress("fetching full text", number, len(tasks)))
        except TimeoutError:
            pass  # the rest stays queued
        finally:
            every = [*tasks, *([watch] if watch else [])]
            for each in every:
                each.cancel()
            await asyncio.gather(*every, return_exceptions=True)
    return PagesDone(came, lost, session.library.jobs.count_due(session.now()))


async def _watch(gives_way: Callable[[], bool], limit: asyncio.Timeout) -> None:
    """Ends the time at once where something else is more urgent. Pages under way are given up, too: a slow host may hold
    one for long, and it stays queued."""
    while True:
        if gives_way():
            limit.reschedule(asyncio.get_running_loop().time())
            return
        await asyncio.sleep(WATCH_S)


class _PutOff(Exception):
    """The page's host could not be found or reached a moment ago; says so in words."""


class _Reach:
    """What a run learns of hosts: which can be found and reached, and whether there is a network at all."""

    def __init__(self, jobs: Sequence[PageJob]) -> None:
        hosts = dict.fromkeys(_host(job.url) for job in jobs)
        self._scouts = frozenset(islice(hosts, SCOUTS)) if len(hosts) > SCOUTS else frozenset()
        self._turns: defaultdict[str | None, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._lacks: dict[str | None, str] = {}
        self._has_answered = False
        self._is_offline = False
        self._scouted = asyncio.Event()

    async def get(self, url: str, get: Callable[[], Awaitable[Response]]) -> Response:
        """Gets a page in its host's turn. Raises `_PutOff` where it would fail like one before it."""
        host = _host(url)
        if self._scouts and host not in self._scouts:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._scouted.wait(), SCOUTS_S)
        async with self._turns[host]:
            if (lack := self._lacks.get(host)) or self._is_offline:
                raise _PutOff(lack or NO_NETWORK)
            try:
                response = await get()
            except FetchError as error:
                self._learn(host, error)
                raise
            self._answered()
            return response

    def _answered(self) -> None:
        self._has_answered = True
        self._scouted.set()

    def _learn(self, host: str | None, error: FetchError) -> None:
        if error.word not in _NOWHERE:
            self._answered()
        elif error.message == NO_NETWORK:
            self._is_offline = True
            self._scouted.set()
        elif error.host in (None, host):  # else a redirect has led to another one
            self._lacks[host] = _said(error)
            if error.word == "no such host":
                self._answered()  # a name server has
            elif self._scouts and self._scouts <= self._lacks.keys():
                self._is_offline = not self._has_answered
                self._scouted.set()


def _host(url: str) -> str | None:
    parts = split(url)
    return parts.hostname if parts else None


def _said(error: FetchError) -> str:
    """The failure in words, with the host where that is what is wrong: `no such host (gazette.example)`."""
    words = in_words(error)
    is_of_host = error.word in _NOWHERE and error.message != NO_NETWORK
    host = error.host or _host(error.subject) if is_of_host else None
    return f"{words} ({host})" if host else words


async def _page(
    session: Session,
    context: FetchContext,
    job: PageJob,
    rules: RuleSet,
    reach: _Reach,
    *,
    allow_private: bool,
) -> PageRead:
    try:
        draft = await _draft(context, job, reach, allow_private=allow_private)
    except _PutOff as error:
        words = str(error)
        again = session.now() + pause(max(job.attempts, 1)) if job.is_due else job.due
        return _keep(session, job, _failed(job, words), rules, words, again=again, was_tried=False)
    except FetchError as error:
        words = _said(error)
        return _keep(session, job, _failed(job, words), rules, words, again=_again(session.now(), job, error))
    except (LibraryError, asyncio.CancelledError):
        raise
    except WorkFailed as error:
        words = in_words(error)
        return _keep(session, job, _failed(job, words), rules, words)
    except Exception as error:  # a fault of ours with this page must not end the others' run
        log.exception("fetching a full text", about=job.url)
        words = f"could not be read ({type(error).__name__})"
        return _keep(session, job, _failed(job, words), rules, words)
    return _keep(session, job, draft, rules, draft.reason or "no article found on the page")


def _keep(
    session: Session,
    job: PageJob,
    draft: Draft,
    rules: RuleSet,
    lack: str,
    again: datetime | None = None,
    *,
    was_tried: bool = True,
) -> PageRead:
    """Saves what came of a page. With a text it leaves the queue; else `lack` is the reason, and it is tried `again`
    then, or not by itself (None)."""
    error = None if draft.text else lack
    with session.library.transaction():
        session.library.articles.save(draft, now=session.now(), article_id=job.article_id)
        if error is not None:
            session.library.jobs.failed(job.article_id, error, again, counts=job.is_due and was_tried)
        else:
            session.library.jobs.done(job.article_id)
            if job.feed_id is not None:
                rules.came([job.article_id])
    return PageRead(
        article_id=job.article_id,
        title=job.title,
        url=job.url,
        feed=job.feed,
        error=error,
        next_at=again if error is not None else None,
    )


async def _draft(context: FetchContext, job: PageJob, reach: _Reach, *, allow_private: bool) -> Draft:
    async def get() -> Response:
        return await context.client.get(job.url, allow_private=allow_private, accept=PAGES_FIRST)

    response = await reach.get(job.url, get)
    with context.back_pressure.of(len(response.body)):
        page = await context.children.page(response.body, response.url, response.charset, response.media_type)
    page = await multi_page.whole(page, context.client, context.children, allow_private=allow_private)
    if not page.draft.text and page.draft.text_state == "full":
        raise ExtractError("no article found on the page")
    if page.draft.page_kind in FOREIGN:
        said = page.draft.reason or "This is no article"
        raise ExtractError(f"{said[:1].lower()}{said[1:]}")
    return page.draft


def _again(now: datetime, job: PageJob, error: FetchError) -> datetime | None:
    """The time of the next try of a page that did not come; None gives it up. A try that somebody asked for puts off
    nothing and counts for nothing, unless the server asks to wait: then the next is a pause after that wait."""
    if error.status in _FOR_GOOD:
        return None
    attempts = job.attempts + job.is_due
    if error.retry_after:
        return now + pause(min(attempts, ATTEMPTS)) + timedelta(seconds=error.retry_after)
    if not job.is_due:
        return job.due
    return now + pause(attempts) if attempts < ATTEMPTS else None


def _failed(job: PageJob, words: str) -> Draft:
    reason = f"{NO_FULL_TEXT}{words}."
    return Draft(title=job.title, url=job.url, text_origin="page", text_state="failed", reason=reason)
