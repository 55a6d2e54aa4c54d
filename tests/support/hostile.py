"""Pages and feeds that break readers: each is named for what it does. All hold `LAMP` in an honest place."""

from __future__ import annotations

import gzip
import zlib

from tests.support.papers import SENTENCES

LAMP = "lighthouse"
"""A word of every page's honest text."""

_PROSE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
_ENTITIES = "<!ENTITY a0 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
)
_REFERENCES = "&#99999999999999999999; &#x110000; &#xD800; &#0; &nosuch;"
_STYLE = "a:b;" * 5_000
_COLSPAN = "<table>" + "<tr><td colspan='1000000000'>x</td></tr>" * 300 + "</table>"
_JSON_LD = '<script type="application/ld+json">{}</script>'
_REGEX_TRAP = _JSON_LD.format('{"@type":"NewsArticle","headline":"' + 'a\\"' * 8_000)


def bomb(megabytes: int, *, layers: int = 1) -> bytes:
    """Zeros, packed by gzip as often as asked."""
    packer = zlib.compressobj(9, wbits=31)
    out = b"".join(packer.compress(bytes(2**20)) for _ in range(megabytes)) + packer.flush()
    for _ in range(layers - 1):
        out = gzip.compress(out)
    return out


def _page(body: str = "", head: str = "", title: str = "Lamp lit") -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{_PROSE}{body}</article></body></html>"
    )


PAGES: dict[str, str] = {
    "JSON-LD for a regex": _page(head=_REGEX_TRAP),
    "JSON-LD too deep": _page(head=_JSON_LD.format("[" * 100_000)),
    "JSON-LD with a number too long": _page(
        head=_JSON_LD.format('{"@type":"NewsArticle","n":' + "9" * 10_000 + "}")
    ),
    "JSON-LD of wrong types": _page(
        head=_JSON_LD.format('{"@type":["NewsArticle"],"author":[[{"name":5}]],"headline":{}}')
    ),
    "colspan": _page(_COLSPAN),
    "style": _page(f'<p style="{_STYLE}">x</p>'),
    "author of dots": _page(head=f'<meta name="author" content="{"a." * 6_000}">'),
    "byline of initials": _page(f'<p class="byline">By {"A. " * 6_000}</p>'),
    "deep": _page("<div>" * 30_000 + "x"),
    "deep emphasis": _page("<p>" + "<b><i>" * 20_000 + "x"),
    "deep tables": _page("<table><tr><td>" * 3_000),
    "deep lists": _page("<ul><li>" * 3_000),
    "deep quotations": _page("<blockquote>" * 3_000),
    "20,000 attributes": _page(f"<p {' '.join(f'a{n}=x' for n in range(20_000))}>x</p>"),
    "entities": _page().replace("<!DOCTYPE html>", f"<!DOCTYPE html [{_ENTITIES}]>") + "<p>&a11;</p>",
    "references": _page(f"<p>{_REFERENCES}</p>"),
    "control characters": _page(
        "<p>&#27;[2J&#x9b;31m&#x202e;&#7;\x1b]0;owned\x07</p>", title="Lamp &#27;[31mlit"
    ),
    "links of other schemes": _page(
        '<p><a href="javascript:alert(1)">j</a> <a href="file:///etc/passwd">f</a> <img src="data:x"></p>'
    ),
    "base of another scheme": _page('<p><a href="x">y</a></p>', head='<base href="javascript:alert(1)//">'),
    "canonical of another scheme": _page(head='<link rel=canonical href="javascript:alert(1)">'),
    "meta refresh": _page(head='<meta http-equiv=refresh content="0;url=/never">'),
    "zero bytes": "\0" + _page("\0"),
    "brackets": _page(f"<p>{'[' * 30_000}</p>"),
    "stars": _page(f"<p>{'*_' * 30_000}</p>"),
    "backticks": _page(f"<p>{'`' * 30_000}</p><pre>{'`' * 30_000}</pre>"),
    "combining marks": _page(f"<p>Z{chr(0x301) * 50_000}</p>"),
    "spaces": _page(f"<p>{' ' * 500_000}x</p>"),
    "date of digits": _page(head=f'<meta property="article:published_time" content="{"1" * 10_000}">'),
    "odd charset": _page(head="<meta charset=punycode>").replace("<meta charset=utf-8>", ""),
    "UTF-7": _page(head="<meta charset=utf-7>", title="+ABs-[31mLamp").replace("<meta charset=utf-8>", ""),
}
"""Name → page."""


