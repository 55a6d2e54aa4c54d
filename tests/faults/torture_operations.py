"""What the program can do to a library, as plans: the command, what must be there once it has said that it is done."""

from __future__ import annotations

import io
import json
import random
import re
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from tests.support.ledger import Change, Copy, Key, Ledger, Unsound, Values, differences
from tests.support.papers import SENTENCES, item, page, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.support.server import Server

FEEDS = 5
WINDOW = 12
"""Entries that a feed holds: older ones are no longer served."""

BACKUPS = ("one.db", "two.db")

BOOKS = {"epub": "book.epub", "html": "book.html", "csl-json": "book.json"}
"""Files of all chosen articles, by format."""

COMMANDS = """[commands]
"X" = { run = ["printf", "An output."], keep = "Summary" }
"""

SYLLABLES = [f"{consonant}{vowel}" for consonant in "bdgklmnprst" for vowel in "aeio"]


@dataclass
class Plan:
    """An operation: what it changes, and how it is asked for.

    `is_whole`: all of it comes at once or nothing. `after` is the ledger once it is done. `job` is what a worker is asked
    for the same. `proof` looks, once it is done, at what is not in the library, and `always` after a kill, too; both
    give findings.
    """

    name: str
    argv: Sequence[str]
    after: Ledger
    is_whole: bool = False
    call: str = ""
    job: dict[str, Any] | None = None
    proof: Callable[[], list[str]] = list
    always: Callable[[], list[str]] = list
    codes: tuple[int, ...] = (0,)
    done: Callable[[], None] = lambda: None
    parts: dict[str, Change] = field(default_factory=dict)
    """What a worker says that it has done, by the feed's title, while it goes on."""
    added: tuple[Key, Values] | None = None
    """What is added, and what undo does about it, as soon as that is there, whatever else is to come."""


