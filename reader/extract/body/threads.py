"""Reads the posts of a thread, or a question and its answers: each with its author and its day, votes and buttons left out.

Posts are boxes alike, each with a name, a day and a text. Where a page marks none, the data in it may hold them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from reader.dates import iso
from reader.extract.fragment import content, fragment
from reader.extract.html import tree
from reader.extract.html.inline import Inline
from reader.extract.html.weights import Weights
from reader.extract.metadata import structured_data
from reader.extract.metadata.page_tags import words
from reader.extract.pieces import pieces
from reader.extract.render import write
from reader.late import pattern
from reader.markdown import dialect
from reader.model import Content
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from reader.extract.metadata.structured_data import Node

POSTS_LIMIT = 500
"""Posts of a page that are read."""

LEAST_TEXT = 15
"""Characters of a post that says something."""

_NAME_LIMIT = 60
_DAY_LIMIT = 80
_LOOKED_AT = 400
"""Elements of a post in which its author, day and text are looked for."""

_POST = pattern(
    r"(?:^|[\s_-])(?:post|message|msg|comment|reply|replies|answer|question|topic-?post|postcontainer|comtr)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_NUMBER = pattern(r"\d+")
_NAMES = 8
_GROUPS = 6
_POST_TYPES = ("Question", "Answer", "Comment", "DiscussionForumPosting", "SocialMediaPosting")
_AUTHOR = pattern(
    r"(?:^|[\s_-])(?:author|user-?name|user-?details?|user|nick(?:name)?|poster|hnuser|member|contributor)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_DAY = pattern(
    r"(?:^|[\s_-])(?:date|time|datetime|post-?date|relativetime|age|posted|timestamp)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_TEXT = pattern(
    r"(?:^|[\s_-])(?:content|body|text|message-?body|messagetext|postbody|post-?text|post_?message|cooked|bbwrapper|markdown|prose|commtext)(?:[\s_-]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Post:
    """A post: who wrote it, on which day, and what. Unknown is None."""

    author: str | None
    day: str | None
    content: Content


def as_content(posts: Sequence[Post]) -> Content:
    """The posts below each other, each under a heading that says who wrote it and when."""
    parts: list[str] = []
    for number, post in enumerate(posts, 1):
        said = " · ".join(part for part in (post.author or f"Post {number}", post.day) if part)
        parts += [dialect.heading(2, said), post.content.markdown]
    markdown = "\n\n".join(parts)
    return Content(
        markdown=markdown,
        text=dialect.plain(markdown),
        pictures=tuple(picture for post in posts for picture in post.content.pictures),
        embeds=tuple(embed for post in posts for embed in post.content.embeds),
        links=tuple(dict.fromkeys(link for post in posts for link in post.content.links)),
    )


def read(root: HtmlElement, base: str | None, nodes: Iterable[Node]) -> list[Post]:
    """The posts of a page whose tree is untouched, in its order; fewer than two where there is no thread."""
    marked = [post for box in boxes(root) if (post := _post(box, base)) is not None]
    if len(marked) > 1:
        return marked
    stated = list(islice(_stated(nodes, base), POSTS_LIMIT))
    return stated if len(stated) > len(marked) else marked


def boxes(root: HtmlElement) -> list[HtmlElement]:
    """The boxes of the posts: those alike that hold most of the page's text, each with a name or a day."""
    alike: dict[tuple[str, str], list[HtmlElement]] = defaultdict(list)
    for element in root.iter("article", "div", "li", "tr", "table", "section", "td"):
        kind = (element.get("itemtype") or "").rstrip("/").rpartition("/")[2]
        if kind in _POST_TYPES:
            alike["", "schema"].append(element)
        for name in dict.fromkeys(_NUMBER.sub("", one) for one in _called(element).split()[:_NAMES]):
            if _POST.search(name):
                alike[str(element.tag), name].append(element)
    groups = [own for group in alike.values() if len(own := _innermost(group)[:POSTS_LIMIT]) > 1]
    best: list[HtmlElement] = []
    most = 0
    for length, own in sorted(((sum(map(_length, own)), own) for own in groups), key=lambda one: -one[0])[
        :_GROUPS
    ]:
        if length <= most:
            break
        signed = [box for box in own if author(box) or _day(box)]
        said = sum(map(_length, signed))
        if len(signed) > 1 and said > most * 1.1:
            best, most = signed, said
    return best


