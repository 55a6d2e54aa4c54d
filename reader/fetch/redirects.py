"""Follows redirects: the next address, the form of the request, and whether the person's secrets go along."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import aiohttp

from reader.errors import FetchError
from reader.fetch import addresses
from reader.text import urls

if TYPE_CHECKING:
    from yarl import URL


_NO_ADDRESS = "an address that is not http or https"


def following(address: str, location: str, start: str) -> str:
    """The address that a redirect leads to. Credentials of the server's own choice are dropped, those of the person's
    kept."""
    target = urls.absolute(location, urls.without_credentials(address))
    if target is None:
        is_long = len(location) >= urls.URL_LIMIT  # headers are cut there
        what = f"an address of more than {urls.URL_LIMIT:,} characters" if is_long else _NO_ADDRESS
        raise FetchError(
            f"redirects to {what}",
            subject=urls.masked(start),
            word="redirects",
        )
    target = urls.without_credentials(target)
    secret = urlsplit(start).netloc.rpartition("@")[0]
    if not secret or not goes_to_host_of(start, target):
        return target
    return target.replace("//", f"//{secret}@", 1)


def goes_to_host_of(start: str, address: str) -> bool:
    """Tells whether an address is of the host that was asked first, and no less secure."""
    first, other = urlsplit(start), urlsplit(address)
    same = first.hostname == other.hostname and first.port == other.port
    return same and (first.scheme == other.scheme or other.scheme == "https")


def credentials(address: str) -> list[tuple[str, str]]:
    """The header for user and password of an address, if it holds any."""
    parts = urlsplit(address)
    if parts.username is None:
        return []
    secret = aiohttp.encode_basic_auth(
        unquote(parts.username).replace(":", ""), unquote(parts.password or "")
    )
    return [("Authorization", secret)]


def canonical(url: URL) -> URL:
    """A literal address in its usual form: aiohttp takes `127.1` neither for an address nor for a name."""
    ip = addresses.literal(url.raw_host or "")
    named = (url.raw_host or "").rstrip(".").endswith("localhost")
    return url if ip is None or named else url.with_host(str(ip))
