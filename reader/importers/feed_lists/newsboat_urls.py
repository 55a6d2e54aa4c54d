"""newsboat's `urls` file, a feed a line: its address, then tags, in quotes where they have spaces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.importers.feed_lists import newsboat_queries
from reader.importers.items import FeedList, add_feed, path_tag
from reader.model import HIDDEN, Subscription
from reader.text import urls
from reader.text.clean import counted, line, optional_line
from reader.text.encodings import decode, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.importers.file_kind import FileHead

_LINE_LIMIT = 20_000
_TAGS_LIMIT = 200
_SHOWN = 200
_LOOKED_AT = 20
_UNCUT = 1_000
"""Bytes up to which a head is the whole file."""

_TOKEN = re.compile(r'[ \t\r]*+(?:(#)|"((?:[^"\\]|\\.)*+)\\?"?|([^ \t\r]++))')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_NO_ADDRESS = re.compile(r"(?P<kind>exec|filter|file):.*", re.DOTALL | re.IGNORECASE)
_QUERY = re.compile(r"query:(?P<name>[^:]*[^:\s][^:]*):(?P<filter>.*)", re.DOTALL | re.IGNORECASE)
_LOOKS = re.compile(r"(https?|feed|query|exec|filter|file):\S", re.IGNORECASE)
_WHY = {
    "exec": "a program, which is never run",
    "filter": "a program, which is never run",
    "file": "a file, not a web address",
}


def detect(head: FileHead) -> bool:
    """Every line begins with an address or with what newsboat takes for one; some lines at least."""
    # The last of the lines in a long head may be cut.
    whole = head.text if len(head.body) < _UNCUT else head.text.rpartition("\n")[0] or head.text
    lines = map(_tokens, whole.split("\n")[: 10 * _LOOKED_AT])
    first = [tokens[0] for tokens in lines if tokens][:_LOOKED_AT]
    return bool(first) and all(_LOOKS.match(token) for token in first)


def read(body: bytes) -> FeedList:
    """The feeds in order. `~title` is the reader's own title, `!` gives the tag `hidden`, `!name` that tag besides.

    `query:` lines are searches; those that have no counterpart are named. `exec:` and `filter:` lines are never run,
    `file:` lines not read: each is named.
    """
    found: dict[str, Subscription] = {}
    skipped: list[str] = []
    searches: dict[str, str] = {}
    for tokens in map(_tokens, decode(unpack(body, []), None, []).split("\n")):
        if not tokens:
            continue
        url = urls.typed(tokens[0])
        if (search := _QUERY.fullmatch(tokens[0])) is not None:
            name, said = line(search["name"], _SHOWN), search["filter"]
            try:
                searches.setdefault(name, newsboat_queries.translated(said))
            except newsboat_queries.Untranslatable as part:
                skipped.append(
                    f"the saved search “{name}” ({line(said, _SHOWN)}): broadsheet has no equivalent of {line(str(part), _SHOWN)}"
                )
        elif url is None:
            skipped.append(_why_not(tokens[0]))
        else:
            add_feed(found, _feed(url, tokens[1:]))
    hidden = sum(HIDDEN in feed.tags for feed in found.values())
    notes = (f"{counted(hidden, 'feed')} hidden in newsboat: tagged {HIDDEN}",) if hidden else ()
    return FeedList(tuple(found.values()), tuple(skipped), tuple(searches.items()), notes)


def _tokens(text: str) -> list[str]:
    """The words of a line as newsboat parts them: `#` begins a comment only where a word would begin."""
    found: list[str] = []
    for token in _TOKEN.finditer(text[:_LINE_LIMIT].rstrip()):
        if token[1] or len(found) > _TAGS_LIMIT:
            break
        found.append(token[3] or _ESCAPE.sub(lambda one: _ESCAPED.get(one[1], one[1]), token[2] or ""))
    return found


def _why_not(token: str) -> str:
    match = _NO_ADDRESS.match(token)
    kind = match["kind"].lower() if match else ""
    return f"{line(urls.masked(token), _SHOWN)} ({_WHY.get(kind, 'not a web address')})"


def _feed(url: str, tags: list[str]) -> Subscription:
    titles = (optional_line(tag[1:]) for tag in tags if tag.startswith("~"))
    title = next((title for title in titles if title), None)
    return Subscription(url=url, title=title, tags=tuple(_path_tags(tags)))


def _path_tags(tags: list[str]) -> Iterator[str]:
    for tag in tags:
        if tag.startswith("!"):
            yield HIDDEN
        if not tag.startswith("~") and (cleaned := path_tag(tag.removeprefix("!").split("/"))):
            yield cleaned