def _item(title: str = "Stairs swept", body: str = "", more: str = "", attributes: str = "") -> str:
    return f"<item {attributes}><title>{title}</title><description>{body}</description>{more}</item>"


def _feed(*items: str, head: str = "", title: str = "The Pier", encoding: str = "utf-8") -> str:
    entries = "".join(items)
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>{head}<rss version="2.0"><channel><title>{title}</title>'
        f"<item><title>Lamp lit</title><guid>lamp-{{name}}</guid><description>The lighthouse.</description></item>"
        f"{entries}</channel></rss>"
    )


def _escaped(markup: str) -> str:
    return f"<![CDATA[{markup}]]>"


_FEEDS: dict[str, str] = {
    "number too large": _feed(_item("&#99999999999999999999;")),
    "no character": _feed(_item("&#x110000;")),
    "half a character": _feed(_item("&#xD800;")),
    "control characters": _feed(
        _item("&#27;[31m&#x9b;2J \x1b]0;owned\x07 \u202e [/] [link=file:///x]y"), title="Pier \x1b[31m [/]"
    ),
    "entities": _feed(_item("&a11;"), head=f"<!DOCTYPE rss [{_ENTITIES}]>"),
    "outer entity": _feed(_item("&x;"), head='<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "too deep": _feed("<item>" + "<a>" * 100_000 + "</a>" * 100_000 + "</item>"),
    "deep text": _feed(_item(body=_escaped("<div>" * 50_000 + "x"))),
    "20,000 attributes": _feed(_item(attributes=" ".join(f'a{n}="x"' for n in range(20_000)))),
    "author of dots": _feed(_item(more=f"<author>{'a.' * 6_000}</author>")),
    "author of dots and a sign": _feed(_item(more=f"<author>{'a.' * 6_000}@</author>")),
    "title of 5 MB": _feed(_item("x" * 5_000_000)),
    "date of digits": _feed(_item(more=f"<pubDate>{'1' * 100_000}</pubDate>")),
    "encoding punycode": _feed(encoding="punycode"),
    "encoding undefined": _feed(encoding="undefined"),
    "encoding with a zero": _feed(encoding="a\0b"),
    "links of other schemes": _feed(
        _item(more="<link>javascript:alert(1)</link>"), _item("-x", more="<link>file:///etc/passwd</link>")
    ),
    "colspan": _feed(_item(body=_escaped(_COLSPAN))),
    "style": _feed(_item(body=_escaped(f'<p style="{_STYLE}">x</p>'))),
    "JSON-LD for a regex": _feed(_item(body=_escaped(_REGEX_TRAP))),
    "one guid for all": _feed(*(_item(f"Stairs {n}", more="<guid>same</guid>") for n in range(5))),
    "cut": _feed(_item(), _item("Rail"))[:-60],
    "a path": "/etc/passwd",
    "JSON with a number too long": '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": '
    + "9" * 6_000
    + "}]}",
    "JSON too deep": '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 100_000,
    "nothing": "",
}
FEEDS = {name: feed.replace("{name}", name.replace(" ", "-")) for name, feed in _FEEDS.items()}
"""Name → feed. Each that is a feed has an honest entry in front, and no other feed has its guid."""

NO_FEEDS = ("a path", "JSON with a number too long", "JSON too deep", "nothing")
"""Those of `FEEDS` that are none."""
