"""EPUB: every file of the book is well-formed, and all that refer to each other agree."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from reader.export.epub_file import EpubFile
from tests.export.articles import ARTICLE, CONTENT
from tests.export.book import BOOK, DAY, PERSIAN, Pairs, hostile

NAMES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
    "p": "http://www.idpf.org/2007/opf",
    "x": "http://www.w3.org/1999/xhtml",
}
EPUBCHECK = Path("/usr/share/java/epubcheck.jar")
"""As Debian installs it."""


def written(articles: Pairs = BOOK) -> bytes:
    file = io.BytesIO()
    EpubFile().write(file, articles, DAY)
    return file.getvalue()


class Book:
    """The files of a book, each that is XML parsed."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.infos = archive.infolist()
            self.files = {info.filename: archive.read(info) for info in self.infos}

    def find(self, name: str, path: str) -> list[str]:
        found = etree.fromstring(self.files[name]).xpath(path, namespaces=NAMES)
        assert isinstance(found, list)
        return [str(one) for one in found]

    def package(self, path: str) -> list[str]:
        return self.find("EPUB/package.opf", path)


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(written())


def test_the_archive_says_first_what_it_is(book: Book) -> None:
    first = book.infos[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert book.files["mimetype"] == b"application/epub+zip"
    assert book.find("META-INF/container.xml", "//c:rootfile/@full-path") == ["EPUB/package.opf"]


def test_the_manifest_names_every_file_once_and_the_spine_every_article(book: Book) -> None:
    hrefs = book.package("//p:manifest/p:item/@href")
    assert sorted(f"EPUB/{href}" for href in hrefs if href) == sorted(
        name for name in book.files if name.startswith("EPUB/") and name != "EPUB/package.opf"
    )
    ids = book.package("//p:manifest/p:item/@id")
    assert len({*ids}) == len(ids)
    assert book.package("//p:spine/p:itemref/@idref") == ["nav", "a1", "a2", "a3"]
    assert book.package("//p:spine/@toc") == ["ncx"]


def test_both_tables_of_contents_lead_to_each_article_by_day(book: Book) -> None:
    articles = [f"article-0000{number}.xhtml" for number in (1, 2, 3)]
    assert book.find("EPUB/nav.xhtml", "//x:nav[@epub:type='toc']//x:a/@href") == articles
    assert book.find("EPUB/nav.xhtml", "//x:nav/x:ol/x:li/x:span/text()") == ["2024-05-06", "2024-05-07"]
    assert book.find("EPUB/toc.ncx", "//n:navPoint[not(n:navPoint)]/n:content/@src") == articles
    assert book.find("EPUB/toc.ncx", "//n:navPoint/@playOrder") == ["1", "1", "2", "3", "3"]
    assert book.find("EPUB/toc.ncx", "//n:meta[@name='dtb:uid']/@content") == book.package(
        "//dc:identifier/text()"
    )


def test_each_article_is_a_page_in_its_language_and_direction(book: Book) -> None:
    page = "EPUB/article-00002.xhtml"
    assert book.find(page, "/x:html/@dir | /x:html/@lang | /x:html/@xml:lang") == ["fa", "fa", "rtl"]
    assert book.find(page, "//x:title/text()") == [PERSIAN.title]
    assert book.find(page, "//x:p[not(@class)]/text()") == ["چراغ روشن است."]
    assert book.find("EPUB/article-00001.xhtml", "//x:h2/text()")[-3:] == ["Highlights", "Notes", "Related"]


def test_the_book_is_named_by_its_day_and_one_article_by_its_title(book: Book) -> None:
    assert book.package("//dc:title/text()") == ["broadsheet 2026-11-29"]
    assert book.package("//dc:creator/text()") == ["broadsheet"]
    assert book.package("//dc:language/text()") == ["fa"]
    assert book.package("//p:meta[@property='dcterms:modified']/text()") == ["2024-05-07T08:00:00Z"]
    alone = Book(written([(ARTICLE, CONTENT)]))
    assert alone.package("//dc:title/text()") == [ARTICLE.title]
    assert alone.package("//dc:creator/text()") == ["Ann Lee", "Bo Chen"]
    assert alone.package("//dc:language/text()") == ["en"]
    assert alone.package("//p:spine/@page-progression-direction") == []
    assert Book(written([BOOK[1]])).package("//p:spine/@page-progression-direction") == ["rtl"]


def test_the_same_articles_are_the_same_bytes_and_others_another_book(book: Book) -> None:
    assert written() == written(iter(BOOK))
    other = Book(written(BOOK[:2])).package("//dc:identifier/text()")
    assert other != book.package("//dc:identifier/text()")


def test_nothing_is_fetched_from_anywhere() -> None:
    for name, data in Book(written([*BOOK, *hostile(30)])).files.items():
        if not name.endswith(".xhtml"):
            continue
        page = etree.fromstring(data)
        assert not page.xpath("//x:img | //x:script | //x:iframe | //x:object", namespaces=NAMES), name
        assert page.xpath("//@src") == [], name
        assert page.xpath("//x:link/@href", namespaces=NAMES) == ["style.css"], name
        ids = [*map(str, page.xpath("//@id"))]
        assert len({*ids}) == len(ids), name
        targets = [str(href)[1:] for href in page.xpath("//@href") if str(href).startswith("#")]
        assert {*targets} <= {*ids}, name


@pytest.mark.skipif(
    not EPUBCHECK.exists() or not shutil.which("java"), reason="needs epubcheck (apt-get install epubcheck)"
)
def test_epubcheck_finds_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(written([*BOOK, *hostile(60)]))
    run = subprocess.run(
        ["java", "-jar", str(EPUBCHECK), "--failonwarnings", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
