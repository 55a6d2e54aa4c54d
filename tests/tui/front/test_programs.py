"""The user's own commands on their keys."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import AsyncMock, Mock

import pytest

from reader.config.user_commands import UserCommand
from reader.core import export, user_programs
from reader.core.events import FeedRefreshed, JobDone, NewMatches
from reader.core.session import Session
from reader.errors import UsageError
from reader.model import Draft, Link
from reader.tui import external_programs
from reader.tui.front.programs import ProgramsPart
from reader.tui.front.view import NO_ARTICLE
from tests.support import household
from tests.support.articles import article
from tests.support.fake_front import FakeApp, FakeView, state
from tests.support.pseudoterminal import terminal
from tests.tui.front.conftest import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.tui.conftest import Open

TELLS = "import os, sys; print('|'.join(sys.argv[1:]), os.environ['BROADSHEET_ID'] != '')"


def config(**commands: object) -> str:
    """`[commands]` with these keys."""
    rows = "\n".join(f"{json.dumps(key)} = {_toml(value)}" for key, value in commands.items())
    return f"refresh.every = 0\n[commands]\n{rows}\n[keys]"


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {json.dumps(one)}" for key, one in value.items()) + "}"
    return json.dumps(value)


def is_there(path: str) -> bool:
    return Path(path).exists()


@pytest.fixture
def asides(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], str]]:
    """Programs that got the screen, with what stood in the file that they were given."""
    found: list[tuple[list[str], str]] = []

    def on_screen(app: object, words: Sequence[str], environ: Mapping[str, str]) -> int:
        del app, environ
        found.append((list(words), Path(words[-1]).read_text("utf-8")))
        return 0

    monkeypatch.setattr(external_programs, "on_screen", on_screen)
    return found


async def test_a_command_gets_the_article_under_the_cursor(reader: Open) -> None:
    words = [sys.executable, "-c", TELLS, "{url}", "{title}"]
    async with reader(config=config(X=words)) as screen:
        await screen.press("g", "g", "X")
        assert screen.said.endswith(
            "https://gazette.example/ferry|Ferry Halcyon Runs Aground off Brannock Head True"
        )
        assert said(screen) == [screen.said], "it takes the place of the word that the command was started"
        await screen.press("j", "enter", "X")
        assert "Coastguard Brings 214 Ashore" in screen.said


async def test_hostile_titles_stay_one_argument(reader: Open) -> None:
    words = [sys.executable, "-c", "import sys; print(len(sys.argv), sys.argv[1])", "{title}"]
    async with reader(config=config(X=words)) as screen:
        screen.news.rows.go_to(9)
        await screen.press("X")
        assert screen.said.endswith("2 31mRed[0m alert ]0;owned and ]52;c;aGk= the rest")


async def test_failures_are_told(reader: Open) -> None:
    fails = [sys.executable, "-c", "import sys; sys.exit('no space left')", "{id}"]
    async with reader(config=config(X=fails, U=["/nowhere/mpv"])) as screen:
        await screen.press("X")
        assert screen.said.endswith("failed (1): no space left")
        await screen.press("U")
        assert screen.said == "/nowhere/mpv: no such program. Check [commands] in config.toml."


async def test_an_article_without_an_address_is_not_handed_on(reader: Open, room: Path) -> None:
    from reader.core.session import Session
    from tests.support import household

    with Session(household.places(room)) as session:
        household.add(session, "From a file", "Its text.", url=None, published=household.NOW)
    async with reader(config=config(X=["/nowhere/mpv", "{url}"])) as screen:
        await screen.press("g", "g")
        assert screen.title == "From a file"
        await screen.press("X")
        assert screen.said == "mpv: this article has no address"


async def test_a_terminal_program_gets_the_screen_and_a_file(
    reader: Open, asides: list[tuple[list[str], str]]
) -> None:
    async with reader(config=config(X={"run": ["less", "{file}"], "terminal": True})) as screen:
        await screen.press("g", "g", "X")
        ((words, text),) = asides
        assert words[0] == "less"
        assert "The ferry Halcyon ran aground" in text
        assert not Path(words[1]).parent.exists()


async def test_what_a_command_prints_is_kept_and_stands_below_the_open_article(reader: Open) -> None:
    code = "import sys; print('**Short**,', 'sandbank' in sys.stdin.read())"
    keeps = {"run": [sys.executable, "-c", code], "keep": "Summary"}
    async with reader(config=config(X=keeps)) as screen:
        await screen.press("g", "g", "enter", "X")
        assert screen.said == "Summary kept · u to undo"
        assert "✎ 1 output" in screen.text
        await screen.press("G")
        assert "SUMMARY · python" in screen.text
        assert "Short, True" in screen.text
        await screen.press("u")
        assert "SUMMARY" not in screen.text
        await screen.press("ctrl+r")
        assert "SUMMARY" in screen.text
        await screen.press("g", "g", '"', "j", "enter")
        assert re.search(r"^ *SUMMARY · python", screen.text, re.MULTILINE)
        await screen.press('"', "j", "D")
        assert screen.said == "Summary removed · u to undo"
        assert "SUMMARY" not in screen.text


async def test_a_command_that_fails_keeps_nothing_and_says_so(reader: Open) -> None:
    fails = {"run": [sys.executable, "-c", "import sys; sys.exit('no model')"], "keep": "Summary"}
    async with reader(config=config(X=fails, U={"run": ["/nowhere/x"], "keep": "Other"})) as screen:
        await screen.press("g", "g", "enter", "X")
        assert screen.said.startswith("Summary: nothing was kept: python")
        assert screen.said.endswith("failed (1): no model")
        await screen.press("U")
        assert screen.said == "/nowhere/x: no such program"
        assert "output" not in screen.text


async def test_the_markdown_goes_through_a_pipe(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "|")
        assert screen.is_typing
        await screen.type("grep -c Halcyon")
        await screen.press("enter")
        assert screen.said == "grep: 2"
        await screen.press("enter", "|")
        assert "grep -c Halcyon" in screen.text  # the last command is there again


async def test_what_a_pipe_writes_in_several_lines_is_shown_to_be_read(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "|")
        await screen.type("printf 'first\\nsecond\\033[31m\\n'")
        await screen.press("enter")
        assert "first" in screen.text
        assert "second[31m" in screen.text
        await screen.press("escape")
        assert screen.app.screen is screen.news


async def test_a_pipe_that_fails_says_why(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "|")
        await screen.type('grep "x')
        await screen.press("enter")
        assert "This is not a valid command: no closing quotation." in screen.text
        await screen.press("ctrl+u")
        await screen.type("nosuchprogram $HOME | wc")
        await screen.press("enter")
        assert screen.said == "nosuchprogram: no such program"
        await screen.press("|", "ctrl+u")
        await screen.type("true")
        await screen.press("enter")
        assert screen.said == "true: done"


async def test_the_editor_gets_a_copy_that_cannot_be_written_to(
    reader: Open, asides: list[tuple[list[str], str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "my-editor --wait")
    monkeypatch.delenv("VISUAL", raising=False)
    async with reader() as screen:
        await screen.press("g", "g", "enter", "E")
        ((words, text),) = asides
        assert words[:2] == ["my-editor", "--wait"]
        assert "The ferry Halcyon ran aground" in text
        assert not is_there(words[2])


async def test_the_editor_gets_the_exported_file(
    reader: Open, room: Path, asides: list[tuple[list[str], str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "my-editor")
    async with reader(config=f'export.folder = "{room / "notes"}"') as screen:
        await screen.press("g", "g", "enter", "e", "E")
        ((words, _),) = asides
        assert Path(words[1]).parent == room / "notes"
        assert is_there(words[1])


async def test_an_editor_that_is_not_there_is_told(reader: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "enter")
        monkeypatch.setenv("VISUAL", "'")
        await screen.press("E")
        assert screen.said == "': not a valid command. Check $EDITOR."
        assert [one.severity for one in screen.app._notifications] == ["error"]


async def test_help_and_palette_know_them_wherever_the_program_lies(reader: Open, room: Path) -> None:
    program = room / "a folder whose name alone would fill the line of the help" / "python"
    program.parent.mkdir()
    program.symlink_to(sys.executable)
    async with reader(config=config(X=[str(program), "-c", "print('done')"])) as screen:
        await screen.press("?")
        await screen.type("print")
        assert "X" in screen.text
        await screen.press("escape", ":")
        await screen.type("python")
        await screen.press("enter")
        assert screen.said.endswith(": done")


async def test_a_bad_one_is_a_notice_and_the_others_stand(reader: Open) -> None:
    async with reader(config=config(j=["mpv"], X=[sys.executable, "-c", "print('done')"])) as screen:
        assert any("command for “j”: j is down" in notice.message for notice in screen.app._notifications)
        await screen.press("X")
        assert screen.said.endswith(": done")


async def test_many_things_that_are_wrong_are_told_in_one_message(reader: Open) -> None:
    config = "refresh.evry = 1\nthem = 2\nexport.foldr = 3\nkepp = 4\nafter = 5"
    async with reader(config=config) as screen:
        (notice,) = screen.app._notifications
        lines = notice.message.splitlines()
        assert [line.partition("unknown setting ")[2].partition(";")[0] for line in lines[:2]] == [
            "“refresh.evry”",
            "“them”",
        ]
        assert lines[2:] == ["And 3 more: broadsheet config check lists them"]


async def test_a_bad_site_file_is_a_notice(reader: Open, room: Path) -> None:
    (room / "config" / "sites").mkdir(parents=True)
    (room / "config" / "sites" / "pier.example.toml").write_text("keep = 5\n", "utf-8")
    async with reader() as screen:
        assert any(
            "pier.example.toml, line 1: keep: takes" in notice.message for notice in screen.app._notifications
        )


def came(new: int) -> FeedRefreshed:
    return FeedRefreshed(feed="The Pier", url="https://pier.example", outcome="new", new=new)


async def test_after_a_refresh_a_program_gets_the_number_of_new_articles(reader: Open) -> None:
    words = json.dumps([sys.executable, "-c", "import sys; print(sys.argv[1])", "{new} came"])
    async with reader(config=f"after_refresh = {words}") as screen:
        for new in (2, 1):
            screen.news.hear(came(new))
        screen.news.hear(JobDone(job="refresh", summary=""))
        await screen.settle()
        assert screen.said.endswith(": 3 came")
        screen.app.clear_notifications()
        screen.news.hear(JobDone(job="refresh", summary=""))
        await screen.settle()
        assert screen.said == ""


def test_the_screen_comes_back_when_the_program_has_ended(room: Path) -> None:
    (room / "config").mkdir(exist_ok=True)
    # Ctrl-C may come before it reads, or while it does.
    script = 'trap "printf INTERRUPT" INT; printf "PROGRAM:%s:" "$1"; until [ "$x" ]; do read x; done; printf "GOT:%s:" "$x"; exit 3'
    run = json.dumps(["sh", "-c", script, "x", "{id}"])
    (room / "config" / "config.toml").write_text(f"[commands]\nX = {{run = {run}, terminal = true}}\n")
    with terminal() as found:
        at = found.until("Ferry Halcyon")
        found.press(b"X")
        at = found.until("PROGRAM:1:", at)
        assert bytes(found.output).rfind(b"\x1b[?1049l") > bytes(found.output).rfind(b"\x1b[?1049h")
        found.press(b"\x03")
        at = found.until("INTERRUPT", at)
        found.press(b"hello\r")
        at = found.until("GOT:hello:", at)
        at = found.until("sh failed (3)", at)
        found.press(b"j\r")
        found.until("Edwin Currie", at)
        found.press(b"Q")
        assert found.ended() == 0
        assert found.is_restored


async def test_new_articles_are_counted_from_one_refresh_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(user_programs, "after_refresh", lambda words, new: asked.append(new))
    view, app = FakeView(state()), FakeApp(tmp_path, after_refresh=("notify",))
    programs = ProgramsPart(view.view, state(), app.app)
    cut = JobDone(job="refresh", summary="", gave_way=True)
    index, whole = JobDone(job="index", summary=""), JobDone(job="refresh", summary="")
    for event in (came(2), index, cut, came(3), whole):
        programs.hear(event)
    programs.hear(JobDone(job="refresh", summary=""))
    app.is_demo = True
    programs.hear(JobDone(job="refresh", summary=""))
    await view.settle()
    assert asked == [5, 0]


async def test_a_program_after_a_refresh_that_cannot_start_is_told_with_its_setting(tmp_path: Path) -> None:
    view, app = FakeView(state()), FakeApp(tmp_path, after_refresh=("/nowhere/x", "{new}"))
    programs = ProgramsPart(view.view, state(), app.app)
    programs.hear(came(1))
    programs.hear(JobDone(job="refresh", summary=""))
    await view.settle()
    assert view.said == [("/nowhere/x: no such program. Check after_refresh in config.toml.", True)]


def matches(name: str, count: int = 2) -> NewMatches:
    return NewMatches(saved=1, name=name, query="gas", count=count, titles=("One", "Two"))


@pytest.mark.parametrize("rings", [True, False])
async def test_the_end_of_a_refresh_tells_and_rings_once_for_what_searches_found(
    tmp_path: Path, rings: bool
) -> None:
    view, app = FakeView(state()), FakeApp(tmp_path, notify_bell=rings)
    programs = ProgramsPart(view.view, state(), app.app)
    for event in (matches("Gas"), matches("Sea", 1), JobDone(job="index", summary="")):
        programs.hear(event)
    assert (view.said, app.bell.call_count) == ([], 0)
    for _ in range(2):
        programs.hear(JobDone(job="refresh", summary=""))
    await view.settle()
    assert view.said == [("Gas: 2 new articles · Sea: 1 new article", False)]
    assert app.bell.call_count == rings


async def test_the_demo_notifies_nobody(tmp_path: Path) -> None:
    view, app = FakeView(state()), FakeApp(tmp_path, notify_command=("/nowhere/x",))
    app.is_demo = True
    programs = ProgramsPart(view.view, state(), app.app)
    programs.hear(matches("Gas"))
    programs.hear(JobDone(job="refresh", summary=""))
    await view.settle()
    assert (view.said, app.bell.call_count) == ([], 0)


async def test_a_notification_that_fails_is_told_once_until_it_works_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ["x: no bus", "x: no desk", "", "x: no bus", "x: no desk", "y: no bus"]
    asked: list[list[str]] = []

    def notify(words: Sequence[str], found: Sequence[NewMatches]) -> str:
        assert words == app.settings.notify_command
        asked.append([each.name for each in found])
        return answers[len(asked) - 1]

    monkeypatch.setattr(user_programs, "notify", notify)
    view, app = FakeView(state()), FakeApp(tmp_path, notify_command=("x", "{name}"))
    programs = ProgramsPart(view.view, state(), app.app)
    for answer in answers:
        app.settings = replace(
            app.settings, notify_command=("y" if answer.startswith("y") else "x", "{name}")
        )
        programs.hear(matches("Gas"))
        programs.hear(matches("Sea"))
        programs.hear(JobDone(job="refresh", summary=""))
        await view.settle()
    assert asked == [["Gas", "Sea"]] * len(answers)
    failures = [text for text, is_error in view.said if is_error]
    assert failures == [
        "x: no bus. Check notify_command in config.toml.",
        "x: no bus. Check notify_command in config.toml.",
        "y: no bus. Check notify_command in config.toml.",
    ]


async def test_a_notification_of_a_refresh_runs_the_program(reader: Open, room: Path) -> None:
    noted = room / "noted"
    words = json.dumps(
        [
            sys.executable,
            "-c",
            "import sys; open(sys.argv[1], 'a').write(sys.argv[2])",
            str(noted),
            "{summary}",
        ]
    )
    async with reader(config=f"notify_command = {words}") as screen:
        for event in (matches("Gas"), JobDone(job="refresh", summary="")):
            screen.news.hear(event)
        await screen.settle()
        assert screen.said == "Gas: 2 new articles"
        await screen.until(noted.exists)
        assert noted.read_text() == "Gas: 2 new articles"


# The part alone


class Alone:
    """The part on a library of one article, which is open, with programs that are only noted."""

    def __init__(self, session: Session, room: Path, patch: pytest.MonkeyPatch) -> None:
        self.session = session
        self.known: Any = state()
        self.known.open_article = session.library.articles.get(
            household.add(session, "Ferry", "It sails.", url="https://a.example/1")
        )
        self.known.is_reading = True
        self.view = FakeView(self.known)
        self.app: Any = FakeApp(room, session=session, export_folder=room / "out")
        self.part = ProgramsPart(self.view.view, self.known, self.app.app)
        self.started: list[tuple[object, ...]] = []
        self.files: list[str] = []
        self.ended = user_programs.Ended(0, "", "")
        patch.setattr(user_programs, "start", self._start)
        patch.setattr(external_programs, "end_of", AsyncMock(side_effect=lambda _: self.ended))

    def _start(self, words: list[str], environ: dict[str, str], text: str = "") -> object:
        self.environ = environ
        self.started.append((words, environ["BROADSHEET_TITLE"], text))
        self.files += [Path(word).read_text("utf-8") for word in words if word.endswith(".md")]
        return Mock()

    def command(self, *words: str, in_terminal: bool = False) -> None:
        self.app.commands = (None, UserCommand("X", words, in_terminal))

    async def do(self, act: str, *what: object) -> None:
        getattr(self.part, f"action_{act}")(*what)
        await self.view.settle()


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Alone]:
    with Session(household.places(tmp_path), clock=lambda: household.NOW) as session:
        yield Alone(session, tmp_path, monkeypatch)


async def test_a_command_is_started_and_what_it_says_is_told(alone: Alone) -> None:
    alone.command("say", "{url}")
    alone.ended = user_programs.Ended(2, "", "no voice")
    await alone.do("command", 1)
    assert alone.started == [(["say", "https://a.example/1"], "Ferry", "")]
    assert alone.view.said[0] == ("say started", False)
    assert alone.view.said[1] == (user_programs.told("say", alone.ended), True)
    assert alone.view.started == [("program", False)]
    alone.ended = user_programs.Ended(0, "", "")
    await alone.do("command", 1)
    assert alone.view.said[2:] == [("say started", False)], "it has nothing to say"


async def test_a_command_without_what_it_needs_is_not_started(alone: Alone) -> None:
    alone.known.open_article = article(url=None)
    alone.command("say", "{url}")
    await alone.do("command", 1)
    alone.known.open_article = None
    await alone.do("command", 1)
    assert alone.view.words == ["say: this article has no address", NO_ARTICLE]
    alone.known.open_article = article(url=None)
    alone.command("say", "{title}")
    await alone.do("command", 1)
    assert len(alone.started) == 1


def sound(alone: Alone) -> str:
    """Give the open article a sound; its address."""
    address = "https://a.example/1.mp3"
    draft = Draft(
        title="Ferry", text="It sails.", markdown="It sails.", text_state="full", text_origin="feed",
        url="https://a.example/2", links=(Link(address, role="enclosure"),),
    )  # fmt: skip
    id_ = alone.session.library.articles.save(draft, now=household.NOW).id
    alone.known.open_article = alone.session.library.articles.get(id_)
    return address


async def test_a_command_gets_the_sound_of_an_article_that_has_one(alone: Alone) -> None:
    alone.command("mpv", "{enclosure}")
    await alone.do("command", 1)
    assert (alone.started, alone.view.words) == ([], ["mpv: this article has no audio or video"])
    address = sound(alone)
    await alone.do("command", 1)
    assert alone.started[0][0] == ["mpv", address]
    alone.command("sh", "-c", 'mpv "$BROADSHEET_ENCLOSURE"')
    await alone.do("command", 1)
    assert alone.environ["BROADSHEET_ENCLOSURE"] == address


async def test_the_player_has_the_screen(alone: Alone) -> None:
    await alone.do("play")
    address = sound(alone)
    await alone.do("play")
    assert alone.view.words == [
        "Nothing to play: this article has no audio or video",
        "No player is set. Choose one in the settings, such as mpv.",
    ]
    alone.app.settings = replace(alone.app.settings, player=("mpv", "--no-video"))
    await alone.do("play")
    assert alone.view.programs == [["mpv", "--no-video", address]]


async def test_the_file_of_a_command_goes_with_it(alone: Alone) -> None:
    alone.command("read", "{file}")
    await alone.do("command", 1)
    ((words, _, _),) = alone.started
    assert isinstance(words, list)
    assert "It sails." in alone.files[0]
    assert Path(words[1]).name == f"article-{alone.known.open_article.id}.md"
    assert not is_there(words[1])


async def test_a_file_that_cannot_be_written_is_told(alone: Alone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_programs, "article_file", Mock(side_effect=OSError(28, "No space left")))
    alone.command("read", "{file}")
    await alone.do("command", 1)
    await alone.do("editor")
    assert alone.view.said == [("Could not write a file for the program (No space left)", True)] * 2
    assert (alone.started, alone.view.programs) == ([], [])


async def test_a_command_that_cannot_start_is_told_with_its_setting(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_programs, "start", Mock(side_effect=UsageError("no such program")))
    alone.command("say")
    await alone.do("command", 1)
    alone.app.answers = ["say"]
    await alone.do("pipe")
    assert alone.view.said == [
        ("No such program. Check [commands] in config.toml.", True),
        ("no such program", True),
    ]


@pytest.mark.parametrize(("code", "is_told"), [(0, False), (3, True)])
async def test_a_command_of_the_terminal_has_the_screen(
    alone: Alone, monkeypatch: pytest.MonkeyPatch, code: int, is_told: bool
) -> None:
    ran = Mock(return_value=code)
    monkeypatch.setattr(alone.view, "on_screen", ran)
    alone.command("vi", "{id}", in_terminal=True)
    await alone.do("command", 1)
    assert ran.call_args.args[0] == ["vi", str(alone.known.open_article.id)]
    assert ran.call_args.args[1]["BROADSHEET_TITLE"] == "Ferry"
    assert alone.started == []
    assert [is_error for _, is_error in alone.view.said] == [True] * is_told


@pytest.mark.parametrize(
    ("code", "output", "said", "is_shown"),
    [
        (0, "one\n", None, False),
        (0, "", "wc: done", False),
        (0, "one\ntwo\n", None, True),
        (1, "one\ntwo\n", None, False),
    ],
)
async def test_what_a_pipe_writes_is_told_or_shown(
    alone: Alone, code: int, output: str, said: str | None, is_shown: bool
) -> None:
    alone.ended = user_programs.Ended(code, output, "")
    alone.app.answers = ["wc -l"]
    await alone.do("pipe")
    ((words, _, text),) = alone.started
    assert (words, "It sails." in str(text)) == (["wc", "-l"], True)
    assert alone.app.push_screen.call_count == is_shown
    told = said or user_programs.told("wc", alone.ended)
    assert alone.view.said == ([] if is_shown else [(told, bool(code))])
    assert alone.view.started == [("dialog", False), ("program", False)]
    await alone.do("pipe")
    assert len(alone.started) == 1, "nothing was typed"
    assert [dialog._text for dialog in alone.app.dialogs] == ["", "wc -l"]


async def test_the_editor_has_a_copy_that_goes_or_the_exported_file_that_stays(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Path, bool, str]] = []

    def on_screen(words: Sequence[str], environ: Mapping[str, str]) -> int:
        path = Path(words[-1])
        is_writable = bool(path.stat().st_mode & 0o200)
        seen.append((path, is_writable, environ["BROADSHEET_TITLE"]))
        return 4

    monkeypatch.setenv("EDITOR", "vi -R")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(alone.view, "on_screen", on_screen)
    await alone.do("editor")
    path, is_writable, title = seen[0]
    assert (is_writable, title, path.exists()) == (False, "Ferry", False)
    assert alone.view.said == [(user_programs.told("vi", user_programs.Ended(4, "", "")), True)]
    alone.app.is_demo = True
    alone.app.settings = replace(alone.app.settings, export_folder=None)
    (done,) = export.export(
        alone.session, [alone.known.open_article.id], alone.app.places.library.with_name("notes")
    )
    await alone.do("editor")
    assert seen[1][:2] == (done.path, True)
    assert seen[1][0].exists()
    assert alone.app.library.lanes[-1] == "find"
    monkeypatch.setattr(user_programs, "editor", Mock(side_effect=UsageError("no such program")))
    await alone.do("editor")
    assert alone.view.said[-1] == ("No such program. Check $EDITOR.", True)
    alone.known.open_article = None
    await alone.do("editor")
    await alone.do("pipe")
    assert alone.view.words[3:] == [NO_ARTICLE] * 2
