"""Makes inputs of a format from nothing: what mutation of samples seldom reaches, nested and repeated without end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

WORDS = (
    "a",
    "lamp",
    "Пирс",
    "潮",
    "é",
    "&amp;",
    "&#x0;",
    "\u202e",
    "\x1b[2J",
    "-",
    "2026-02-30",
    "9" * 25,
    "<",
    "'",
    '"',
    "]]>",
)
VALUES = (
    *WORDS,
    "https://a.example/b?c=d",
    "//a",
    "javascript:x",
    "cid:1",
    "1e999",
    "true",
    "-1",
    "Tue, 31 Feb 2026 25:61:00 GMT",
)
DEEPEST = 40

FEED = ("rss", "channel", "item", "entry", "feed", "title", "link", "guid", "id", "pubDate", "updated", "author", "name",
        "description", "content:encoded", "media:group", "enclosure", "itunes:duration", "xhtml:div", "rdf:RDF")  # fmt: skip
PAGE = ("html", "head", "body", "article", "main", "div", "p", "h1", "h2", "ul", "ol", "li", "table", "tr", "td", "pre",
        "code", "blockquote", "figure", "figcaption", "img", "a", "em", "span", "svg", "script", "style", "meta", "time", "br")  # fmt: skip
LIST = ("opml", "head", "body", "outline", "title")
ATTRIBUTES = ("href", "src", "type", "xmlUrl", "text", "title", "class", "id", "rel", "property", "content", "datetime",
              "colspan", "itemprop", "xml:base", "style", "lang", "dir", "url", "length")  # fmt: skip


def markup(names: Sequence[str]) -> Callable[[random.Random], bytes]:
    """Elements of these names within each other; now and then one is not closed, or another is."""

    def element(chance: random.Random, depth: int) -> str:
        name = chance.choice(names)
        given = "".join(
            f' {chance.choice(ATTRIBUTES)}="{chance.choice(VALUES)}"'
            for _ in range(chance.choice((0, 0, 1, 2)))
        )
        inner = "".join(
            element(chance, depth + 1)
            if depth < DEEPEST and chance.random() < 0.45
            else f" {chance.choice(WORDS)} "
            for _ in range(chance.choice((1, 1, 2, 3, 6)) if depth < 8 else 1)
        )
        end = chance.choice(names) if chance.random() < 0.05 else name
        return f"<{name}{given}>{inner}" + ("" if chance.random() < 0.08 else f"</{end}>")

    def grown(chance: random.Random) -> bytes:
        start = chance.choice(
            ("", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-16"?>', "<!DOCTYPE html>")
        )
        root = names[chance.choice((0, 0, 0, chance.randrange(len(names))))]
        return f"{start}<{root}>{''.join(element(chance, 0) for _ in range(chance.randrange(1, 6)))}</{root}>".encode()

    return grown


def query(chance: random.Random) -> bytes:
    """Conditions of the query language within each other."""

    def part(depth: int) -> str:
        kind = chance.randrange(7)
        if depth > DEEPEST or kind < 3:
            field = chance.choice(
                (
                    "",
                    "",
                    "title:",
                    "feed:",
                    "is:",
                    "has:",
                    "date:",
                    "words:",
                    "lang:",
                    "site:",
                    "sort:",
                    "#",
                    "-",
                )
            )
            return field + chance.choice(
                (*VALUES, '"a lamp"', "2w..", "..2026", "read", "unread", ">9", "lam*")
            )
        if kind == 3:
            return f"({' '.join(part(depth + 1) for _ in range(chance.randrange(4)))})"
        word = chance.choice((" OR ", " AND ", " NOT ", " -", " "))
        return word.join(part(depth + 1) for _ in range(chance.choice((1, 2, 3))))

    return part(0).encode()


def lines(chance: random.Random) -> bytes:
    """Tables, keys and values as TOML and YAML write them, in any order."""
    keys = (
        "theme",
        "title",
        "keep",
        "export.folder",
        "refresh.every",
        "tags",
        "a b",
        "x",
        '"!"',
        "colours.text",
    )
    values = (
        *VALUES,
        '"sepia"',
        '"#fff"',
        "[1, 2]",
        '["mpv", "{url}"]',
        "{a = 1}",
        "2026-01-01",
        '"""',
        "- b",
        "&a [*a]",
        "|",
    )
    made = []
    for _ in range(chance.randrange(1, 30)):
        match chance.randrange(5):
            case 0:
                made.append(chance.choice(("[keys]", "[[commands]]", "[a.b.c]", "---", "[", "export:")))
            case 1:
                made.append(" " * chance.randrange(8) + chance.choice(values))
            case _:
                made.append(chance.choice(keys) + chance.choice((" = ", ": ", "=")) + chance.choice(values))
    return "\n".join(made).encode()
