"""`import` of what was written in other programs, as scripts see it."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.shell import Shell

URL = "https://pier.example/1"
WALLABAG = json.dumps(
    [
        {
            "is_archived": 1,
            "is_starred": 1,
            "title": "Lamp",
            "url": URL,
            "content": "<p>The harbour lamp burns through the whole night, and a pilot sails out at nine.</p>",
            "tags": ["sea"],
            "annotations": [
                {"quote": "a pilot sails out", "text": "Ask him."},
                {"quote": "nobody came", "text": ""},
            ],
        }
    ]
)


def test_annotations_of_wallabag_are_shown_and_exported(shell: Shell) -> None:
    file = shell.file("wallabag.json", WALLABAG)
    for new in (1, 0):
        (row,) = shell.rows("import", file)
        assert (row["kind"], row["new"], row["skipped"], row["left"]) == ("wallabag", new, [], {})
    (article,) = shell.rows("show", "1")
    assert (article["read"], article["bookmarked"], article["tags"]) == (True, True, ["sea"])
    assert article["highlights"] == ["a pilot sails out"]
    assert article["notes"] == [
        "On “a pilot sails out”:\n\nAsk him.",
        "Highlighted in another program; these words are not in the text here:\n\n“nobody came”",
    ]
    assert [row["id"] for row in shell.rows("search", "nobody")] == [1]
    markdown = shell("export", "1", "--to", "-").out
    assert "> a pilot sails out" in markdown
    assert "nobody came" in markdown


def test_the_place_in_an_article_comes_over(shell: Shell) -> None:
    head = "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
    shell(
        "import",
        shell.file("library.csv", f"{head}Lamp,{URL},01x,['sea'],2024-01-02 03:04:05+00:00,0.4,later,True\n"),
    )
    (row,) = shell.rows("list")
    assert (row["progress"], row["tags"], row["fetched"]) == (0.4, ["sea"], "2024-01-02T03:04:05Z")


def test_a_zip_archive_is_read_as_it_is(shell: Shell) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            "part_000000.csv", f"title,url,time_added,tags,status\nLamp,{URL},1,,unread\nBad,x,1,,unread\n"
        )
        archive.writestr(
            "annotations/part_000000.json",
            json.dumps(
                [{"url": URL, "title": "Lamp", "highlights": [{"quote": "It burns", "created_at": 1}]}]
            ),
        )
    answer = shell("import", shell.file("pocket.zip", packed.getvalue()), "--json")
    (row,) = answer.rows
    assert (answer.code, row["kind"], row["new"], row["same"]) == (3, "pocket", 1, 1)
    assert row["skipped"] == ["part_000000.csv, line 3: not a web address (x)"]
    assert row["left"] == {"not a web address": 1}
    (article,) = shell.rows("show", "1")
    assert article["notes"] == [
        "Highlighted in another program; these words are not in the text here:\n\n“It burns”"
    ]


def test_what_is_left_is_counted_by_its_kind(shell: Shell) -> None:
    rows = "".join(f'<DT><A HREF="{URL}{n}" SHORTCUTURL="k{n}">Lamp</A>\n' for n in range(12))
    text = f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n{rows}<DT><A HREF="place:x">Recent</A>\n</DL>'
    answer = shell("import", shell.file("bookmarks.html", text))
    assert (answer.code, answer.out) == (3, "bookmarks.html: 12 articles imported; 13 entries not imported\n")
    told = answer.err.splitlines()
    assert (
        "  not imported: bookmark 1: a keyword for the address bar, which broadsheet does not use (k0)"
        in told
    )
    assert told[-3:] == [
        "  and 3 more; in all:",
        "  12: a keyword for the address bar, which broadsheet does not use",
        "  1: not a web address",
    ]
