"""Kills the program again and again while it works on one library: python -m tests.faults.torture [--kills 2000] [--seed 1]

Each step is an operation of the program, killed by SIGKILL at a random moment: after some of the seconds that it takes,
or in front of its n-th change of a file or statement of SQLite. A ledger says what the library must hold: what was
acknowledged, and all that was there before. After each kill the library's file is read and compared; every 50th time
`doctor` and the whole search are asked, too, and nothing unfinished may lie about after the next start.
A loss is told with its seed and step; `--until STEP --keep FOLDER` does the same again and keeps what is left.
"""

from __future__ import annotations

import argparse
import collections
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.faults.torture_operations import BACKUPS, OPERATIONS, Desk, Plan
from tests.faults.torture_orders import Done, Order, Orders
from tests.support import processes
from tests.support.ledger import Copy, Ledger, Unsound, differences, is_between
from tests.support.server import running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

THOROUGH = 50
"""Kills between two comparisons of everything."""

LONG_AGO = 1_700_000_000
"""What was left behind is as old as this: younger, it could be at work."""

WORKER_SHARE = 0.08
"""Share of the steps that a worker process does: it costs as much as ten commands."""

REAL_SHARE = 0.1
"""Share of the commands that work with child processes of their own, as the program does."""

KNOWN = {
    "library.db", "library.db-wal", "library.db-shm", "library.db.refresh", "library.db.index",
    "config.toml", "book.epub", "book.html", "book.json", "articles.jsonl", "feeds.opml", "out.opml", "one.db", "two.db", "salvaged.db",
}  # fmt: skip
"""Names that may lie in the folders, beside backups and what restores put aside."""


@dataclass
class Report:
    """What came of it."""

    seed: int
    steps: int = 0
    kills: int = 0
    at_work: int = 0
    looked: int = 0
    ended: collections.Counter[str] = field(default_factory=collections.Counter)
    killed: collections.Counter[str] = field(default_factory=collections.Counter)
    findings: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        rows = [f"{'operation':18} {'ended':>6} {'killed':>6}"]
        rows += [
            f"{name:18} {self.ended[name]:>6} {self.killed[name]:>6}"
            for name in sorted(self.ended.keys() | self.killed.keys())
        ]
        rows.append(
            f"seed {self.seed}: {self.steps} steps, {self.kills} kills, {self.at_work} of them in mid-work, "
            f"{self.looked} comparisons of everything, {len(self.findings)} findings, {self.seconds:.0f} s"
        )
        return "\n".join([*rows, *self.findings])


