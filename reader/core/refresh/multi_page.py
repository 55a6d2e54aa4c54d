"""Fetches the further pages of an article one after another, and puts them together."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.errors import ExtractError, FetchError
from reader.fetch.client import PAGES_FIRST
from reader.markdown import dialect
from reader.model import FOREIGN
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeVar

    from reader.core.sandbox.pool import SandboxPool
    from reader.core.sandbox.results import PageResult
    from reader.fetch.client import Client
    from reader.model import Draft

    T = TypeVar("T")

MOST_PAGES = 10
"""Pages of an article that are put together."""

_NOTE = re.compile(r"(?<!\\)\[\^(\d+)\]")


async def whole(
    page: PageResult, client: Client, children: SandboxPool, *, allow_private: bool
) -> PageResult:
    """Adds all further pages to a page. One that does not come ends the article there, and its `reason` says so.

    `allow_private`: the first page is in a private net, so that the others may be.
    """
    first, url = page, page.draft.url
    seen = {urls.identity(url) if url else None}
    drafts = [page.draft]
    while page.following and urls.identity(page.following) not in seen:
        if len(drafts) == MOST_PAGES:
            return _together(first, drafts, f"The article has more than {MOST_PAGES} pages")
        seen.add(urls.identity(page.following))
        try:
            response = await client.get(page.following, allow_private=allow_private, accept=PAGES_FIRST)
            page = await children.page(response.body, response.url, response.charset, response.media_type)
        except (FetchError, ExtractError) as error:
            return _together(
                first, drafts, f"Page {len(drafts) + 1} of the article could not be fetched: {error.message}"
            )
        if not page.draft.text or page.draft.page_kind in FOREIGN:
            return _together(first, drafts, f"Page {len(drafts) + 1} of the article has no text")
        drafts.append(page.draft)
    return _together(first, drafts, page.draft.reason) if len(drafts) > 1 else first


def _together(page: PageResult, drafts: list[Draft], lack: str | None) -> PageResult:
    """Joins the pages into one; `lack` says why it is not the whole article."""
    markdown = drafts[0].markdown
    for draft in drafts[1:]:
        markdown = f"{markdown}\n\n{_further(draft.markdown, markdown)}".strip()
    closed = next((draft for draft in drafts if draft.text_state not in ("full", "part")), None)
    state = closed.text_state if closed else "part" if lack else "full"
    content = dialect.contents(markdown)
    return replace(
        page,
        following=None,
        draft=replace(
            drafts[0],
            markdown=markdown,
            text=content.text,
            pictures=_once(picture for draft in drafts for picture in draft.pictures),
            embeds=_once(embed for draft in drafts for embed in draft.embeds),
            links=content.links,
            related=_once(link for draft in drafts for link in draft.related),
            text_state=state,
            reason=closed.reason if closed else lack,
        ),
    )


def _further(markdown: str, before: str) -> str:
    """A further page's text without the blocks that it repeats at its head, its footnotes numbered on."""
    known = set(before.split("\n\n"))
    blocks = markdown.split("\n\n")
    while blocks and blocks[0] in known and not blocks[0].startswith("```"):
        blocks.pop(0)
    last = max((int(number) for number in _NOTE.findall(before)), default=0)
    return (
        _NOTE.sub(lambda note: f"[^{int(note[1]) + last}]", "\n\n".join(blocks))
        if last
        else "\n\n".join(blocks)
    )


def _once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
