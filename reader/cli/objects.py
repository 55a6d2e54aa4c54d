"""The JSON that scripts read: one function an object; unknown is null, never an empty string; times are ISO 8601 UTC."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from reader.core.events import AccountSynced
from reader.dates.iso import iso
from reader.model import UNTITLED, WORDS_PER_MINUTE, Article, Content, Feed, Found, Note, Related, text_fields
from reader.text.clean import count_words
from reader.text.urls import host, masked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.core.events import FeedRefreshed, PageRead
    from reader.core.highlights import Placed
    from reader.core.journal import JournalEntry
    from reader.core.preview import Extracted, Previewed
    from reader.explanation import Explanation
    from reader.model import KeptOutput
    from reader.store.accounts import Account

Object = dict[str, Any]


def time(moment: datetime | None) -> str | None:
    """ISO 8601 UTC, or null."""
    return iso(moment) if moment else None


def address(url: str | None) -> str | None:
    """An address without its password, or null."""
    return masked(url) if url else None


def fields(row: object, *names: str) -> Object:
    """The named fields of a value in the form of JSON: tuples as lists, moments in UTC, addresses without passwords."""
    return {name: _value(name, getattr(row, name)) for name in names}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, datetime):
        return time(value)
    return address(value) if name == "url" else value


_ARTICLE = (
    "id", "uid", "url", "title", "authors", "agency", "publication", "feeds", "published", "day", "updated", "fetched",
    "lang", "words", "minutes", "description", "text_origin", "text_state", "full_text_error",
    "full_text_next", "read", "bookmarked", "muted", "progress", "tags", "copies",
)  # fmt: skip
_TOLD_BY_PAGES = (
    "authors", "agency", "publication", "published", "day", "updated", "lang", "description", "text_origin", "text_state",
    "tags",
)  # fmt: skip
"""Fields of an article that a page gives before it is in a library."""


def article(row: Article) -> Object:
    """The article object."""
    return fields(row, *_ARTICLE)


def _no_article() -> Object:
    """The article object of something that is not in the library."""
    return {
        **dict.fromkeys(_ARTICLE),
        **dict.fromkeys(("read", "bookmarked", "muted"), False),
        **{name: [] for name in ("authors", "feeds", "tags", "copies")},
    }


def found(row: Found, lacks: Sequence[str] = ()) -> Object:
    """The article object, with score, snippet and hits, and the words of the query that it `lacks`."""
    snippet = row.snippet
    return {
        **article(row.article),
        "score": round(row.score, 4) if row.score is not None else None,
        "snippet": snippet.text if snippet else None,
        "hits": [list(hit) for hit in snippet.hits] if snippet else [],
        "lacks": list(lacks),
    }


def related(row: Related) -> Object:
    """The article object, with score, why and group; a publisher's link that the library lacks has a null id."""
    missing = {**_no_article(), "title": row.title, "url": address(row.url)}
    base = article(row.article) if row.article else missing
    return {**base, "score": round(row.score, 4), "why": list(row.why), "group": row.group}


def whole(row: Article, content: Content, known: Mapping[str, int]) -> Object:
    """The article object with its text; `known` gives the ids of related links that are in the library."""
    return {**article(row), **_content(content, known)}


def note(row: Article, item: Note) -> Object:
    """A note: its article, its number, its text."""
    return {"article": row.id, "note": item.id, "text": item.text, "changed": time(item.changed)}


def highlight(row: Article, item: Placed) -> Object:
    """A highlight: its article, its number, the passage, and whether the present text still has it."""
    passage = item.highlight.passage
    return {
        "article": row.id,
        "highlight": item.highlight.id,
        "quote": passage.quote,
        "before": passage.before or None,
        "after": passage.after or None,
        "in_text": item.span is not None,
        "changed": time(item.highlight.changed),
    }


def journal_entry(entry: JournalEntry) -> Object:
    """An entry of the journal: its group, its article, and what was done to that."""
    bookmarks = entry.of("bookmark")
    return {
        "group": entry.group,
        "article": entry.article.id,
        **fields(entry.article, "uid", "url", "title"),
        "source": entry.article.source or None,
        "published": time(entry.article.published),
        "day": entry.article.day,
        "highlights": [
            {"highlight": mark.number, "quote": mark.text, "changed": time(mark.at)}
            for mark in entry.of("highlight")
        ],
        "notes": [
            {"note": mark.number, "text": mark.text, "changed": time(mark.at)} for mark in entry.of("note")
        ],
        "bookmarked": time(bookmarks[0].at) if bookmarks else None,
        "tags": [mark.text for mark in entry.of("tag")],
        "outputs": list(entry.outputs),
    }


