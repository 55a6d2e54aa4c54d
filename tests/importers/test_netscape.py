"""Bookmarks of browsers and bookmark managers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.importers import netscape
from reader.importers.file_kind import FileHead
from reader.importers.items import ImportedArticle, LeftOut

HEAD = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks Menu</H1>
"""
FIREFOX = f"""{HEAD}<DL><p>
    <DT><H3 ADD_DATE="1" PERSONAL_TOOLBAR_FOLDER="true">Toolbar</H3>
    <DL><p>
        <DT><H3 ADD_DATE="1">Sea &amp; sand</H3>
        <DD>What I keep
        <DL><p>
            <DT><H3>Boats</H3>
            <DL><p>
                <DT><A HREF="https://pier.example/1?a=1&amp;b=2" ADD_DATE="1700000000" ICON="data:image/png;base64,aa==" TAGS="lamps,by night" SHORTCUTURL="pier">Lamp &lt;lit&gt;</A>
                <DD>Ask the pilot.
Twice.
            </DL><p>
            <DT><A HREF="https://pier.example/2">Stairs</A>
        </DL><p>
        <DT><A HREF="javascript:alert(1)">Run</A>
        <HR>
    </DL><p>
    <DT><H3 UNFILED_BOOKMARKS_FOLDER="true">Other</H3>
    <DL><p>
        <DT><A HREF="https://pier.example/3" FEEDURL="https://pier.example/feed">Live</A>
    </DL><p>
</DL>
"""


def found(text: str) -> list[ImportedArticle | LeftOut]:
    return list(netscape.read(text.splitlines(keepends=True)))


def articles(text: str) -> list[ImportedArticle]:
    return [item for item in found(text) if isinstance(item, ImportedArticle)]


def left(text: str) -> list[str]:
    lines = [item.left if isinstance(item, ImportedArticle) else (item,) for item in found(text)]
    return [str(one) for some in lines for one in some]


def test_a_bookmark_with_all_that_it_has() -> None:
    draft = articles(FIREFOX)[0].draft
    assert (draft.title, draft.url) == ("Lamp <lit>", "https://pier.example/1?a=1&b=2")
    assert draft.tags == ("Sea & sand/Boats", "lamps", "by night")
    assert draft.notes == ("Ask the pilot.\nTwice.",)
    assert draft.saved == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert (draft.read, draft.bookmarked, draft.text_state) == (True, True, "pending")


def test_folders_end_where_their_lists_do_and_the_browsers_own_are_no_tags() -> None:
    assert [item.draft.tags for item in articles(FIREFOX)[1:]] == [("Sea & sand",), ()]


def test_what_has_no_place_is_named() -> None:
    assert left(FIREFOX) == [
        "folder Sea & sand: a folder's description, which broadsheet does not use (What I keep)",
        "bookmark 1: a keyword for the address bar, which broadsheet does not use (pier)",
        "bookmark 3: not a web address (javascript:alert(1))",
        "bookmark 4: a live bookmark; to subscribe: broadsheet add ADDRESS (https://pier.example/feed)",
    ]


def test_pinboards_bookmarks_say_what_is_to_be_read() -> None:
    rows = "".join(
        f'<DT><A HREF="https://pier.example/{n}" ADD_DATE="1" PRIVATE="1" TOREAD="{n}" TAGS="">Lamp</A>\n<DD>Note {n}\n\n'
        for n in range(2)
    )
    drafts = [item.draft for item in articles(f"{HEAD}<DL><p>{rows}</DL></p>")]
    assert [(one.read, one.bookmarked, one.notes) for one in drafts] == [
        (True, True, ("Note 0",)),
        (False, True, ("Note 1",)),
    ]


def test_safaris_reading_list_is_unread_and_no_tag() -> None:
    text = f"""{HEAD}<DT><H3 FOLDED id="com.apple.ReadingList">Leseliste</H3>
<DL><p><DT><A HREF="https://pier.example/1">Lamp</A></DL><p><DT><A HREF="https://pier.example/2">Two</A>"""
    marks = [(item.draft.read, item.draft.bookmarked, item.draft.tags) for item in articles(text)]
    assert marks == [(False, False, ()), (True, True, ())]


def test_elements_may_be_left_open() -> None:
    text = f'{HEAD}<DL><DT><A HREF="https://pier.example/1">Lamp<DD>A note<DT><A HREF="https://pier.example/2">Two'
    assert [(item.draft.title, item.draft.notes) for item in articles(text)] == [
        ("Lamp", ("A note",)),
        ("Two", ()),
    ]


def test_folders_that_never_end_are_bounded() -> None:
    deep = HEAD + "<DT><H3>f</H3><DL>" * 20_000 + '<DT><A HREF="https://pier.example/1">Lamp</A>'
    (one,) = articles(deep)
    assert one.draft.tags == ("/".join("f" * 8),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD, True),
        (f"\ufeff\n{HEAD.lower()}", True),
        (f"<!-- x -->{HEAD}", True),
        ("<!DOCTYPE html><title>Bookmarks</title>", False),
        ("Of <!DOCTYPE NETSCAPE-Bookmark-file-1>", False),
        ("<!-- -->" * 10_000, False),
    ],
)
def test_the_document_type_tells(text: str, expected: bool) -> None:
    assert netscape.detect(FileHead(text.encode(), "a.txt")) is expected
