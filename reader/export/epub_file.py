"""The EPUB format: all articles as one e-book, EPUB 3 with the table of contents of EPUB 2 for older devices.

After EPUB 3.3 (https://www.w3.org/TR/epub-33/): the file `mimetype` comes first and is stored; an XHTML file for each
article; nothing is fetched from anywhere.
"""

from __future__ import annotations

import uuid
import zipfile
from collections import Counter
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from reader.export.article_section import STYLE, ContentsEntry, days, entry, people, section
from reader.markdown.xhtml import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from typing import IO

    from reader.model import Article, Content

_CONTAINER = """\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_HEAD = """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"{attributes}>
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
"""
_OTHERWISE = "en"
"""The language of a book whose articles name none: EPUB wants one, Amazon's converter refuses `und`."""


class EpubFile:
    """The format `epub`."""

    suffix = ".epub"
    is_text = False

    def write(self, file: IO[bytes], articles: Iterable[tuple[Article, Content]], day: date) -> None:
        """Write the book, an article at a time; the same articles on the same day always give the same bytes."""
        with zipfile.ZipFile(file, "w") as archive:
            _add(archive, "mimetype", "application/epub+zip", zipfile.ZIP_STORED)
            _add(archive, "META-INF/container.xml", _CONTAINER)
            _add(archive, "EPUB/style.css", STYLE)
            _Book(day).write(archive, articles)


class _Book:
    """The facts of the book, known once its articles are written."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._entries: list[ContentsEntry] = []
        self._languages: Counter[str] = Counter()
        self._names = sha256()
        self._modified = datetime(1970, 1, 1, tzinfo=UTC)
        self._only: Article | None = None

    def write(self, archive: zipfile.ZipFile, articles: Iterable[tuple[Article, Content]]) -> None:
        for article, content in articles:
            name = f"article-{len(self._entries) + 1:05}.xhtml"
            found = entry(article, content, name)
            head = _HEAD.format(attributes=found.attributes, title=escaped(found.title))
            text = section(article, content, is_epub=True)
            page = f'{head}<body epub:type="bodymatter">\n<section epub:type="chapter">\n{text}\n</section>\n</body>\n</html>\n'
            _add(archive, f"EPUB/{name}", page)
            self._only = None if self._entries else article
            self._entries.append(found)
            self._languages.update([found.lang] if found.lang else [])
            self._names.update(article.uid.encode())
            self._modified = max(self._modified, article.fetched)
        _add(archive, "EPUB/nav.xhtml", self._contents())
        _add(archive, "EPUB/toc.ncx", self._old_contents())
        _add(archive, "EPUB/package.opf", self._package())

    @property
    def _title(self) -> str:
        """Gives the date of a single article, else the day of the book: e-readers sort their shelves by it."""
        return escaped(self._entries[0].title if self._only else f"broadsheet {self._day.isoformat()}")

    @property
    def _language(self) -> str:
        return min(self._languages, key=lambda lang: (-self._languages[lang], lang), default=_OTHERWISE)

    @property
    def _identifier(self) -> str:
        """The same for the same articles in the same order."""
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, self._names.hexdigest())}"

    def _package(self) -> str:
        makers = (self._only and people(self._only)) or ["broadsheet"]
        files = [(f"a{number}", one.href) for number, one in enumerate(self._entries, start=1)]
        flow = ' page-progression-direction="rtl"' if _are_right_to_left(self._entries) else ""
        return "\n".join(
            [
                '<?xml version="1.0" encoding="utf-8"?>',
                '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">',
                '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
                f'<dc:identifier id="id">{self._identifier}</dc:identifier>',
                f"<dc:title>{self._title}</dc:title>",
                *(f"<dc:creator>{name}</dc:creator>" for name in makers),
                f"<dc:language>{self._language}</dc:language>",
                f'<meta property="dcterms:modified">{self._modified:%Y-%m-%dT%H:%M:%SZ}</meta>',
                "</metadata>",
                "<manifest>",
                '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
                '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
                '<item id="style" href="style.css" media-type="text/css"/>',
                *(
                    f'<item id="{id_}" href="{href}" media-type="application/xhtml+xml"/>'
                    for id_, href in files
                ),
                "</manifest>",
                f'<spine toc="ncx"{flow}>',
                '<itemref idref="nav"/>',
                *(f'<itemref idref="{id_}"/>' for id_, _ in files),
                "</spine>",
                "</package>",
                "",
            ]
        )

    def _contents(self) -> str:
        """The table of contents of EPUB 3, which is also the first page."""
        head = _HEAD.format(attributes=' lang="en" xml:lang="en"', title=self._title)
        rows: list[str] = []
        for name, group in days(self._entries):
            links = [f'<li><a href="{one.href}"{one.attributes}>{one.shown}</a></li>' for one in group]
            rows += [f"<li><span>{name}</span>", "<ol>", *links, "</ol></li>"] if name else links
        listed = "\n".join(rows)
        return (
            f"{head}<body>\n"
            f'<nav epub:type="toc" id="toc"><h1>{self._title}</h1>\n<ol>\n{listed}\n</ol></nav>\n</body>\n</html>\n'
        )

    def _old_contents(self) -> str:
        """The table of contents of EPUB 2, an NCX; a day leads to its first article."""
        groups = list(days(self._entries))
        points = "\n".join(_points(groups))
        depth = 2 if groups and groups[0][0] else 1
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">\n<head>\n'
            f'<meta name="dtb:uid" content="{self._identifier}"/>\n<meta name="dtb:depth" content="{depth}"/>\n'
            '<meta name="dtb:totalPageCount" content="0"/>\n<meta name="dtb:maxPageNumber" content="0"/>\n</head>\n'
            f"<docTitle><text>{self._title}</text></docTitle>\n<navMap>\n{points}\n</navMap>\n</ncx>\n"
        )


def _points(groups: Iterable[tuple[str | None, Sequence[ContentsEntry]]]) -> Iterator[str]:
    order = 0
    for name, group in groups:
        if name:
            yield _point(f"d{order + 1}", order + 1, name, group[0].href)
        for one in group:
            order += 1
            yield f"{_point(f'p{order}', order, one.shown, one.href)}</navPoint>"
        if name:
            yield "</navPoint>"


def _point(id_: str, order: int, shown: str, href: str) -> str:
    """The beginning of a point; two that lead to one place have one number."""
    return f'<navPoint id="{id_}" playOrder="{order}"><navLabel><text>{shown}</text></navLabel><content src="{href}"/>'


def _are_right_to_left(entries: Sequence[ContentsEntry]) -> bool:
    return bool(entries) and all(one.is_right_to_left for one in entries)


def _add(archive: zipfile.ZipFile, name: str, text: str, how: int = zipfile.ZIP_DEFLATED) -> None:
    """Add a file with the first date that ZIP knows: the bytes say nothing of when they were written."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o644 << 16
    archive.writestr(info, text.encode(), how)
