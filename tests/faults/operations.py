"""What the program does to a disk, each as one command on a library that has something to lose, and what must hold of
it whatever fails: what was there is there, what was said to be done is done, and nothing is half done."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.store.articles.texts import digest
from reader.store.migrations import MIGRATIONS
from reader.store.schema import APPLICATION_ID
from tests.faults import disk, plain
from tests.faults.disk import Kind
from tests.support.papers import item, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.disk import Disk, Tree
    from tests.faults.forks import Forks
    from tests.support.processes import Ended
    from tests.support.server import Server

OLD = 2
"""The version of the library that is brought up to date."""

DAY_S = 86_400

STANDS_ONCE = 6
"""The version of a library from which on a text whose plain form is its Markdown stands once."""


@dataclass(frozen=True)
class Operation:
    """A command line; `{}` in it is the folder. `is_whole`: it is done as a whole or not at all. `again`: the line that
    must work afterwards, the same where there is none."""

    line: tuple[str, ...]
    is_whole: bool = True
    again: tuple[str, ...] = ()


OPERATIONS: dict[str, Operation] = {
    "refresh": Operation(("refresh",), is_whole=False),
    "mark": Operation(("mark", "bookmark", "2")),
    "note": Operation(("note", "2", "Ask the keeper")),
    "undo": Operation(("undo",), again=("mark", "read", "2")),
    "import": Operation(("import", "{}/more.jsonl")),
    "index": Operation(("reindex",)),
    "search": Operation(("search", "pier")),
    "export": Operation(("export", "", "--to", "{}/notes"), is_whole=False),
    "backup": Operation(("backup", "{}/second.db")),
    "restore": Operation(("restore", "{}/kept.db")),
    "settings": Operation(("settings", "theme", "dusk")),
    "migration": Operation(("list", "--library", "{}/old.db")),
    "opml": Operation(("opml", "--output", "{}/feeds.opml")),
    "salvage": Operation(("doctor", "--salvage", "{}/salvaged.db")),
}

ARTICLES = {"Lamp lit": "A quiet lamp on the pier.", "Stairs": "Worn stairs at the pier."}
NEWS = ("News a", "News b", "News c")
MORE = "".join(f'{{"title": "New {n}", "text": "Of the new {n} at the pier."}}\n' for n in range(3))
CONFIG = '# mine\ntheme = "day" # in the sun\n'
LITTER = (".tmp", ".part", ".new", "-journal")


@dataclass(frozen=True)
class Counted:
    """What there is before an operation and after it, and how many changes of each kind it makes."""

    before: frozenset[str]
    after: frozenset[str]
    changes: dict[Kind, int]


@dataclass
class Shelf:
    """A folder with a library and all that belongs to it, laid out anew for each trial at the same place."""

    folder: Path
    template: Path
    forks: Forks
    disk: Disk
    env: dict[str, str] = field(default_factory=dict)
    _counted: dict[str, Counted] = field(default_factory=dict)

    @classmethod
    def made(cls, room: Path, forks: Forks, disk: Disk, server: Server) -> Shelf:
        """Make it once."""
        folder = room / "shelf"
        folder.mkdir(mode=0o700)
        places = {
            "LIBRARY": folder / "library.db",
            "CACHE_DIR": folder / "cache",
            "CONFIG_DIR": folder / "config",
        }
        env = {f"BROADSHEET_{name}": str(place) for name, place in places.items()}
        shelf = cls(folder, room / "template", forks, disk, {**env, "HOME": str(folder / "home")})
        entries = (
            item(title, server.url(f"/{at}"), f"{title} of the pier.") for at, title in enumerate(NEWS)
        )
        feed = rss("The Pier", *entries)
        url = server.on("/feed", Route(body=feed.encode(), headers=(("Content-Type", "text/xml"),)))
        lines = "".join(f'{{"title": "{title}", "text": "{text}"}}\n' for title, text in ARTICLES.items())
        (folder / "one.jsonl").write_text(lines)
        (folder / "third.jsonl").write_text('{"title": "Rail", "text": "The rail of the pier is loose."}\n')
        (folder / "more.jsonl").write_text(MORE)
        (folder / "list.opml").write_text(
            f'<opml version="2.0"><body><outline xmlUrl="{url}"/></body></opml>'
        )
        (folder / "config").mkdir()
        (folder / "config" / "config.toml").write_text(CONFIG)
        for line in (
            ("import", "{}/one.jsonl"),
            ("import", "{}/third.jsonl"),
            ("import", "{}/list.opml"),
            ("note", "1", "Ask about the lamp"),
            ("search", "pier"),
            ("export", "1", "--to", "{}/notes"),
            ("opml", "--output", "{}/feeds.opml"),
            ("backup", "{}/kept.db"),
            ("remove", "3"),
            ("undo",),  # the index has yet to take it in again
            ("mark", "read", "1"),
            ("note", "1", "And about the oil"),
        ):
            (answer,) = shelf.do(line)
            assert answer.code == 0, answer
        _make_old(folder / "library.db", folder / "old.db")
        (folder / "feeds.opml").write_text("<opml/>")
        shutil.copytree(folder, shelf.template)
        return shelf

    def lay_out(self) -> None:
        """Lay everything out as it was."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.template, self.folder)

    def power_up(self, tree: Tree) -> None:
        """Lay out what a power cut has left."""
        shutil.rmtree(self.folder)
        disk.build(tree, self.folder)

    def words(self, line: tuple[str, ...]) -> list[str]:
        return [word.format(self.folder) for word in line]

    def do(self, *lines: tuple[str, ...], **more: object) -> list[Ended]:
        """Do command lines, one after the other, in one fork."""
        return self.forks.do(*map(self.words, lines), env=self.env, **more)

    def counted(self, name: str) -> Counted:
        """What an operation that nothing disturbs does."""
        if name not in self._counted:
            self.lay_out()
            before = self.facts()
            self.lay_out()  # to look at it has made changes
            self.disk.fail(self.folder, 0, 0)
            (answer,) = self.do(OPERATIONS[name].line)
            self.disk.rest()
            assert answer.code == 0, answer
            counts = {kind: self.disk.done(kind) for kind in (*Kind, Kind.ANY)}
            self._counted[name] = Counted(before, self.facts(), counts)
        return self._counted[name]

    def facts(self) -> frozenset[str]:
        return facts(self.folder)

    def litter(self) -> list[str]:
        """What only a failure leaves."""
        return [
            path.name
            for path in self.folder.rglob("*")
            if path.name.endswith((*LITTER, ".new-", ".old-")) or ".coming" in path.name
        ]

    def age(self) -> None:
        """What is left is a day old: what is younger may be somebody's who is at work."""
        for path in self.folder.rglob("*"):
            if path.name in self.litter():
                seconds = path.stat().st_mtime - DAY_S
                os.utime(path, (seconds, seconds))