def output(item: KeptOutput) -> Object:
    """A kept output: its name, the program that printed it, its Markdown."""
    return fields(item, "name", "program", "markdown", "made", "is_cut")


def extracted(item: Extracted) -> Object:
    """The result of `extract` for one input: the article object with its text, or the error in words; with `explain` where
    that was asked for."""
    return {**_extracted(item), **({"explain": _explained(item.explanation)} if item.explanation else {})}


def _extracted(item: Extracted) -> Object:
    base: Object = {"input": masked(item.source), "error": _error(item.error), **_no_article()}
    if item.draft is None:
        return {**base, **_content(Content(), {}), "page_kind": None, "text_state": "failed"}
    draft = item.draft
    words = count_words(draft.text)
    return {
        **base,
        **fields(draft, *_TOLD_BY_PAGES),
        "url": address(draft.url or draft.canonical),
        "title": None if draft.title == UNTITLED else draft.title,
        "words": words,
        "minutes": -(-words // WORDS_PER_MINUTE),
        **_content(Content(**text_fields(draft)), {}),
        "page_kind": draft.page_kind,
    }


def _explained(item: Explanation) -> Object:
    return {
        "kind": item.kind,
        "kind_why": item.kind_why or None,
        "how": item.how or None,
        "site_file": item.site_file,
        "notes": list(item.notes),
        "fields": [
            {
                **fields(found, "field", "value", "source"),
                "others": [fields(other, "source", "value") for other in found.others],
            }
            for found in item.fields
        ],
        "dropped": [fields(row, "text", "words", "reason") for row in item.dropped],
    }


def previewed(item: Previewed) -> Object:
    """The result of `preview` for one input."""
    read = item.read
    feed = read.feed if read else None
    return {
        "input": masked(item.source),
        "title": (feed.title or None) if feed else None,
        "url": address(feed.url) if feed else None,
        "site": address(feed.site_url) if feed else None,
        "error": _error(item.error),
        "entries": [
            {
                "title": entry.title or None,
                **fields(entry, "url", "published", "authors"),
                "words": count_words(draft.text),
            }
            for entry, draft in (zip(read.feed.entries, read.drafts, strict=True) if read else ())
        ],
    }


def feed(row: Feed) -> Object:
    """A row of `feeds`."""
    return {
        **fields(row, "id", "url", "title"),
        "site": address(row.site_url),
        **fields(row, "tags", "articles", "unread", "state", "last_tried", "last_success"),
        **fields(row, "outcome", "next_at", "next_why", "failures", "account", "server"),
    }


def account(row: Account) -> Object:
    """A row of `sync status`."""
    return {
        **fields(row, "name", "url"),
        "user": row.user or None,
        "server": row.place,
        "version": row.version or None,
        **fields(row, "has_labels", "lacks", "feeds", "entries", "unsent", "texts_left"),
        "last_tried": time(row.tried),
        "last_success": time(row.succeeded),
        **fields(row, "outcome", "next_at", "failures"),
    }


def synced(event: AccountSynced) -> Object:
    """A row of `sync`."""
    return fields(
        event, "account", "outcome", "new", "updated", "changed", "sent", "seconds", "error", "next_at"
    )


def refreshed(event: FeedRefreshed | AccountSynced) -> Object:
    """A row of `refresh`; an account has one as a feed has."""
    if isinstance(event, AccountSynced):
        counts = fields(event, "outcome", "new", "updated")
        rest = {
            "seconds": event.seconds,
            "error": event.error,
            "next_at": time(event.next_at),
            "next_why": None,
        }
        return {"feed": event.account, "url": None, **counts, **rest}
    names = ("feed", "url", "outcome", "new", "updated", "seconds", "error", "next_at", "next_why")
    return fields(event, *names)


def full_text_failed(event: PageRead) -> Object:
    """A row of `refresh` for an article whose full text could not be fetched."""
    return {
        "article": event.article_id,
        **fields(event, "title", "feed", "url"),
        "host": host(event.url),
        **fields(event, "error", "next_at"),
    }


def _error(error: Exception | None) -> str | None:
    return masked(str(error)) if error else None


def _content(content: Content, known: Mapping[str, int]) -> Object:
    return {
        "markdown": content.markdown or None,
        "text": content.text or None,
        "pictures": [fields(item, "url", "alt", "caption", "credit") for item in content.pictures],
        "embeds": [
            fields(item, "kind", "text", "author", "handle", "url", "date") for item in content.embeds
        ],
        "links": [fields(item, "url", "title", "role") for item in content.links],
        "related": [
            {**fields(item, "title", "url"), "id": known.get(item.url or "")} for item in content.related
        ],
        "highlights": list(content.highlights),
        "notes": list(content.notes),
        "outputs": [output(item) for item in content.outputs],
    }
