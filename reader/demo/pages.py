"""The newsstand's web pages: an article as a newspaper's site serves it, with all that stands around it.

Each publication has a page of its own making in `templates/`: one tells its author and date in JSON-LD, one in meta
tags, one in nothing but a line below its headline.
"""

from __future__ import annotations

import json
from functools import cache
from html import escape
from importlib import resources
from string import Template
from typing import TYPE_CHECKING

from reader.demo.body import body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.demo.press import PressStory, Publication

_MORE = 4


def article(publication: Publication, story: PressStory, others: Sequence[PressStory], origin: str) -> str:
    """The page of an article. `others` are the paper's articles, `origin` the server's address without a final slash."""
    text = body(story, origin)
    url = origin + publication.path(story)
    updated = story.updated or story.published
    return _template(publication.key).substitute(
        _of(publication),
        title=escape(story.title),
        description=escape(story.description),
        section=escape(story.section),
        url=url,
        origin=origin,
        byline=escape(_byline(publication, story)),
        names=escape(_names(publication, story)),
        published=story.published.isoformat(),
        updated=updated.isoformat(),
        day=f"{story.published:%Y-%m-%d}",
        clock=f"{updated:%H:%M}",
        lead=text.lead,
        rest=text.rest,
        structured=_structured(publication, story, url),
        more=_links(publication, [other for other in others if other.slug != story.slug][:_MORE]),
    )


def front(publication: Publication, stories: Sequence[PressStory]) -> str:
    """A publication's front page, which announces its feed."""
    return _template("front").substitute(_of(publication), more=_links(publication, stories))


def newsstand(publications: Sequence[Publication]) -> str:
    """The newsstand's own page, which announces the feeds of all publications."""
    papers = "\n".join(
        f'<li><a href="/{paper.key}/">{escape(paper.title)}</a></li>' for paper in publications
    )
    feeds = "\n".join(
        f'<link rel="alternate" type="{paper.feed_type}" title="{escape(paper.title)}" href="{paper.feed_path}">'
        for paper in publications
    )
    return _template("newsstand").substitute(feeds=feeds, papers=papers)


def film(name: str) -> str:
    """The page of a film's player."""
    return _template("film").substitute(name=escape(name))


@cache
def _template(name: str) -> Template:
    return Template((resources.files("reader.demo") / "templates" / f"{name}.html").read_text("utf-8"))


def _of(publication: Publication) -> dict[str, str]:
    return {
        "key": publication.key,
        "lang": publication.lang,
        "paper": escape(publication.title),
        "feed": publication.feed_path,
        "feed_type": publication.feed_type,
    }


def _links(publication: Publication, stories: Sequence[PressStory]) -> str:
    return "\n".join(
        f'<li><a href="{publication.path(story)}">{escape(story.title)}</a></li>' for story in stories
    )


def _names(publication: Publication, story: PressStory) -> str:
    between = " for " if publication.lang == "en" else " / "
    return publication.joins.join(story.authors) + (between + story.agency if story.agency else "")


def _byline(publication: Publication, story: PressStory) -> str:
    return publication.byline + _names(publication, story) if story.authors else ""


def _structured(publication: Publication, story: PressStory, url: str) -> str:
    people = [_names(publication, story)] if story.agency else list(story.authors)
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
