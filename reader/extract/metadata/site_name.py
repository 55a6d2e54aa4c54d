"""Cuts the site's name off a headline where something confirms that it is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.extract.metadata.normalize import key
from reader.late import pattern
from reader.text.scripts import UNSPACED_OR_HANGUL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_SEPARATOR = pattern(
    rf"\s*(?:[|｜»«•·¦]|::|--+|——+|–|—|＿|_)\s*|\s+[-‹›/:*~@]+\s+|(?<=\S)：\s*|(?<=[{UNSPACED_OR_HANGUL}」』！？。…])\s*[-－]\s*|:\s+"
)
"""What stands between a headline and a site's name. A hyphen without spaces is none: "Prison break-in"."""

MARKS_LIMIT = 5
"""Separators at each end of a headline at which a site's name is looked for."""

_STRONG = pattern(r"\s*(?:[|｜»¦]|::)\s*")
_CJK_SITE = pattern(rf"\s*[-_－–—]+\s*[{UNSPACED_OR_HANGUL}・\w]{{1,8}}(?:网|網|报|報|新聞|新闻|ニュース)$")
_ENDS = " |｜»«·•:-–—_"
_SHORTEST = 8


def site_keys(names: Iterable[str]) -> frozenset[str]:
    """The keys by which `is_site` knows a site: its names, without "the", and without spaces as hosts have them."""
    keys = {key(name) for name in names}
    bare = {name.removeprefix("the ") for name in keys}
    return frozenset(keys | bare | {name.replace(" ", "") for name in keys}) - {""}


def is_site(text: str, sites: Collection[str]) -> bool:
    """Tells whether the text is one of the site's names."""
    folded = key(text)
    return folded in sites or folded.replace(" ", "") in sites


def shown_by(document: str | None, forms: Iterable[str]) -> frozenset[str]:
    """The key of the site's name as the document's title shows it, where another form is its beginning."""
    if not document or not (beginning := _beginning(document, forms)):
        return frozenset()
    tail = _SEPARATOR.split(document[len(beginning) :].strip(_ENDS))[-1]
    return frozenset((key(tail),)) - {""} if len(tail.split()) <= 5 else frozenset()


def without_site(form: str, others: Iterable[str], sites: Collection[str], *, guess: bool) -> str:
    """A headline without the site's name at its end or head.

    Another form that is its beginning, up to a separator, is taken as it is; else an end or head that is one of
    `sites` is cut; else, with `guess`, a short end after a bar, or after a dash one that is called a newspaper.
    """
    if beginning := _beginning(form, others):
        return beginning
    bare = form.strip(_ENDS) or form
    cut = _cut(bare, sites)
    if cut != bare:
        return cut
    if not guess:
        return form
    form = bare
    marks = list(_STRONG.finditer(form))
    if (
        marks
        and len(form[marks[-1].end() :].split()) <= 4
        and len(form) - marks[-1].end() < marks[-1].start()
    ):
        return _cut(form[: marks[-1].start()], sites)
    return _CJK_SITE.sub("", form) or form


def _beginning(form: str, others: Iterable[str]) -> str | None:
    """The longest other form that is this form's beginning, where a separator follows it."""
    whole = key(form)
    for other in sorted(others, key=len, reverse=True):
        beginning = key(other)
        if len(beginning) >= _SHORTEST and len(form) > len(other) and whole.startswith(beginning):
            end = len(other) - 1 if form.startswith(other) else max(len(other) - 3, 0)
            if any(mark.start() <= 6 for mark in _SEPARATOR.finditer(form[end : end + 20])):
                head = form[: len(other)]
                return head if key(head) == beginning else other
    return None


def _cut(form: str, sites: Collection[str]) -> str:
    for _ in range(3):
        marks = list(_SEPARATOR.finditer(form))
        for mark in marks[:MARKS_LIMIT] + marks[MARKS_LIMIT:][-MARKS_LIMIT:]:
            head, tail = form[: mark.start()], form[mark.end() :]
            if key(head) and is_site(tail, sites):
                form = head
                break
            if key(tail) and is_site(head, sites):
                form = tail
                break
        else:
            break
    return form
