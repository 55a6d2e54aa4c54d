"""`extract` and `preview`: what a page or feed gives, without a library."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.add import target
from reader.core.events import Listener, Progress, silent
from reader.core.local_files import read_file, read_input
from reader.core.refresh import multi_page
from reader.core.sandbox.pool import SandboxPool
from reader.errors import BroadsheetError, ExtractError, ParseError
from reader.fetch.client import PAGES_FIRST, Client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from typing import BinaryIO

    from reader.core.sandbox.results import FeedRead, PageResult
    from reader.explanation import Explanation
    from reader.model import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """One input's article, or the error in its place; both for a page that tells of an article and does not show it.

    `notices` say what is wrong with the reader's own file for the page's site.
    """

    source: str
    draft: Draft | None = None
    error: BroadsheetError | None = None
    explanation: Explanation | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """One input's feed with its entries as articles, or the error in its place."""

    source: str
    read: FeedRead | None = None
    error: BroadsheetError | None = None


async def extract(
    inputs: Sequence[tuple[str, str | None]],
    stdin: BinaryIO,
    listen: Listener = silent,
    *,
    explain: bool = False,
) -> AsyncIterator[Extracted]:
    """The articles of (input, its address or None), in order; failed ones too.

    An input is an address, a path or `-`. Paths and `-` make no request.
    """
    async with Client() as client, SandboxPool() as children:
        for number, (source, url) in enumerate(inputs):
            listen(Progress("extracting", number, len(inputs)))
            try:
                page = await _page(source, url, stdin, client, children, explain=explain)
            except BroadsheetError as error:
                yield Extracted(source=source, error=_about(error, source))
            else:
                yield Extracted(
                    source=source,
                    draft=page.draft,
                    error=_lack(page.draft, source),
                    explanation=page.explanation,
                    notices=children.sites.notices(page.draft.url),
                )


def _lack(draft: Draft, source: str) -> ExtractError | None:
    """The error of a page that gave nothing to read, else None; its metadata is kept all the same."""
    if draft.text or draft.markdown:
        return None
    return ExtractError(draft.reason or "no article found on the page", subject=source)


def _about(error: BroadsheetError, source: str) -> BroadsheetError:
    """The error, which names its input in any case."""
    error.subject = error.subject or source
    return error


async def _page(
    source: str, url: str | None, stdin: BinaryIO, client: Client, children: SandboxPool, *, explain: bool
) -> PageResult:
    from reader.importers.file_kind import kind

    if (address := target.address(source)) is not None:
        response = await client.get(address, allow_private=True, accept=PAGES_FIRST)
        page = await children.page(
            response.body, url or response.url, response.charset, response.media_type, explain=explain
        )
        return await multi_page.whole(
            page, client, children, allow_private=await client.is_private(response.url)
        )
    body, name = _bytes(source, stdin)
    what = kind(body, name)
    if what in _NO_ARTICLE:
        said, hint = _NO_ARTICLE[what]
        raise ExtractError(f"no article: it is {said}", subject=source, hint=hint)
    return await children.file(body, name, url=url, explain=explain)


_GIVE = "give a page (.html), Markdown (.md) or plain text (.txt)"
_NO_ARTICLE = {
    "empty": ("empty", _GIVE),
    "binary": ("binary data", _GIVE),
    "feed": ("a feed", "to see it: broadsheet preview"),
    "opml": ("a list of feeds", "to import it: broadsheet import"),
    "jsonlines": ("a list of articles", _GIVE),
}
"""Kinds of files that hold none: what they are, and the next step."""


async def preview(
    inputs: Sequence[str], stdin: BinaryIO, listen: Listener = silent
) -> AsyncIterator[Previewed]:
    """The feeds of addresses, paths or `-`, in order; failed ones too."""
    async with Client() as client, SandboxPool() as children:
        for number, source in enumerate(inputs):
            listen(Progress("reading", number, len(inputs)))
            try:
                yield Previewed(source=source, read=await _feed(source, stdin, client, children))
            except BroadsheetError as error:
                yield Previewed(source=source, error=_about(error, source))


async def _feed(source: str, stdin: BinaryIO, client: Client, children: SandboxPool) -> FeedRead:
    if (address := target.address(source)) is not None:
        response = await client.get(address, allow_private=True)
        return await children.feed(response.body, response.url, response.header("content-type"))
    body, _ = _bytes(source, stdin)
    if not body.strip():
        raise ParseError("the file is empty", subject=source)
    return await children.feed(body, None)


def _bytes(source: str, stdin: BinaryIO) -> tuple[bytes, str]:
    if source != "-":
        return read_file(target.path(source)), Path(source).name
    return read_input(stdin), "-"
