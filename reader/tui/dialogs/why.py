"""The dialog that tells what is known of a feed's health, or of an article's text and where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from reader.dates.iso import ago, shown
from reader.frozen import dataclass
from reader.model import NO_FULL_TEXT, cause
from reader.text.clean import counted, is_unspaced
from reader.text.fold import fold
from reader.text.urls import identity, masked
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.article_row import shown_title
from reader.tui.widgets.facts import Fact, FactList
from reader.tui.wording import clock, long_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.config.themes import Role
    from reader.model import Article, Feed
    from reader.store.user_state.rules import Rule
    from reader.tui.widgets.foot_line import Hints

_ORIGINS = {"page": "from its page", "feed": "from the feed", "file": "from a file"}
_STATES = {
    "full": "complete",
    "part": "a part of it",
    "teaser": "only the beginning",
    "paywall": "behind a paywall",
    "script": "the page needs JavaScript",
    "failed": "the full text could not be fetched",
    "pending": "the full text is still to come",
    "none": "no text",
}
_DID = {"mute": "muted", "read": "marked as read", "bookmark": "bookmarked"}


@dataclass(frozen=True, slots=True)
class Why:
    """The facts of a feed or an article; `y` copies the `address`."""

    title: str
    facts: tuple[Fact, ...]
    address: str | None = None


class WhyScreen(Dialog[None]):
    """Shows the facts."""

    OWN_HINTS: ClassVar[Hints] = (("y", "copy address"),)
    BINDINGS: ClassVar[list[BindingType]] = [("y", "copy")]

    def __init__(self, why: Why) -> None:
        super().__init__()
        self._why = why

    def body(self) -> ComposeResult:
        """The title, and the facts."""
        yield Static(plain(self._why.title), classes="heading")
        yield FactList(self._why.facts)

    def action_copy(self) -> None:
        """Copy the address to the terminal's clipboard."""
        if self._why.address:
            self.copy_address(self._why.address)


def of_feed(feed: Feed, now: datetime) -> Why:
    """Tell how a feed is, when it was asked, when it is asked again and why then."""
    facts = [Fact("State", *_health(feed))]
    if feed.server:
        facts.append(Fact("Fetched by", f"{feed.server}; set the interval there"))
    if feed.last_tried:
        outcome = feed.sync_error or "done" if feed.server else feed.outcome or "outcome unknown"
        facts.append(
            Fact("Last sync" if feed.server else "Last checked", f"{_when(feed.last_tried, now)}: {outcome}")
        )
    if feed.last_success and feed.last_success != feed.last_tried:
        facts.append(Fact("Last success", _when(feed.last_success, now)))
    if not feed.server:
        facts.append(Fact("Next refresh", _next(feed, now)))
    facts += [
        Fact("Articles", f"{feed.articles:,} · {feed.unread:,} unread"),
        *_listed("Tags", feed.tags),
        *([Fact("Address", masked(feed.url))] if feed.url else []),
        *([Fact("Site", masked(feed.site_url))] if feed.site_url else []),
        *[Fact(name.replace("_", " "), _setting(name, value)) for name, value in feed.settings],
        Fact("Number", f"{feed.id}, as in broadsheet refresh {feed.id}"),
    ]
    return Why(feed.title, tuple(facts), feed.url)


def of_server(feed: Feed, now: datetime) -> Why:
    """Tell of the server of a feed whose account could not be synced."""
    facts = [Fact("State", f"not synced: {feed.sync_error}", "bad")]
    facts += [Fact("Last sync", _when(feed.last_tried, now))] if feed.last_tried else []
    facts += [Fact("Last success", _when(feed.last_success, now))] if feed.last_success else []
    facts += [
        Fact("Meanwhile", "your marks are kept here and sent at the next successful sync"),
        Fact("Account", feed.account or ""),
        Fact("More", f"broadsheet sync status {feed.account}"),
    ]
    return Why(feed.server or "", tuple(facts))


def _health(feed: Feed) -> tuple[str, Role]:
    if feed.state == "failing" and not feed.server:
        times = f"{feed.failures:,} times in a row" if feed.failures > 1 else "once"
        return f"failing: {times}", "bad"
    if feed.sync_error:
        return f"not synced: {feed.sync_error}", "bad"
    if feed.state == "failing":
        return f"failing there: {feed.outcome or 'the server cannot fetch it'}", "bad"
    if feed.state == "gone":
        return "ended: the publisher removed it; its articles stay", "bad"
    if feed.url is None:
        return "imported without an address: never refreshed", "dim"
    return ("works", "good") if feed.state == "ok" else ("new: not checked yet", "dim")