def _make_old(library: Path, old: Path) -> None:
    """The same library as an older version had it."""
    with closing(sqlite3.connect(old, isolation_level=None)) as database:
        for statement in (statement for step in MIGRATIONS[:OLD] for statement in step):
            database.execute(statement)
        database.execute(f"PRAGMA user_version = {OLD}")
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute("ATTACH ? AS now", (str(library),))
        names = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
        for (name,) in database.execute(names).fetchall():
            columns = [row[1] for row in database.execute(f"PRAGMA main.table_info({name})")]
            given = ["body" if column == "plain" else column for column in columns]
            database.execute(
                f"INSERT OR REPLACE INTO main.{name} ({', '.join(columns)}) SELECT {', '.join(given)} FROM now.{name}"
            )


def facts(folder: Path) -> frozenset[str]:
    """All that the folder holds for its owner, as lines. Fails where a file is damaged."""
    found: set[str] = set()
    for name in ("library.db", "second.db", "salvaged.db", "old.db"):
        if (folder / name).exists():
            found |= {f"{name}: {fact}" for fact in contents(folder / name)}
    for path in (*(folder / "notes").glob("*.md"), folder / "feeds.opml", folder / "config" / "config.toml"):
        if path.exists():
            found.add(f"{path.name}: {path.read_text('utf-8')}")
    return frozenset(found)


