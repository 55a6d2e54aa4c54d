"""A folder of mails as feeds: a maildir, or mbox files. It is read within bounds, and never written to."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

from reader.errors import FileError
from reader.fetch.response import Response
from reader.parse import mail
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

MAILS_LIMIT = 500
"""Mails of a folder that are read, the newest."""

MAIL_SIZE = 4 * 2**20
"""Bytes of a mail that is read; a larger one is passed over."""

FOLDER_SIZE = 20 * 2**20
"""Bytes of a folder's mails that are read, the newest."""

FILES_LIMIT = 100_000
"""Files of a folder that are looked at."""

_BEGINS = re.compile(rb"From [^\n]{1,200}\d\d:\d\d[^\n]{0,50}\n[\w-]{1,80}:")
_NEXT = re.compile(rb"\n(?=From [^\n]{1,200}\d\d:\d\d)")
_HEAD = 400


class _File(NamedTuple):
    path: Path
    size: int
    changed: int


def address(path: Path, key: str) -> str:
    """The address of the feed that a list in a folder is."""
    return f"{urls.MAIL}{quote(str(path.resolve()))}?list={quote(key, safe='')}"


def is_mail(path: Path) -> bool:
    """Tells whether a path is that of a maildir, of an mbox file, or of a folder with mbox files."""
    with suppress(OSError, ValueError):
        return next(_maildirs(path), None) is not None or next(_boxes(path), None) is not None
    return False


def packed(path: Path) -> bytes:
    """The newest mails of a folder as one body. Raises FileError."""
    return mail.packed(_newest(path))


def response(url: str, etag: str | None) -> Response:
    """The mails of a feed's folder as if a server had sent them: 304 where nothing has changed. Raises FileError."""
    parts = urlsplit(url)
    path, key = Path(unquote(parts.path)), parse_qs(parts.query).get("list", [""])[0]
    stamp = blake2b(repr(_files(path)).encode("utf-8", "replace"), digest_size=16).hexdigest()
    headers = (("etag", stamp), ("content-type", f"{mail.MEDIA_TYPE}; list={key}"))
    if stamp == etag:
        return Response(url=url, status=304, headers=headers)
    return Response(url=url, status=200, headers=headers, body=packed(path))


def _newest(path: Path) -> Iterator[bytes]:
    left = FOLDER_SIZE
    count = 0
    for file in _files(path):
        for body in _mails(file, left):
            if count == MAILS_LIMIT or len(body) > left:
                return
            if len(body) <= MAIL_SIZE:
                left -= len(body)
                count += 1
                yield body


def _files(path: Path) -> list[_File]:
    """The files with mails, the newest first."""
    found: list[_File] = []
    try:
        for folder in _maildirs(path):
            found += _plain(folder)
        found += [_file(box) for box in _boxes(path)]
    except OSError as error:
        raise FileError(f"cannot be read ({error.strerror or error})", subject=str(path)) from error
    if not found and not path.exists():
        raise FileError("no such folder", subject=str(path), hint="mount or restore it, or remove the feed")
    return sorted(found, key=lambda file: (-file.changed, file.path.name))


def _maildirs(path: Path) -> Iterator[Path]:
    """The folders in which a maildir, and those below it, keep their mails."""
    if not path.is_dir():
        return
    for place in (path, *(Path(one) for one in sorted(os.scandir(path), key=os.fspath) if one.is_dir())):
        if (place / "cur").is_dir():
            yield from (place / name for name in ("cur", "new") if (place / name).is_dir())


def _plain(folder: Path) -> list[_File]:
    with os.scandir(folder) as entries:
        return [
            _File(Path(one.path), (status := one.stat(follow_symlinks=False)).st_size, status.st_mtime_ns)
            for _, one in zip(range(FILES_LIMIT), entries, strict=False)
            if one.is_file(follow_symlinks=False) and not one.name.startswith(".")
        ]


def _boxes(path: Path) -> Iterator[Path]:
    """The mbox files that a path is, or has in it."""
    places = [path] if path.is_file() else sorted(path.iterdir()) if path.is_dir() else []
    for place in places:
        if place.is_file():
            with place.open("rb") as file:
                if _BEGINS.match(file.read(_HEAD)):
                    yield place


def _file(path: Path) -> _File:
    status = path.stat()
    return _File(path, status.st_size, status.st_mtime_ns)


def _mails(file: _File, left: int) -> Iterator[bytes]:
    """The mail of a file, or those of an mbox, the last ones first; nothing of a file that is gone by now."""
    with suppress(OSError), file.path.open("rb") as opened:
        if not _BEGINS.match(opened.read(_HEAD)):
            opened.seek(0)
            yield opened.read(MAIL_SIZE + 1)
            return
        opened.seek(max(file.size - left, 0))
        parts = _NEXT.split(opened.read(left))
        if file.size > left:
            parts = parts[1:]  # the first one is cut
        for part in reversed(parts):
            yield re.sub(rb"(?m)^>(>*From )", rb"\1", part.partition(b"\n")[2])
