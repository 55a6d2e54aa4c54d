"""Random lives of a vault: the library changes, exports run, a hand edits, moves, cuts and deletes files, notes come back.

No line of a hand is lost, a second run touches nothing, and all at once gives what one after the other gives.
"""

from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.core import export
from reader.core.imports import read_back
from reader.errors import BroadsheetError
from reader.export.presets import PRESETS
from reader.model import Draft, Passage, RelatedLink
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.core.session import Session

PLACES = ("harbour", "bridge", "market", "tower", "garden", "station")


class World:
    """A library of three articles, each of which names the next, and a vault; `at_once` says how it exports, in the form of
    a preset. All choices come from a seed, so that two worlds with the same steps make the same ones."""

    def __init__(self, library: Session, vault: Path, *, preset: str, at_once: bool) -> None:
        self.session, self.vault, self.at_once = library, vault, at_once
        self.is_page = preset == "logseq"
        library.places.config.mkdir(parents=True)
        (library.places.config / "config.toml").write_text(f'export.preset = "{preset}"\n')
        self.count = 0
        self.texts = {
            number: [f"At the {place} of town {number} lamp {n} was lit." for n, place in enumerate(PLACES)]
            for number in (1, 2, 3)
        }
        vault.mkdir()
        for number in self.texts:
            self._save(number, f"Town {number}", new=True)

    def _save(self, number: int, title: str, *, new: bool = False) -> None:
        text = "\n\n".join(self.texts[number])
        uid = "abc"[number - 1] * 16
        url, other = (f"https://towns.example/{one}" for one in (number, number % 3 + 1))
        draft = Draft(
            title=title,
            url=url,
            text=text,
            markdown=text,
            day="2026-03-01",
            uid=uid,
            authors=("Jo",),
            related=(RelatedLink("The next town", other),),
        )
        self.session.library.articles.save(draft, now=NOW, article_id=None if new else number)

    def step(self, name: str, seed: int) -> None:
        """One step of that name."""
        self.count += 1
        dice = random.Random(seed)
        acts: dict[str, Callable[[random.Random], None]] = {
            act: getattr(self, f"_{act}") for act in (*LIBRARY, *HAND)
        }
        if name == "export":
            self.export()
        elif name == "kill":
            self.killed()
        elif name == "import":
            self.take_back()
        else:
            acts[name](dice)

    # What the library does

    def _revise(self, dice: random.Random) -> None:
        number = dice.choice((1, 2, 3))
        place = dice.randrange(len(self.texts[number]))
        self.texts[number][place] += f" More {self.count}."
        self._save(number, f"Town {number}")

    def _append(self, dice: random.Random) -> None:
        number = dice.choice((1, 2, 3))
        self.texts[number].append(f"A later paragraph {self.count}.")
        self._save(number, f"Town {number}")

    def _drop(self, dice: random.Random) -> None:
        number = dice.choice((1, 2, 3))
        if len(self.texts[number]) > 2:
            self.texts[number].pop(dice.randrange(len(self.texts[number])))
            self._save(number, f"Town {number}")

    def _retitle(self, dice: random.Random) -> None:
        self._save(dice.choice((1, 2, 3)), f"Town: {self.count}")

    def _tag(self, dice: random.Random) -> None:
        self.session.library.tags.change([dice.choice((1, 2, 3))], [f"lib{dice.randrange(4)}"], [], NOW)

    def _untag(self, dice: random.Random) -> None:
        self.session.library.tags.change([dice.choice((1, 2, 3))], [], [f"lib{dice.randrange(4)}"], NOW)

    def _think(self, dice: random.Random) -> None:
        self.session.library.own_words.write(
            dice.choice((1, 2, 3)), f"Thought {self.count} of the screen.", NOW
        )

    def _forget(self, dice: random.Random) -> None:
        own = self.session.library.own_words
        for note in own.notes(dice.choice((1, 2, 3))):
            if "hand" not in note.text:
                own.remove_note(note.id, NOW)
                return

    def _mark(self, dice: random.Random) -> None:
        self.session.library.own_words.mark(dice.choice((1, 2, 3)), Passage(f"lamp {dice.randrange(6)}"), NOW)

    # What a hand does

    def _files(self) -> list[Path]:
        return sorted(path for path in self.vault.rglob("*.md") if not path.name.startswith("."))

    def _any(self, dice: random.Random) -> Path | None:
        files = self._files()
        return dice.choice(files) if files else None

    def _rewrite(self, dice: random.Random, change: Callable[[list[bytes]], None]) -> None:
        path = self._any(dice)
        if path is not None:
            lines = path.read_bytes().split(b"\n")
            change(lines)
            path.write_bytes(b"\n".join(lines))

    def _word(self) -> bytes:
        return f"hand{self.count}é".encode()

    def _insert(self, dice: random.Random) -> None:
        def change(lines: list[bytes]) -> None:
            at = dice.randrange(len(lines) + 1)
            lines[at:at] = [self._word() + b" wrote a line.", b""][: dice.choice((1, 2))]

        self._rewrite(dice, change)

    def _edit(self, dice: random.Random) -> None:
        def change(lines: list[bytes]) -> None:
            at = dice.randrange(len(lines))
            lines[at] = self._word() + b" " + lines[at] if lines[at].strip() else self._word()

        self._rewrite(dice, change)

    def _sign(self, dice: random.Random) -> None:
        def change(lines: list[bytes]) -> None:
            at = dice.randrange(len(lines))
            lines[at] = lines[at].replace(b"lamp ", b"==" + b"lamp " + b"== " + self._word() + b" ", 1)

        self._rewrite(dice, change)

    def _property(self, dice: random.Random) -> None:
        written = dice.choice((b": 5 # mine", b":   'q'", b":\n  - a", b": [a, b]", b": [", b" # a comment"))
        if self.is_page:
            written = dice.choice((b":: 5", b":: [[q]]", b"::", b": no property"))
        self._rewrite(dice, lambda lines: lines.insert(1, self._word() + written))

    def _own_tag(self, dice: random.Random) -> None:
        def change(lines: list[bytes]) -> None:
            for at, line in enumerate(lines):
                if line.strip() in (b"tags:", b"keywords:"):
                    lines.insert(at + 1, b"  - " + self._word())
                    return
                if line.startswith(b"tags:: "):
                    lines[at] = line.rstrip(b"\r") + b", " + self._word() + b"\r" * line.endswith(b"\r")
                    return

        self._rewrite(dice, change)

    def _own_note(self, dice: random.Random) -> None:
        def change(lines: list[bytes]) -> None:
            written = dice.choice((b"- %b thought", b"* *%b* thought", b"%b thought in\nlines %b", b"1. %b"))
            for at, line in enumerate(lines):
                if line.strip().removeprefix(b"- ") == b"## Notes":
                    if self.is_page:
                        lines.insert(at + 1, b"\t- " + self._word() + b" thought")
                        return
                    lines[at + 1 : at + 1] = [b"", written.replace(b"%b", self._word()), b""]
                    return
            if self.is_page:
                lines += [b"- ## Notes", b"\t- " + self._word() + b" thought"]
            else:
                lines += [b"## Notes", b"", written.replace(b"%b", self._word()), b""]

        self._rewrite(dice, change)

    def _move(self, dice: random.Random) -> None:
        path = self._any(dice)
        if path is not None:
            place = self.vault / dice.choice(("", "deep", "deep/er")) / f"moved {self.count}{path.suffix}"
            place.parent.mkdir(parents=True, exist_ok=True)
            path.rename(place)

    def _swap(self, dice: random.Random) -> None:
        first, second = self._any(dice), self._any(dice)
        if first and second and first != second:
            first.rename(self.vault / "swap")
            second.rename(first)
            (self.vault / "swap").rename(second)

    def _delete(self, dice: random.Random) -> None:
        path = self._any(dice)
        if path is not None:
            path.unlink()

    def _cut(self, dice: random.Random) -> None:
        path = self._any(dice)
        if path is not None:
            data = path.read_bytes()
            path.write_bytes(data[: dice.randrange(len(data) + 1)])

    def _crlf(self, dice: random.Random) -> None:
        path = self._any(dice)
        if path is not None:
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def _lf(self, dice: random.Random) -> None:
        path = self._any(dice)
        if path is not None:
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))

    def _bom(self, dice: random.Random) -> None:
        path = self._any(dice)
        if path is not None:
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().removeprefix(b"\xef\xbb\xbf"))

    def _same_size(self, dice: random.Random) -> None:
        """Write over words in place: the file keeps its size and its inode."""
        path = self._any(dice)
        if path is not None:
            data = path.read_bytes()
            at = data.find(b"lamp ")
            if at > 0 and data[at : at + 60].isascii() and b"hand" not in data[at : at + 60]:
                word = self._word()
                end = data.find(b"\n", at)
                if b"\n" not in data[at : at + len(word)] and b"hand" not in data[at:end]:
                    path.write_bytes(data[:at] + word + data[at + len(word) :])

    def _touch(self, dice: random.Random) -> None:
        path = self._any(dice)
        if path is not None:
            os.utime(path, ns=(self.count, self.count))

    # What the program does

    def export(self) -> list[str]:
        """Export everything; the outcomes."""
        if self.at_once:
            done = export.export(self.session, [1, 2, 3], self.vault)
        else:
            done = [one for n in (1, 2, 3) for one in export.export(self.session, [n], self.vault)]
        assert "failed" not in [one.outcome for one in done], done
        return [one.outcome for one in done]

    def killed(self) -> None:
        """Export, with a kill after the files are written and before the library knows of them."""
        with patch.object(export, "_record"):
            self.export()

    def take_back(self) -> None:
        """Import what was written in the notes."""
        before = self.own_words()
        try:
            read_back.folder(self.session, self.vault)
        except BroadsheetError as error:
            assert "no exported notes" in str(error)  # noqa: PT017 - the message is all that tells it
        now = self.own_words()
        for number, (notes, quotes) in before.items():
            assert len(now[number][0]) >= len(notes)
            assert quotes <= now[number][1]

    def own_words(self) -> dict[int, tuple[list[str], set[int]]]:
        """The notes and the highlights of each article."""
        own = self.session.library.own_words
        return {
            number: ([one.text for one in own.notes(number)], {one.id for one in own.highlights(number)})
            for number in (1, 2, 3)
        }

    # What is looked at

    def lines(self) -> list[bytes]:
        """All lines in the vault that a hand wrote or changed."""
        return sorted(
            line.removeprefix(b"\xef\xbb\xbf").removesuffix(b"\r")
            for path in self._files()
            for line in path.read_bytes().split(b"\n")
            if b"hand" in line
        )

    def everything(self) -> dict[str, bytes]:
        return {path.relative_to(self.vault).as_posix(): path.read_bytes() for path in self._files()}

    def stats(self) -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in self._files()}


