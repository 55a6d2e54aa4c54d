"""A library of naughty strings: each stands in a title, in the text and in every other field that can be shown."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.core.session import LibraryPaths, Session
from reader.model import Passage
from reader.query.tree import Everything
from tests.faults import plain
from tests.support import processes
from tests.support.papers import OG_ARTICLE, PROSE, announced, item, page, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.support.server import Server

STRINGS: list[str] = json.loads((Path(__file__).parents[1] / "data/naughty/blns.json").read_text("utf-8"))

EVIL = (
    plain.HOSTILE,
    "[/]",
    "[bold red]Markup[/] [@click=app.quit]here[/] $ink",
    "\x1bP+q544e\x1b\\ \x1b_Ga=d\x1b\\ \x1b^x\x1b\\ \x1bX \x1bc \x1b#8 \x1b[6n \x1b[c \x9d52;c;eA==\x9c",
    "\x1b[?1049l\x1b[?1000h\x1b[2J\x1b[H\x0e\x0f\x05",
    "a\u0301\u0301\u0301\u0301\u0301\u0301\u0301 pile, \U000e0041\U000e007f tags, \ufeff\u061c\u2028\u2029\u2067 \ud800",
    "-rf ../../etc/passwd CON: $(reboot) `reboot` {url} %action",
)
"""What terminals, markup, shells and file systems act on."""

FIRST, FEED, LAST = "Every kind at once", "From a feed", "The last lamp"
"""Titles that are plain: the newest article, the one that came by a feed, and the oldest."""

END = "So ends the list"
"""The last words of the two long texts."""


def evil(at: int) -> str:
    return EVIL[at % len(EVIL)]


def _article(at: int, title: str, **more: Any) -> dict[str, Any]:
    """An article whose fields are this string and those that follow it in the list."""
    row = [STRINGS[(at + n) % len(STRINGS)] for n in range(8)]
    return {
        "title": title,
        "text": f"Lamp {at}. {title}\n\n{evil(at)}",
        "authors": [row[0], evil(at)],
        "agency": row[1],
        "publication": row[2],
        "description": row[3],
        "url": f"https://pier.example/{at}/{row[4]}",
        "tags": [row[5] or "empty", f"folder/{evil(at)}"],
        "feeds": [f"{evil(at)} {STRINGS[at % 29]}"],
        "lang": row[6],
        "published": f"2026-03-{1 + at % 27:02}T08:00:00Z",
        **more,
    }


_KINDS = (
    "{0}",
    "## {0}",
    "- {0}\n  - {0}",
    "> {0}\n>\n> — {0}, [2026-10-05](https://pier.example/post/{1})",
    "```{0}\n{0}\n```",
    "| {0} | lamp |\n| --- | --- |\n| lamp | {0} |",
    "![{0}](https://pier.example/a.jpg/{1})\n*{0}* ({0})",
    "**Related:** [{0}](https://pier.example/related/{1})",
    "[{0}](https://pier.example/link/{1}) `{0}`",
    "A note[^{0}].\n\n[^{0}]: {0}",
)
"""Each kind of block of our Markdown, made of a string and a number as if nobody had escaped it."""

_ELEMENTS = (
    "<p>{0}</p>",
    "<h2>{0}</h2>",
    "<ul><li>{0}<ul><li>{0}</li></ul></li></ul>",
    '<blockquote class="twitter-tweet"><p>{0}</p>&mdash; {0} (@{0}) <a href="https://twitter.com/pier/status/{1}">{0}</a></blockquote>',
    '<pre><code class="language-{0}">{0}</code></pre>',
    "<table><tr><th>{0}</th><th>lamp</th></tr><tr><td>lamp</td><td>{0}</td></tr></table>",
    '<figure><img src="https://pier.example/a.jpg/{1}" alt="{0}"><figcaption>{0} <span class="credit">{0}</span></figcaption></figure>',
    '<p>Read more: <a href="https://pier.example/related/{1}" title="{0}">{0}</a></p>',
    "<p><a href='https://pier.example/{0}'>{0}</a> <code>{0}</code> <em>{0}</em></p>",
)
"""The same in HTML."""


def _long(forms: Sequence[str], door: Callable[[str], str] = str) -> list[str]:
    """A block of each string, the forms in turn; the worst strings in each of them. `door`: what escapes a string."""
    strings = [*STRINGS, *(text for text in EVIL for _ in forms)]
    return [forms[at % len(forms)].format(door(text), at) for at, text in enumerate(strings)]


def articles() -> list[dict[str, Any]]:
    texts = [*EVIL, *STRINGS]
    ends = [
        _article(
            0, FIRST, text="", markdown="\n\n".join([*_long(_KINDS), END]), published="2026-04-02T08:00:00Z"
        ),
        _article(1, LAST, published="2026-01-01T08:00:00Z"),
    ]
    return [_article(at, text) for at, text in enumerate(texts)] + ends


def feed(link: str, more: str = "") -> Route:
    """A feed with one long text, which ends with `more`, and with hostile names."""
    body = escape("".join([*_long(_ELEMENTS, escape), f"<p>{END}</p><p>{escape(more)}</p>"]))
    names = "".join(f"<category>{escape(text)}</category>" for text in EVIL)
    entry = (
        f"<item><title>{FEED}</title><link>{link}</link><pubDate>01 Apr 2026 08:00:00 +0000</pubDate>"
        f"<author>{escape(plain.HOSTILE)}</author>{names}<content:encoded>{body}</content:encoded></item>"
    )
    return Route(body=rss(f"Pier {plain.HOSTILE}", entry).encode("utf-8", "replace"))


def failure() -> Route:
    """A server that says why in codes."""
    said = f"HTTP/1.1 599 {plain.HOSTILE}\r\nContent-Length: 0\r\n\r\n"
    return Route(raw=said.encode("latin-1", "replace"))


def opml(*urls: str) -> str:
    title = escape(plain.ACTED_ON.sub("", plain.HOSTILE), quote=True)
    rows = "".join(f'<outline text="{title}" category="{title}" xmlUrl="{url}"/>' for url in urls)
    return f'<opml version="2.0"><body><outline text="{title}">{rows}</outline></body></opml>'


SITE = "/article"
"""Where the server has the page of the feed's article; it announces feeds."""

