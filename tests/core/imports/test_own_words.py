"""What a reader wrote elsewhere comes over from each program: every word of it, once, however often it is imported."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from reader.core.imports import import_file
from reader.core.sandbox.process import ChildProcess
from reader.query.tree import Text
from reader.store.user_state.notes import UNPLACED
from tests.support import near
from tests.support.sessions import session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.core.session import Session

BODY = (
    "The harbour lamp burns through the whole night. A pilot sails out at nine with two men. "
    "Nobody ever sees them come back before the morning, and nobody asks."
)
HTML = f"<p>{BODY}</p>"
URL = "https://pier.example/1"
AWAY = f"{UNPLACED}\n\n“{{}}”"


@pytest.fixture(autouse=True)
def _near_children(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ChildProcess, "ask", near.ask)


def words(opened: Session) -> dict[str, tuple[list[str], list[str]]]:
    """Title → the quotations that are highlighted, and the notes."""
    own, articles = opened.library.own_words, opened.library.articles.many(list(range(1, 40)))
    return {
        article.title: (
            [one.passage.quote for one in own.highlights(article.id)],
            [one.text for one in own.notes(article.id)],
        )
        for article in articles
    }


def packed(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def wallabag(folder: Path) -> Path:
    article = {
        "is_archived": 1,
        "is_starred": 1,
        "tags": ["sea"],
        "title": "Lamp",
        "url": URL,
        "content": HTML,
        "annotations": [
            {"text": "Ask him.\nTwice.", "quote": "A pilot sails out", "ranges": [{"start": "/p[1]"}]},
            {"text": "Was it so?", "quote": "words of another day", "ranges": []},
            {"text": "", "quote": "burns through", "ranges": []},
            {"text": "On the whole.", "quote": "", "ranges": []},
        ],
    }
    path = folder / "wallabag.json"
    path.write_text(json.dumps([article]))
    return path


OMNIVORE = {
    "metadata_0_to_20.json": json.dumps(
        [
            {
                "id": "x",
                "slug": "lamp-18",
                "title": "Lamp",
                "url": URL,
                "state": "active",
                "readingProgress": 41,
                "labels": ["sea"],
                "savedAt": "2024-02-01T12:30:00.000Z",
            }
        ]
    ),
    "content/lamp-18.html": f"{HTML}<p>Then it is day, and the boats come in.</p>",
    "highlights/lamp-18.md": (
        "> A pilot sails out \n\n#by night #sea\n\nAsk him.\n\nTwice.\n\n"
        "> nobody asks.\n> \nThen it is day \n\nWas it so?\n\n"
        "> words of another day "
    ),
}


def omnivore(folder: Path) -> Path:
    return packed(folder / "omnivore.zip", OMNIVORE)


def omnivore_folder(folder: Path) -> Path:
    for name, text in OMNIVORE.items():
        path = folder / "omnivore" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "omnivore"


def pocket(folder: Path) -> Path:
    highlight = {"quote": "words of another day", "created_at": 1700000500}
    collection = {
        "slug": "best",
        "title": "Best",
        "description": "What I like",
        "createdAt": "2024-02-01T12:30:00.000Z",
        "items": [{"url": URL, "title": "Lamp", "excerpt": "Of a lamp", "note": "Read it again"}],
    }
    return packed(
        folder / "pocket.zip",
        {
            "pocket/part_000000.csv": f"title,url,time_added,tags,status\nLamp,{URL},1700000000,sea|boats,archive\n",
            "pocket/annotations/part_000000.json": json.dumps(
                [{"url": URL, "title": "Lamp", "highlights": [highlight]}]
            ),
            "pocket/collections/best.json": json.dumps(collection),
            "__MACOSX/pocket/._part_000000.csv": "\0",
        },
    )


def readwise(folder: Path) -> Path:
    path = folder / "readwise.csv"
    path.write_text(
        "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,"
        'Document tags\n"A pilot sails out",Lamp,Ann Keel,,"Ask him.\nTwice.",blue,sea,page,3,'
        "2024-01-02 03:04:05+00:00,coast\nwords of another day,Lamp,Ann Keel,,,,,,,,\n"
    )
    return path


def instapaper(folder: Path) -> Path:
    path = folder / "instapaper.csv"
    path.write_text(
        f"URL,Title,Selection,Folder,Timestamp\n{URL},Lamp,words of another day,Starred,1700000000\n"
    )
    return path


def raindrop(folder: Path) -> Path:
    path = folder / "raindrop.csv"
    path.write_text(
        "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
        f'1,Lamp,"Ask him.\nTwice.",Of a lamp,{URL},Sea / Boats,"a, b",2023-01-15T10:30:00.000Z,,'
        '"Highlight:words of another day\nNote:Was it so?",true\n'
    )
    return path


def pinboard(folder: Path) -> Path:
    path = folder / "pinboard.json"
    row = {"href": URL, "description": "Lamp", "extended": "Ask him.\nTwice.", "toread": "no", "tags": "sea"}
    path.write_text(json.dumps([row]))
    return path


def bookmarks(folder: Path) -> Path:
    path = folder / "bookmarks.html"
    path.write_text(
        f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><A HREF="{URL}" TAGS="sea">Lamp</A>\n<DD>Ask him.\nTwice.\n</DL>'
    )
    return path


def freshrss(folder: Path) -> Path:
    item = {
        "id": "guid",
        "categories": ["user/-/state/com.google/read", "user/-/label/sea"],
        "title": "Lamp",
        "published": 1700000000,
        "alternate": [{"href": URL}],
        "content": {"content": HTML},
        "origin": {"title": "The Pier"},
        "annotations": [{"content": "Ask him.\nTwice."}],
    }
    path = folder / "starred.json"
    path.write_text(json.dumps({"id": "user/ann/state/org.freshrss/starred", "title": "S", "items": [item]}))
    return path


ASKED = "On “A pilot sails out”:\n\nAsk him.\nTwice."
PROGRAMS: list[tuple[Callable[[Path], Path], str, list[str], list[str], tuple[str, ...]]] = [
    (
        wallabag,
        "wallabag",
        ["A pilot sails out", "burns through"],
        [ASKED, AWAY.format("words of another day") + "\n\nWas it so?", "On the whole."],
        ("sea",),
    ),
    *(
        (
            made,
            "omnivore",
            ["A pilot sails out", "nobody asks.\n\nThen it is day"],
            [
                "On “A pilot sails out”:\n\nAsk him.\n\nTwice.",
                "On “nobody asks. Then it is day”:\n\nWas it so?",
                AWAY.format("words of another day"),
            ],
            ("by night", "sea"),
        )
        for made in (omnivore, omnivore_folder)
    ),
    (
        pocket,
        "pocket",
        [],
        [AWAY.format("words of another day"), "Read it again", "Best: What I like"],
        ("Best", "boats", "sea"),
    ),
    (
        readwise,
        "readwise-highlights",
        [],
        [AWAY.format("A pilot sails out") + "\n\nAsk him.\nTwice.", AWAY.format("words of another day")],
        ("coast", "sea"),
    ),
    (instapaper, "instapaper", [], [AWAY.format("words of another day")], ()),
    (
        raindrop,
        "raindrop",
        [],
        ["Ask him.\nTwice.", AWAY.format("words of another day") + "\n\nWas it so?"],
        ("a", "b", "Sea/Boats"),
    ),
    (pinboard, "pinboard", [], ["Ask him.\nTwice."], ("sea",)),
    (bookmarks, "bookmarks", [], ["Ask him.\nTwice."], ("sea",)),
    (freshrss, "google-reader", [], ["Ask him.\nTwice."], ("sea",)),
]


@pytest.mark.parametrize(("made", "kind", "quotes", "notes", "tags"), PROGRAMS)
def test_every_word_comes_over_once(
    made: Callable[[Path], Path],
    kind: str,
    quotes: list[str],
    notes: list[str],
    tags: tuple[str, ...],
    tmp_path: Path,
) -> None:
    path = made(tmp_path)
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, path)
        assert (imported.kind, imported.new, imported.skipped) == (kind, 1, [])
        for _ in range(2):
            assert words(opened) == {"Lamp": (quotes, notes)}
            again = import_file.import_file(opened, path)
            assert (again.new, again.skipped) == (0, [])
        (article,) = opened.library.articles.many([1, 2])
        assert article.tags == tags


def test_marks_and_the_place_come_over(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        import_file.import_file(opened, omnivore(tmp_path))
        (article,) = opened.library.articles.many([1])
        place = opened.library.marks.place(1)
        length = len(opened.library.articles.content(1).text)
        assert (article.read, article.bookmarked, article.progress) == (False, False, 0.41)
        assert place == round(length * 0.41)
        assert opened.library.marks.begun(5) == [1]
        opened.library.marks.keep_place(1, 7, 0.5, opened.now())
        import_file.import_file(opened, omnivore(tmp_path))
        assert opened.library.marks.place(1) == 7


def test_a_highlight_takes_its_place_when_the_text_is_there(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        import_file.import_file(opened, readwise(tmp_path))
        import_file.import_file(opened, instapaper(tmp_path))
        plain = tmp_path / "later.json"
        plain.write_text(
            json.dumps(
                [
                    {
                        "is_archived": 0,
                        "title": "Lamp",
                        "url": URL,
                        "content": HTML.replace("nobody asks", "words of another day"),
                    }
                ]
            )
        )
        import_file.import_file(opened, plain)
        import_file.import_file(opened, instapaper(tmp_path))
        for _ in range(2):
            import_file.import_file(opened, readwise(tmp_path))
        number = opened.library.articles.by_url(URL)
        assert number is not None
        assert [one.passage.quote for one in opened.library.own_words.highlights(number)] == [
            "words of another day",
            "A pilot sails out",
        ]
        assert [one.text for one in opened.library.own_words.notes(number)] == [ASKED]


def test_what_is_written_is_found(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        import_file.import_file(opened, raindrop(tmp_path))
        assert opened.library.own_words.saying(Text("any", "twice")) == {1}


def test_highlights_without_their_article_are_named(tmp_path: Path) -> None:
    path = packed(tmp_path / "omnivore.zip", {**OMNIVORE, "highlights/gone.md": "> lost words "})
    with session(tmp_path) as opened:
        imported = import_file.import_file(opened, path)
    assert imported.skipped == ["highlights/gone.md: highlights of an article that is not in the export"]
    assert imported.kinds == {"highlights of an article that is not in the export": 1}


def test_control_characters_and_hostile_markup_stay_outside(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    evil = "Ask\x1b[31m \u202ehim\x00"
    article: dict[str, Any] = {
        "is_archived": 0,
        "title": "Lamp",
        "url": URL,
        "content": HTML,
        "annotations": [{"quote": evil, "text": evil}, {"quote": [1], "text": {}}, 7],
    }
    path.write_text(json.dumps([article]))
    with session(tmp_path) as opened:
        import_file.import_file(opened, path)
        ((quotes, notes),) = words(opened).values()
    assert (quotes, notes) == ([], [AWAY.format("Ask[31m him") + "\n\nAsk[31m him"])
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", "".join(notes))


def test_words_on_an_article_that_was_removed_are_named(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        import_file.import_file(opened, wallabag(tmp_path))
        opened.library.marks.remove([1], opened.now())
        again = import_file.import_file(opened, wallabag(tmp_path))
        plain = import_file.import_file(opened, omnivore(tmp_path))
    assert again.skipped == ["Lamp: notes and highlights of an article you removed"]
    assert (again.new, plain.skipped_count, plain.new) == (0, 1, 0)


def test_a_highlight_of_another_text_of_that_title_stands_by_itself(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    lamp = {
        "is_archived": 0,
        "title": "Lamp",
        "url": URL,
        "content": "<p>Of electric light, and its history.</p>",
    }
    other.write_text(json.dumps([lamp]))
    with session(tmp_path) as opened:
        import_file.import_file(opened, other)
        for new in (1, 0):
            assert import_file.import_file(opened, readwise(tmp_path)).new == new
            assert len(opened.library.own_words.notes(2)) == 2
            assert opened.library.own_words.notes(1) == []
        (first, second) = opened.library.articles.many([1, 2])
    assert (first.title, second.title, second.url, second.authors) == ("Lamp", "Lamp", None, ("Ann Keel",))
    assert (second.text_state, second.reason) == (
        "none",
        "Only highlights were imported; the export names no address.",
    )
