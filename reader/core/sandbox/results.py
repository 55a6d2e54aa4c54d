"""The values that children hand back: a feed with its articles, or a page."""

from __future__ import annotations

from dataclasses import dataclass

from reader.model import Draft, Explanation, Link, ParsedFeed  # noqa: TC001 - answers are decoded by these annotations


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRead:
    """A feed, and one draft for each of `feed.entries`, in the same order; the entries' own HTML is left out."""

    feed: ParsedFeed
    drafts: tuple[Draft, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """A page: its article, the feeds that it announces, best first, whether it calls itself an article, and the address
    of the page that goes on with it. `explanation` is there where it was asked for; `was_loose` says that rather too
    much was read than too little.
    """

    draft: Draft
    feeds: tuple[Link, ...] = ()
    is_article: bool = False
    following: str | None = None
    explanation: Explanation | None = None
    was_loose: bool = False