RULED, SAVED = "lamp", "Saved"
"""A rule's query and a saved search's name before they are made naughty."""


def site() -> str:
    """A page whose own title, author and feeds have hostile names; its text is another than the feed's."""
    return page(FEED, *(f"{text} {PROSE}" for text in EVIL), head=OG_ARTICLE + _feeds())


def _feeds() -> str:
    return "".join(announced(f"/more/{at}", text) for at, text in enumerate(EVIL))


def serve(server: Server) -> tuple[str, str]:
    """Have a server say all this; the addresses of the feeds, of which the first is edited after its first answer."""
    link = server.text(SITE, site().encode("utf-8", "replace"))
    for at, text in enumerate(EVIL):
        server.on(f"/more/{at}", Route(body=rss(text, item(text, f"{link}/{at}")).encode("utf-8", "replace")))
    server.text("/page", page("Feeds", head=_feeds()).encode("utf-8", "replace"))
    return server.on("/good", feed(link), feed(link, plain.HOSTILE)), server.on("/bad", failure())


def build(folder: Path, env: Mapping[str, str], server: Server) -> None:
    """Make library and index in the places that `env` names, as anybody would, by an import and two refreshes; then put
    what the reader and the publisher wrote into the library itself as nobody could: past all doors."""
    lines = "".join(json.dumps(row) + "\n" for row in articles())
    (folder / "a.jsonl").write_text(lines)
    (folder / "a.opml").write_text(opml(*serve(server)))
    (folder / "hostile.opml").write_text(opml("exec:~/bin/mail", f"file:///{escape(EVIL[1], quote=True)}"))
    files = [str(folder / name) for name in ("a.jsonl", "a.opml")]
    brought = processes.command("import", *files, env=env)
    plain.is_clean(brought)
    assert brought.code == 3, brought.err  # some strings leave no title
    for _ in range(2):
        asked = processes.command("refresh", env=env)
        plain.is_clean(asked)
        assert asked.code == 3, asked.err
    library = Path(env["BROADSHEET_LIBRARY"])
    _write(LibraryPaths(library, Path(env["BROADSHEET_CACHE_DIR"]), Path(env["BROADSHEET_CONFIG_DIR"])))
    with closing(sqlite3.connect(library)) as file, file:
        for column, where in RAW.items():
            table, _, name = column.partition(".")
            file.execute(
                f"UPDATE {table} SET {name} = :text || {name} || :text WHERE {where}", {"text": plain.HOSTILE}
            )


RAW = {
    "note.text": "TRUE",
    "highlight.quote": "TRUE",
    "saved_search.name": "TRUE",
    "rule.query": f"query = '{RULED}'",
    "rule.tag": "tag IS NOT NULL",
    "tag.name": "TRUE",
    "revision.title": "TRUE",
    "revision.markdown": "TRUE",
    "picture.caption": "caption IS NOT NULL",
    "picture.credit": "credit IS NOT NULL",
    "feed.outcome": "outcome IS NOT NULL",
    "feed.next_why": "next_why IS NOT NULL",
}
"""Columns that get hostile texts around what they hold, and in which rows."""


def _write(places: LibraryPaths) -> None:
    """Notes, highlights, saved searches and rules."""
    with Session(places) as session:
        library, now = session.library, session.now()
        ids = library.queries.ids(Everything())
        first = next(one.id for one in library.articles.many(ids) if one.title == FIRST)
        for _ in range(2):
            library.own_words.write(first, "A note", now)
        library.own_words.mark(first, Passage(END, "", ""), now)
        library.own_words.mark(first, Passage("what nobody said", "", ""), now)
        saved = library.saved.add(SAVED, "lamp", now)
        library.rules.add("tag", now, saved_id=saved.id, tag="x")
        library.rules.apply([(first, library.rules.add("bookmark", now, query=RULED))], now)
