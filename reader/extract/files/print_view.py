"""The print view of an article, as plain text: headline, byline, date, credit, text, embeds, related articles, address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.dates import iso
from reader.late import pattern
from reader.markdown import dialect, embed_credit
from reader.markdown.escape import escape, inline, paragraph
from reader.model import Embed, Picture, RelatedLink
from reader.text import urls
from reader.text.clean import line

if TYPE_CHECKING:
    from reader.dates.iso import Stamp

_BLANK_LINES = pattern(r"\n[ \t]*(?:\n[ \t]*)+")
_LINK = pattern(r"\[(?P<text>[^\[\]\n]*)\]\((?P<url>[^()\s]*)\)|<(?P<auto>https?://[^\s<>]+)>")
_BY = pattern(r"^(?:by|von|par|por|di|door|av|af|автор|автори|текст|oleh|przez)\b[:\s]+\S", re.IGNORECASE)
_ADDRESS = pattern(
    r"^(?:original url|original address|source url|url|permalink)\s*:\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_EMBED = pattern(r"^embed(?:ded)?(?: post| tweet| content)?\s*:\s*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
_RELATED = pattern(r"^related(?: articles?| stor(?:y|ies))?\s*:\s*(?P<rest>.+)$", re.IGNORECASE | re.DOTALL)
_SIGNED = pattern(
    r"^[—–―-]{1,2}\s*(?P<author>.{1,100}?)\s*\((?P<handle>@[\w.@-]{1,100})\)\s*(?P<date>.{0,120})$"
)
_CREDIT = pattern(r"\s/\s|©|\b(?:photo|foto|image|picture|credit|фото|crédit|bild)\b", re.IGNORECASE)
_ENDS = (".", "!", "?", "…", ":", ";", ",", "”", '"', "»", "。", "！", "？", "—", "-", ")")
_LISTED = pattern(r"^(?:[-*•]|\d{1,3}[.)])\s+(?P<text>\S.*)$")

_TITLE_LENGTH = 300
_SHORT = 80
_HEAD_BLOCKS = 6
_EMBED_BLOCKS = 12


@dataclass(slots=True)
class View:
    """An article as a print view gives it; `markdown` holds the embeds and related articles at their place."""

    title: str = ""
    byline: str = ""
    stamp: Stamp | None = None
    url: str | None = None
    embeds: tuple[Embed, ...] = ()
    blocks: list[str] = field(default_factory=list)

    @property
    def markdown(self) -> str:
        """The text in our dialect."""
        return "\n\n".join(block for block in self.blocks if block)


def read_view(text: str) -> View:
    """A clean text as an article. Text without any of the marks of a print view is headline and paragraphs."""
    blocks = [block.strip("\n") for block in _BLANK_LINES.split(text.strip()) if block.strip()]
    view = View()
    blocks = _take_address(blocks, view)
    blocks = _take_head(blocks, view)
    _write(_rejoined(blocks), view)
    return view


def _take_address(blocks: list[str], view: View) -> list[str]:
    """The blocks without the one that tells the address, and the one that holds it."""
    for place in range(len(blocks) - 1, -1, -1):
        found = _ADDRESS.match(blocks[place])
        if found is None:
            continue
        held = 1
        address = found["rest"].strip()
        if not address and place + 1 < len(blocks):
            address, held = blocks[place + 1].strip(), 2
        if (url := urls.tidy(address.strip("<>"))) is not None:
            view.url = url
            return blocks[:place] + blocks[place + held :]
    return blocks


def _take_head(blocks: list[str], view: View) -> list[str]:
    """The blocks of the text, without headline, byline, date and credit, which stand before it."""
    if len(blocks) < 2 or len(first := _plain(blocks[0])) > _TITLE_LENGTH or first.endswith((".", ",", ";")):
        return blocks
    view.title = first.lstrip("# ")
    rest = blocks[1:]
    for place, block in enumerate(rest[:_HEAD_BLOCKS]):
        words = _plain(block)
        if not view.byline and _BY.match(words) and len(words) <= _TITLE_LENGTH:
            view.byline = words
        elif view.stamp is None and len(words) <= _SHORT and (stamp := iso.stamp(words)) is not None:
            view.stamp = stamp
        elif (
            (view.byline or view.stamp)
            and len(words) <= _SHORT
            and _CREDIT.search(words)
            and not words.endswith(".")
        ):
            view.blocks.append(dialect.picture(Picture(credit=words)))
        else:
            return rest[place:]
    return rest[_HEAD_BLOCKS:]


def _rejoined(blocks: list[str]) -> list[str]:
    """Paragraphs that a blank line broke in the middle of a sentence put together again."""
    out: list[str] = []
    for block in blocks:
        before = out[-1].rstrip() if out else ""
        if (
            len(before) > _SHORT
            and before[-1:].isalnum()
            and block.lstrip()[:1].islower()
            and not _LISTED.match(block)
        ):
            out[-1] = f"{before} {block.lstrip()}"
        else:
            out.append(block)
    return out


def _write(blocks: list[str], view: View) -> None:
    place = 0
    while place < len(blocks):
        block = blocks[place]
        place += 1
        if (found := _EMBED.match(block)) is not None:
            place += _embed(found["rest"], blocks[place:], view)
        elif (found := _RELATED.match(block)) is not None:
            view.blocks.append(dialect.related(_related(found["rest"])))
        elif _is_heading(
            block, blocks[place - 2] if place > 1 else "", blocks[place] if place < len(blocks) else ""
        ):
            view.blocks.append(dialect.heading(2, _plain(block)))
        else:
            view.blocks.append(_paragraph(block))


def _embed(first: str, following: list[str], view: View) -> int:
    """Write the embed that "Embed:" announces; the number of the following blocks that are its own."""
    parts = [first] if first.strip() else []
    for count, block in enumerate(following[:_EMBED_BLOCKS], 1):
        signed = _SIGNED.match(_plain(block))
        if signed is None:
            parts.append(block)
            continue
        text = "\n\n".join(_plain(part) for part in parts)
        date, date_words = embed_credit.day(line(signed["date"]))
        addresses = (urls.tidy(link["url"] or link["auto"] or "") for link in _LINK.finditer(block))
        address = next(filter(None, addresses), None)
        is_tweet = bool(re.search(r"\b(?:twitter|x)\.com/", f"{text} {address}"))
        post = Embed(
            "tweet" if is_tweet else "post",
            text or None,
            line(signed["author"]),
            line(signed["handle"]),
            address,
            date,
            date_words,
        )
        view.embeds += (post,)
        view.blocks.append(dialect.embed(post))
        return count
    if not parts:
        return 0
    view.blocks.append(dialect.quote(_paragraph(parts[0])))
    return 0 if first.strip() else 1


def _related(rest: str) -> RelatedLink:
    found = _LINK.search(rest)
    title = line(found["text"] or "") if found else ""
    return RelatedLink(title or _plain(rest), urls.tidy(found["url"] or "") if found else None)


def _is_heading(block: str, before: str, after: str) -> bool:
    """Tells whether a block is a short line without an end between two paragraphs."""
    words = _plain(block)
    return (
        len(words) <= _SHORT
        and "\n" not in block.strip()
        and not words.endswith(_ENDS)
        and not _LISTED.match(block)
        and not words[:1].islower()
        and len(before) > _SHORT / 2
        and len(after) > _SHORT / 2
        and not _SIGNED.match(_plain(after))
    )


def _plain(block: str) -> str:
    """A block as one line; links as their text."""
    return line(_LINK.sub(lambda link: link["text"] or link["auto"] or "", block), 100_000)


def _paragraph(block: str) -> str:
    lines = [one.strip() for one in block.split("\n") if one.strip()]
    if len(lines) > 1 and all(_LISTED.match(one) for one in lines):
        return "\n".join(f"- {_linked(found['text'])}" for one in lines if (found := _LISTED.match(one)))
    return paragraph(_linked(" ".join(lines)))


def _linked(text: str) -> str:
    """Text in Markdown, with the links that lead somewhere; `[x](#)` is its text."""
    out: list[str] = []
    place = 0
    for link in _LINK.finditer(text):
        out.append(inline(text[place : link.start()]))
        address = link["url"] or link["auto"] or ""
        label = link["text"] or link["auto"] or ""
        out.append(dialect.link(label, address) if urls.is_http(address) else inline(label))
        place = link.end()
    rest = inline(text[place:])
    return "".join([*out, rest]) if out else escape(text)