LIBRARY = ("revise", "append", "drop", "retitle", "tag", "untag", "think", "forget", "mark")
HAND = (
    "insert", "edit", "sign", "property", "own_tag", "own_note", "move", "swap", "delete", "cut", "crlf", "lf", "bom", "same_size",
    "touch",
)  # fmt: skip
STEP = st.tuples(
    st.sampled_from([*LIBRARY, *HAND, "export", "export", "export", "import"]), st.integers(0, 9_999)
)
STEPS = st.lists(STEP, max_size=14)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
EXAMPLES = int(os.environ.get("BROADSHEET_VAULTS", "40"))


@pytest.mark.parametrize("preset", PRESETS)
@settings(QUICK, max_examples=EXAMPLES // 2)
@given(steps=STEPS | st.lists(st.one_of(STEP, st.tuples(st.just("kill"), st.just(0))), max_size=14))
def test_no_line_of_a_hand_is_lost_and_a_second_run_touches_nothing(
    preset: str, steps: list[tuple[str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, session(Path(folder)) as library:
        world = World(library, Path(folder, "vault"), preset=preset, at_once=True)
        world.export()
        for name, seed in steps:
            before = world.lines()
            world.step(name, seed)
            if name in ("export", "kill", "import", *LIBRARY):
                missing = [line for line in set(before) if world.lines().count(line) < before.count(line)]
                assert missing == []
        before = world.lines()
        world.export()
        assert set(before) <= set(world.lines())
        everything, stats = world.everything(), world.stats()
        outcomes = world.export()
        assert (world.everything(), world.stats()) == (everything, stats)
        assert set(outcomes) <= {"unchanged", "kept", "gone", "beside"}


@pytest.mark.parametrize("preset", PRESETS)
@settings(QUICK, max_examples=EXAMPLES // 4)
@given(steps=STEPS)
def test_all_at_once_gives_what_one_after_the_other_gives(preset: str, steps: list[tuple[str, int]]) -> None:
    found = []
    for at_once in (True, False):
        with tempfile.TemporaryDirectory() as folder, session(Path(folder)) as library:
            world = World(library, Path(folder, "vault"), preset=preset, at_once=at_once)
            world.export()
            world.export()  # a note that came after the one that names it is linked from now on
            for name, seed in steps:
                world.step(name, seed)
            world.export()
            found.append((world.everything(), {n: own[0] for n, own in world.own_words().items()}))
    assert found[0] == found[1]