class Torture:
    """One library, tortured."""

    def __init__(self, desk: Desk, orders: Orders, seed: int) -> None:
        self._desk = desk
        self._orders = orders
        self._steps: dict[str, list[Done]] = collections.defaultdict(list)
        self.report = Report(seed)

    def run(self, kills: int, until: int = 0) -> Report:
        began = time.monotonic()
        self._prepare()
        while self.report.kills < kills and not (until and self.report.steps >= until):
            self.report.steps += 1
            chance = random.Random(f"{self.report.seed} {self.report.steps}")
            before = self.report.kills
            self._step(chance)
            if self.report.kills > before and self.report.kills % THOROUGH == 0:
                self._look_at_everything()
                said = f"{self.report.kills:,} kills in {self.report.steps:,} steps, {len(self.report.findings)} findings"
                sys.stderr.write(f"{said}\n")
            if len(self.report.findings) > 20:
                break
        self._look_at_everything()
        self.report.seconds = time.monotonic() - began
        return self.report

    def _prepare(self) -> None:
        """All feeds, some articles, an index, a backup; every operation once, so that its length is known."""
        for name in ("import feeds", "import articles", "refresh", "search", "backup", *OPERATIONS):
            if plan := self._desk.plan(random.Random(f"{self.report.seed} {name}"), name):
                self._through(plan, Order(plan.argv, plan.call))

    def _step(self, chance: random.Random) -> None:
        name = chance.choice(list(OPERATIONS))
        plan = self._desk.plan(chance, name)
        if plan is None:
            return
        if plan.job and chance.random() < WORKER_SHARE:
            self._worker(plan, chance)
            return
        order: dict[str, Any] = {"argv": plan.argv, "call": plan.call, "near": chance.random() > REAL_SHARE}
        known = self._steps[plan.name][-5:]
        match chance.randrange(10):
            case 0 | 1:
                pass  # it may end: the next has something to lose
            case 2 | 3 | 4 | 5:
                most = max((done.seconds for done in known), default=0.1)
                order["after"] = chance.random() * most
            case _:
                order["at"] = chance.randint(
                    1, int(statistics.median(done.steps for done in known)) if known else 100
                )
        self._through(plan, Order(**order))

    def _through(self, plan: Plan, order: Order) -> None:
        done = self._orders.run(order)
        if done.is_killed and (order.at or order.after is not None):
            self._count(plan, is_at_work=done.steps > 0)
        elif done.is_killed:
            self._find(plan, "it hung")
        else:
            self._steps[plan.name].append(done)
            if done.code not in plan.codes:
                self._find(plan, f"it ended with {done.code}: {done.err.strip()[:400]}")
            self.report.ended[plan.name] += 1
        if done.left:
            self._find(plan, f"processes were left behind: {done.left}")
        self._compare(plan, is_done=not done.is_killed and done.code in plan.codes)

    def _count(self, plan: Plan, *, is_at_work: bool) -> None:
        self.report.kills += 1
        self.report.at_work += is_at_work
        self.report.killed[plan.name] += 1
        for path in self._files():
            if path.name not in KNOWN and not path.name.endswith(".md"):
                os.utime(path, (LONG_AGO, LONG_AGO))

    def _worker(self, plan: Plan, chance: random.Random) -> None:
        """A worker gets the job; it is killed after some of its events, or some seconds after the job, or closed."""
        told: set[str] = set()
        is_done = False
        with processes.worker(self._desk.library) as worker:
            assert plan.job is not None
            worker.do(**plan.job)
            for _ in range(chance.choice((1, 2, 3, 5, 9, 99))):
                event = worker.next_event()
                if event["event"] == "feed" and event["error"] is None:
                    told.add(event["feed"])
                if event["event"] == "done":
                    if event["error"]:
                        self._find(plan, f"the worker: {event['error']}")
                    is_done = not event["error"]
                    break
            else:
                time.sleep(chance.random() * 0.2)
            started = processes.children(worker.pid)
            worker.kill()
        if not all(processes.is_gone(child) for child in started):
            self._find(plan, "children of the worker were left behind")
        self.report.ended[f"{plan.name} (worker)"] += is_done
        if not is_done:
            self._count(Plan(f"{plan.name} (worker)", (), plan.after), is_at_work=True)
        self._compare(plan, is_done=is_done, told=told, in_worker=True)

    def _compare(
        self, plan: Plan, *, is_done: bool, told: Sequence[str] | set[str] = (), in_worker: bool = False
    ) -> None:
        """The library's file against the ledger, which then goes on from what is there."""
        ledger = self._desk.ledger
        try:
            found = Copy.of(self._desk.library, self._desk.folder / "looked-at.db").state()
        except Unsound as error:
            self._find(plan, str(error))
            return
        is_after = not differences(found, plan.after.state)
        if is_done:
            wrong = differences(found, plan.after.state) + ([] if in_worker else plan.proof())
        else:
            wrong = is_between(found, ledger.state, plan.after.state)
            if not wrong and plan.is_whole and not is_after:
                wrong = [f"half done: {one}" for one in differences(found, ledger.state)]
            for feed in told:
                wrong += [
                    f"told, and lost: {key}"
                    for key in plan.parts.get(feed, ())
                    if key not in found and key[0] == "article"
                ]
        wrong += plan.always()
        for one in wrong[:5]:
            self._find(plan, one)
        # Where both look the same, such as an undo of nothing that shows, what was not acknowledged was not done.
        was_done = is_done or (is_after and bool(differences(found, ledger.state)))
        self._desk.ledger = plan.after.copy() if was_done else ledger.copy()
        if plan.added and not was_done and plan.added[0] in found.keys() - ledger.state.keys():
            self._desk.ledger.note(plan.added[1])
        self._desk.ledger.state = found

    def _look_at_everything(self) -> None:
        """Commands that go through, then `doctor`, the whole search, and what lies about."""
        self.report.looked += 1
        for name in ("refresh", "export", "opml", "salvage", "settings", "search"):
            if plan := self._desk.plan(random.Random(f"{self.report.seed} {self.report.steps} {name}"), name):
                self._through(plan, Order(plan.argv, plan.call))
        for name in BACKUPS:
            plan = self._desk.backup(name)
            self._through(plan, Order(plan.argv))
        whole = Plan("all", (), self._desk.ledger)
        for path in self._litter():
            self._find(whole, f"left behind: {path}")
        state = self._desk.ledger.state
        words = [key[1] for key in state if key[0] == "text" and key[1].startswith("lamp")]
        file = self._desk.folder / "words"
        file.write_text(
            "\n".join(f"{word} {state['article', word]} {('removed', word) not in state}" for word in words)
        )
        for order in (Order(["doctor"]), Order([str(file)], call="tests.faults.torture:search_all")):
            done = self._orders.run(order)
            if done.code:
                self._find(whole, f"{done.out.strip()[-400:]} {done.err.strip()[-400:]}")
        self._desk.forget_aside()

    def _files(self) -> Iterator[Path]:
        desk = self._desk
        for folder in (desk.library.parent, desk.files, desk.out, desk.config):
            yield from (path for path in folder.iterdir() if path.is_file())
        yield from (path for path in (desk.library.parent / "library.db.index").glob("*/*") if path.is_file())

    def _litter(self) -> list[str]:
        told = [
            path.name
            for path in self._files()
            if path.parent.parent.name != "library.db.index" and not _is_known(path)
        ]
        for index in (self._desk.library.parent / "library.db.index").glob("*"):
            if index.name.endswith("-"):
                told.append(f"index/{index.name}")
            elif index.is_dir():
                told += [f"index/{index.name}/{path.name}" for path in index.iterdir() if ".tmp" in path.name]
        cache = Path(os.environ["BROADSHEET_CACHE_DIR"])
        told += [path.name for path in cache.glob("crash.txt")]
        return told

    def _find(self, plan: Plan, what: str) -> None:
        self.report.findings.append(f"seed {self.report.seed}, step {self.report.steps}, {plan.name}: {what}")
        sys.stderr.write(self.report.findings[-1] + "\n")


