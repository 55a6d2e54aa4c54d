"""Reads the article in a file: a page, Markdown or plain text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.errors import ExtractError
from reader.extract.files.text_file import markdown_file, text_file
from reader.extract.page import extract
from reader.importers.file_kind import kind
from reader.text.encodings import decode_page

if TYPE_CHECKING:
    from reader.model import Draft


def run(body: bytes, *, name: str, names: str = "") -> Draft:
    """Extracts the article. Raises ExtractError where there is none.

    `names` are those that the reader chose for properties of exported files: `date=published headline=title`.
    """
    match kind(body, name):
        case "html":
            draft = extract(body, None)
            return replace(draft, url=draft.canonical, text_origin="file")
        case "markdown":
            return markdown_file(decode_page(body), name, dict(pair.split("=") for pair in names.split()))
        case "text":
            return text_file(decode_page(body), name)
        case other:
            raise ExtractError(f"no article: it is {_WHAT[other]}", subject=name)


_WHAT = {
    "feed": "a feed",
    "opml": "a list of feeds",
    "jsonlines": "a list of articles",
    "binary": "neither text nor a page",
    "empty": "empty",
}
