"""Reads the caption and the credit of a picture from its box."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from reader.extract.html.inline import BLOCKS, DROPPED, are_two
from reader.text.clean import line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CREDIT_LIMIT = 200

_EDGES = " ()[]|/–—-"

_CAPTION = re.compile(
    r"caption|legend|bildunterschrift|bildtext|(?:image|photo|img|picture)[-_]{1,2}(?:text|desc|info)|sottotitolo|(?i:cutline)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"credits?(?:$|[^a-z])|copyright|photographer|(?:^|[-_\s])(?:source|attribution|courtesy|provider|byline|author|agency)(?:$|[-_\s])"
    r"|fotograf|urheber|quelle|bildnachweis|rights|licen[cs]e",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-reader(?:-text)?|hidden|toggle|enlarge|zoom|expand|button|share)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:(?:image|photo|picture|foto|bild|фото|crédit|credits?|source|quelle|copyright|photograph|fuente|fonte|zdroj|kuva|ảnh|fotó|写真|사진)s?"
    r"(?:\s+(?:credit|source|by|copyright|caption|credits))?\s*[:：,]\s*|image (?:source|caption),?\s+|photo(?:graph)? by\s+|photo(?:graph)?:\s*|©\s*|\(c\)\s*)+",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\s*(?:image|photo|picture|foto|bild|фото|crédit|credit|quelle|photograph)s?(?:\s+(?:credit|by|source))?\s*[:：©]|\s*(?:photo(?:graph)? by|©)\s",
    re.IGNORECASE,
)
_CAPTION_LABEL = re.compile(r"^image caption,?\s+", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_What = Literal["caption", "credit", "rest"]
_Texts: TypeAlias = dict[_What, list[str]]
_BRACKETED = re.compile(
    r"\s*[(\[]\s*((?:ap |afp |getty )?(?:photo|foto|image|credits?|source|bild|picture|courtesy|фото|crédit|quelle|©|ap|afp|reuters|getty)\b[^()\[\]]{0,100})[)\]]\s*\.?$",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:^|(?<=[.!?…»”\"])\s+|\s[|–—]\s|\s-\s|\s/\s(?=foto|photo|©))"
    r"((?:(?:photo(?:graph)?|foto|image|picture|bild|фото|crédit|credit|quelle|copyright|ảnh|fotó|写真|사진)s?(?:\s+(?:credit|by))?\s*[:©：]|photo(?:graph)? by|©)\s*[^\n]{2,100})$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CaptionParts:
    """`is_all`: the box holds no other text. `length` is that of all its text, in characters."""

    caption: str | None
    credit: str | None
    is_all: bool
    length: int


def read(box: HtmlElement, *, is_whole: bool) -> CaptionParts:
    """Caption and credit in the box of a picture; credits that stand within the caption's text are found too.

    `is_whole`: all text of the box is said of the picture, whatever the elements in it are called.
    """
    texts: _Texts = {"caption": [], "credit": [], "rest": []}
    own = list(box.iter("figcaption"))
    if own and is_whole:
        for element in own[:3]:
            _collect(element, "caption", texts)
            texts["caption"].append("\n")
        if not "".join(texts["credit"]).strip():
            _credit_beside(box, texts)
    else:
        _collect(box, "caption" if is_whole else "rest", texts)
    caption = line(" ".join(_once("".join(texts["caption"]))))
    named = _once("".join(texts["credit"]))
    if not caption and len(named) > 1 and named[0].endswith((".", "!", "?", "…")):
        # One box, called after the credit, holds both.
        caption = line(" ".join(named[:-1]))
        named = named[-1:]
    credit = line(" ".join(named))
    rest = line("".join(texts["rest"]))
    length = len(caption) + len(credit) + len(rest)
    if caption and not credit:
        caption, credit = _parted(caption)
    credit = _closed(_LABEL.sub("", credit.strip(_EDGES) + " ").strip(_EDGES))
    caption = _CAPTION_LABEL.sub("", caption)
    if caption == credit:
        caption = ""
    return CaptionParts(caption or None, credit[:CREDIT_LIMIT] or None, not rest, length)


def _credit_beside(figure: HtmlElement, texts: _Texts) -> None:
    """Adds the credit that stands in a figure, but outside of its caption."""
    for element in figure.iter("footer", "div", "span", "p", "small", "cite"):
        about = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        is_credit = _CREDIT.search(about) or _LABELLED.match(element.text or "")
        if is_credit and not _ASIDE.search(about) and next(element.iterancestors("figcaption"), None) is None:
            _collect(element, "credit", texts)
            return


def _collect(element: HtmlElement, what: _What, texts: _Texts) -> None:
    """Adds all text of an element, each part to the list of the nearest element that says what it is."""
    if element.text:
        _add(texts[what], element.text)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in DROPPED and child.tag != "img":
            called = _called(child.get("class"), child.get("itemprop"))
            if not called.is_aside:
                kind = _kind(child, called, what)
                gap = "\n" if kind != what or child.tag in BLOCKS or child.tag == "br" else ""
                texts[kind].append(gap)
                _collect(child, kind, texts)
                texts[kind].append(gap)
        if child.tail:
            _add(texts[what], child.tail)


def _add(texts: list[str], text: str) -> None:
    """Adds a text, and a space where two of several words would become one: "The bridge at dawn.", "Ann Lee/AFP"."""
    before = next((part for part in reversed(texts) if part), "")
    if " " in before.strip() and " " in text.strip() and are_two(before, text):
        texts.append(" ")
    texts.append(_SPACES.sub(" ", text))


class _Called(NamedTuple):
    """What the names of an element say that it is."""

    is_aside: bool
    is_credit: bool
    is_caption: bool


@lru_cache(1024)
def _called(name: str | None, prop: str | None) -> _Called:
    about = f"{name or ''} {prop or ''}"
    return _Called(*(found.search(about) is not None for found in (_ASIDE, _CREDIT, _CAPTION)))


def _kind(child: HtmlElement, called: _Called, what: _What) -> _What:
    if called.is_credit or child.tag == "cite":
        return "credit"
    if what == "caption" and (child.tag == "small" or _LABELLED.match(child.text or "")):
        return "credit"
    if what == "rest" and (child.tag == "figcaption" or called.is_caption):
        return "caption"
    return what


def _once(text: str) -> list[str]:
    """The lines of a text, each once: captions are often there a second time for another width of the screen."""
    found: list[str] = []
    for part in (line(part) for part in text.split("\n")):
        if part and not any(part in other for other in found):
            found.append(part)
    return found


def _closed(credit: str) -> str:
    """A credit with the bracket that was taken off its end: "Ann Lee (Harbour Press"."""
    return f"{credit})" if credit.count("(") > credit.count(")") else credit


def _parted(caption: str) -> tuple[str, str]:
    """A caption and the credit at its end."""
    for pattern in (_BRACKETED, _TRAILING):
        if (found := pattern.search(caption)) is not None:
            return caption[: found.start()].strip(), found[1]
    return caption, ""
