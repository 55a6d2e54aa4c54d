"""Bookmarks in Netscape's format, as browsers, Pinboard, Raindrop and most bookmark managers export them.

`<DT><H3>` begins a folder, the `<DL>` behind it holds it, `<DT><A HREF ADD_DATE TAGS>` is a bookmark, `<DD>` what was
written on it. The format: https://learn.microsoft.com/previous-versions/windows/internet-explorer/ie-developer/platform-apis/aa753582(v=vs.85);
as it is written: Firefox, toolkit/components/places/BookmarkHTMLUtils.sys.mjs (TAGS, SHORTCUTURL, FEEDURL,
PERSONAL_TOOLBAR_FOLDER, UNFILED_BOOKMARKS_FOLDER), Chromium, chrome/browser/bookmarks/bookmark_html_writer.cc, and Pinboard,
https://pinboard.in/export/format:html (TAGS with commas, TOREAD, PRIVATE).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.dates.iso import from_unix
from reader.importers import html_tags
from reader.importers.items import LeftOut, page, path_tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reader.importers.file_kind import FileHead
    from reader.importers.items import ImportedArticle

_MARK = re.compile(r"<!doctype\s{1,9}netscape-bookmark-file-1", re.IGNORECASE)
_MARKED = 2_000
"""Characters within which the document type stands, behind a remark of the program."""

_START = re.compile(r"<(?:DT|/?DL|HR)\b", re.IGNORECASE)
_HEADING = re.compile(r"<H3\b", re.IGNORECASE)
_LINK = re.compile(r"<A\b", re.IGNORECASE)
_HEADING_END = re.compile(r"</H3\s*>", re.IGNORECASE)
_LINK_END = re.compile(r"</A\s*>", re.IGNORECASE)
_REMARK = re.compile(r"<DD>", re.IGNORECASE)
_OWN = ("personal_toolbar_folder", "unfiled_bookmarks_folder")
"""Marks of folders that the browser has for everybody: they are no tags."""

_READING_LIST = "com.apple.ReadingList"
"""The id of Safari's folder of what is still to be read."""

_TRUE = ("1", "true", "yes")


def detect(head: FileHead) -> bool:
    """The document type that no other file has."""
    return head.text.startswith("<") and _MARK.search(head.text, 0, _MARKED) is not None


def read(lines: Iterable[str]) -> Iterator[ImportedArticle | LeftOut]:
    """The bookmarks in file order: bookmarked here, too, and read, unless they were marked to be read."""
    folders: list[Mapping[str, str]] = []
    heading: Mapping[str, str] = {}
    number = 0
    for piece in html_tags.pieces(lines, _START):
        start = piece[:5].lower()
        if start.startswith("<dl"):
            folders.append(heading)
            heading = {}
        elif start.startswith("</dl"):
            del folders[-1:]
        elif link := _LINK.search(piece):
            number += 1
            yield _bookmark(f"bookmark {number}", piece, link.end(), folders)
        elif title := _HEADING.search(piece):
            found, at = html_tags.attributes(piece, title.end())
            name, remark = _parts(piece, at, _HEADING_END)
            heading = {**found, "name": name}
            if remark:
                yield LeftOut(
                    f"folder {name}", "a folder's description, which broadsheet does not use", remark
                )


def _bookmark(place: str, piece: str, at: int, folders: list[Mapping[str, str]]) -> ImportedArticle | LeftOut:
    found, at = html_tags.attributes(piece, at)
    title, remark = _parts(piece, at, _LINK_END)
    is_waiting = any(folder.get("id") == _READING_LIST for folder in folders)
    left = [
        LeftOut(place, reason, found[name])
        for name, reason in (
            ("shortcuturl", "a keyword for the address bar, which broadsheet does not use"),
            ("feedurl", "a live bookmark; to subscribe: broadsheet add ADDRESS"),
        )
        if found.get(name)
    ]
    return page(
        place,
        found.get("href", ""),
        title,
        saved=from_unix(found.get("add_date", "")),
        read=not is_waiting and found.get("toread", "").lower() not in _TRUE,
        bookmarked=not is_waiting,
        tags=[*_folder_tag(folders), *found.get("tags", "").split(",")],
        notes=[remark],
        left=left,
    )


def _folder_tag(folders: list[Mapping[str, str]]) -> list[str]:
    own = [
        folder.get("name", "")
        for folder in folders
        if not any(folder.get(name, "").lower() in _TRUE for name in _OWN)
        and folder.get("id") != _READING_LIST
    ]
    tag = path_tag(own)
    return [tag] if tag else []


def _parts(piece: str, at: int, end: re.Pattern[str]) -> tuple[str, str]:
    """The words within the element that begins at `at`, and those of the description behind it."""
    closed = end.search(piece, at)
    remark = _REMARK.search(piece, closed.end() if closed else at)
    stop = closed.start() if closed else remark.start() if remark else len(piece)
    return html_tags.words(piece[at:stop]), html_tags.words(piece[remark.end() :]) if remark else ""
