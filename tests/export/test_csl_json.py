"""CSL-JSON: fields of the schema only, names split where that is as good as certain."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from reader.export.csl_json import CslJson, item, kind, name
from tests.export.articles import ARTICLE
from tests.export.book import BOOK, DAY, Pairs, hostile

if TYPE_CHECKING:
    from pathlib import Path

STRINGS = {"id", "type", "title", "container-title", "URL", "language", "abstract", "keyword"}
"""Fields of the schema that are strings; of the others `author` holds names, `issued` and `accessed` dates."""


def written(articles: Pairs = BOOK) -> bytes:
    file = io.BytesIO()
    CslJson().write(file, articles, DAY)
    return file.getvalue()


def test_an_article_is_an_item() -> None:
    assert item(replace(ARTICLE, lang="en")) == {
        "id": "abcdefghijklmn23",
        "type": "article-newspaper",
        "title": "Two Mayors Meet as Tolls Rise",
        "author": [{"family": "Lee", "given": "Ann"}, {"family": "Chen", "given": "Bo"}],
        "issued": {"date-parts": [[2024, 5, 6]]},
        "accessed": {"date-parts": [[2024, 5, 7]]},
        "container-title": "The Valley Post",
        "URL": "https://valley.example/2024/05/two-mayors",
        "language": "en",
        "abstract": 'They met: "for once".',
        "keyword": "roads/tolls",
    }


def test_an_agency_is_the_author_where_nobody_else_is() -> None:
    assert item(replace(ARTICLE, authors=()))["author"] == [{"literal": "WIRE"}]
    assert "author" not in item(replace(ARTICLE, authors=(), agency=None))


@pytest.mark.parametrize(
    ("fields", "type_"),
    [
        ({}, "article-newspaper"),
        ({"publication": None, "feeds": ("The Quay",)}, "webpage"),
        ({"published": None, "day": None}, "webpage"),
        ({"url": "https://ann.substack.com/p/lamp"}, "post-weblog"),
        ({"url": "https://a.blogspot.co.uk/lamp"}, "post-weblog"),
        ({"url": "https://blogs.valley.example/lamp"}, "post-weblog"),
        ({"url": "https://valley.example/blog/lamp"}, "post-weblog"),
        ({"publication": "Ann's Weblog"}, "post-weblog"),
        ({"url": "https://valley.example/blogged-off"}, "article-newspaper"),
    ],
)
def test_its_type_goes_by_a_rule(fields: dict[str, Any], type_: str) -> None:
    assert kind(replace(ARTICLE, **fields)) == type_


@pytest.mark.parametrize(
    ("author", "lang", "family"),
    [
        ("Ann Lee", "en", "Lee"),
        ("Мария Иванова", "ru", "Иванова"),
        ("Anne-Marie O'Neil", None, "O'Neil"),
        ("John F. Kennedy", "en", "Kennedy"),
        ("J. R. R. Tolkien", "en", "Tolkien"),
        ("J.R.R. Tolkien", "en", "Tolkien"),
        ("Ludwig van Beethoven", "de", "van Beethoven"),
        ("Ursula von der Leyen", "de", "von der Leyen"),
        ("Gabriel García Márquez", "es", None),
        ("Nagy Anna", "hu", None),
        ("李 明", None, None),
        ("علي حسن", "ar", None),
        ("BBC News", "en", None),
        ("Editorial Board", "en", None),
        ("ANN LEE", "en", None),
        ("Reuters", "en", None),
        ("ann lee", "en", None),
    ],
)
def test_a_name_is_split_where_its_parts_are_clear(author: str, lang: str | None, family: str | None) -> None:
    found = name(author, lang)
    assert found.get("family") == family
    assert " ".join(found.get(part, "") for part in ("given", "family", "literal")).strip() == author


def test_items_have_fields_of_the_schema_only() -> None:
    items = json.loads(written([*BOOK, *hostile(200)]))
    assert len(items) == 203
    for one in items:
        assert {*one} <= STRINGS | {"author", "issued", "accessed"}
        assert {"id", "type"} <= {*one}
        assert all(isinstance(one[field], str) for field in STRINGS & {*one})
        for author in one.get("author", ()):
            assert {*author} in ({"literal"}, {"family", "given"})
        for field in {"issued", "accessed"} & {*one}:
            (parts,) = one[field]["date-parts"]
            assert [type(part) for part in parts] == [int, int, int]


def test_nothing_is_an_empty_array_and_each_item_has_a_line() -> None:
    assert written([]) == b"[]\n"
    assert len(written().splitlines()) == 5


@pytest.mark.skipif(not shutil.which("pandoc"), reason="needs pandoc (apt-get install pandoc)")
def test_pandoc_takes_each_field(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(written())
    run = subprocess.run(
        ["pandoc", "-f", "csljson", "-t", "csljson", str(path)], capture_output=True, text=True, check=True
    )
    assert [{*one} for one in json.loads(run.stdout)] == [{*one} for one in json.loads(written())]
    path.write_bytes(written(BOOK[:1]))
    cited = subprocess.run(
        ["pandoc", "-f", "csljson", "-t", "plain", "--wrap=none", "--citeproc", str(path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (
        "Lee, Ann, and Bo Chen. 2024. “Two Mayors Meet as Tolls Rise.” The Valley Post, May 6, 2024. "
        in cited.stdout
    )
