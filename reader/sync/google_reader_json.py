"""Reads the JSON of the Google Reader API into our own values: many servers speak it, each with its own habits."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.dates.iso import from_unix
from reader.model import RemoteFeed
from reader.sync import ids
from reader.sync.answers import rows, text
from reader.sync.entries import File, RawEntry, entry
from reader.sync.remote import RemoteEntry, RemoteState
from reader.text import urls
from reader.text.clean import line
from reader.text.scripts import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_OWN = re.compile(r"user/[^/]{1,100}/(label|state/com\.google)/(.{1,300})", re.DOTALL)
_WIDE = str.maketrans("＆＜＞？＼／，；", "&<>?\\/,;")
_WIDE_SCRIPT = re.compile(f"[{UNSPACED}]")
_NO_FOLDER = "Uncategorized"
"""FreshRSS's folder of feeds that are in none."""

_FILES = re.compile(r'<figure class="enclosure">.{0,5000}?</figure>\s*', re.DOTALL)
"""What FreshRSS puts below a text for each file, which is told by itself as well."""

_MILLISECONDS, _MICROSECONDS = 1e11, 1e14
"""Counts from which on a time is not in seconds."""


class Login(NamedTuple):
    """Reads the answer of ClientLogin: lines `NAME=VALUE`, or an object with the same names."""

    auth: str
    is_freshrss: bool
    """FreshRSS gives the LSID `null`, and writes titles with wide forms of `&`, `<` and `>`."""


class Tag(NamedTuple):
    """A word on feeds (a folder) or on entries (a label); `kind` is "folder", "tag", or "" where it is not told."""

    name: str
    kind: str


def read_login(body: bytes) -> Login | None:
    """The token that requests are sent with; None where there is none."""
    told = body[:10_000].decode("utf-8", "replace")
    try:
        found: object = json.loads(told)
    except (ValueError, RecursionError):
        found = dict(one.split("=", 1) for one in told.splitlines() if "=" in one)
    auth = text(found, "Auth").strip()
    usable = auth.isascii() and auth.isprintable() and " " not in auth and 0 < len(auth) <= 1_000
    return Login(auth, text(found, "LSID") == "null") if usable else None


def plain(title: str, *, is_freshrss: bool) -> str:
    """A title, whose references of HTML are decoded once; the wide forms of FreshRSS become the usual ones, except among
    Chinese and Japanese, where they are at home."""
    title = title[:20_000]
    if is_freshrss and not _WIDE_SCRIPT.search(title):
        title = title.translate(_WIDE)
    return _REFERENCE.sub(lambda found: unescape(found[0]), title)


def own(category: object, kind: str) -> str | None:
    """The name behind `user/…/label/` or `user/…/state/com.google/` (`kind` is "label" or "state"); None for others."""
    found = _OWN.fullmatch(category) if isinstance(category, str) else None
    return found[2] if found and found[1].startswith(kind) else None


def read_tags(found: object) -> list[Tag] | None:
    """Folders and labels; None for another answer."""
    given = rows(found, "tags")
    if given is None:
        return None
    named = ((own(one.get("id"), "label"), text(one, "type")) for one in given)
    return [Tag(name, kind) for name, kind in named if name]


def read_feed(found: dict[str, Any], *, is_freshrss: bool) -> RemoteFeed | None:
    """A feed; None for anything else, Inoreader's saved pages and searches among it."""
    remote_id = text(found, "id")
    if not remote_id.startswith("feed/") or len(remote_id) > urls.URL_LIMIT:
        return None
    labels = (text(one, "label") or own(one.get("id"), "label") for one in rows(found, "categories") or ())
    return RemoteFeed(
        remote_id=remote_id,
        title=line(plain(text(found, "title"), is_freshrss=is_freshrss)),
        # Where no address is told the id holds it, as Google's did.
        url=urls.absolute(text(found, "url") or remote_id.removeprefix("feed/")),
        site_url=urls.absolute(text(found, "htmlUrl")),
        folder=_folder(labels, is_freshrss=is_freshrss),
    )


def _folder(labels: Iterable[str | None], *, is_freshrss: bool) -> str:
    name = next((name for label in labels if label and (name := line(label, 200))), "")
    return "" if is_freshrss and name == _NO_FOLDER else name


def read_ids(found: object) -> tuple[list[int | None], str] | None:
    """Ids, and the continuation of the list ("" at its end): a token, or an offset; None for another answer."""
    if not isinstance(found, dict) or "itemRefs" not in found:
        return None
    refs = found["itemRefs"] if found["itemRefs"] is not None else []
    if not isinstance(refs, list):
        return None
    more = found.get("continuation")
    given = [ids.read(one.get("id") if isinstance(one, dict) else one) for one in refs]
    return given, str(more) if isinstance(more, str | int) and more and len(str(more)) <= 1_000 else ""


def read_entry(
    found: dict[str, Any], *, labels: Collection[str] | None, is_freshrss: bool
) -> RemoteEntry | None:
    """An entry with its marks; None for anything else. `labels` are all that the server has, None where it has none."""
    remote_id = ids.read(found.get("id"))
    feed_id = text(found.get("origin"), "streamId")
    if remote_id is None or not feed_id:
        return None
    given = found.get("categories")
    categories = [one for one in given if isinstance(one, str)] if isinstance(given, list) else []
    states = {own(one, "state") for one in categories}
    published = _published(found)
    html = max((text(found.get(name), "content") for name in ("content", "summary")), key=len)
    said = RawEntry(
        title=plain(text(found, "title"), is_freshrss=is_freshrss),
        guid=ids.long_form(remote_id),
        url=_address(found),
        authors=plain(text(found, "author"), is_freshrss=is_freshrss),
        published=published,
        day=published.date().isoformat() if published else None,
        html=_FILES.sub("", html) if is_freshrss else html,
        categories=[plain(one, is_freshrss=False) for one in categories if not one.startswith("user/")],
        files=[
            File(text(one, "href") or text(one, "url"), text(one, "type"), _size(one.get("length")))
            for one in rows(found, "enclosure") or ()
        ],
    )
    own_labels = None
    if labels is not None:
        own_labels = frozenset(name for one in categories if (name := own(one, "label")) and name in labels)
    state = RemoteState(
        remote_id=remote_id, is_read="read" in states, is_starred="starred" in states, labels=own_labels
    )
    return RemoteEntry(feed_id=feed_id, entry=entry(said), state=state)


def _address(found: dict[str, Any]) -> str:
    for name in ("canonical", "alternate"):
        for one in rows(found, name) or ():
            if href := text(one, "href"):
                return href
    return ""


def _published(found: dict[str, Any]) -> datetime | None:
    for name in ("published", "timestampUsec", "crawlTimeMsec"):
        value = found.get(name)
        try:
            count = float(value) if isinstance(value, str | int | float) and len(str(value)) <= 20 else 0.0
        except ValueError:
            continue
        if count >= _MILLISECONDS:
            count /= 1e6 if count >= _MICROSECONDS else 1e3
        if (moment := from_unix(count)) is not None:
            return moment.replace(microsecond=0)
    return None


def _size(value: object) -> int | None:
    if isinstance(value, str) and value.isdecimal() and len(value) <= 15:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
