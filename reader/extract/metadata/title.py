"""Chooses the title among the headline's forms that a page gives, in order of trust, less the site's name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.explanation import Said
from reader.extract.metadata.normalize import key, likeness
from reader.extract.metadata.site_name import is_site, shown_by, site_keys, without_site
from reader.late import pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

UNLIKE = 0.3
"""Share of words in common below which "Article" data describes something else than the headline."""

LIKE = 0.7
"""Share of words in common above which two forms are one headline."""


_MARKED_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleForms:
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

    def said(self) -> tuple[Said, ...]:
        """Every form that there is with its place, in the order of trust."""
        each = (
            ("JSON-LD headline", self.structured),
            *(("h1", heading) for heading in self.headings),
            ("meta og:title", self.og),
            ("itemprop headline", self.marked),
            ("meta twitter:title", self.twitter),
            ("meta title", self.meta),
            ("title of the document", self.document),
        )
        return tuple(Said(source, form) for source, form in each if form)

    def all(self) -> tuple[str, ...]:
        """Every form that there is once, in the order of trust."""
        return tuple(dict.fromkeys(one.value for one in self.said()))


def choose(forms: TitleForms, site_names: Collection[str]) -> str | None:
    """The title, the site's name off it; None where the page has no headline at all."""
    forms = _unpaged(forms)
    data = [form for form in (forms.og, forms.structured) if form]
    sites = site_keys(site_names) | shown_by(forms.document, data)
    forms = _trimmed(forms, sites)
    heading = _heading(forms, sites)
    structured, og, document = forms.structured, key(forms.og), key(forms.document)
    if structured and forms.weak and likeness(structured, [*forms.headings, forms.og]) < UNLIKE:
        structured = None
    if heading and structured and key(heading) == og and og in document and _begins(heading, structured):
        return heading
    if not structured and og and og == document and heading and likeness(heading, [forms.og]) <= LIKE:
        return forms.og
    each = (structured, heading, forms.og, forms.marked, forms.twitter, forms.meta, forms.document)
    given = [form for form in each if form]
    found = next((form for form in given if not is_site(form, sites)), given[0] if given else None)
    if found and found.isupper():  # as a style sheet would write it
        found = next((form for form in given if key(form) == key(found) and not form.isupper()), found)
    return found


_PAGE = pattern(
    r"\s*[-–—|,:(]\s*(?:page|seite|p[áa]gina|strana|stránka|strona|oldal|sida|side|sivu|страница|стр\.|сторінка|halaman|sayfa)\s+\d{1,3}"
    r"(?:\s*(?:of|von|de|di|sur|z|av|af|из|/)\s*\d{1,3})?\)?(?=\s*(?:$|[-–—|]\s))",
    re.IGNORECASE,
)


def _unpaged(forms: TitleForms) -> TitleForms:
    """The forms without "- Page 3", which numbers the page, not the article."""

    def cut(form: str | None) -> str | None:
        return (_PAGE.sub("", form) or form) if form else form

    return replace(
        forms,
        structured=cut(forms.structured),
        headings=tuple(cut(heading) or "" for heading in forms.headings),
        og=cut(forms.og),
        marked=cut(forms.marked),
        twitter=cut(forms.twitter),
        meta=cut(forms.meta),
        document=cut(forms.document),
    )


def _heading(forms: TitleForms, sites: Collection[str]) -> str | None:
    """The h1 that is the headline: not the logo; of several the one most like the other forms and what is marked as one."""
    headings = [heading for heading in forms.headings if key(heading) and not is_site(heading, sites)]
    others = [forms.structured, forms.og, forms.document]
    return max(
        headings,
        key=lambda heading: likeness(heading, others) + _MARKED_SHARE * likeness(heading, [forms.marked]),
        default=None,
    )


def _begins(longer: str, shorter: str) -> bool:
    return key(longer) != key(shorter) and key(longer).startswith(key(shorter))


def _trimmed(forms: TitleForms, sites: Collection[str]) -> TitleForms:
    """The forms without the site's name. What tells headline from tail is on the page itself: JSON-LD, h1, microdata."""
    given = [form for form in (forms.structured, *forms.headings, forms.marked) if form]
    sure = [form for form in given if not is_site(form, sites)]
    fair = [*sure, forms.og] if forms.og else sure

    def cut(form: str | None, others: Iterable[str], *, guess: bool) -> str | None:
        return without_site(form, others, sites, guess=guess) if form else None

    return replace(
        forms,
        structured=cut(forms.structured, (), guess=False),
        headings=tuple(without_site(heading, (), sites, guess=False) for heading in forms.headings),
        og=cut(forms.og, sure, guess=True),
        marked=cut(forms.marked, (), guess=False),
        twitter=cut(forms.twitter, fair, guess=True),
        meta=cut(forms.meta, fair, guess=True),
        document=cut(forms.document, fair, guess=True),
    )
