"""Runs the worker process: jobs come as JSON lines on stdin, events go as JSON lines to stdout, one job at a time.

    python -m reader.core.worker.worker --library FILE
    → {"id": 7, "job": "refresh", "feeds": [1, 2], "due": true}      id, feeds and due may be left out
    → {"job": "refresh", "feeds": []}      whole texts that wait in the queue, and nothing else
    → {"give_way": true}      another job waits: a refresh leaves full texts that wait for later, and says so in `gave_way`
    → {"job": "add", "target": "https://…", "wanted": "feed", "choose": 1}      wanted, choose and
      anyway may be left out; whole texts of a feed's articles stay in the queue
    → {"job": "site", "article": 12}      the feeds of its site, as a choice; nothing is added
    → {"job": "import", "path": "/home/…/feeds.opml"}
    → {"job": "pictures", "article": 12, "urls": ["https://…"]}
    → {"job": "index"}   {"job": "reindex"}
    ← {"event": "progress", "job": "refreshing", "done": 3, "total": 40}
    ← {"event": "done", "job": "refresh", "summary": "40 feeds asked: 12 new", "error": null, "hint": null,
       "result": null, "id": 7, "gave_way": false}

A job can have an `id`, a number, which its end repeats. What an addition or an import came to is in `result`
(`core.events`).
It ends when stdin is closed. A kill at any point is harmless: what was stored is whole, and the index catches up with
the library's change log at the next job.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TextIO, get_args

from reader import log
from reader.config import paths
from reader.core import indexing
from reader.core.events import Event, FeedChoice, FeedUnreached, JobDone, PageRefused, together
from reader.core.session import LibraryPaths, Session
from reader.core.worker.messages import GIVE_WAY, to_json
from reader.errors import BroadsheetError, UsageError
from reader.text.clean import counted
from reader.text.urls import masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model import Feed

_FAULT = "the cause is in the log; broadsheet doctor shows where that is"


def main(argv: list[str] | None = None) -> int:
    """Works until stdin is closed; returns 0, 1 where there is no library, 4 where it cannot be used."""
    parser = argparse.ArgumentParser(prog="reader.core.worker.worker")
    parser.add_argument("--library", required=True)
    args = parser.parse_args(argv)
    try:
        with Session(LibraryPaths.found(args.library), create=False) as session:
            lines = _Lines(sys.stdin)
            while (line := lines.next()) is not None:
                _tell(_done(session, line, lines))
    except BroadsheetError as error:
        log.debug("opening the library")
        _tell(JobDone(job="start", summary="", error=masked(str(error)), hint=masked(error.hint) or None))
        return error.exit_code
    return 0


class _Lines:
    """The lines of stdin, read by a thread: a job hears that another one waits while it is under way."""

    def __init__(self, stdin: TextIO) -> None:
        self._jobs: SimpleQueue[str | UnicodeDecodeError | OSError | None] = SimpleQueue()
        self._waits = threading.Event()
        threading.Thread(target=self._read, args=(stdin,), daemon=True, name="stdin").start()

    def _read(self, stdin: TextIO) -> None:
        try:
            for line in stdin:
                if line.strip() == GIVE_WAY:
                    self._waits.set()
                else:  # the screen asks one job at a time: the one that it waits for has begun
                    self._waits.clear()
                    self._jobs.put(line)
        except (UnicodeDecodeError, OSError) as error:
            self._jobs.put(error)
        else:
            self._jobs.put(None)

    def next(self) -> str | None:
        """Wait for the next job; None once stdin is closed. Raises what reading it came to."""
        line = self._jobs.get()
        if isinstance(line, Exception):
            raise line
        return line

    def gives_way(self) -> bool:
        """Tell whether another job waits for the one under way."""
        return self._waits.is_set()


def _tell(event: Event) -> None:
    sys.stdout.write(to_json(event) + "\n")
    sys.stdout.flush()


def _done(session: Session, line: str, lines: _Lines) -> JobDone:
    name, id_ = "unknown", None
    try:
        job = json.loads(line)
        name = str(job["job"])
        id_ = None if job.get("id") is None else int(job["id"])
        done = _work(session, name, job, lines)
    except BroadsheetError as error:
        log.debug("doing a job", about=name)
        done = JobDone(job=name, summary="", error=masked(str(error)), hint=masked(error.hint) or None)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        log.exception("doing a job", about=name)
        done = JobDone(job=name, summary="", error=f"not a job: {error}")
    except Exception:  # a fault of ours with this job must not end those that wait behind it
        log.exception("doing a job", about=name)
        done = JobDone(job=name, summary="", error="stopped by an unexpected error", hint=_FAULT)
    return dataclasses.replace(done, id=id_)


def _work(session: Session, name: str, job: dict[str, Any], lines: _Lines) -> JobDone:
    # Each job's own modules are imported with it: an index job loads no HTTP client.
    if name == "refresh":
        from reader.core.archive import sync

        ids = job.get("feeds")
        feeds = None if ids is None else [session.library.feeds.get(int(id_)) for id_ in ids]
        is_due = bool(job.get("due"))
        summary = sync.run(session, feeds, due=is_due, listen=_tell, gives_way=lines.gives_way)
        told = "" if is_due and summary.is_idle else str(summary)
        hint = next((account.hint for account in summary.accounts if account.error), None)
        failed = summary.how_failed if told else ""
        return JobDone(job=name, summary=told, hint=hint, gave_way=summary.gave_way, failed=failed)
    if name == "add":
        return _add(session, job)
    if name == "site":
        return _site(session, int(job["article"]))
    if name in ("adopt", "unsubscribe"):
        feeds = [session.library.feeds.get(int(id_)) for id_ in job["feeds"]]
        return _moved(session, feeds, str(job["account"]) if name == "adopt" else None)
    if name == "import":
        return _import(session, str(job["path"]))
    if name == "pictures":
        from reader.core.pictures.fetch import fetch

        number = fetch(session, int(job["article"]), [str(url) for url in job["urls"]], _tell)
        return JobDone(job=name, summary=counted(number, "picture"))
    if name in ("index", "reindex"):
        number = (indexing.reindex if name == "reindex" else indexing.write_changes)(session, _tell)
        return JobDone(job=name, summary=f"{counted(number, 'article')} indexed")
    raise UsageError(f"there is no job “{name}”")


def _add(session: Session, job: dict[str, Any]) -> JobDone:
    from reader.core.add import add, added, mail_lists

    wanted: Any = job.get("wanted") or "either"
    if wanted not in get_args(add.Wanted):
        raise UsageError(f"nothing can be added as “{wanted}”")
    number = None if job.get("choose") is None else int(job["choose"])
    anyway = bool(job.get("anyway"))
    try:
        if letters := mail_lists.addresses(str(job["target"])):
            each = [add.add(session, letter, listen=_tell).done for letter in letters]
            done = together(each)
            return JobDone(job="add", summary=str(done), result=done)
        one = add.add(
            session,
            str(job["target"]),
            wanted=wanted,
            choose=number,
            anyway=anyway,
            full_text=False,
            listen=_tell,
        )
    except added.ChooseFeed as choice:
        summary = f"there are {len(choice.choices)} feeds to choose from"
        return JobDone(
            job="add",
            summary=summary,
            error=str(choice),
            hint=choice.hint,
            result=FeedChoice(choices=choice.choices),
        )
    except added.FeedDown as down:
        return JobDone(job="add", summary="", error=masked(str(down)), result=FeedUnreached())
    except added.NoArticle as no:
        refused = PageRefused(said=no.message, can_be_kept=no.can_be_kept, feeds=no.feeds)
        return JobDone(job="add", summary="", error=masked(str(no)), hint=masked(no.hint), result=refused)
    return JobDone(job="add", summary=str(one.done), result=one.done)


def _moved(session: Session, feeds: Sequence[Feed], account: str | None) -> JobDone:
    """Lets the server of an account fetch feeds; without an account, unsubscribes from them at their servers."""
    from reader.core.sync import accounts_changed

    if account is None:
        name, moved = "unsubscribe", accounts_changed.unsubscribe(session, feeds, _tell)
        places = ", ".join(dict.fromkeys(feed.server or "" for feed in moved.feeds))
        summary = f"unsubscribed at {places}"
    else:
        name, there = "adopt", session.library.accounts.find(account)
        moved = accounts_changed.adopt(session, feeds, there, _tell)
        what = moved.feeds[0].title if len(moved.feeds) == 1 else counted(len(moved.feeds), "feed")
        summary = f"{there.place} fetches {what} from now on"
    if moved.failed:
        feed, error = moved.failed[0]
        return JobDone(
            job=name,
            summary=summary if moved.feeds else "",
            error=masked(f"{feed.title}: {error}"),
            hint=masked(error.hint) or None,
        )
    return JobDone(job=name, summary=summary)


def _site(session: Session, article_id: int) -> JobDone:
    from reader.core.add import site_feed

    article = session.library.articles.get(article_id)
    if article is None:
        raise UsageError("this article is no longer in the library")
    choices = site_feed.find(session, article, _tell)
    return JobDone(job="site", summary=counted(len(choices), "feed"), result=FeedChoice(choices=choices))


def _import(session: Session, name: str) -> JobDone:
    from reader.core.add import target
    from reader.core.imports import import_file

    imported = import_file.import_file(session, target.path(name), _tell)
    return JobDone(job="import", summary=str(imported), result=imported.done)


if __name__ == "__main__":
    log.write_in(paths.cache)
    try:
        sys.exit(main())
    except Exception:  # its stderr goes nowhere
        log.exception("serving jobs")
        raise
