"""The inline content of a block in our Markdown: links, emphasis, code, footnote marks, line breaks."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from reader.extract.html import tree
from reader.extract.html.inline_markup import BREAK, Mark, Token, paragraphs
from reader.extract.html.raised import shifted
from reader.late import pattern
from reader.markdown import dialect
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml.html import HtmlElement

_DROPPED = (
    "script style noscript template svg head title meta link base button input select textarea option optgroup"
    " datalist canvas object embed applet map area progress meter param source track rp rt rtc frameset frame"
    " iframe audio video dialog noembed noframes"
)
DROPPED = frozenset(_DROPPED.split())
"""Elements whose content is never text of an article."""

_BLOCKS = (
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table caption tbody"
    " td tfoot th thead tr ul search"
)
BLOCKS = frozenset(_BLOCKS.split())
"""Elements that begin a line of their own."""

_EMPHASIS = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("i", "em"), "*"),
    **dict.fromkeys(("del", "s", "strike"), "~~"),
}
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_SHIFTED = frozenset({"i", "em", "b", "strong", "span", "small", "var", "sub", "sup"})
_LISTED = frozenset({"a", "span", "time"})
_TEXTS = frozenset({*_EMPHASIS, *_LISTED, "small", "cite", "label", "font"})
_TEXT_ENDS = pattern(r"(?:[^\W\d_]{2}|[.!?…])[)»”\"’]?\Z")
_SPACES = pattern(r"[\t\n\r\f\v][ \t\n\r\f\v]*+| [ \t\n\r\f\v]++")  # not the space between two words
_MIXED_SPACES = pattern(r"[ \xa0]{2,}+")
_DROP_CAP = pattern(
    r"(?:^|[\s_-])(?:drop-?caps?|first-?letter|initial(?:e|cap)?|lettrine|capital)(?:$|[\s_-])", re.IGNORECASE
)
_CAPS = frozenset({"span", "b", "strong", "i", "em", "big", "font"})
_LETTER_WORDS = frozenset("AIOEÀÉÈÓÒYUWZКВСОУАИЯІЄЙ")
_TICKS = pattern(r"`+")
_LOOKED_AT = 50
"""Tokens in which the last text is looked for: elements in each other may have made thousands of marks."""


def mend_drop_caps(root: HtmlElement) -> None:
    """Join each drop cap with the rest of its word, from which white space in the source parts it: "N a endlich".

    A letter that is a word of its own may stay one.
    """
    for block in root.iter("p", "div"):
        if not len(block) or (block.text or "").strip():
            continue
        element = block[0]
        if element.tag not in _CAPS or not _DROP_CAP.search(element.get("class") or ""):
            continue
        letter_ = tree.text_of(element).strip()
        if len(letter_) != 1 or not letter_.isupper():
            continue
        following = element.getnext()
        if letter_ not in _LETTER_WORDS:
            if (element.tail or "").strip():
                element.tail = (element.tail or "").lstrip()
            elif following is not None and (following.text or "").strip():
                element.tail, following.text = None, (following.text or "").lstrip()
        element.drop_tag()


class Inline:
    """Renders runs of inline content of one page.

    `base` resolves links; `notes` gives the label of each element that is a footnote reference; "" for one
    whose note is not there.
    """

    def __init__(self, base: str | None, notes: Mapping[HtmlElement, str] | None = None) -> None:
        self._base = base
        self._notes = notes or {}
        self._out: list[Token] = []
        self._within: set[str] = set()

    def paragraphs(self, parts: Iterable[str | HtmlElement]) -> list[str]:
        """The run as Markdown paragraphs; two line breaks in a row part them. Empty ones are left out."""
        self._out = []
        self._run(parts)
        return paragraphs(self._out)

    def line(self, parts: Iterable[str | HtmlElement]) -> str:
        """The run as one line of Markdown, for table cells and headings."""
        return _one_line(self.paragraphs(parts))

    def italic(self, parts: Iterable[str | HtmlElement]) -> str:
        """The run as one line of Markdown that is all in italics, for captions."""
        self._out = [opener := Mark("*", opens=True)]
        self._within.add("*")
        self._run(parts)
        self._within.discard("*")
        self._out.append(Mark("*", opens=False, pair=opener))
        return _one_line(paragraphs(self._out))

    def _run(self, parts: Iterable[str | HtmlElement]) -> None:
        before: str | HtmlElement = ""
        for part in parts:
            if isinstance(part, str):
                self._part_text(before, part)
                self._text(part)
            else:
                self._element(part)
            before = part

    def _text(self, text: str) -> None:
        if text:
            text = _SPACES.sub(" ", text.replace("\xad", ""))
            self._out.append(_MIXED_SPACES.sub(_space, text) if "\xa0" in text else text)

    def _children(self, element: HtmlElement) -> None:
        self._text(element.text or "")
        for child in element:
            self._element(child)
            if child.tail:
                self._part_text(child, child.tail)
                self._text(child.tail)

    def _element(self, element: HtmlElement) -> None:
        tag = element.tag
        if not isinstance(tag, str) or tag in DROPPED or "hidden" in element.attrib or is_tip(element):
            return
        if (label := self._notes.get(element)) is not None:
            if label:
                self._out.append(Mark(f"[^{label}]"))
        elif tag in BLOCKS:
            self._out.append(" ")
            self._children(element)
            self._out.append(" ")
        elif tag in _EMPHASIS:
            self._part_words(element)
            self._marked(element, _EMPHASIS[tag], _EMPHASIS[tag])
        elif tag in _CODE:
            self._code(element)
        elif tag == "a":
            self._part_words(element)
            self._link(element)
        else:
            self._other(element, tag)

    def _other(self, element: HtmlElement, tag: str) -> None:
        if tag == "br":
            self._out.append(BREAK)
        elif tag == "q":
            self._text("“")
            self._children(element)
            self._text("”")
        elif tag == "img":
            self._text(letter(element))
        elif tag in ("sub", "sup") and all(map(self._is_plain, element.iterdescendants())):
            text = _SPACES.sub(" ", tree.text_of(element))
            self._text(shifted(text.strip(), "sub" if tag == "sub" else "sup", self._last()[-1:]))
            if text.strip() and text[-1].isspace():
                self._text(text[-1])
        elif tag == "math":
            self._text(element.get("alttext") or tree.text_of(element))
        else:
            self._part_words(element)
            self._children(element)

    def _link(self, element: HtmlElement) -> None:
        href = element.get("href") or ""
        url = None if "[" in self._within or href.startswith("#") else urls.tidy(href, self._base)
        address = dialect.target(url) if url else None
        if address is None:
            self._children(element)
        else:
            self._marked(element, "[", f"]({address})")

    def _marked(self, element: HtmlElement, opening: str, closing: str) -> None:
        """The content between two marks; without them where it already stands within such marks."""
        if opening in self._within:
            self._children(element)
            return
        self._within.add(opening)
        opener = Mark(opening, opens=True)
        self._out.append(opener)
        self._children(element)
        self._out.append(Mark(closing, opens=False, pair=opener))
        self._within.discard(opening)

    def _code(self, element: HtmlElement) -> None:
        text = _SPACES.sub(" ", tree.text_of(element)).strip()
        if not text:
            self._out.append(" ")
            return
        ticks = "`" * (1 + max(map(len, _TICKS.findall(text)), default=0))
        pad = " " if text.startswith("`") or text.endswith("`") else ""
        self._out.append(Mark(f"{ticks}{pad}{text}{pad}{ticks}"))

    def _part_words(self, element: HtmlElement) -> None:
        """A space where an element directly follows another of its kind, or begins a text of its own, and two words would
        become one."""
        last = self._last()
        if not last or last[-1].isspace():
            return
        before = element.getprevious()
        is_listed = before is not None and not before.tail and before.tag == element.tag
        # A single letter is a drop cap.
        if (is_listed and element.tag in _LISTED and re.search(r"\w\w\Z", last)) or (
            element.tag in _TEXTS and are_two(last, text := tree.text_of(element)) and " " in text.strip()
        ):
            self._out.append(" ")

    def _part_text(self, before: str | HtmlElement, text: str) -> None:
        """A space where a text directly follows an element of several words that is a text of its own: "By Ann Lee"."""
        if isinstance(before, str) or before.tag not in _TEXTS or not are_two(self._last(), text):
            return
        if " " in tree.text_of(before).strip():
            self._out.append(" ")

    def _is_plain(self, element: HtmlElement) -> bool:
        """Tells whether an element within a subscript is text: no link to elsewhere, no mark of a footnote, no picture."""
        is_anchor = element.tag == "a" and (element.get("href") or "#").startswith("#")
        return (element.tag in _SHIFTED or is_anchor) and element not in self._notes

    def _last(self) -> str:
        """The text that was written last; "" for none near."""
        recent = islice(reversed(self._out), _LOOKED_AT)
        return next((token for token in recent if isinstance(token, str) and token), "")


def are_two(before: str, behind: str) -> bool:
    """Tells whether texts that meet without a space are two: behind a small letter or the end of a sentence stands a capital
    with a small letter."""
    if not behind[:1].isupper() or not (behind[1:2].islower() or behind[1:2].isspace()):
        return False
    ends = _TEXT_ENDS.search(before[-4:])
    letters = [char for char in ends[0] if char.isalpha()] if ends else []
    return ends is not None and (not letters or letters[-1].islower())


def is_tip(element: HtmlElement) -> bool:
    """Tells whether it is what an abbreviation or term around it is explained by, shown only when it is pointed at."""
    if element.get("aria-hidden") != "true" and element.get("role") != "tooltip":
        return False
    above = element.getparent()
    title = above.get("title") if above is not None and above.tag in ("abbr", "dfn") else None
    if not title:
        return False
    return " ".join(tree.text_of(element).split()) == " ".join(title.split())


def _space(run: re.Match[str]) -> str:
    """One space for a run of which one is an ordinary space; spaces that do not break stay among themselves."""
    return " " if " " in run[0] else run[0]


def _one_line(paragraphs_: Iterable[str]) -> str:
    return " ".join(part.replace("\\\n", " ") for part in paragraphs_)


def letter(image: HtmlElement) -> str:
    """The text that a picture within a line stands for: an emoji or a formula; "" for a real picture."""
    alt = (image.get("alt") or "").strip()
    if not alt or len(alt) > 200:
        return ""
    kind = f"{image.get('class') or ''} {image.get('src') or ''}".lower()
    if re.search(r"latex|math|formula|\btex\b", kind):
        return alt
    is_emoji = len(alt) <= 8 and not alt.isascii() and not any(char.isalnum() for char in alt)
    return alt if is_emoji or (len(alt) <= 12 and re.search(r"emoji|smiley|smilie", kind)) else ""
