"""Feeds and pages of made-up papers, as small as a test needs them."""

from __future__ import annotations

from html import escape

SENTENCES = (
    "The old lighthouse at the end of the pier was painted again this spring, white with one red band.",
    "Nobody had climbed its stairs for eleven years, so the painters first had to carry out the pigeons.",
    "From the gallery one can see as far as the island, and on clear days the masts of the fishing fleet.",
    "The council paid for the paint, and the sailing club lent its ropes and its two steadiest members.",
    "A small museum will open on the ground floor in June, with the lamp that burned here until the war.",
    "Children from the harbour school have drawn the signs, which show a whale in a keeper's cap.",
    "The keeper's logbooks lie open under glass, each turned to the stormiest night of its year.",
    "Visitors are asked to wear flat shoes and to hold on to the rail, since the treads are worn hollow.",
)
"""Eight sentences, 18 words each on average: all of them are an article, one is a teaser."""

PROSE = " ".join(SENTENCES)


def item(title: str, link: str, text: str = PROSE, *, day: int = 1, more: str = "") -> str:
    """An entry of an RSS feed, with its whole text."""
    return (
        f"<item><title>{escape(title)}</title><link>{escape(link)}</link><guid>{escape(link)}</guid>"
        f"<pubDate>{day:02} Mar 2026 08:00:00 +0000</pubDate>"
        f"<content:encoded>{escape(f'<p>{escape(text)}</p>')}</content:encoded>{more}</item>"
    )


def rss(title: str, *items: str, head: str = "") -> str:
    """An RSS feed."""
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{escape(title)}</title>{head}{''.join(items)}</channel></rss>"
    )


def announced(href: str, title: str = "All news") -> str:
    """The element of a page's head that announces a feed."""
    return f'<link rel="alternate" type="application/rss+xml" title="{escape(title)}" href="{escape(href)}">'


def page(title: str, *paragraphs: str, head: str = "") -> str:
    """A page with a headline and paragraphs."""
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head>'
        f"<body><main><article><h1>{escape(title)}</h1>{text}</article></main></body></html>"
    )


OG_ARTICLE = '<meta property="og:type" content="article">'
