"""Renders a story's text as HTML, as the templates of a newspaper's site would."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from reader.markdown import dialect
from reader.text import urls

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from reader.demo.press import PressStory
    from reader.model import Embed, Picture

_LEAD = 2
_FILM = re.compile(r"\[([^\]]+)\]\((\S+/videos/\S+)\)")


@dataclass(frozen=True, slots=True)
class StoryBody:
    """The text in two parts, between which sites put what they like: its first two blocks, and the rest."""

    lead: str
    rest: str

    @property
    def whole(self) -> str:
        """The text as a feed gives it."""
        return self.lead + self.rest


@lru_cache(maxsize=256)
def body(story: PressStory, origin: str) -> StoryBody:
    """The text as HTML, addresses absolute. `origin` is the server's address, without a slash at its end."""
    text = re.sub(r"\]\(/", f"]({origin}/", story.body)
    parser = _parser()
    env: dict[str, object] = {}
    tokens = parser.parse(text, env)
    blocks = [_block(block, text.split("\n")) for block in _top(tokens)]
    parts = [[token for block in some for token in block] for some in (blocks[:_LEAD], blocks[_LEAD:])]
    return StoryBody(*(parser.renderer.render(part, parser.options, env) for part in parts))


def first_paragraph(story: PressStory) -> str:
    """The first paragraph as plain text."""
    return next(
        text for block in re.split(r"\n{2,}", story.body) if (text := dialect.plain(block).replace("\n", " "))
    )


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    return MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin, inline=False)


def _top(tokens: list[Token]) -> list[list[Token]]:
    """The blocks of the outermost level."""
    blocks: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if depth == 0:
            blocks.append([])
        blocks[-1].append(token)
        depth += token.nesting
    return blocks


def _block(tokens: list[Token], lines: list[str]) -> list[Token]:
    """A block, or in its place the figure, post, film or box that its source stands for."""
    from markdown_it.token import Token

    first = tokens[0]
    if first.map is None or first.type not in ("paragraph_open", "blockquote_open"):
        return tokens
    source = "\n".join(lines[first.map[0] : first.map[1]]).strip()
    html = _special(source)
    return tokens if html is None else [Token("html_block", "", 0, content=f"{html}\n")]


def _special(source: str) -> str | None:
    if film := _FILM.fullmatch(source):
        return (
            f'<div class="video-embed"><iframe src="{escape(film[2])}" title="{escape(film[1])}" width="640"'
            ' height="360" allowfullscreen></iframe></div>'
        )
    parts = dialect.contents(source)
    if parts.pictures:
        return _figure(parts.pictures[0])
    if parts.embeds:
        return _post(parts.embeds[0])
    if parts.related:
        link = parts.related[0]
        return (
            f'<aside class="related-article"><span class="label">Related</span> <a href="{escape(link.url or "")}">'
            f"<h3>{escape(link.title)}</h3></a></aside>"
        )
    return None


def _figure(picture: Picture) -> str:
    caption = f'<span class="caption">{escape(picture.caption or "")}</span>'
    credit = f' <span class="credit">{escape(picture.credit)}</span>' if picture.credit else ""
    return (
        f'<figure><img src="{escape(picture.url or "")}" alt="{escape(picture.alt or "")}" width="480" height="300">'
        f"<figcaption>{caption}{credit}</figcaption></figure>"
    )


def _post(embed: Embed) -> str:
    host = urls.host(embed.url or "") or ""
    kind = {"twitter.com": "twitter-tweet", "bsky.app": "bluesky-embed"}.get(host, "mastodon-embed")
    return (
        f'<blockquote class="{kind}"><p dir="auto">{escape(embed.text or "")}</p>'
        f"&mdash; {escape(embed.author or '')} ({escape(embed.handle or '')}) "
        f'<a href="{escape(embed.url or "")}?ref_src=demo">{embed.date}</a></blockquote>'
    )
