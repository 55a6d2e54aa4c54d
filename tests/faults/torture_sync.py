"""Two libraries and the real Miniflux, changed at random on all three sides: python -m tests.faults.torture_sync [--rounds 200] [--seed 1]

One library syncs by Miniflux's own interface, the other by Google Reader's. In each round entries are read, unread, starred,
marked all at once and undone, written and removed, feeds subscribed to, moved to the server and back, unsubscribed from and
made anew, folders renamed; libraries are offline for a while, answers are cut, and commands killed. Then comes quiet: each
syncs until there is nothing new. All three must agree by then, mark by mark and feed by feed; no article may be lost or
doubled; what only one side has changed must be as that side has left it, and what nobody has changed as it was.
"""

from __future__ import annotations

import argparse
import collections
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.torture_orders import Orders
from tests.faults.torture_sync_sides import PASSWORD, READ, STARRED, USER, Library, Site
from tests.support import real_miniflux
from tests.support.ledger import Unsound
from tests.support.relay import relay
from tests.support.server import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.faults.torture_orders import Done
    from tests.faults.torture_sync_sides import Held, Marks

SERVER = "server"
CHANGES = 14
"""Steps of a round."""

UNTIL_QUIET = 8
"""Syncs of each library that may be needed until there is nothing new."""


@dataclass
class Report:
    """What came of it."""

    seed: int
    rounds: int = 0
    kills: int = 0
    failed: int = 0
    compared: int = 0
    done: collections.Counter[str] = field(default_factory=collections.Counter)
    findings: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        rows = [f"{name:18} {count:>6}" for name, count in sorted(self.done.items())]
        rows.append(
            f"seed {self.seed}: {self.rounds} rounds, {self.kills} kills, {self.failed} syncs that failed, "
            f"{self.compared} marks compared, {len(self.findings)} findings, {self.seconds:.0f} s"
        )
        return "\n".join([*rows, *self.findings])


