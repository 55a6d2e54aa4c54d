"""Gives no page."""

from __future__ import annotations

from reader.model import Link


def run(body: bytes, *, url: str | None, charset: str | None, media_type: str | None = None) -> Link:
    return Link(url=f"{url}{charset}{len(body)}")
