"""The cache of pictures: those of an article that are there, and those that are not."""

from __future__ import annotations

from hashlib import blake2b
from importlib.util import find_spec
from typing import TYPE_CHECKING

from reader import private_files
from reader.config import paths
from reader.core.sandbox.framing import decode, encode
from reader.core.sandbox.results import PictureRaster
from reader.markdown import dialect
from reader.text import urls

if TYPE_CHECKING:
    from pathlib import Path

    from reader.core.session import Session
    from reader.model import Picture

MOST_PICTURES = 20
"""Pictures of an article that are shown."""

KEPT = 1_000
"""Pictures in the cache, of some 10 KB each; the oldest go."""

LACKS_PILLOW = "Pictures need the Python package Pillow"
INSTALL = "to install it: pipx inject broadsheet pillow, or pip install pillow"

_FILE_LIMIT = 64 * 2**10


def can_draw() -> bool:
    """Tells whether the extra `pictures` is installed, without loading it."""
    return find_spec("PIL") is not None


def address(picture: Picture) -> str | None:
    """The address of a picture as the text has it, by which it is kept: without a password. None where there is none."""
    return urls.tidy(urls.without_credentials(picture.url)) if picture.url else None


def of_article(session: Session, article_id: int) -> tuple[dict[str, PictureRaster], list[str]]:
    """The pictures that stand in an article's text: those of the cache by their addresses, and the addresses of the
    others."""
    content = session.library.articles.content(article_id)
    addresses = map(address, content.pictures)
    there = [
        url for url in dict.fromkeys(addresses) if url and f"]({dialect.target(url)})" in content.markdown
    ]
    found = {url: kept(session, url) for url in there[:MOST_PICTURES]}
    return {url: one for url, one in found.items() if one}, [url for url, one in found.items() if not one]


def kept(session: Session, url: str) -> PictureRaster | None:
    """A picture of the cache; None where it is not there, or cannot be read."""
    try:
        with _file(paths.pictures(session.places.library), url).open("rb") as file:
            return decode(PictureRaster, file.read(_FILE_LIMIT))
    except (OSError, ValueError):
        return None


def keep(folder: Path, url: str, raster: PictureRaster) -> None:
    """Keep a picture in the folder of the library's pictures. Raises OSError."""
    private_files.write(_file(folder, url), encode(raster).decode())


def remove_oldest(folder: Path) -> None:
    """Take away those beyond `KEPT`. Raises OSError."""
    files = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    for path in files[: max(len(files) - KEPT, 0)]:
        path.unlink(missing_ok=True)


def _file(folder: Path, url: str) -> Path:
    return folder / f"{blake2b(url.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}.json"