def contents(path: Path) -> set[str]:
    """All that a library holds for its reader; it must be sound. It stays of its version."""
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if not version:
            return set()  # is being made
        body = "body" if version >= STANDS_ONCE else "plain"
        for markdown, text, proof in database.execute(f"SELECT markdown, {body}, sum FROM text"):
            assert digest(markdown, text) == proof
        told = f"SELECT title, text.{body}, read_at IS NOT NULL, bookmarked_at IS NOT NULL FROM article"
        articles = database.execute(
            f"{told} JOIN mark ON mark.article_id = id JOIN text ON text.article_id = id AND origin = text_origin"
            " WHERE removed_at IS NULL"
        )
        found = {f"“{title}” {plain}" for title, plain, *_ in articles.fetchall()}
        marks = database.execute(
            f"{told} JOIN mark ON article_id = id JOIN text USING (article_id)"
        ).fetchall()
        found |= {f"“{title}” read" for title, _, is_read, _ in marks if is_read}
        found |= {f"“{title}” bookmarked" for title, *_, is_bookmarked in marks if is_bookmarked}
        found |= {f"note {text}" for (text,) in database.execute("SELECT text FROM note")}
        found |= {f"feed {url}" for (url,) in database.execute("SELECT url FROM feed WHERE url IS NOT NULL")}
        if version == len(MIGRATIONS):
            found.add("of the newest version")
        return found


CAUSES = (
    *(
        "no space left",
        "disk is full",
        "not enough space",
        "input/output error",
        "disk i/o error",
        "disk failed",
    ),
    *("permission", "interrupted system call", "cannot be opened", "too many open files"),
)


NEXT = re.compile(
    r"(^ +|: |; |\. )(check|make|choose|name|try|close|free some space|change it by hand)\b|: broadsheet [a-z]+",
    re.MULTILINE | re.IGNORECASE,
)
"""How a next step begins."""


def is_told(answer: Ended, folder: Path) -> None:
    """A failure is told in a few lines: of what, why, and what to do next."""
    assert "unexpected error:" not in answer.err, (folder / "cache" / "crash.txt").read_text()
    plain.is_clean(answer)
    assert answer.code in (0, 3, 4) or "setting" in answer.err, answer.err
    if answer.code:
        assert 1 <= len(answer.err.splitlines()) <= 6, answer.err
        assert any(cause in answer.err.lower() for cause in CAUSES), answer.err
        assert str(folder) in answer.err, answer.err
        assert NEXT.search(answer.err), answer.err


def holds(shelf: Shelf, name: str, answer: Ended, before: frozenset[str], after: frozenset[str]) -> None:
    """Nothing that was there is lost, what was said is true, and what is done as a whole is done as a whole."""
    operation = OPERATIONS[name]
    found = shelf.facts()
    if name == "refresh":  # listed, and not read yet
        found -= {f"library.db: “{title}” " for title in NEWS}
    assert before & after <= found, "lost:\n" + "\n".join(sorted(before & after - found))
    assert found <= before | after, "neither:\n" + "\n".join(sorted(found - (before | after)))
    if answer.code == 0:
        assert found == after, "said to be done:\n" + "\n".join(sorted(after ^ found))
    elif operation.is_whole:
        assert found in (before, after), "half done"
    if name == "salvage" and answer.code in (3, 4):
        # A disk that takes no change any more does not give back the file either that its last step could not make sure of.
        left = (before, after) if shelf.disk.failed > 1 else (before,)
        assert found in left, "the next try finds a file there"
    if name == "restore":
        aside = [contents(path) for path in shelf.folder.glob("library.replaced-*.db")]
        old = {fact.removeprefix("library.db: ") for fact in before if fact.startswith("library.db: ")}
        assert found == before or old in aside, "what stood there is not aside"


def goes_on(shelf: Shelf, name: str, after: frozenset[str]) -> None:
    """Everything is found, library and index are sound, the next try works, and what failed has left nothing behind."""
    operation = OPERATIONS[name]
    shelf.age()
    titles = {
        fact[1:].split("”")[0]
        for fact in contents(shelf.folder / "library.db")
        if "pier" in fact and fact.startswith("“")
    }
    (shelf.folder / "salvaged.db").unlink(missing_ok=True)
    found, proof, again = shelf.do(
        ("search", "pier", "--json", "--limit", "0"), ("doctor",), operation.again or operation.line
    )
    plain.is_clean(found)
    assert {row["title"] for row in found.rows} == titles, found.err
    assert (proof.code, "intact" in proof.out) == (0, True), proof.out + proof.err + found.err
    assert again.code == 0, again.err
    if not operation.again:
        assert shelf.facts() == after, "the next try:\n" + "\n".join(sorted(after ^ shelf.facts()))
    left = shelf.litter()
    assert left == []
