"""The newsstand's feeds: RSS, Atom and JSON Feed, with the full text or with the first paragraph only."""

from __future__ import annotations

import json
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from reader.demo.body import body, first_paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.demo.press import PressStory, Publication


def feed(publication: Publication, stories: Sequence[PressStory], origin: str) -> bytes:
    """A publication's feed in its format. `origin` is the server's address, without a slash at its end."""
    make = {"rss": _rss, "atom": _atom, "json": _json}[publication.feed]
    return make(publication, stories, origin).encode()


def _rss(publication: Publication, stories: Sequence[PressStory], origin: str) -> str:
    items = "\n".join(_item(publication, story, origin) for story in stories)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>{escape(publication.title)}</title>
<link>{origin}/{publication.key}/</link>
<description>A paper of the demo newsstand</description>
<language>{publication.lang}</language>
<ttl>60</ttl>
{items}
</channel></rss>
"""


def _item(publication: Publication, story: PressStory, origin: str) -> str:
    url = origin + publication.path(story)
    creators = "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in story.authors)
    updated = f"<atom:updated>{story.updated.isoformat()}</atom:updated>" if story.updated else ""
    if publication.excerpts:
        text = f"<description>{escape(first_paragraph(story))} […]</description>"
    else:
        text = (
            f"<description>{escape(story.description)}</description>\n"
            f"<content:encoded><![CDATA[{body(story, origin).whole}]]></content:encoded>"
        )
    return f"""<item>
<title>{escape(story.title)}</title>
<link>{url}</link>
<guid isPermaLink="true">{url}</guid>
<pubDate>{format_datetime(story.published)}</pubDate>{updated}
{creators}
<category>{escape(story.section)}</category>
{text}
</item>"""


def _atom(publication: Publication, stories: Sequence[PressStory], origin: str) -> str:
    newest = max(story.updated or story.published for story in stories).isoformat()
    entries = "\n".join(_entry(publication, story, origin) for story in stories)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{publication.lang}">
<title>{escape(publication.title)}</title>
<id>{origin}{publication.feed_path}</id>
<link href="{origin}/{publication.key}/"/>
<link rel="self" href="{origin}{publication.feed_path}"/>
<updated>{newest}</updated>
{entries}
</feed>
"""


def _entry(publication: Publication, story: PressStory, origin: str) -> str:
    url = origin + publication.path(story)
    people = "".join(f"<author><name>{escape(name)}</name></author>" for name in story.authors)
    return f"""<entry>
<title>{escape(story.title)}</title>
<id>{url}</id>
<link href="{url}"/>
<published>{story.published.isoformat()}</published>
<updated>{(story.updated or story.published).isoformat()}</updated>
{people}
<summary>{escape(story.description)}</summary>
<content type="html">{escape(body(story, origin).whole)}</content>
</entry>"""


def _json(publication: Publication, stories: Sequence[PressStory], origin: str) -> str:
    items = [
        {
            "id": origin + publication.path(story),
            "url": origin + publication.path(story),
            "title": story.title,
            "content_html": body(story, origin).whole,
            "summary": story.description,
            "date_published": story.published.isoformat(),
            "date_modified": (story.updated or story.published).isoformat(),
            "authors": [{"name": name} for name in story.authors],
            "language": publication.lang,
        }
        for story in stories
    ]
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": publication.title,
            "home_page_url": f"{origin}/{publication.key}/",
            "feed_url": origin + publication.feed_path,
            "language": publication.lang,
            "items": items,
        },
        ensure_ascii=False,
    )