def _next(feed: Feed, now: datetime) -> str:
    if feed.is_paused:
        return "only by hand: you paused this feed"
    if feed.next_at is None:
        return (
            f"only by hand: {feed.next_why}"
            if feed.next_why
            else "at the next refresh"
            if feed.url
            else "none"
        )
    when = "due now" if feed.next_at <= now else f"at {clock(feed.next_at, now)}"
    return f"{when} ({feed.next_why})" if feed.next_why else when


def _setting(name: str, value: str) -> str:
    # A header may hold a password.
    return "set" if name.startswith("header.") else value


def of_article(article: Article, copies: Sequence[Article], now: datetime, rules: Sequence[Rule] = ()) -> Why:
    """Tell where an article's text is from and how much of it was got, its feeds, addresses and copies, and what the
    rules that it met did to it."""
    state = f"{_ORIGINS[article.text_origin]}: {_STATES[article.text_state]}"
    role: Role = "ink" if article.text_state == "full" else "warn"
    facts = [Fact("Text", state, role)]
    reason = article.reason or ""
    if reason.startswith(NO_FULL_TEXT):  # the state says that much already
        reason = cause(reason)
    if reason and article.text_state != "full":
        facts.append(Fact("Reason", reason))
    if article.full_text_error:
        if not reason or article.text_state == "full":
            facts.append(Fact("Its page", f"could not be fetched: {article.full_text_error}", "warn"))
        facts.append(Fact("Next try", _next_text(article, now)))
    if article.words:
        length = counted(article.words, "word")
        if is_unspaced(article.title):  # two of their characters count as a word (`count_words`)
            length = f"about {counted(-(-article.words // 5) * 10, 'character')}"
        facts.append(Fact("Length", f"{length} · {article.minutes:,} min"))
    facts.append(Fact("Published", _published(article, now)))
    if article.updated and (
        not article.published or clock(article.updated, now) != clock(article.published, now)
    ):
        facts.append(Fact("Changed", _when(article.updated, now)))
    facts += [
        Fact("Added", _when(article.fetched, now)),
        *_listed("Feeds" if len(article.feeds) > 1 else "Feed", article.feeds),
        *_by_rules(article, rules),
        *([Fact("Publication", article.publication)] if article.publication else []),
        *_addresses(article),
        *[Fact("" if at else "Copies", _copy(copy)) for at, copy in enumerate(copies)],
        Fact("Number", f"{article.id}, as in broadsheet show {article.id} · uid {article.uid}"),
    ]
    return Why(shown_title(article), tuple(facts), article.url)


def _next_text(article: Article, now: datetime) -> str:
    if article.full_text_next is None:
        return "only by hand: r in the article fetches it again"
    when = (
        f"at {clock(article.full_text_next, now)}" if article.full_text_next > now else "at the next refresh"
    )
    return f"{when}; R tries now"


def _by_rules(article: Article, rules: Sequence[Rule]) -> list[Fact]:
    """Tell what rules did that is still so; a muted article is in no list, so there it is said in any case."""
    tags = {fold(tag) for tag in article.tags}
    still = {"mute": article.muted, "read": article.read, "bookmark": article.bookmarked}
    acted = [rule for rule in rules if still.get(rule.action, fold(rule.tag or "") in tags)]
    is_known = any(rule.action == "mute" for rule in acted)
    return [
        *([] if is_known or not article.muted else [Fact("Muted", "by hand, or by a rule since removed")]),
        *_listed("By rules", [_acted(rule) for rule in acted]),
    ]


def _acted(rule: Rule) -> str:
    did = f"tagged {rule.tag}" if rule.action == "tag" else _DID[rule.action]
    name = f"the saved search {rule.saved}" if rule.saved else f"rule {rule.id}"
    return f"{did} by {name}: {rule.query}"


def _addresses(article: Article) -> list[Fact]:
    """Its address, and the one that its page claims where that is another."""
    found = [Fact("Address", masked(article.url))] if article.url else []
    if article.canonical and (not article.url or identity(article.canonical) != identity(article.url)):
        found.append(Fact("Source", masked(article.canonical)))
    return found


def _published(article: Article, now: datetime) -> str:
    if article.published:
        return _when(shown(article.published, article.day, now.tzinfo), now)
    return long_day(article.day) if article.day else "not stated"


def _copy(copy: Article) -> str:
    where = (
        copy.publication
        or (copy.feeds[0] if copy.feeds else "")
        or (masked(copy.url) if copy.url else "a file")
    )
    return f"{copy.id} · {where}: {copy.title}"


def _listed(label: str, names: Sequence[str]) -> list[Fact]:
    return [Fact("" if at else label, name) for at, name in enumerate(names)]


def _when(moment: datetime, now: datetime) -> str:
    return f"{clock(moment, now)}, {ago(moment, now)}"
