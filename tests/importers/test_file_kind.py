from __future__ import annotations

import gzip

import pytest

from reader.importers.file_kind import kind


@pytest.mark.parametrize(
    ("body", "name", "expected"),
    [
        (b"", "a.html", "empty"),
        (b"\xef\xbb\xbf \n", "a.txt", "empty"),
        (b"%PDF-1.7 and more", "a.txt", "binary"),
        (b"abc\0def\0\1\2", "a.txt", "binary"),
        (bytes(range(32)) * 9, "a.md", "binary"),
        (b"<?xml version='1.0'?><!-- x --><rss version='2.0'>", "a.txt", "feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "a", "feed"),
        (b"<rdf:RDF>", "a", "feed"),
        (gzip.compress(b"<rss></rss>", mtime=0), "a.gz", "feed"),
        ("<?xml version='1.0' encoding='utf-16'?><rss/>".encode("utf-16"), "a", "feed"),
        (b'{"items": [{"id": "1"}], "version": "https:\\/\\/jsonfeed.org\\/version\\/1.1"}', "a", "feed"),
        (b"<?xml version='1.0'?><opml version='2.0'>", "a.xml", "opml"),
        (b"<list><outline text='a' xmlUrl='https://a.example/'/></list>", "a.xml", "opml"),
        (b'{"title": "a", "text": "b"}\n{"title": "c"}\n', "a.txt", "jsonlines"),
        (b'broken\n{"title": "a", "text": "b"}\n', "a.jsonl", "jsonlines"),
        (b'{"title": "a", "te\n{"title": "c", "text": "d"}\n', "a.txt", "jsonlines"),
        (b'{"title": "a long line of which only the beg', "a", "jsonlines"),
        (b'{\n  "title": "a",\n  "text": "b"\n}\n', "a.json", "text"),
        (b"<!DOCTYPE html><title>a</title>", "a.txt", "html"),
        (b"<p>Ferry</p>", "a", "html"),
        (b"<!-- saved --><html><body>the rss feed</body></html>", "a", "html"),
        (b"Words first <p>then tags</p>", "a.htm", "html"),
        (b"---\ntitle: Ferry sails\ntags:\n  - sea\n---\n\nText.\n", "a", "markdown"),
        (b"# Ferry\n\nText.", "a.md", "markdown"),
        (b"# Ferry\n\nText.", "a.txt", "text"),
        ("Паром\n\nИдёт снова.".encode("cp1251"), "a.txt", "text"),
        (b"--- a rule ---\n\nText", "a", "text"),
        (b"https://a.example/feed\n", "urls.opml", "text"),
    ],
)
def test_a_file_is_known_by_what_it_holds_then_by_its_name(body: bytes, name: str, expected: str) -> None:
    assert kind(body, name) == expected
