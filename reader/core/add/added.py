"""The outcome of `add`: an article or feed, or why nothing was added, with the next step."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reader.core.events import AddDone
from reader.errors import UsageError, WorkFailed

if TYPE_CHECKING:
    from reader.core.sandbox.results import PageResult
    from reader.model import Article, Feed, Link, PageKind

SAVE_PAGE = "if it needs JavaScript, save the page in a browser as .html and add the file"
"""The next step with a page that is made in the browser."""

_GIVE_ARTICLE = "enter the address of one article, or of a feed"


class ChooseFeed(UsageError):
    """A page has several feeds, best first, and nobody said which; nothing was added."""

    def __init__(self, target: str, choices: tuple[Link, ...]) -> None:
        rows = "\n".join(
            f"  {n}  {feed.title or '(no title)'}  {feed.url}" for n, feed in enumerate(choices, 1)
        )
        super().__init__(
            f"{target} has {len(choices)} feeds:\n{rows}", hint=f"broadsheet add {target} --choose N"
        )
        self.choices = choices


class NoArticle(UsageError):
    """A page is no article, and nobody said that it is to be kept anyway; nothing was added. `feeds` are those that it
    announces, best first."""

    def __init__(self, target: str, page: PageResult) -> None:
        draft = page.draft
        ways = [SAVE_PAGE] if draft.page_kind == "script" else []
        if page.feeds:
            ways.append(f"to subscribe to its site: broadsheet add --feed {shlex.quote(page.feeds[0].url)}")
        if draft.text and draft.page_kind != "script":
            ways.append(f"to keep it anyway: broadsheet add --anyway {shlex.quote(target)}")
        said = draft.reason or "no article found on the page"
        super().__init__(
            f"{said[:1].lower()}{said[1:]}", subject=target, hint="; ".join(ways) or _GIVE_ARTICLE
        )
        self.kind = draft.page_kind
        self.can_be_kept = bool(draft.text)
        self.feeds = page.feeds


class FeedDown(WorkFailed):
    """The server of an address has no answer for now, so that nothing was added. As a feed it can be subscribed to all the
    same: `add` with `wanted` "feed"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The result of `add` for one target. `outcome` of a feed: new or same; of an article: new, updated or same.

    `site_feed` is the feed that an added page announces, `page_kind` what it is; `new_articles` came with a new feed; `failure` says why a new
    feed that is down now has none, and when it is asked again.
    """

    target: str
    outcome: Literal["new", "updated", "same"]
    feed: Feed | None = None
    article: Article | None = None
    new_articles: int = 0
    site_feed: str | None = None
    page_kind: PageKind | None = None
    failure: str | None = None

    @property
    def done(self) -> AddDone:
        """The result as the worker sends it to the screen."""
        if self.feed is not None:
            return AddDone(
                kind="feed",
                id=self.feed.id,
                title=self.feed.title,
                outcome=self.outcome,
                new=self.new_articles,
                note=self.failure,
            )
        assert self.article is not None
        note = None if self.article.text_state == "full" else self.article.reason or "incomplete"
        return AddDone(
            kind="article",
            id=self.article.id,
            title=self.article.title,
            outcome=self.outcome,
            site_feed=self.site_feed,
            note=note,
        )