class Desk:
    """A library with its folders, the server of its feeds, and the ledger; makes plans by chance."""

    def __init__(self, folder: Path, server: Server, ledger: Ledger) -> None:
        self.folder, self.server, self.ledger = folder, server, ledger
        self.library = folder / "library" / "library.db"
        self.files, self.out, self.config = folder / "files", folder / "out", folder / "config"
        for place in (self.library.parent, self.files, self.out, self.config):
            place.mkdir(parents=True, exist_ok=True)
        (self.config / "config.toml").write_text(COMMANDS)
        self.served: dict[str, list[str]] = {f"/feed{n}": [] for n in range(FEEDS)}
        self.backups: dict[Path, Ledger] = {}
        self.theme = ""
        self.numbers = 0
        self.chance = random.Random()

    # What there is to act on.

    def word(self) -> str:
        self.numbers += 1
        return f"lamp{self.numbers:06}x"

    def text(self, word: str) -> str:
        """A text that no other is like: nothing here is about copies and stories."""
        chance = random.Random(word)
        made = " ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(24))
        return f"Of the {word} and the pier: {made}. {chance.choice(SENTENCES)}"

    def some(self, kind: str = "article", most: int = 4) -> list[str]:
        """Words of articles that are not removed."""
        words = [word for word in self.ledger.names(kind, without=("removed",)) if word.startswith("lamp")]
        return self.chance.sample(words, min(len(words), self.chance.randint(1, most)))

    def ids(self, words: Sequence[str]) -> list[str]:
        return [self.ledger.state["article", word] for word in words]

    def feeds(self) -> list[str]:
        return self.ledger.names("feed")

    def plan(self, chance: random.Random, name: str) -> Plan | None:
        """The operation of that name, if there is something to do it to."""
        self.chance = chance
        found: Plan | None = OPERATIONS[name](self)
        return found

    def _is(self, name: str, argv: Sequence[str], change: Change, **more: Any) -> Plan:
        undoable, added = more.pop("undoable", False), more.get("added")
        after = self.ledger.then(change, undoable=undoable, takes_back=added[1] if added else None)
        return Plan(name, argv, after, **more)

    # What comes in.

    def publish(self) -> None:
        """Some feeds have something new."""
        for path in self.chance.sample(sorted(self.served), 2):
            self.served[path] += [self.word() for _ in range(self.chance.randint(1, 4))]
            del self.served[path][:-WINDOW]
            self.serve(path)

    def serve(self, path: str) -> None:
        items = (
            item(f"The {word}", f"https://pier.example/{word}", self.text(word)) for word in self.served[path]
        )
        kind = (("Content-Type", "text/xml"),)
        tag = f'"{path}-{self.served[path][-1:]}"'
        self.server.on(path, Route(body=rss(f"Paper {path}", *items).encode(), headers=kind, etag=tag))

    def arrivals(self, path: str) -> Change:
        gone = set(self.ledger.names("removed"))
        return {
            key: ""
            for word in self.served[path]
            if word not in gone
            for key in (("article", word), ("text", word))
        }

    def refresh(self) -> Plan | None:
        if not self.feeds():
            return None
        self.publish()
        parts = {f"Paper {path}": self.arrivals(path) for path in self.feeds()}
        change = {key: value for part in parts.values() for key, value in part.items()}
        if self.chance.random() < 0.1:  # a backup is due
            with closing(sqlite3.connect(self.library)) as library, library:
                library.execute("DELETE FROM meta WHERE key = 'backup_at'")
        return self._is(
            "refresh", ["refresh"], change, job={"job": "refresh"}, parts=parts, proof=self.few_backups
        )

    def few_backups(self) -> list[str]:
        found = sorted(path.name for path in self.library.parent.glob("*.backup-*"))
        return [f"backups: {found}"] if len(found) > 3 else []

    def add_page(self) -> Plan:
        word = self.word()
        body = page(f"The {word}", self.text(word), *SENTENCES)
        url = self.server.text(f"/page/{word}", body)
        change: Change = {("article", word): "", ("text", word): ""}
        added = ("article", word), {("removed", word): ("", None)}
        return self._is("add a page", ["add", url], change, added=added, job={"job": "add", "target": url})

    def add_feed(self) -> Plan | None:
        free = sorted(self.served.keys() - set(self.feeds()))
        if not free:
            return None
        path = self.chance.choice(free)
        self.publish()
        self.serve(path)
        url = self.server.url(path)
        change = {("feed", path): "", **self.arrivals(path)}
        job = {"job": "add", "target": url, "wanted": "feed"}
        added = ("feed", path), {("feed", path): (None, "")}
        return self._is("add a feed", ["add", "--feed", url], change, added=added, job=job)

    def import_articles(self) -> Plan:
        words = [self.word() for _ in range(self.chance.randint(1, 30))]
        rows = (json.dumps({"title": f"The {word}", "text": self.text(word)}) for word in words)
        file = self._file("articles.jsonl", "".join(f"{row}\n" for row in rows))
        change: Change = {key: "" for word in words for key in (("article", word), ("text", word))}
        return self._is("import articles", ["import", file], change, job={"job": "import", "path": file})

    def import_feeds(self) -> Plan:
        paths = self.chance.sample(sorted(self.served), 2)
        change: Change = {}
        rows = ""
        for path in paths:
            self.serve(path)
            title = f"My paper {self.numbers}"
            rows += f'<outline text={quoteattr(title)} xmlUrl="{self.server.url(path)}"/>'
            if ("feed", path) not in self.ledger.state:
                change["feed", path], change["feed title", path] = "", title
        file = self._file("feeds.opml", f'<opml version="2.0"><body>{rows}</body></opml>')
        return self._is(
            "import feeds", ["import", file], change, is_whole=True, job={"job": "import", "path": file}
        )

    def _file(self, name: str, text: str) -> str:
        path = self.files / name
        path.write_text(text)
        return str(path)

    # What the reader does to articles.

    def mark(self) -> Plan | None:
        if not (words := self.some()):
            return None
        how, key, value = self.chance.choice(
            (
                ("read", "read", ""),
                ("unread", "read", None),
                ("bookmark", "bookmark", ""),
                ("unbookmark", "bookmark", None),
                ("mute", "mute", ""),
                ("unmute", "mute", None),
            )
        )
        change: Change = {(key, word): value for word in words}
        return self._is("mark", ["mark", how, *self.ids(words)], change, is_whole=True, undoable=True)

    def tag(self) -> Plan | None:
        if not (words := self.some()):
            return None
        new, old = self.chance.sample(["russia", "energy", "later", "pier"], 2)
        change: Change = {
            key: value
            for word in words
            for key, value in ((("tag", word, new), ""), (("tag", word, old), None))
        }
        argv = ["tag", *self.ids(words), f"+{new}", f"-{old}"]
        return self._is("tag", argv, change, is_whole=True, undoable=True)

    def note(self) -> Plan | None:
        if not (words := self.some(most=1)):
            return None
        text = f"Note {self.word()}"
        change: Change = {("note", words[0], text): ""}
        return self._is("note", ["note", *self.ids(words), text], change, is_whole=True, undoable=True)

    def highlight(self) -> Plan | None:
        words = [word for word in self.some("text") if ("highlight", word, word) not in self.ledger.state][:1]
        if not words:
            return None
        change: Change = {("highlight", words[0], words[0]): ""}
        argv = ["highlight", *self.ids(words), *words]
        return self._is("highlight", argv, change, is_whole=True, undoable=True)

    def keep_output(self) -> Plan | None:
        """A command of the reader's on an article: its output is kept, and forgotten the next time."""
        if not (words := self.some("text", most=1)):
            return None
        key = ("output", words[0], "summary")
        is_there = key in self.ledger.state
        change: Change = {key: None if is_there else "An output."}
        argv = ["run", *(["--forget"] if is_there else []), "Summary", *self.ids(words)]
        return self._is("run", argv, change, is_whole=True, undoable=True)

    def keep_place(self) -> Plan | None:
        if not (words := self.some(most=1)):
            return None
        position = str(self.chance.randint(1, 99))
        change: Change = {("place", words[0]): position}
        call = "tests.faults.torture_operations:keep_place"
        return self._is("keep the place", [*self.ids(words), position], change, call=call, is_whole=True)

    def remove(self) -> Plan | None:
        if len(self.ledger.names("article", without=("removed",))) < 20 or not (words := self.some(most=2)):
            return None
        change: Change = {("removed", word): "" for word in words}
        return self._is("remove", ["remove", *self.ids(words)], change, is_whole=True, undoable=True)

    def undo(self) -> Plan:
        count = self.chance.choice((1, 1, 2))
        after = self.ledger.after_undo(count)
        return Plan("undo", ["undo", str(count)], after, is_whole=True, codes=(0, 1))

    def redo(self) -> Plan:
        return Plan("redo", ["redo"], self.ledger.after_redo(1), is_whole=True, codes=(0, 1))

    def save_search(self) -> Plan:
        names = self.ledger.names("saved")
        if len(names) > 5:
            change: Change = {("saved", names[0]): None}
            return self._is(
                "saved searches", ["saved", "remove", names[0]], change, is_whole=True, undoable=True
            )
        name = f"Search {self.word()}"
        argv = ["saved", "add", name, "pier is:unread"]
        return self._is(
            "saved searches", argv, {("saved", name): "pier is:unread"}, is_whole=True, undoable=True
        )

    # What the reader does to feeds and settings.

    def change_feed(self) -> Plan | None:
        if not (paths := self.feeds()):
            return None
        path = self.chance.choice(paths)
        url, word = self.server.url(path), self.word()
        match self.chance.randrange(4):
            case 3:
                return self._is(
                    "change a feed",
                    ["feeds", "set", url, f"user_agent={word}"],
                    {("feed setting", path, "user_agent"): word},
                    is_whole=True,
                    undoable=True,
                )
            case 0:
                return self._is(
                    "change a feed",
                    ["feeds", "rename", url, word],
                    {("feed title", path): word},
                    is_whole=True,
                    undoable=True,
                )
            case 1:
                change: Change = {("feed tag", path, word): ""}
                change |= {key: None for key in self.ledger.keys("feed tag") if key[1] == path}
                drop = [f"-{key[2]}" for key in change if change[key] is None]
                return self._is(
                    "change a feed",
                    ["feeds", "tag", url, f"+{word}", *drop],
                    change,
                    is_whole=True,
                    undoable=True,
                )
            case _:
                change = {("feed", path): None}
                return self._is(
                    "remove a feed", ["feeds", "remove", url], change, is_whole=True, undoable=True
                )

    def set_theme(self) -> Plan:
        theme = self.chance.choice(("newsprint", "lamplight", "sepia", "ansi"))
        before = self.theme

        def kept() -> list[str]:
            return [] if self._theme() == theme else [f"theme: is {self._theme()!r}, and should be {theme!r}"]

        def either() -> list[str]:
            found = self._theme()
            self.theme = found
            return [] if found in (before, theme) else [f"theme: is {found!r}"]

        call = "tests.faults.torture_operations:set_theme"
        return self._is(
            "settings", [str(self.config / "config.toml"), theme], {}, call=call, proof=kept, always=either
        )

    def _theme(self) -> str:
        import tomllib

        file = self.config / "config.toml"
        return str(tomllib.loads(file.read_text()).get("theme", "")) if file.exists() else ""

    # What is made of the library.

    def search(self) -> Plan | None:
        if not (words := self.some("text", most=1)):
            return None
        removed = ("removed", words[0]) in self.ledger.state or ("mute", words[0]) in self.ledger.state
        return self._is(
            "search", ["search", words[0]], {}, codes=(1,) if removed else (0,), job={"job": "index"}
        )

    def reindex(self) -> Plan:
        return self._is("reindex", ["reindex"], {}, job={"job": "reindex"})

    def repair(self) -> Plan | None:
        files = sorted(path for path in self.library.parent.glob("library.db.index/*/*") if path.is_file())
        if not files:
            return None
        chosen = self.chance.choice(files)
        if self.chance.random() < 0.5:
            chosen.unlink()
        else:
            chosen.write_bytes(chosen.read_bytes()[: chosen.stat().st_size // 2])
        return self._is("doctor --repair", ["doctor", "--repair"], {})

    def export(self) -> Plan | None:
        if not (words := self.some("text", most=8)):
            return None

        def written() -> list[str]:
            texts = {path.name: path.read_text() for path in self.out.glob("*.md")}
            return [
                f"not exported: {word}" for word in words if not any(word in text for text in texts.values())
            ]

        return self._is(
            "export",
            ["export", *self.ids(words), "--again", "--to", str(self.out)],
            {},
            proof=written,
            always=self.whole_files,
        )

    def whole_files(self) -> list[str]:
        """Files of exports that are not as the last export into them said, or end before their text does."""
        told = []
        for path in self.out.glob("*.md"):
            word = re.search(r"lamp\d{6}x", path.read_text())
            if word is None or self.text(word[0]).split()[-1] not in path.read_text():
                told.append(f"half an export: {path.name}")
        return told

    def export_book(self) -> Plan | None:
        if not (words := self.some("text", most=8)):
            return None
        form, name = self.chance.choice(list(BOOKS.items()))
        file = self.files / name
        before = file.read_bytes() if file.exists() else None

        def whole() -> list[str]:
            now = file.read_bytes() if file.exists() else None
            return [] if now == before or now is None or _texts(form, now) else [f"half a file: {name}"]

        def written() -> list[str]:
            text = _texts(form, file.read_bytes())
            return [f"not in {name}: {word}" for word in words if word not in text]

        argv = ["export", *self.ids(words), "--as", form, "--again", "--to", str(file)]
        return self._is("export one file", argv, {}, proof=written, always=whole)

    def opml(self) -> Plan:
        file = self.files / "out.opml"
        before = file.read_bytes() if file.exists() else None
        feeds = self.feeds()

        def listed() -> list[str]:
            text = file.read_text()
            return [f"not in the OPML: {path}" for path in feeds if self.server.url(path) not in text]

        def whole() -> list[str]:
            is_old = (file.read_bytes() if file.exists() else None) == before
            return [] if is_old or file.read_text().rstrip().endswith("</opml>") else ["half an OPML"]

        return self._is("opml", ["opml", "--output", str(file)], {}, proof=listed, always=whole)

    def backup(self, name: str = "") -> Plan:
        file = self.files / (name or self.chance.choice(BACKUPS))
        ledger, before = self.ledger, self.backups.get(file)

        def whole() -> list[str]:
            if not file.exists():
                return [] if before is None else [f"the backup {file.name} is gone"]
            found = self.looked_at(file)
            if isinstance(found, str):
                return [f"the backup: {found}"]
            if not differences(found, ledger.state):
                self.backups[file] = ledger
                return []
            return (
                ["the backup is neither the old one nor the new one"]
                if before is None
                else differences(found, before.state)
            )

        def new() -> list[str]:
            found = whole()
            return found or ([] if self.backups.get(file) is ledger else ["the backup is the old one"])

        return self._is("backup", ["backup", str(file)], {}, proof=new, always=whole)

    def restore(self) -> Plan | None:
        if not self.backups:
            return None
        file = self.chance.choice(sorted(self.backups))
        before = self.ledger.state

        def aside() -> list[str]:
            found = [self.looked_at(path) for path in self.put_aside()]
            return (
                []
                if any(isinstance(one, dict) and not differences(one, before) for one in found)
                else ["not put aside"]
            )

        return Plan("restore", ["restore", str(file)], self.backups[file].copy(), is_whole=True, proof=aside)

    def put_aside(self) -> list[Path]:
        return sorted(self.library.parent.glob("library.replaced-*.db"))

    def salvage(self) -> Plan:
        file = self.files / "salvaged.db"
        file.unlink(missing_ok=True)
        before = self.ledger.state

        def whole() -> list[str]:
            if not file.exists():
                return []
            found = self.looked_at(file)
            return (
                [f"salvaged: {found}"]
                if isinstance(found, str)
                else [f"salvaged: {one}" for one in differences(found, before)[:3]]
            )

        def there() -> list[str]:
            return whole() if file.exists() else ["nothing was salvaged"]

        return self._is("salvage", ["doctor", "--salvage", str(file)], {}, proof=there, always=whole)

    def looked_at(self, file: Path) -> dict[tuple[str, ...], str] | str:
        """What is in a library's file; in words what is wrong with it."""
        try:
            return Copy.of(file, self.folder / "looked-at.db").state()
        except Unsound as error:
            return str(error)

    def forget_aside(self) -> None:
        """Takes away what restores have put aside: hundreds of whole libraries."""
        for path in self.library.parent.glob("library.replaced-*"):
            path.unlink()
        shutil.rmtree(self.out)
        self.out.mkdir()


def _texts(form: str, file: bytes) -> str:
    """What the file says; "" for one that is not whole."""
    try:
        if form == "epub":
            with zipfile.ZipFile(io.BytesIO(file)) as book:
                return "" if book.testzip() else "".join(book.read(name).decode() for name in book.namelist())
        text = file.decode()
        if form == "html":
            return text if text.rstrip().endswith("</html>") else ""
        return str(json.loads(text))
    except (ValueError, zipfile.BadZipFile):
        return ""


def keep_place(article: str, position: str) -> None:
    """The reader leaves an article, in a process of its own."""
    from reader.core.session import LibraryPaths, Session

    with Session(LibraryPaths.found()) as session:
        session.library.marks.keep_place(int(article), int(position), 0.5, session.now())


def set_theme(file: str, theme: str) -> None:
    """The reader chooses a theme, in a process of its own."""
    from reader.config.save_setting import keep

    keep(Path(file), "theme", theme)


OPERATIONS: dict[str, Callable[[Desk], Plan | None]] = {
    "refresh": Desk.refresh,
    "add a page": Desk.add_page,
    "add a feed": Desk.add_feed,
    "import articles": Desk.import_articles,
    "import feeds": Desk.import_feeds,
    "mark": Desk.mark,
    "tag": Desk.tag,
    "note": Desk.note,
    "highlight": Desk.highlight,
    "run": Desk.keep_output,
    "keep the place": Desk.keep_place,
    "remove": Desk.remove,
    "undo": Desk.undo,
    "redo": Desk.redo,
    "saved searches": Desk.save_search,
    "change a feed": Desk.change_feed,
    "settings": Desk.set_theme,
    "search": Desk.search,
    "reindex": Desk.reindex,
    "doctor --repair": Desk.repair,
    "export": Desk.export,
    "export one file": Desk.export_book,
    "opml": Desk.opml,
    "backup": Desk.backup,
    "restore": Desk.restore,
    "salvage": Desk.salvage,
}
