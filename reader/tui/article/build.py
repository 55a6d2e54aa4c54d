"""Builds the blocks of a piece of Markdown from the parser's tokens: texts with what stands before their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rich.cells import cell_len

from reader.late import pattern
from reader.markdown.blocks import embedded, nodes, paragraphs, special
from reader.model import Picture, RelatedLink
from reader.text import urls
from reader.tui.article import block_text
from reader.tui.article.block import (
    ACCENT,
    DIM,
    INK,
    Block,
    Look,
    StandIn,
    StyledSpan,
    Writing,
    placed,
    written,
)
from reader.tui.cells import align, dotted
from reader.tui.wording import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from reader.model import Embed, EmbedKind
    from reader.tui.article.block import Spans
    from reader.tui.article.block_text import Numbers
    from reader.tui.article.pieces import MarkdownPiece, MarkdownSource
    from reader.tui.cells import Align

HEADING = Look("accent", bold=True)
CREDIT = Look("dim", italic=True)
LANGUAGE = Look("dim", italic=True)
TAB = 4
"""Columns between tab stops in code."""

_BULLETS = "•–·"
_EMBEDDED: dict[EmbedKind, str] = {
    "video": "► Video",
    "audio": "♪ Audio",
    "tweet": "■ Post",
    "post": "■ Post",
    "frame": "■ Embedded",
    "other": "■ Embedded",
}
"""Embeds by their kind, with signs of one cell that every terminal's font has."""
_NAMED_AS_CREDIT = pattern(
    r"(photo|picture|image|illustration|graphic|video|foto|bild|фото|写真|صورة|crédit|credit)", re.IGNORECASE
)
_DAY = pattern(r"(\d{4})-(\d\d)-(\d\d)")


def plain_blocks(markdown: str) -> list[Block] | None:
    """The blocks of Markdown that is plain paragraphs and nothing else; None where it takes a parser to say."""
    found = paragraphs(markdown)
    if found is None:
        return None
    builder = Builder(lambda href: 0)
    for text in found:
        builder.add(written(re.sub(r"[ \t]+", " ", text)), is_prose=True)
    return builder.placed()


def piece_blocks(source: MarkdownSource, piece: MarkdownPiece, numbers: Numbers, side: Align) -> list[Block]:
    """The blocks of a piece of a text."""
    text = source.markdown[piece.start : piece.end]
    if piece.is_raw:
        found = [written(text).block()]
    elif (plain := plain_blocks(text)) is not None:
        found = plain
    else:
        builder = Builder(numbers, side)
        builder.read(source.tokens(piece))
        found = builder.placed()
    if found and piece.is_close:
        found[0] = replace(found[0], gap=None)
    return found


@dataclass(slots=True)
class _Place:
    """The place of the next block: what stands before its first line and the others, and the blank line above it; `side`
    is the one that a list or a quotation has as a whole, None for that of each block's own script."""

    first: Spans = ()
    rest: Spans = ()
    gap: Spans | None = ()
    look: Look = INK
    depth: int = 0
    side: Align | None = None

    def inside(
        self,
        first: Spans,
        rest: Spans,
        *,
        look: Look | None = None,
        deeper: int = 0,
        side: Align | None = None,
    ) -> _Place:
        """The place of what is within this one, after more of its own before each line."""
        return replace(
            self,
            first=self.first + first,
            rest=self.rest + rest,
            look=look or self.look,
            depth=self.depth + deeper,
            side=self.side or side,
        )

    def below(self, *more: StyledSpan) -> _Place:
        """The place right below this one, without a blank line."""
        return replace(self, first=self.rest + more, rest=self.rest + more, gap=None)

    def taken(self, *, is_tight: bool) -> None:
        """The first line of this place is used; what comes next stands below it."""
        self.first = self.rest
        self.gap = None if is_tight else self.rest


