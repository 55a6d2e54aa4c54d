"""Which of the headline's forms that a page gives is the article's title? By order of trust, without the site's name."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.base.text import TITLE_LIMIT, line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The headline as each place of the page gives it, plain; None where it does not.

    `headings` are the texts of all h1. `weak` says that the structured data is of a kind which site builders put on
    every page.
    """

    structured: str | None = None
    weak: bool = False
    headings: tuple[str, ...] = ()
    og: str | None = None
    marked: str | None = None
    twitter: str | None = None
    meta: str | None = None
    document: str | None = None

    def all(self) -> tuple[str, ...]:
        """Every form that there is, in the order of trust."""
        each = (self.structured, *self.headings, self.og, self.marked, self.twitter, self.meta, self.document)
        return tuple(dict.fromkeys(form for form in each if form))


UNLIKE = 0.3
"""Share of words in common below which "Article" data describes something else than the headline."""

LIKE = 0.7
"""Share of words in common above which two forms are one headline."""

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_WORD = re.compile(r"\w+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_SEPARATOR = re.compile(
    rf"\s*(?:[|｜»«•·¦]|::|--+|——+|–|—|＿|_)\s*|\s+[-‹›/:*~]+\s+|(?<=\S)[：]\s*|(?<=[{_CJK}」』！？。…])\s*[-－]\s*|:\s+"
)
_STRONG = re.compile(r"\s*(?:[|｜»¦]|::)\s*")


def plain(text: str | None) -> str | None:
    """A headline as plain text: entities read up to three times, HTML tags gone, one line; None for nothing."""
    if not text:
        return None
    text = text[: TITLE_LIMIT * 4]  # more digits than that in one reference are an error to html.unescape
    for _ in range(3):
        if "&" not in text:
            break
        text = html.unescape(text)
    return line(_INVISIBLE.sub("", _TAG.sub("", text) if "<" in text else text)) or None


def key(text: str | None) -> str:
    """A headline for comparing: case, punctuation and white space folded."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text or "").casefold()))


def choose(forms: Forms, site_names: Collection[str]) -> str | None:
    """The title, the site's name off it; None where the page has no headline at all."""
    sites = _site_keys(site_names)
    trimmed = _trimmed(forms, sites)
    heading = _heading(trimmed, sites)
    structured = trimmed.structured
    og, document = key(trimmed.og), key(trimmed.document)
    if structured and trimmed.weak and _likeness(structured, [*trimmed.headings, trimmed.og]) < UNLIKE:
        structured = None
    if heading and structured and key(heading) == og and og in document and _begins(heading, structured):
        return heading
    if not structured and og and og == document and heading and not _likeness(heading, [trimmed.og]) > LIKE:
        return trimmed.og
    each = (structured, heading, trimmed.og, trimmed.marked, trimmed.twitter, trimmed.meta, trimmed.document)
    return next((form for form in each if form and not _is_site(form, sites)), None) or next(
        filter(None, each), None
    )


def _heading(forms: Forms, sites: Collection[str]) -> str | None:
    """The h1 that is the headline: not the logo; of several the one most like the other forms."""
    headings = [heading for heading in forms.headings if key(heading) and not _is_site(heading, sites)]
    others = [forms.structured, forms.og, forms.document]
    return max(headings, key=lambda heading: _likeness(heading, others), default=None)


def _begins(longer: str, shorter: str) -> bool:
    return key(longer) != key(shorter) and key(longer).startswith(key(shorter))


def _likeness(form: str, others: Iterable[str | None]) -> float:
    """Of all words of the form and its most like other, the share that both have."""
    mine = _units(form)
    return max(
        (len(mine & theirs) / len(mine | theirs) for other in others if other and (theirs := _units(other))),
        default=0.0,
    )


def _units(text: str) -> set[str]:
    return set(re.findall(rf"[{_CJK}]|[^\W{_CJK}]+", key(text)))


def _is_site(form: str, sites: Collection[str]) -> bool:
    folded = key(form)
    return folded in sites or folded.replace(" ", "") in sites


def _site_keys(site_names: Iterable[str]) -> set[str]:
    keys = {key(name) for name in site_names}
    return (
        keys | {found.removeprefix("the ") for found in keys} | {found.replace(" ", "") for found in keys}
    ) - {""}


def _trimmed(forms: Forms, sites: Collection[str]) -> Forms:
    """The forms without the site's name; og:title and the like also without what another form shows to be a tail."""
    sure = [
        form
        for form in (forms.structured, *forms.headings, forms.marked)
        if form and not _is_site(form, sites)
    ]

    def cut(form: str | None, others: Iterable[str | None], *, guess: bool = True) -> str | None:
        return without_site(form, [other for other in others if other], sites, guess=guess) if form else None

    return replace(
        forms,
        structured=cut(forms.structured, (), guess=False),
        headings=tuple(filter(None, (cut(heading, (), guess=False) for heading in forms.headings))),
        og=cut(forms.og, sure),
        marked=cut(forms.marked, (), guess=False),
        twitter=cut(forms.twitter, [*sure, forms.og]),
        meta=cut(forms.meta, [*sure, forms.og]),
        document=cut(forms.document, [*sure, forms.og]),
    )


def without_site(form: str, others: Collection[str], sites: Collection[str], *, guess: bool) -> str:
    """A headline without the site's name at its end or head.

    Another form that is its beginning, up to a separator, is taken as it is; else an end or head that is a key of
    `sites` is cut; else, with `guess`, one short tail after a bar.
    """
    whole = key(form)
    for other in sorted(others, key=len, reverse=True):
        beginning = key(other)
        if len(beginning) >= 8 and whole.startswith(beginning) and _separates(form, other):
            return other
    cut = _cut_sites(form, sites)
    if cut != form or not guess:
        return cut
    marks = list(_STRONG.finditer(form))
    if (
        marks
        and (tail := form[marks[-1].end() :])
        and len(tail.split()) <= 4
        and len(tail) * 2 < marks[-1].start()
    ):
        return form[: marks[-1].start()]
    return form


def _separates(form: str, other: str) -> bool:
    """Whether a separator follows in `form` where `other` ends."""
    if len(form) <= len(other):
        return False
    rest = form[len(other) - 1 :] if form.startswith(other) else form[max(len(other) - 3, 0) :]
    return any(match.start() <= 6 for match in _SEPARATOR.finditer(rest[:20]))


def _cut_sites(form: str, sites: Collection[str]) -> str:
    for _ in range(3):
        marks = list(_SEPARATOR.finditer(form))
        for mark in marks:
            if _is_site(form[mark.end() :], sites) and key(form[: mark.start()]):
                form = form[: mark.start()]
                break
            if _is_site(form[: mark.start()], sites) and key(form[mark.end() :]):
                form = form[mark.end() :]
                break
        else:
            return form
    return form
