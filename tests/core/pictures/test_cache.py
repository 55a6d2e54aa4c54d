"""The cache of pictures."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from reader.config import paths
from reader.core.pictures import cache
from reader.core.sandbox.results import PictureRaster
from reader.markdown import dialect
from reader.model import Draft, Picture
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.session import Session

ONE, TWO, ODD = "https://pier.example/1.png", "https://pier.example/2.png", "https://pier.example/a%20(b.png"
RASTER = PictureRaster(4, 2, bytes(range(24)))
LARGEST = PictureRaster(100, 40, bytes(12_000))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as opened:
        yield opened


def folder(library: Session) -> Path:
    return paths.pictures(library.places.library)


def article(library: Session, *urls: str, text: str | None = None) -> int:
    """Keep an article with these pictures, in its text or not."""
    shown = tuple(Picture(url=url) for url in urls)
    markdown = "\n\n".join(map(dialect.picture, shown)) if text is None else text
    draft = Draft(title="Tugs", markdown=markdown, text="Tugs.", pictures=shown)
    return library.library.articles.save(draft, now=NOW).id


@pytest.mark.parametrize("raster", [RASTER, LARGEST])
def test_a_picture_is_kept_for_its_owner_alone(library: Session, raster: PictureRaster) -> None:
    assert cache.kept(library, ONE) is None
    cache.keep(folder(library), ONE, raster)
    assert cache.kept(library, ONE) == raster
    assert cache.kept(library, TWO) is None
    assert [path.stat().st_mode & 0o777 for path in folder(library).iterdir()] == [0o600]


def test_those_of_the_text_are_told_apart_by_what_is_kept(library: Session) -> None:
    id_ = article(library, ODD, ONE, TWO, ONE)
    assert cache.of_article(library, id_) == ({}, [ODD, ONE, TWO])
    cache.keep(folder(library), ODD, RASTER)
    cache.keep(folder(library), TWO, RASTER)
    assert cache.of_article(library, id_) == ({ODD: RASTER, TWO: RASTER}, [ONE])


def test_a_picture_is_known_by_the_address_that_the_text_has(library: Session) -> None:
    id_ = article(library, "https://ann:s3cret@pier.example/1.png", ONE, "mailto:ann")
    assert cache.of_article(library, id_) == ({}, [ONE])
    assert cache.address(Picture(caption="No address")) is None


def test_a_picture_that_does_not_stand_in_the_text_is_left_alone(library: Session) -> None:
    assert cache.of_article(library, article(library, ONE, text="No picture.")) == ({}, [])


def test_no_more_than_twenty_of_an_article(library: Session) -> None:
    urls = [f"https://pier.example/{number}.png" for number in range(22)]
    assert cache.of_article(library, article(library, *urls)) == ({}, urls[:20])


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"\xff", b'{"width":2,"height":2,"pixels":"AAAA"}', b"[" * 70_000]
)
def test_a_file_that_is_no_picture_is_none(library: Session, body: bytes) -> None:
    cache.keep(folder(library), ONE, RASTER)
    (path,) = folder(library).iterdir()
    path.write_bytes(body)
    assert cache.kept(library, ONE) is None
    assert cache.of_article(library, article(library, ONE)) == ({}, [ONE])


def test_the_oldest_go(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT", 2)
    for number, url in enumerate((TWO, ONE, ODD)):
        cache.keep(folder(library), url, RASTER)
        newest = max(folder(library).iterdir(), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (number, number))
        cache.remove_oldest(folder(library))
    assert [cache.kept(library, url) is not None for url in (TWO, ONE, ODD)] == [False, True, True]