@dataclass(slots=True)
class Builder:
    """Puts blocks together; `numbers` gives the number of a link by its address, `side` is where the page's script begins:
    that of what has no words of its own."""

    numbers: Numbers
    side: Align = "left"
    blocks: list[Block] = field(default_factory=list)

    def placed(self) -> list[Block]:
        """The blocks, each knowing where its text begins."""
        return placed(self.blocks)

    def add(
        self,
        writing: Writing,
        place: _Place | None = None,
        *,
        level: int = 0,
        is_wide: bool = False,
        is_prose: bool = False,
        align: Align | None = None,
    ) -> None:
        """One more block; one without text has no lines. `align`: on that side, what stands before it at its left."""
        place = place or _Place()
        block = writing.block(place.first, place.rest, place.gap)
        if not block.text:
            return
        if is_wide or align:
            block = replace(block, is_wide=is_wide, align=align or "left", is_mirrored=False)
        elif place.side:
            block = replace(block, align=place.side, is_mirrored=place.side == "right")
        self.blocks.append(replace(block, level=level, is_prose=is_prose))

    def read(self, tokens: Sequence[Token], place: _Place | None = None, *, is_tight: bool = False) -> None:
        """The blocks of tokens of one level."""
        place = place or _Place()
        is_caption = False
        for opener, inner in nodes(tokens):
            before = len(self.blocks)
            if is_caption and opener.type == "table_open":
                place.gap = None
            self._read(opener, inner, place)
            is_caption = _is_italic(inner)
            if len(self.blocks) > before:
                place.taken(is_tight=is_tight)

    def _read(self, opener: Token, inner: Sequence[Token], place: _Place) -> None:
        match opener.type:
            case "paragraph_open":
                self._paragraph(inner[0], place)
            case "heading_open":
                level = int(opener.tag[1:])
                self.add(
                    block_text.inline(inner[0].children or (), self.numbers, HEADING), place, level=level
                )
            case "fence" | "code_block":
                self._code(opener, place)
            case "blockquote_open":
                self._quotation(inner, place)
            case "bullet_list_open" | "ordered_list_open":
                self._list(opener, inner, place)
            case "table_open":
                self.add(block_text.table(inner, self.numbers), place, is_wide=True)
            case "footnote_reference_open":
                mark = f"{block_text.raised(str(opener.meta['label']))} "
                room = " " * cell_len(mark)
                self.read(inner, place.inside((StyledSpan(mark, DIM),), (StyledSpan(room, DIM),), look=DIM))
            case "hr":
                self.add(written("* * *", DIM), place, align="centre")
            case _:
                self.read(inner, place)

    def _paragraph(self, token: Token, place: _Place) -> None:
        found = special(token)
        if isinstance(found, RelatedLink):
            writing = written("→ Related: ", DIM)
            number = self._number_in(token)
            writing.add(found.title, INK._replace(underline=number > 0), number)
            block_text.add_number(writing, number)
            self.add(writing, replace(place, side=place.side or align(found.title)))
        elif isinstance(found, Picture):
            self._picture(found, self._number_in(token), place)
        else:
            writing = block_text.inline(token.children or (), self.numbers, place.look)
            self.add(writing, place, is_prose=True)

    def _number_in(self, token: Token) -> int:
        links = (child for child in token.children or () if child.type == "link_open")
        return next((number for link in links if (number := self.numbers(str(link.attrs["href"])))), 0)

    def _picture(self, picture: Picture, number: int, place: _Place) -> None:
        words, credit = picture.caption or picture.alt, picture.credit
        named = credit if credit is None or _NAMED_AS_CREDIT.match(credit) else f"Photo: {credit}"
        if words:
            stand_in = "picture · "
        else:
            stand_in = (
                "" if named else dotted(["picture", *filter(None, [block_text.file_name(picture.url or "")])])
            )
        writing = written(stand_in + (words or named or ""), CREDIT if named and not words else DIM)
        block_text.add_number(writing, number)
        side = align(own) if (own := words or credit) else self.side
        inside = place.inside((StyledSpan("▒ ", DIM),), (StyledSpan("  ", DIM),), side=side)
        self.add(writing, inside)
        if picture.url:
            shown = StandIn(picture.url, len(stand_in))
            self.blocks[-1] = replace(self.blocks[-1], picture=shown)
        if named and words:
            below = place.below(StyledSpan("  ", DIM))
            self.add(written(named, CREDIT), replace(below, side=inside.side))

    def _code(self, token: Token, place: _Place) -> None:
        indent = (StyledSpan("  ", INK),)
        inside = place.inside(indent, indent)
        language = token.info.split()[0] if token.info.strip() else ""
        writing = written(token.content.strip("\n").expandtabs(TAB))
        if language:
            from reader.tui.article.code_colours import runs  # late: few articles have code

            self.add(written(language[:40], LANGUAGE), inside, align="right")
            inside = place.below(*indent)
            writing.runs = runs(writing.text, language)
        self.add(writing, inside, is_wide=True)

    def _quotation(self, inner: Sequence[Token], place: _Place) -> None:
        embed = embedded(inner)
        if embed and len(inner) == 3 and not (embed.author or embed.handle):
            self.add(self._source(embed, self._number_in(inner[1])), place)
            return
        bar = "  ▎ " if place.depth == 0 else "▎ "
        spans = (StyledSpan(bar, ACCENT if embed else DIM),)
        # The gap above belongs to what is outside; what comes within has the bar in its gaps.
        inside = place.inside(spans, spans, deeper=1, side=_side(inner))
        self.read(inner[:-3] if embed else inner, inside)
        if embed:
            has_text = inside.gap is not place.gap
            below = replace(inside, gap=None if has_text else place.gap)
            self.add(self._source(embed, self._number_in(inner[-2])), below)

    def _source(self, embed: Embed, number: int) -> Writing:
        """`— Ann @ann, 5 Oct 2026`; sounds, films and what nobody is named for by their kind: `► Video · youtube.com`."""
        person = " ".join(part for part in (embed.author, embed.handle) if part)
        where = _short_day(embed.date) if embed.date else (urls.host(embed.url) if embed.url else None)
        if person and embed.kind not in ("video", "audio"):
            said = f"— {', '.join(part for part in (person, where) if part)}"
        else:
            said = " · ".join(part for part in (_EMBEDDED[embed.kind], person, where) if part)
        writing = written(said, DIM)
        block_text.add_number(writing, number)
        return writing

    def _list(self, opener: Token, inner: Sequence[Token], place: _Place) -> None:
        items = list(nodes(inner))
        own = opener.level + 2  # paragraphs of its items, not of lists within them
        is_tight = any(
            token.hidden for token in inner if token.type == "paragraph_open" and token.level == own
        )
        if opener.type == "ordered_list_open":
            start = int(opener.attrs.get("start") or 1)
            marks = [f"{number}." for number in range(start, start + len(items))]
        else:
            marks = [_BULLETS[place.depth % len(_BULLETS)]] * len(items)
        room = max(map(len, marks), default=0)
        rest = (StyledSpan(" " * (room + 1), DIM),)
        side = _side(inner)
        for mark, (_, content) in zip(marks, items, strict=True):
            inside = place.inside((StyledSpan(f"{mark:>{room}} ", DIM),), rest, deeper=1, side=side)
            before = len(self.blocks)
            self.read(content, inside, is_tight=is_tight)
            if len(self.blocks) > before:
                place.taken(is_tight=is_tight)


def _side(tokens: Sequence[Token]) -> Align:
    """The side of a list or a quotation, by the script with which its text begins."""
    texts = (token.content for token in tokens if token.type == "inline")
    return next((align(text) for text in texts if any(map(str.isalpha, text))), "left")


def _is_italic(inner: Sequence[Token]) -> bool:
    """Tell whether a paragraph is all in italics, as the caption of a table is."""
    kinds = [child.type for child in inner[0].children or ()] if inner else []
    return kinds[:1] == ["em_open"] and kinds[-1:] == ["em_close"] and kinds.count("em_close") == 1


def _short_day(day: str) -> str:
    found = _DAY.fullmatch(day)
    return (
        f"{int(found[3])} {MONTHS[int(found[2]) - 1]} {found[1]}" if found and 0 < int(found[2]) < 13 else day
    )
