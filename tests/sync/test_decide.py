"""What becomes of marks: of each by itself, whoever changed it and whatever was lost on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sync.decide import Base, EntryMarks, compare, is_settled, merged, met
from reader.sync.remote import Standing

LABELS = ("a", "b")


@pytest.mark.parametrize(
    ("base", "local", "server", "after"),
    [
        (False, False, True, True),
        (True, True, False, False),
        (False, True, False, True),
        (True, False, True, False),
        (False, True, True, True),
        (None, True, False, True),
        (None, False, True, False),
    ],
)
def test_who_has_changed_a_mark_decides_and_the_reader_where_nobody_knows(
    *, base: bool | None, local: bool, server: bool, after: bool
) -> None:
    result = merged(Base(base, base), EntryMarks(local, local), EntryMarks(server, server))
    assert result == (after, after, frozenset())


def test_labels_are_decided_one_by_one() -> None:
    base = Base(False, False, frozenset({"kept", "dropped here", "dropped there"}), frozenset({"unsure"}))
    local = EntryMarks(False, False, frozenset({"kept", "dropped there", "added here"}))
    server = EntryMarks(False, False, frozenset({"kept", "dropped here", "added there", "unsure"}))
    assert merged(base, local, server).labels == frozenset({"kept", "added here", "added there"})


def test_a_server_that_says_nothing_of_labels_changes_none() -> None:
    local = EntryMarks(False, False, frozenset({"mine"}))
    assert merged(Base(False, False), local, EntryMarks(True, False)).labels == frozenset({"mine"})
    assert is_settled(Base(False, False, frozenset({"a"})), EntryMarks(False, False))


def test_an_article_that_was_here_gets_the_marks_of_both() -> None:
    local = EntryMarks(True, False, frozenset({"a"}))
    assert met(local, EntryMarks(False, True, frozenset({"b"}))) == (True, True, frozenset({"a", "b"}))


def test_what_is_in_no_list_is_asked_for_once_and_never_taken_for_read() -> None:
    bases = {
        1: Base(False, False),  # unread, and dropped or read there
        2: Base(True, False),  # read, and dropped or not: all the same
        3: Base(True, True),  # starred, and dropped or no longer so
        4: Base(False, False, is_gone=True),
        5: Base(False, False),
        6: Base(True, False, is_gone=True),
    }
    standing = Standing(unread=frozenset({6, 9}), starred=frozenset(), recent=frozenset({5, 9, 8}))
    found = compare(bases, standing, str)
    assert found.asked == (3, 1)
    assert found.told == {5: (True, False, frozenset()), 6: (False, False, frozenset())}
    assert found.new == (9, 8)


# Two libraries and a server, as far as marks go.

NOTHING = EntryMarks(False, False, frozenset())
BLANK = Base(False, False)


@dataclass
class Library:
    """What a library has of one entry."""

    marks: EntryMarks = NOTHING
    base: Base = BLANK


@dataclass
class Model:
    """One entry at a server, and in two libraries."""

    server: EntryMarks = NOTHING
    libraries: list[Library] = field(default_factory=lambda: [Library(), Library()])

    def sync(self, library: Library, fate: str) -> None:
        """Push, then pull; `fate` says what is lost: the request, the answer to it, the pull, or nothing."""
        waits = library.base[:2] != library.marks[:2] or library.base.labels != library.marks.labels
        if waits or library.base.unsure:
            unsure = (library.base.labels ^ (library.marks.labels or frozenset())) | library.base.unsure
            library.base = Base(
                None if library.base.read != library.marks.read else library.base.read,
                None if library.base.starred != library.marks.starred else library.base.starred,
                library.base.labels - unsure,
                unsure,
            )
            if fate == "request":
                return
            self._hear(library)
            if fate == "answer":
                return
            library.base = self._based(library)
        if fate != "pull":
            library.marks = merged(library.base, library.marks, self.server)
            library.base = Base(self.server.read, self.server.starred, self.server.labels or frozenset())

    def _hear(self, library: Library) -> None:
        base, marks = library.base, library.marks
        labels = self.server.labels or frozenset()
        labels = labels - base.unsure | (base.unsure & (marks.labels or frozenset()))
        self.server = EntryMarks(
            marks.read if base.read is None else self.server.read,
            marks.starred if base.starred is None else self.server.starred,
            labels,
        )

    def _based(self, library: Library) -> Base:
        base, marks = library.base, library.marks
        labels = base.labels | (base.unsure & (marks.labels or frozenset()))
        return Base(
            marks.read if base.read is None else base.read,
            marks.starred if base.starred is None else base.starred,
            labels,
        )


def changed(marks: EntryMarks, what: str) -> EntryMarks:
    labels = marks.labels or frozenset()
    if what == "read":
        return EntryMarks(not marks.read, marks.starred, labels)
    if what == "starred":
        return EntryMarks(marks.read, not marks.starred, labels)
    return EntryMarks(marks.read, marks.starred, labels ^ {what})


CHANGE = st.tuples(st.sampled_from([0, 1, 2]), st.sampled_from(["read", "starred", *LABELS]))
SYNC = st.tuples(st.sampled_from([0, 1]), st.sampled_from(["request", "answer", "pull", "nothing"]))


def change(model: Model, who: int, what: str) -> None:
    if who == 2:
        model.server = changed(model.server, what)
    else:
        model.libraries[who].marks = changed(model.libraries[who].marks, what)


def quiet(model: Model) -> EntryMarks:
    for library in (*model.libraries, model.libraries[0]):
        model.sync(library, "nothing")
    assert [library.marks for library in model.libraries] == [model.server] * 2
    return model.server


@given(st.lists(st.one_of(CHANGE.map(lambda c: ("change", *c)), SYNC.map(lambda s: ("sync", *s)))))
def test_all_agree_in_the_end(steps: list[tuple[str, int, str]]) -> None:
    model = Model()
    for kind, who, what in steps:
        if kind == "change":
            change(model, who, what)
        else:
            model.sync(model.libraries[who], what)
    quiet(model)


@given(st.lists(st.tuples(st.lists(CHANGE), st.lists(SYNC)), max_size=4))
def test_a_change_that_somebody_made_offline_is_there_in_the_end(
    epochs: list[tuple[list[tuple[int, str]], list[tuple[int, str]]]],
) -> None:
    model = Model()
    for changes, syncs in epochs:
        before = model.server
        for who, what in changes:
            change(model, who, what)
        sides = [model.server, *(library.marks for library in model.libraries)]
        for who, fate in syncs:
            model.sync(model.libraries[who], fate)
        after = quiet(model)
        for place in range(2):
            differ = [side[place] for side in sides if side[place] != before[place]]
            assert after[place] == (differ[0] if differ else before[place])
        for label in LABELS:
            was = label in (before.labels or ())
            differ = [has for side in sides if (has := label in (side.labels or ())) != was]
            assert (label in (after.labels or ())) == (differ[0] if differ else was)
