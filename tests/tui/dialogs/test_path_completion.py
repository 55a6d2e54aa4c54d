from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.tui.dialogs.path_completion import complete

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with some files, which is the working folder too."""
    place = tmp_path / "home"
    for folder in ("feeds", "notes/deep"):
        (place / folder).mkdir(parents=True)
    for name in ("feeds.opml", "feeds-old.opml", ".hidden", "Äpfel.txt", "od\ndity", "notes/one.md"):
        (place / name).write_text("")
    monkeypatch.chdir(place)
    return place


@pytest.mark.parametrize(
    ("begun", "text", "names"),
    [
        ("fe", "feeds", ("feeds-old.opml", "feeds.opml", "feeds/")),
        ("~/fe", "~/feeds", ("feeds-old.opml", "feeds.opml", "feeds/")),
        ("~/feeds.", "~/feeds.opml", ("feeds.opml",)),
        ("no", "notes/", ("notes/",)),
        ("notes/", "notes/", ("deep/", "one.md")),
        ("notes/deep/", "notes/deep/", ()),
        ("~", "~/", ("~/",)),
        (".h", ".hidden", (".hidden",)),
        ("Ä", "Äpfel.txt", ("Äpfel.txt",)),
        ("od", "od", ()),
        ("nothing", "nothing", ()),
        ("missing/x", "missing/x", ()),
        ("feeds.opml/x", "feeds.opml/x", ()),
        ("~nobody-of-this-name/x", "~nobody-of-this-name/x", ()),
        ("a\0b/", "a\0b/", ()),
    ],
)
def test_a_path_is_completed_as_far_as_it_is_clear(
    home: Path, begun: str, text: str, names: tuple[str, ...]
) -> None:
    del home
    assert complete(begun) == (text, names)


def test_nothing_begun_names_all_that_is_not_hidden(home: Path) -> None:
    del home
    assert complete("") == ("", ("feeds-old.opml", "feeds.opml", "feeds/", "notes/", "Äpfel.txt"))


def test_from_the_root_on(home: Path) -> None:
    assert complete(f"{home}/not").text == f"{home}/notes/"
    assert complete("/").text == "/"