def _is_known(path: Path) -> bool:
    name = path.name
    is_backup = name.startswith("library.backup-") and name.endswith((".db", ".db.gz"))
    return (
        name in KNOWN
        or is_backup
        or name.startswith("library.replaced-")
        or (name.endswith(".md") and name[0] != ".")
    )


def search_all(file: str) -> None:
    """Asks for each word: it is found once, or not at all where it was removed. In a process of its own."""
    from reader.core import search
    from reader.core.session import LibraryPaths, Session

    wrong = []
    with Session(LibraryPaths.found(), create=False) as session:
        for line in Path(file).read_text().splitlines():
            word, number, is_there = line.split()
            found = [
                row.article.id
                for row in search.search(session, f"{word} (is:muted OR -is:muted)", limit=2).found
            ]
            if found != ([int(number)] if is_there == "True" else []):
                wrong.append(f"{word}: found {found}, and should find {number} {is_there}")
    if wrong:
        raise AssertionError(f"{len(wrong)} words: {wrong[:3]}")


@contextmanager
def tortured(folder: Path, seed: int) -> Iterator[Torture]:
    """A new library in a folder, its server and the loaded program."""
    places = {
        "BROADSHEET_LIBRARY": str(folder / "library" / "library.db"),
        "BROADSHEET_CACHE_DIR": str(folder / "cache"),
        "BROADSHEET_CONFIG_DIR": str(folder / "config"),
        "HOME": str(folder / "home"),
    }
    with ExitStack() as stack:
        stack.enter_context(_environment(places))
        server = stack.enter_context(running())
        desk = Desk(folder, server, Ledger())
        yield Torture(desk, stack.enter_context(Orders(folder, places)), seed)


@contextmanager
def _environment(places: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in places}
    os.environ.update(places)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--until", type=int, default=0, metavar="STEP")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    options = parser.parse_args(argv)
    folder = options.keep or Path(tempfile.mkdtemp(prefix="broadsheet-torture-"))
    folder.mkdir(parents=True, exist_ok=True)
    with tortured(folder, options.seed) as torture:
        report = torture.run(options.kills, options.until)
    sys.stdout.write(f"{report}\n")
    if not report.findings and not options.keep:
        shutil.rmtree(folder)
    else:
        sys.stdout.write(f"the library is kept in {folder}\n")
    return bool(report.findings)


if __name__ == "__main__":
    sys.exit(main())