class Torture:
    """Three sides, tortured."""

    def __init__(self, site: Site, libraries: Sequence[Library], seed: int) -> None:
        self._site = site
        self._libraries = libraries
        self._before: dict[str, tuple[int, Marks]] = {}
        self._seen: set[str] = set()
        self._wanted: dict[tuple[str, str], dict[str, bool]] = {}
        self.report = Report(seed)

    def run(self, rounds: int) -> Report:
        began = time.monotonic()
        self._site.prepare()
        for library, is_reader in zip(self._libraries, (False, True), strict=True):
            done = library.run(
                "sync",
                "add",
                library.relay.url,
                "--name",
                "home",
                "--user",
                USER,
                "--password",
                "env:SYNC_PASSWORD",
            )
            if done.code:
                self._find(f"{library.name}: sync add ended with {done.code}: {done.err[-400:]}")
            if is_reader:
                self._speak(library)
        self._quiet()
        while self.report.rounds < rounds and len(self.report.findings) <= 20:
            self.report.rounds += 1
            chance = random.Random(f"{self.report.seed} {self.report.rounds}")
            for _ in range(CHANGES):
                self._step(chance)
            self._quiet()
        self.report.seconds = time.monotonic() - began
        return self.report

    @staticmethod
    def _speak(library: Library) -> None:
        """Google Reader's interface from now on: where Miniflux has its own, that is found first."""
        with closing(sqlite3.connect(library.file)) as database, database:
            database.execute("UPDATE account SET interface = 'google-reader', cursor = ''")

    def _step(self, chance: random.Random) -> None:
        library = chance.choice(self._libraries)
        steps: list[tuple[int, str, Callable[[], None]]] = [
            (6, "mark", lambda: self._mark(library, chance)),
            (3, "mark in a sync", lambda: self._mark_in_sync(library, chance)),
            (2, "mark all", lambda: self._mark_all(library, chance)),
            (2, "undo", lambda: self._changed(library, chance, "undo")),
            (4, "sync", lambda: self._sync(library, chance)),
            (2, "offline", lambda: setattr(library.relay, "is_open", not library.relay.is_open)),
            (1, "cut answer", lambda: setattr(library.relay, "cut", chance.randrange(20_000))),
            (2, "mark behind push", lambda: self._mark_behind_push(library, chance)),
            (1, "folder", lambda: self._folder(library, chance)),
            (1, "move feed", lambda: self._move(library, chance)),
            (6, "server: mark", lambda: self._mark_there(chance)),
            (2, "server: entries", lambda: self._write_there(chance)),
            (1, "server: remove", lambda: self._remove_there(chance)),
            (1, "server: feeds", lambda: self._feeds_there(chance)),
            (1, "server: folders", lambda: self._folders_there(chance)),
        ]
        _, name, step = chance.choices(steps, [weight for weight, _, _ in steps])[0]
        self.report.done[name] += 1
        step()

    def _mark(self, library: Library, chance: random.Random) -> None:
        word, some = self._picked(library, chance)
        self._changed(library, chance, "mark", word, *some)

    def _mark_in_sync(self, library: Library, chance: random.Random) -> None:
        """Entries are marked while a sync runs."""
        word, some = self._picked(library, chance)
        synced, marked = library.at_once(["sync"], ["mark", word, *some])
        self.report.failed += synced.code == 3
        self._ended(library, synced, ("sync",), (0, 3))
        self._ended(library, marked, ("mark", word), (0, 1))
        for url, number in library.held().ids.items():
            if str(number) in some:
                name = STARRED if "bookmark" in word else READ
                self._wanted.setdefault((url, name), {})[library.name] = not word.startswith("un")

    def _mark_behind_push(self, library: Library, chance: random.Random) -> None:
        """The other mark of some entries was changed at the server, and they are marked here while a sync has sent what
        waited, and has not seen what changed: both marks must be there in the end."""
        there, before = self._site.marks(), library.held()
        was_read = chance.randrange(2) == 1
        urls = sorted(url for url in there if url in before.marks and before.marks[url].read == was_read)
        if not urls:
            return
        urls = chance.sample(urls, min(4, len(urls)))
        for url in urls:
            self._site.ask("PUT", f"/entries/{there[url][0]}/bookmark")
        for url, (_, marks) in self._site.marks().items():
            if url in there:
                self._want(SERVER, url, there[url][1], marks)
        library.relay.is_open, library.relay.cut = True, None
        ids = [str(before.ids[url]) for url in urls]
        word = "unread" if was_read else "read"
        synced, marked = library.behind_push(["sync"], ["mark", word, *ids])
        self._ended(library, synced, ("sync",), (0, 3))
        self._ended(library, marked, ("mark", word), (0, 1))
        for url in urls:
            self._wanted.setdefault((url, READ), {})[library.name] = not was_read

    def _folder(self, library: Library, chance: random.Random) -> None:
        """A feed of the server is put in another folder here."""
        feeds = library.held().feeds
        if feeds:
            url = chance.choice(sorted(feeds))
            others = [name for name in map("Folder {}".format, range(6)) if name != feeds[url][0]]
            argv = ("feeds", "tag", url, f"-{feeds[url][0]}", f"+{chance.choice(others)}")
            self._ended(library, library.killed(chance, *argv), argv, (0,))

    def _picked(self, library: Library, chance: random.Random) -> tuple[str, list[str]]:
        word = chance.choice(("read", "unread", "bookmark", "unbookmark"))
        ids = sorted(library.held().ids.values())
        return word, [str(one) for one in chance.sample(ids, min(chance.randint(1, 8), len(ids)))]

    def _mark_all(self, library: Library, chance: random.Random) -> None:
        query = chance.choice(("is:unread", "is:read lamp", "is:bookmarked", 'feed:"Feed 1"'))
        self._changed(library, chance, "mark", "unread" if "is:read" in query else "read", "--query", query)

    def _changed(self, library: Library, chance: random.Random, *argv: str) -> None:
        """A command that changes marks, and what it has changed."""
        before = library.held()
        done = library.killed(chance, *argv)
        self._ended(library, done, argv, (0, 1))
        after = library.held()
        for url, marks in after.marks.items():
            if url in before.marks:
                self._want(library.name, url, before.marks[url], marks)

    def _want(self, side: str, url: str, before: Marks, after: Marks) -> None:
        for name, was, is_now in zip((READ, STARRED), before, after, strict=True):
            if was != is_now:
                self._wanted.setdefault((url, name), {})[side] = is_now

    def _sync(self, library: Library, chance: random.Random) -> None:
        done = library.killed(chance, "sync")
        self.report.failed += done.code == 3
        self._ended(library, done, ("sync",), (0, 3))

    def _move(self, library: Library, chance: random.Random) -> None:
        """A feed that is read from here comes to be fetched by the server, or the other way round."""
        path = f"/real-{chance.randrange(2)}"
        url = self._site.publish(path, 2)
        way = chance.randrange(3)
        if way == 0 and url in self._site.feeds():
            argv = ["sync", "adopt", url, "--local"]
        else:
            self._ended(library, library.run("add", "--feed", url), ("add",), (0, 1, 3))
            argv = ["sync", "adopt", url, "--to", "home"]
        done = library.killed(chance, *argv)
        # 2: it is there already, or not here.
        self._ended(library, done, argv, (0, 1, 2, 3))

    def _mark_there(self, chance: random.Random) -> None:
        before = self._site.marks()
        picked = chance.sample(sorted(number for number, _ in before.values()), min(5, len(before)))
        match chance.randrange(6):
            case 0 | 1:
                for number in picked:
                    self._site.ask("PUT", f"/entries/{number}/bookmark")
            case 2:
                feed = chance.choice(sorted(self._site.feeds().values()))
                self._site.ask("PUT", f"/feeds/{feed}/mark-all-as-read")
            case _:
                status = chance.choice(("read", "unread"))
                self._site.ask("PUT", "/entries", {"entry_ids": picked, "status": status})
        after = self._site.marks()
        for url, (_, marks) in after.items():
            # It may be ending what a library that was killed has asked for: new entries come at any time.
            if url in before:
                self._want(SERVER, url, before[url][1], marks)

    def _write_there(self, chance: random.Random) -> None:
        self._site.write(chance.choice(sorted(self._site.feeds().values())), chance.randint(1, 6))

    def _remove_there(self, chance: random.Random) -> None:
        """Removed, as by its page or by its own clean-up; or gone altogether."""
        numbers = sorted(number for number, _ in self._site.marks().values())
        picked = ", ".join(map(str, chance.sample(numbers, min(2, len(numbers)))))
        self._site.miniflux.sql(
            f"UPDATE entries SET status = 'removed' WHERE id IN ({picked})"
            if chance.randrange(2)
            else f"DELETE FROM entries WHERE id IN ({picked})"
        )

    def _feeds_there(self, chance: random.Random) -> None:
        made_by_hand = sorted(url for url in self._site.feeds() if "pier.example" in url)
        if chance.randrange(2) and len(made_by_hand) > 2:
            self._site.remake(chance.choice(made_by_hand))
        elif chance.randrange(2) and len(made_by_hand) > 2:
            self._site.ask("DELETE", f"/feeds/{self._site.feeds()[chance.choice(made_by_hand)]}")
        else:
            number = 100 + self._site.written
            self._site.miniflux.feed(self._site.user, number, folder=f"Folder {number % 3}")
            self._site.write(self._site.feeds()[f"https://pier.example/{number}/feed"], 5)
        for feed in (number for url, number in self._site.feeds().items() if "pier.example" not in url):
            self._site.ask("PUT", f"/feeds/{feed}/refresh")

    def _folders_there(self, chance: random.Random) -> None:
        folder = chance.choice(self._site.ask("GET", "/categories"))
        if chance.randrange(2) and folder["title"] != "All":
            name = f"Folder {chance.randrange(1_000)}"
            self._site.ask("PUT", f"/categories/{folder['id']}", {"title": name})
        else:
            feed = chance.choice(sorted(self._site.feeds().values()))
            title = f"Feed {chance.randrange(1_000)}"
            self._site.ask("PUT", f"/feeds/{feed}", {"category_id": folder["id"], "title": title})

    def _quiet(self) -> None:
        """All are online, and sync until nothing is new."""
        for library in self._libraries:
            library.relay.is_open, library.relay.cut = True, None
        for _ in range(UNTIL_QUIET):
            said, before = [], (self._site.marks(), self._site.subscribed())
            for library in self._libraries:
                done = library.run("sync")
                self._ended(library, done, ("sync",), (0,))
                said.append("nothing new" in done.out)
            if all(said) and before == (self._site.marks(), self._site.subscribed()):
                break
        else:
            self._find(f"no quiet after {UNTIL_QUIET} syncs")
        self._compare()

    def _compare(self) -> None:
        there, feeds = self._site.marks(), self._site.subscribed()
        for library in self._libraries:
            try:
                held = library.held()
            except Unsound as error:
                self._find(f"{library.name}: {error}")
                continue
            for one in self._wrong(held, there, feeds):
                self._find(f"{library.name}: {one}")
            self._seen |= held.marks.keys() & there.keys()
        for url, (number, marks) in there.items():
            for name, is_set in zip((READ, STARRED), marks, strict=True):
                self.report.compared += 1
                wanted = self._wanted.get((url, name), {})
                before = self._before.get(url)
                if before is None or before[0] != number:
                    continue
                if not wanted and is_set != getattr(before[1], name):
                    self._find(f"{url}: {name} is {is_set}, and nobody has changed it")
                elif wanted and is_set not in wanted.values():
                    self._find(f"{url}: {name} is {is_set}, and all who changed it wanted {wanted}")
        self._before, self._wanted = there, {}

    def _wrong(
        self, held: Held, there: dict[str, tuple[int, Marks]], feeds: dict[str, tuple[str, str]]
    ) -> Iterator[str]:
        """What a library has otherwise than the server, or not at all."""
        if held.doubled:
            yield f"doubled: {held.doubled}"
        if lost := self._seen - held.marks.keys():
            yield f"lost: {sorted(lost)}"
        if held.feeds != feeds:
            yield f"feeds: {held.feeds}, and there {feeds}"
        if held.unsent:
            yield f"{held.unsent} changes unsent"
        for url, (_, marks) in there.items():
            if url not in held.marks:
                yield f"not there: {url}"
            elif held.marks[url] != marks:
                yield f"{url}: {held.marks[url]}, and there {marks}"
            elif url not in held.texts:
                yield f"without its text: {url}"

    def _ended(self, library: Library, done: Done, argv: Sequence[str], codes: Sequence[int]) -> None:
        if done.is_killed:
            self.report.kills += 1
        elif done.code not in codes:
            self._find(f"{library.name}: {' '.join(argv)} ended with {done.code}: {done.err.strip()[-600:]}")
        if done.left:
            self._find(f"{library.name}: {' '.join(argv)} left processes behind: {done.left}")

    def _find(self, what: str) -> None:
        self.report.findings.append(f"seed {self.report.seed}, round {self.report.rounds}: {what}")
        sys.stderr.write(self.report.findings[-1] + "\n")


