"""Two libraries, a server and its other clients make changes, go offline and lose answers: afterwards all agree."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.support.remotes import MemoryServer, away

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.sync.conftest import Desk

LABELS = ("sea", "Later", "news/world")
Marks = dict[int, tuple[bool, bool, frozenset[str]]]


class Household:
    """Two libraries and other clients at a server; `offline`: whatever `sync` does is cut short at some request."""

    def __init__(self, chance: random.Random, memory: MemoryServer, desks: list[Desk]) -> None:
        self.chance = chance
        self.server = memory
        self.desks = desks
        self.made = 0

    def there(self) -> Marks:
        return {
            number: (kept.state.is_read, kept.state.is_starred, frozenset(kept.state.labels or ()))
            for number, kept in self.server.entries.items()
        }

    def article(self) -> None:
        chance = self.chance
        labels = chance.sample(LABELS, chance.randrange(2)) if self.server.has_labels else ()
        self.server.article(str(chance.randrange(7, 10)), read=chance.random() < 0.3, labels=labels)

    def change(self) -> None:
        """Somebody marks something."""
        who = self.chance.randrange(3)
        if who == 2:
            self._elsewhere()
        else:
            self._here(self.desks[who])

    def _elsewhere(self) -> None:
        number = self.chance.choice(list(self.server.entries))
        state = self.server.entries[number].state
        match self.chance.randrange(3 if self.server.has_labels else 2):
            case 0:
                self.server.mark(number, is_read=not state.is_read)
            case 1:
                self.server.mark(number, is_starred=not state.is_starred)
            case _:
                label = {self.chance.choice(LABELS)}
                self.server.mark(number, labels=(state.labels or frozenset()) ^ label)

    def _here(self, desk: Desk) -> None:
        articles = [a for a in desk.articles().values() if int(a.title.split()[-1]) in self.server.entries]
        if not articles:
            return
        library, article = desk.session.library, self.chance.choice(articles)
        match self.chance.randrange(5):
            case 0:
                (library.marks.unread if article.read else library.marks.read)([article.id], desk.now)
            case 1:
                switch = library.marks.unbookmark if article.bookmarked else library.marks.bookmark
                switch([article.id], desk.now)
            case 2:
                label = self.chance.choice(LABELS)
                has = label in article.tags
                library.tags.change([article.id], [] if has else [label], [label] if has else [], desk.now)
            case 3:
                library.undo.undo(1, desk.now)
            case _:
                library.marks.read([a.id for a in self.chance.sample(articles, len(articles) // 2)], desk.now)

    def sync(self, desk: Desk) -> None:
        """Syncs, or begins to: the server goes away before or after some request."""
        left = self.chance.randrange(12)

        def cut(_: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                raise away()

        if self.chance.random() < 0.5:
            self.server.before = cut
        else:
            self.server.after = cut
        desk.sync()
        self.server.before = self.server.after = lambda name: None

    def quiet(self) -> None:
        """Everybody syncs until nothing is new; they agree then."""
        for _ in range(2):
            for desk in self.desks:
                done = desk.sync()
                assert done.error is None, done.error
        there = self.there()
        for desk in self.desks:
            has = desk.marks()
            # What was read before a library ever heard of it is beyond what such a server lists.
            unheard = {n: m for n, m in there.items() if n not in has}
            assert not self.server.tells_changes or not unheard
            assert all(marks == (True, False, frozenset()) for marks in unheard.values())
            heard = {number: marks for number, marks in there.items() if number in has}
            if not self.server.has_labels:
                heard = {number: (*marks[:2], has[number][2]) for number, marks in heard.items()}
            assert {number: has[number] for number in heard} == heard
            assert desk.unsent() == []
            assert desk.session.library.sound.check() == []


@pytest.mark.parametrize("seed", range(8))
def test_all_agree_in_the_end_and_no_change_is_lost(
    desks: Callable[..., Desk], memory: MemoryServer, seed: int
) -> None:
    chance = random.Random(seed)
    memory.tells_changes, memory.has_labels = seed % 2 == 0, seed % 4 < 2
    memory.recent = 5
    home = Household(chance, memory, [desks("one"), desks("two")])
    for _ in range(6):
        home.article()
    home.quiet()
    for _ in range(4):
        before = home.there()
        # Everybody is offline: who alone has changed a mark finds it so in the end.
        for _ in range(12):
            home.change()
        wanted = {
            number: tuple(
                _wanted(before, home, number, place) for place in range(3 if memory.has_labels else 2)
            )
            for number in before
        }
        for _ in range(chance.randrange(3)):
            home.article()
        for _ in range(4):
            home.sync(chance.choice(home.desks))
        home.quiet()
        there = home.there()
        assert {number: there[number][: len(marks)] for number, marks in wanted.items()} == wanted
        # And all at once, with entries that are dropped: nothing is promised but that all agree.
        for _ in range(20):
            if chance.random() < 0.7:
                home.change()
            else:
                home.sync(chance.choice(home.desks))
        kept = {desk.session.library.path: desk.marks() for desk in home.desks}
        dropped = [n for n, (read, starred, _) in home.there().items() if read and not starred][:1]
        memory.prune(*dropped)
        home.quiet()
        for desk in home.desks:
            assert desk.marks().keys() >= kept[desk.session.library.path].keys()
        home.article()
        home.quiet()


def _wanted(before: Marks, home: Household, number: int, place: int) -> object:
    """What a mark is to be: what one of the three has made of it, else what it was."""
    was = before[number][place]
    sides = [home.there()[number], *(has[number] for desk in home.desks if number in (has := desk.marks()))]
    if place < 2:
        return next((side[place] for side in sides if side[place] != was), was)
    assert isinstance(was, frozenset)
    labels = was
    for side in sides:
        labels = (labels | (side[2] - was)) - (was - side[2])
    return labels