def _innermost(group: list[HtmlElement]) -> list[HtmlElement]:
    """The group without boxes around several of the others, and without those within another: a post in one box each."""
    members = set(group)
    inside: dict[HtmlElement, int] = defaultdict(int)
    for element in group:
        for above in element.iterancestors():
            if above in members:
                inside[above] += 1
    around = {element for element in group if inside[element] > 1}
    kept = [element for element in group if element not in around]
    left = set(kept)
    return [element for element in kept if not any(above in left for above in element.iterancestors())]


def _post(box: HtmlElement, base: str | None) -> Post | None:
    body = _body(box)
    row = [piece for piece in pieces(body, base) if piece.kind != "related"]
    text = content(write(row, Inline(base)), row)
    if len(text.text) < LEAST_TEXT:
        return None
    return Post(author(box), _day(box), text)


def _body(box: HtmlElement) -> HtmlElement:
    """The element of a post that holds its text and nothing else."""
    inner = list(islice(box.iterdescendants(), _LOOKED_AT))
    for prop in ("text", "articleBody"):
        if (found := next((one for one in inner if one.get("itemprop") == prop), None)) is not None:
            return found
    called = [one for one in inner if isinstance(one.tag, str) and _TEXT.search(_called(one))]
    if called:
        # Of boxes within each other the innermost that has nearly all of it: around it stand buttons and votes.
        longest = max(map(_length, called))
        enough = [one for one in called if _length(one) >= longest * 0.8]
        return enough[-1]
    container = Weights(box).container(0.8)
    return container if container is not None and (container is box or container in set(inner)) else box


def author(box: HtmlElement) -> str | None:
    """The name of who wrote the post in a box; None where none is given."""
    if stated := line(box.get("data-author") or box.get("author") or ""):
        return stated[:_NAME_LIMIT]
    inner = [one for one in islice(box.iterdescendants(), _LOOKED_AT) if isinstance(one.tag, str)]
    marked = [
        one for one in inner if one.get("itemprop") == "author" or "author" in (one.get("rel") or "").split()
    ]
    for one in (*marked, *(each for each in inner if _AUTHOR.search(_called(each)))):
        named = next((part for part in one.iterdescendants() if part.get("itemprop") == "name"), None)
        link = one if one.tag == "a" else next(one.iter("a"), None)
        for place in (named, link, one):
            said = line((place.get("content") or words(place)) if place is not None else "").lstrip("@ ")
            # Beside the author stands who edited the post last, and when.
            if said and len(said) <= _NAME_LIMIT and iso.stamp(said) is None:
                return said
    return None


def _day(box: HtmlElement) -> str | None:
    inner = [one for one in islice(box.iterdescendants(), _LOOKED_AT) if isinstance(one.tag, str)]
    marked = [one for one in inner if one.get("itemprop") in ("dateCreated", "datePublished")]
    called = (one for one in inner if one.tag in ("time", "relative-time") or _DAY.search(_called(one)))
    for one in (*marked, *called):
        for said in (one.get("datetime"), one.get("content"), one.get("title"), words(one)):
            if said and len(said) < _DAY_LIMIT and (stamp := iso.stamp(said)) is not None:
                return stamp.day
    return None


def _called(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _length(element: HtmlElement) -> int:
    return len(tree.text_of(element))


def _stated(nodes: Iterable[Node], base: str | None) -> Iterator[Post]:
    """The question and its answers, or the posting and its comments, as the data of the page state them."""
    for node in nodes:
        for part in (node.get("mainEntity"), node):
            for item in part if isinstance(part, list) else [part]:
                if isinstance(item, dict) and {"Question", "DiscussionForumPosting"} & set(
                    structured_data.types(item)
                ):
                    yield from _spoken(item, base)
                    return


def _spoken(item: Node, base: str | None) -> Iterator[Post]:
    further = (item.get(key) for key in ("acceptedAnswer", "suggestedAnswer", "comment"))
    flat = [one for part in further for one in (part if isinstance(part, list) else [part])]
    for one in [item, *flat]:
        if not isinstance(one, dict):
            continue
        said = structured_data.text(one.get("text")) or structured_data.text(one.get("articleBody"))
        if not said and one is item:
            said = structured_data.headline(one)
        text = fragment(said or "", base)
        if len(text.text) < LEAST_TEXT:
            continue
        stamp = iso.stamp(structured_data.text(one.get("dateCreated") or one.get("datePublished")) or "")
        author = line(structured_data.text(one.get("author")) or "")[:_NAME_LIMIT]
        yield Post(author or None, stamp.day if stamp else None, text)
