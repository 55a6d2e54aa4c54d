"""The JSON that scripts read: one function an object; unknown is null, never an empty string; times are ISO 8601 UTC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.dates.iso import iso
from reader.model import (
    UNTITLED,
    WORDS_PER_MINUTE,
    Article,
    Content,
    Draft,
    Embed,
    Explanation,
    Feed,
    Found,
    Link,
    Note,
    Picture,
    Related,
    RelatedLink,
)
from reader.text.clean import count_words
from reader.text.urls import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from reader.core.events import FeedRefreshed
    from reader.core.highlights import Placed
    from reader.core.preview import Extracted, Previewed

Object = dict[str, Any]


def time(moment: datetime | None) -> str | None:
    """ISO 8601 UTC, or null."""
    return iso(moment) if moment else None


def address(url: str | None) -> str | None:
    """An address without its password, or null."""
    return shown(url) if url else None


def article(row: Article) -> Object:
    """The article object."""
    return {
        "id": row.id,
        "uid": row.uid,
        "url": address(row.url),
        "title": row.title,
        "authors": list(row.authors),
        "agency": row.agency,
        "publication": row.publication,
        "feeds": list(row.feeds),
        "published": time(row.published),
        "day": row.day,
        "updated": time(row.updated),
        "fetched": time(row.fetched),
        "lang": row.lang,
        "words": row.words,
        "minutes": row.minutes,
        "description": row.description,
        "text_origin": row.text_origin,
        "text_state": row.text_state,
        "read": row.read,
        "bookmarked": row.bookmarked,
        "muted": row.muted,
        "progress": row.progress,
        "tags": list(row.tags),
        "copies": list(row.copies),
    }


def found(row: Found) -> Object:
    """The article object, with score, snippet and hits."""
    snippet = row.snippet
    return {
        **article(row.article),
        "score": round(row.score, 4) if row.score is not None else None,
        "snippet": snippet.text if snippet else None,
        "hits": [list(hit) for hit in snippet.hits] if snippet else [],
    }


def related(row: Related) -> Object:
    """The article object, with score, why and group; a publisher's link that the library lacks has a null id."""
    base = (
        article(row.article)
        if row.article
        else {**dict.fromkeys(_ARTICLE_KEYS), **_empty(), "title": row.title}
    )
    if row.article is None:
        base["url"] = address(row.url)
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


def extracted(item: Extracted) -> Object:
    """The result of `extract` for one input: the article object with its text, or the error in words; with `explain` where
    that was asked for."""
    return {**_extracted(item), **({"explain": _explained(item.explanation)} if item.explanation else {})}


def _extracted(item: Extracted) -> Object:
    base: Object = {"input": item.source, "error": _error(item.error)}
    if item.draft is None:
        return {
            **base,
            **dict.fromkeys(_ARTICLE_KEYS),
            **_empty(),
            **_content(Content(), {}),
            "text_state": "failed",
        }
    draft = item.draft
    words = count_words(draft.text)
    return {
        **base,
        **dict.fromkeys(_ARTICLE_KEYS),
        **_empty(),
        "url": address(draft.url or draft.canonical),
        "title": None if draft.title == UNTITLED else draft.title,
        "authors": list(draft.authors),
        "agency": draft.agency,
        "publication": draft.publication,
        "published": time(draft.published),
        "day": draft.day,
        "updated": time(draft.updated),
        "lang": draft.lang,
        "words": words,
        "minutes": -(-words // WORDS_PER_MINUTE),
        "description": draft.description,
        "text_origin": draft.text_origin,
        "text_state": draft.text_state,
        "tags": list(draft.tags),
        **_content(_of(draft), {}),
    }


def _explained(item: Explanation) -> Object:
    return {
        "how": item.how or None,
        "site_file": item.site_file,
        "notes": list(item.notes),
        "fields": [
            {
                "field": found.field,
                "value": found.value,
                "source": found.source,
                "others": [{"source": other.source, "value": other.value} for other in found.others],
            }
            for found in item.fields
        ],
        "dropped": [{"text": row.text, "words": row.words, "reason": row.reason} for row in item.dropped],
    }


def previewed(item: Previewed) -> Object:
    """The result of `preview` for one input."""
    read = item.read
    feed = read.feed if read else None
    return {
        "input": item.source,
        "title": (feed.title or None) if feed else None,
        "url": address(feed.url) if feed else None,
        "site": address(feed.site_url) if feed else None,
        "error": _error(item.error),
        "entries": [
            {
                "title": entry.title or None,
                "url": address(entry.url),
                "published": time(entry.published),
                "authors": list(entry.authors),
                "words": count_words(draft.text),
            }
            for entry, draft in (zip(read.feed.entries, read.drafts, strict=True) if read else ())
        ],
    }


def feed(row: Feed) -> Object:
    """A row of `feeds`."""
    return {
        "id": row.id,
        "url": address(row.url),
        "title": row.title,
        "site": address(row.site_url),
        "tags": list(row.tags),
        "articles": row.articles,
        "unread": row.unread,
        "state": row.state,
        "last_tried": time(row.last_tried),
        "last_success": time(row.last_success),
        "outcome": row.outcome,
        "next_at": time(row.next_at),
        "next_why": row.next_why,
        "failures": row.failures,
    }


def refreshed(event: FeedRefreshed) -> Object:
    """A row of `refresh`."""
    return {
        "feed": event.feed,
        "url": address(event.url),
        "outcome": event.outcome,
        "new": event.new,
        "updated": event.updated,
        "seconds": event.seconds,
        "error": event.error,
        "next_at": time(event.next_at),
        "next_why": event.next_why,
    }


_ARTICLE_KEYS = (
    "id", "uid", "url", "title", "authors", "agency", "publication", "feeds", "published", "day", "updated", "fetched",
    "lang", "words", "minutes", "description", "text_origin", "text_state", "read", "bookmarked", "muted", "progress",
    "tags", "copies",
)  # fmt: skip


def _empty() -> Object:
    flags = dict.fromkeys(("read", "bookmarked", "muted"), False)
    return {"authors": [], "feeds": [], "tags": [], "copies": [], **flags}


def _error(error: Exception | None) -> str | None:
    return str(error) if error else None


def _of(draft: Draft) -> Content:
    return Content(
        markdown=draft.markdown,
        text=draft.text,
        pictures=draft.pictures,
        embeds=draft.embeds,
        links=draft.links,
        related=draft.related,
    )


def _content(content: Content, known: Mapping[str, int]) -> Object:
    return {
        "markdown": content.markdown or None,
        "text": content.text or None,
        "pictures": [_picture(item) for item in content.pictures],
        "embeds": [_embed(item) for item in content.embeds],
        "links": [_link(item) for item in content.links],
        "related": _related_links(content.related, known),
        "highlights": list(content.highlights),
        "notes": list(content.notes),
    }


def _picture(item: Picture) -> Object:
    return {"url": address(item.url), "alt": item.alt, "caption": item.caption, "credit": item.credit}


def _embed(item: Embed) -> Object:
    return {
        "kind": item.kind,
        "text": item.text,
        "author": item.author,
        "handle": item.handle,
        "url": address(item.url),
        "date": item.date,
    }


def _link(item: Link) -> Object:
    return {"url": address(item.url), "title": item.title, "role": item.role}


def _related_links(items: Sequence[RelatedLink], known: Mapping[str, int]) -> list[Object]:
    return [
        {"title": item.title, "url": address(item.url), "id": known.get(item.url) if item.url else None}
        for item in items
    ]
