"""Splits a byline into the names of people and of a news agency, and cleans them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.extract.metadata import normalize
from reader.extract.metadata.authors import names
from reader.late import pattern
from reader.text.byline_label import without_label
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

BYLINE_LIMIT = 600
"""Characters of a byline that are read."""

PEOPLE_LIMIT = 30
"""People of one byline that are kept."""


@dataclass(frozen=True, slots=True)
class Byline:
    """Names in the order given, each once; the agency as the page writes it.

    An agency that stands alone in a byline is its author too; beside people it is not.
    """

    authors: tuple[str, ...] = ()
    agency: str | None = None

    def __bool__(self) -> bool:
        return bool(self.authors or self.agency)


_TAG = pattern(r"<[^<>]{0,300}>")
_HEAD = pattern(
    r"^(?:(?:(?:story|text|words|report|reported|reporting|written|posted|published|article|analysis|reviewed|created|submitted) )?by\b"
    r"|(?:(?:ein |eine )?(?:beitrag|artikel|kommentar|analyse|text|bericht|reportage|geschrieben)s? )?von (?=\S+ \S)"
    r"|(?:(?:escrito|publicado|publié|écrit|rédigé|propos recueillis|texto|texte) )?(?:por|par)\b"
    r"|(?:scritto |articolo )?(?:di|da) (?=\S+ \S)|(?:texte |article )?de (?=\S+ \S+ \S)"
    r"|(?:oleh|penulis|laporan|reporter|door|przez|av|af|skrevet av|text|texto|tekst|words|autor|autora|autorka|autoři"
    r"|auteur|author|authors|autore|автор|авторы|текст|written|yazan|haber|tác giả|theo|na|kirjoittaja|schreef)\s*[:：]"
    r"|(?:oleh|door|przez|автор|авторы|autor|auteur|author|authors|penulis)\s(?=\S+ \S)"
    r"|(?:本报|本報|新华社|新華社)?(?:作者|记者|記者|责任编辑|责编|責編|編集|编辑|編輯|撰文|来源|文|通讯员)\s*[:：丨|／/]?\s*"
    r"|(?:بقلم|كتب|كتبت|نوشته|نویسنده)\s*[:：]?\s)\s*[:：]?\s*",
    re.IGNORECASE,
)
_WITH = pattern(r"[(\[]\s*(?:avec|with|mit|con|com|med|and|et|und)\s+([^()\[\]]{3,200})[)\]]")
_BRACKET = pattern(r"[(\[（【<]([^()\[\]（）【】<>]{0,200})[)\]）】>]?")
_FOR = pattern(
    r"(?:^|[\s,/|–—-])(?:for|für|pour|para|per|with|mit|avec|con|via|from|dla|voor|för|для|quelle:|source:|fuente:|fonte:)\s*"
    r"(?:the )?([^,;|()]{2,50})$",
    re.IGNORECASE,
)
_STOP = pattern(
    r"[\s,|•·–—(-]*(?:\b(?:updated|published|posted|last modified|last updated|first published|modified|created|edit(?:ed|ing)? by|additional reporting"
    r"|photos? by|photography by|photographs by|illustrat\w+ by|follow\b|aktualisiert|veröffentlicht|stand:|publié le|mis à jour"
    r"|actualizado|publicado|pubblicato|aggiornato|publicerad|uppdaterad|publisert|oppdatert|опубликовано|обновлено"
    r"|diperbarui|cập nhật|gepubliceerd|opublikowan\w+|foto:|fotos:)"
    r"|https?://|(?<!\d)\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{4}年).*",
    re.IGNORECASE,
)
_SEPARATOR = pattern(
    r"\s*[;、，；\n]\s*|\s+[/–—-]\s+|(?<=\w)\s*/\s*(?=\w)|\s*,\s*(?:and |und |et |y |e |og |och |& )?|\s*&\s*|\s+\+\s+"
    r"|\s+(?:and|und|et|y|e|i|a|en|og|och|ja|dan|és|és|ve|és|và|и|и|та|und|with|avec|mit|con|con la colaboración de)\s+"
)
_SUFFIX = pattern(
    r"^(?:jr|sr|ii|iii|iv|m\.?d|ph\.?d|d\.?o|r\.?n|r\.?d|mba|esq|mph|dds|jd|ma|msc|m\.?a|b\.?a|m\.?sc|b\.?sc|cpa|cfp|do)\.?$",
    re.IGNORECASE,
)
_TRAILING_TITLE = pattern(r"\s*(?:기자|특파원|記者|记者|編集委員|論説委員)\s*$")

_PLACE = pattern(r"(?<=\w)\s+(?:in|aus|à|en)\s+[^\W\d_a-z][^,]{1,40}$")


_UPPER_TIE = pattern(r" (?:AND|UND|ET|OG|OCH|DAN) ")
_CAPITALS = pattern(r"[A-ZÄÖÜА-Я]{2,6}")
# و is "and", glued to the word behind it, and the first letter of some names.
_AND_GLUED = pattern(
    r"(\w+ [\u0621-\u064a]+) و(?!(?:ليد|ائل|سام|سيم|فاء|جدي|داد|دا|ردة|صفي|هبي|هبة|حيد|اصف|لاء|عد|فيق|جيه|ضاح|رد)\b)(?=[\u0621-\u064a]{2,} [\u0621-\u064a]{2,})"
)
_HANDLE = pattern(r"\s+@\w+")


def people(raw: str, *, site_names: Collection[str] = (), strict: bool = False) -> Byline:
    """The people that a byline names: "By Jane Roe and Max Poe for AFP" → Jane Roe, Max Poe; agency AFP.

    Roles, dates, places, "By" and the publisher's own names (`site_names`) are left out. `strict` is for text that
    may be no byline at all: only names of two to four capitalised words count.
    """
    text = _plain(raw)
    if not text or names.is_address(text):
        return Byline()
    text, agency = _without_agency(_AND_GLUED.sub(r"\1, ", _HANDLE.sub("", text)))
    if text.isupper():
        text = _UPPER_TIE.sub(", ", text)
    text = _first_field(_STOP.sub("", names.without_date(text)))
    sites = {normalize.key(name).replace(" ", "") for name in site_names}
    parts = _split(text, strict=strict)
    found = [name for name in parts if normalize.key(name).replace(" ", "") not in sites]
    agencies = [name for name in found if names.is_agency(name)]
    persons = [name for name in found if name not in agencies]
    return Byline(normalize.once(persons or agencies)[:PEOPLE_LIMIT], agency or next(iter(agencies), None))


def _plain(raw: str) -> str:
    text = normalize.unescaped(raw[: BYLINE_LIMIT * 4])
    text = _TAG.sub(" ", text) if "<" in text else text
    return _headless(line(text, BYLINE_LIMIT).strip(" ,;:|–—-•·*"))


def _headless(text: str) -> str:
    for _ in range(2):
        shorter = _HEAD.sub("", without_label(text), count=1).strip()
        if shorter == text or not shorter:
            break
        text = shorter
    return text


def _without_agency(text: str) -> tuple[str, str | None]:
    """The text without "for AFP" or "(dpa)", and that agency. Other brackets go, but for helpers: "(with Ann Lee)"."""
    agency: str | None = None
    text = _WITH.sub(r", \1", text)
    for bracket in _BRACKET.finditer(text):
        agency = agency or names.agency_in(bracket[1])
    text = line(_BRACKET.sub(" ", text))
    if (match := _FOR.search(text)) and (found := names.agency_in(match[1]) or _initials(match[1], text)):
        return text[: match.start()].strip(), agency or found
    return text, agency


def _initials(name: str, text: str) -> str | None:
    """Capitals behind "for" are an agency or another house that nobody has listed, unless all is in capitals."""
    return name if _CAPITALS.fullmatch(name) and not text.isupper() else None


def _first_field(text: str) -> str:
    """The part of "Ann Lee | Nairobi | World" that names people: the first that has letters."""
    fields = (field.strip(" ,;:–—-*") for field in _FIELD.split(text))
    return next((field for field in fields if any(map(str.isalpha, field))), "")


_FIELD = pattern(r"\s*[|•·●]\s*")


def _split(text: str, *, strict: bool) -> list[str]:
    parts = [part for raw in _SEPARATOR.split(text) if (part := _bare(raw))]
    found: list[str] = []
    for number, part in enumerate(parts):
        if found and _SUFFIX.match(part):
            found[-1] = f"{found[-1]} {part}"
            continue
        person = names.without_role(part)
        if person is None:
            break  # after a role nothing more is a name: "Head of Marketing and Sales"
        if name := _name(person, alone=len(parts) == 1, first=number == 0, strict=strict):
            found.append(name)
    return found


def _bare(part: str) -> str:
    """A part without marks around it; quotation marks stay about a nickname, a dot after an initial or "Jr."."""
    part = part.strip(" ,:*'’-–—©")
    if (part[:1] in _QUOTES and part[-1:] in _QUOTES) or sum(part.count(mark) for mark in _QUOTES) == 1:
        part = part.strip(_QUOTES)
    last = part.rpartition(" ")[2]
    return part if len(last) <= 2 or _SUFFIX.match(last) else part.rstrip(".")


_QUOTES = '"“”„'


def _name(part: str, *, alone: bool, first: bool, strict: bool) -> str | None:
    name = _PLACE.sub("", _TRAILING_TITLE.sub("", _headless(part)))
    if names.is_agency(name):
        return name
    if strict:
        return name if names.is_full_name(name) else None
    if alone or (first and " " in name):
        return name if names.may_be_name(name) else None
    return name if names.may_be_name(name) and (" " in name or names.is_unspaced(name)) else None


def joined(bylines: Iterable[Byline]) -> Byline:
    """Several bylines as one: each name once, the first agency."""
    given = list(bylines)
    return Byline(
        normalize.once(name for byline in given for name in byline.authors)[:PEOPLE_LIMIT],
        next((byline.agency for byline in given if byline.agency), None),
    )
