"""What is said of a picture in its box: caption and credit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.base.text import line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CREDIT_LIMIT = 200

_WORD = r"(?:^|[\s_-]|(?<=[a-z])(?=[A-Z]))"
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
    r"^(?:(?:image|photo|picture|foto|bild|фото|crédit|credits?|source|quelle|copyright|photograph|fuente|fonte|zdroj|kuva)s?"
    r"(?:\s+(?:credit|source|by|copyright|caption|credits))?\s*[:：,]\s*|image (?:source|caption),?\s+|photo(?:graph)? by\s+|photo(?:graph)?:\s*|©\s*|\(c\)\s*)+",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\s*(?:image|photo|picture|foto|bild|фото|crédit|credit|quelle|photograph)s?(?:\s+(?:credit|by|source))?\s*[:：©]|\s*(?:photo(?:graph)? by|©)\s",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"\s*[(\[]\s*((?:ap |afp |getty )?(?:photo|foto|image|credits?|source|bild|picture|courtesy|фото|crédit|quelle|©|ap|afp|reuters|getty)\b[^()\[\]]{0,100})[)\]]\s*\.?$",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:^|(?<=[.!?…»”\"])\s+|\s[|–—]\s|\s-\s|\s/\s(?=foto|photo|©))"
    r"((?:(?:photo(?:graph)?|foto|image|picture|bild|фото|crédit|credit|quelle|copyright)s?(?:\s+(?:credit|by))?\s*[:©]|photo(?:graph)? by|©)\s*[^\n]{2,100})$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """`is_all`: the box holds no other text. `length` is that of all its text, in characters."""

    caption: str | None
    credit: str | None
    is_all: bool
    length: int


def read(box: HtmlElement, *, is_whole: bool) -> Said:
    """Caption and credit in the box of a picture; credits that stand within the caption's text are found too.

    `is_whole`: all text of the box is said of the picture, whatever the elements in it are called.
    """
    credits_found: list[str] = []
    captions_found: list[str] = []
    rest: list[str] = []
    _collect(box, captions_found if is_whole else rest, captions_found, credits_found, rest)
    caption = line(" ".join(captions_found))
    credit = line(" ".join(dict.fromkeys(part for text in credits_found if (part := line(text)))))
    length = len(caption) + len(credit) + len(line(" ".join(rest)))
    if caption and not credit:
        caption, credit = _parted(caption)
    credit = _LABEL.sub("", credit).strip(" ()[]|/–—-") if credit else ""
    caption = re.sub(r"^image caption,?\s+", "", caption, flags=re.IGNORECASE)
    if caption == credit:
        caption = ""
    return Said(caption or None, credit[:CREDIT_LIMIT] or None, not line(" ".join(rest)), length)


def _collect(
    element: HtmlElement, into: list[str], captions: list[str], credit: list[str], rest: list[str]
) -> None:
    """All text of the box, each part into the list of the nearest element that says what it is."""
    if element.text:
        into.append(element.text)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in (
            "script",
            "style",
            "noscript",
            "svg",
            "button",
            "img",
            "template",
        ):
            about = f"{child.get('class') or ''} {child.get('itemprop') or ''}"
            if not _ASIDE.search(about):
                target = into
                if (
                    _CREDIT.search(about)
                    or (into is captions and _LABELLED.match(child.text or ""))
                    or child.tag == "cite"
                    or (child.tag == "small" and into is captions)
                ):
                    target = credit
                elif into is not credit and (child.tag == "figcaption" or _CAPTION.search(about)):
                    target = captions
                target.append(" ")
                _collect(child, target, captions, credit, rest)
                target.append(" ")
        if child.tail:
            into.append(child.tail)


def _parted(caption: str) -> tuple[str, str]:
    """A caption and the credit at its end."""
    for pattern in (_BRACKETED, _TRAILING):
        if (found := pattern.search(caption)) is not None:
            return caption[: found.start()].strip(), found[1]
    return caption, ""