@contextmanager
def tortured(folder: Path, seed: int) -> Iterator[Torture]:
    """The server, and two libraries in a folder."""
    with ExitStack() as stack:
        miniflux = stack.enter_context(real_miniflux.running())
        site = Site(miniflux, stack.enter_context(running()))
        libraries = []
        for name in ("own interface", "google reader"):
            place = folder / name.replace(" ", "-")
            (place / "hands").mkdir(parents=True)
            places = {
                "BROADSHEET_LIBRARY": str(place / "library.db"),
                "BROADSHEET_CACHE_DIR": str(place / "cache"),
                "BROADSHEET_CONFIG_DIR": str(place / "config"),
                "HOME": str(place / "home"),
                "SYNC_PASSWORD": PASSWORD,
            }
            way = stack.enter_context(relay(int(miniflux.url.rpartition(":")[2])))
            orders, hands = (stack.enter_context(Orders(at, places)) for at in (place, place / "hands"))
            libraries.append(Library(name, place, orders, hands, way))
        yield Torture(site, libraries, seed)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.torture_sync", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    options = parser.parse_args(argv)
    if missing := real_miniflux.missing():
        sys.stderr.write(f"not installed: {' '.join(missing)}\n")
        return 1
    folder = options.keep or Path(tempfile.mkdtemp(prefix="broadsheet-torture-"))
    with tortured(folder, options.seed) as torture:
        report = torture.run(options.rounds)
    sys.stdout.write(f"{report}\n")
    if report.findings or options.keep:
        sys.stdout.write(f"the libraries are kept in {folder}\n")
    else:
        shutil.rmtree(folder)
    return bool(report.findings)


if __name__ == "__main__":
    sys.exit(main())
