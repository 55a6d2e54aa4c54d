"""The newsstand's web pages: an article as a newspaper's site serves it, with all that stands around it."""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING

from reader.base import dialect
from reader.demo.press import PUBLICATIONS, Publication, Story, stories

if TYPE_CHECKING:
    from reader.model import Embed, Picture

_STYLE = "body{font-family:serif;max-width:40em;margin:auto}"


def article(publication: Publication, story: Story, origin: str) -> str:
    """The page of an article. `origin` is the server's address, without a slash at its end."""
    url = origin + publication.path(story)
    byline = _byline(publication, story)
    return f"""<!DOCTYPE html>
<html lang="{publication.lang}">
<head>
<meta charset="utf-8">
<title>{escape(story.title)} - {escape(publication.title)}</title>
<link rel="canonical" href="{url}">
<link rel="alternate" type="{_feed_type(publication)}" title="{escape(publication.title)}" href="{publication.feed_path}">
<meta name="description" content="{escape(story.description)}">
<meta property="og:title" content="{escape(story.title)} - {escape(publication.title)}">
<meta property="og:site_name" content="{escape(publication.title)}">
<meta property="og:type" content="article">
<meta property="article:section" content="{escape(story.section)}">
<script type="application/ld+json">{_structured(publication, story, url)}</script>
<style>{_STYLE}</style>
</head>
<body>
{_top(publication)}
<main><article>
<h1>{escape(story.title)}</h1>
<div class="byline">{escape(byline)} <time datetime="{story.published.isoformat()}">{story.published:%Y-%m-%d}</time></div>
<div class="article-body">
{body(story, origin)}
</div>
<div class="newsletter-box"><h3>Letters from the quay</h3><p>Sign up for the weekly letter of this demo press.</p></div>
</article>
{_more(publication, story)}
</main>
<footer><p>© {escape(publication.title)}, a paper that exists only here.</p></footer>
</body></html>
"""


def front(publication: Publication) -> str:
    """A publication's front page, which announces its feed."""
    rows = "\n".join(
        f'<li><a href="{publication.path(story)}">{escape(story.title)}</a></li>'
        for story in stories(publication)
    )
    return f"""<!DOCTYPE html>
<html lang="{publication.lang}"><head><meta charset="utf-8"><title>{escape(publication.title)}</title>
<link rel="alternate" type="{_feed_type(publication)}" title="{escape(publication.title)}" href="{publication.feed_path}">
</head><body>{_top(publication)}<ul>
{rows}
</ul></body></html>
"""


def body(story: Story, origin: str) -> str:
    """The text as HTML, as a site's own templates would make it."""
    return "\n".join(_block(block, origin) for block in re.split(r"\n{2,}", story.body) if block.strip())


def _block(block: str, origin: str) -> str:
    parts = dialect.contents(_absolute(block, origin))
    if parts.pictures:
        return _figure(parts.pictures[0])
    if parts.embeds:
        return _tweet(parts.embeds[0])
    if parts.related:
        link = parts.related[0]
        return (
            f'<aside class="related-article"><span class="label">Related</span> <a href="{escape(link.url or "")}">'
            f"<h3>{escape(link.title)}</h3></a></aside>"
        )
    return _html(block)


def _html(block: str) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark").enable("table").render(block))


def _absolute(block: str, origin: str) -> str:
    return re.sub(r"\]\(/", f"]({origin}/", block)


def _figure(picture: Picture) -> str:
    caption = f'<span class="caption">{escape(picture.caption or "")}</span>'
    credit = f' <span class="credit">{escape(picture.credit)}</span>' if picture.credit else ""
    return (
        f'<figure><img src="{escape(picture.url or "")}" alt="{escape(picture.alt or "")}">'
        f"<figcaption>{caption}{credit}</figcaption></figure>"
    )


def _tweet(embed: Embed) -> str:
    return (
        f'<blockquote class="twitter-tweet"><p lang="ru" dir="ltr">{escape(embed.text or "")}</p>'
        f"&mdash; {escape(embed.author or '')} ({escape(embed.handle or '')}) "
        f'<a href="{escape(embed.url or "")}?ref_src=demo">{embed.date}</a></blockquote>'
    )


def _byline(publication: Publication, story: Story) -> str:
    names = " and ".join(story.authors) if publication.lang == "en" else ", ".join(story.authors)
    return f"{publication.byline}{names}{f' for {story.agency}' if story.agency else ''}"


def _structured(publication: Publication, story: Story, url: str) -> str:
    names = _byline(publication, story).removeprefix(publication.byline)
    people = [names] if story.agency else list(story.authors)
    return json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "datePublished": story.published.isoformat(),
            "dateModified": (story.updated or story.published).isoformat(),
            "author": [{"@type": "Person", "name": name} for name in people],
            "publisher": {"@type": "Organization", "name": publication.title},
            "inLanguage": publication.lang,
            "mainEntityOfPage": url,
        },
        ensure_ascii=False,
    ).replace("</", "<\\/")


def _top(publication: Publication) -> str:
    links = "".join(f'<li><a href="/{other.key}/">{escape(other.title)}</a></li>' for other in PUBLICATIONS)
    return f'<header><a href="/{publication.key}/">{escape(publication.title)}</a></header><nav><ul>{links}</ul></nav>'


def _more(publication: Publication, story: Story) -> str:
    others = [other for other in stories(publication) if other.slug != story.slug][:3]
    cards = "".join(
        f'<a href="{publication.path(other)}"><h3>{escape(other.title)}</h3></a>' for other in others
    )
    return f'<section class="more-stories"><h2>More stories</h2>{cards}</section>'


def _feed_type(publication: Publication) -> str:
    return {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}[
        publication.feed
    ]
