"""Programs of the user's, with an article in their arguments."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path, PurePath
from typing import Any

import pytest

from reader import log
from reader.core import user_programs
from reader.core.events import NewMatches
from reader.errors import UsageError
from reader.model import Content, Embed, Link, Picture
from tests.support.articles import article

PYTHON = sys.executable


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("A plain title", "A plain title"),
        ("-rf --no-preserve-root", "rf --no-preserve-root"),
        ("+!rm -rf ~", "rm -rf ~"),
        ("@/etc/passwd", "etc/passwd"),
        ("“Quoted” {url}", "“Quoted” {url}"),
        ("--", "article 7"),
        ("two\nlines \x1b[31m", "two lines [31m"),
    ],
)
def test_a_title_is_an_argument_and_never_an_option(title: str, said: str) -> None:
    given = user_programs.values(article(id=7, title=title))
    assert user_programs.filled(["p", "{title}"], given) == ["p", said]


def test_source_and_authors_are_arguments_and_never_options() -> None:
    given = user_programs.values(article(publication="--The Pier", authors=("-Ann Lee", "Bo")))
    assert (given["feed"], given["author"]) == ("The Pier", "Ann Lee, Bo")
    assert user_programs.values(article(publication=None, feeds=(), authors=()))["author"] == ""


FILM = Embed("video", url="https://a.example/film")
SOUND = Link("https://a.example/1.mp3", role="enclosure")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (Content(), ""),
        (Content(links=(Link("https://a.example/page"), SOUND), embeds=(FILM,)), SOUND.url),
        (Content(embeds=(Embed("tweet", url="https://a.example/t"), FILM)), FILM.url),
        (Content(embeds=(Embed("audio", url="https://a.example/s"),)), "https://a.example/s"),
        (Content(links=(SOUND,), pictures=(Picture(url=SOUND.url),)), ""),
    ],
)
def test_what_can_be_played_is_an_enclosure_else_what_the_text_embeds(content: Content, found: str) -> None:
    assert user_programs.enclosure(content) == found


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "--flag", None])
def test_only_web_addresses_are_filled_in(url: str | None) -> None:
    assert user_programs.values(article(url=url))["url"] == ""


def test_addresses_are_safe_and_without_secrets() -> None:
    given = user_programs.values(article(url='https://me:secret@a.example/x y"z'))
    assert given["url"] == "https://a.example/x%20y%22z"


def test_what_is_filled_in_is_not_filled_again() -> None:
    given = user_programs.values(article(title="{file} and {id}"), "/tmp/x")
    assert user_programs.filled(["p", "--t={title}", "{id}{id}", "{other}"], given)[1] == "--t=file} and {id}"


def test_a_program_in_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    assert user_programs.filled(["~/bin/save", "~"], {}) == ["/home/me/bin/save", "~"]


def test_a_typed_command_and_the_editor_know_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setenv("VISUAL", "~/bin/vi -u ~/vi/rc")
    assert user_programs.editor() == ["/home/me/bin/vi", "-u", "/home/me/vi/rc"]
    assert user_programs.typed("~/bin/tee -a '~/my notes.md' ~x ~") == [
        "/home/me/bin/tee", "-a", "/home/me/my notes.md", "~x", "/home/me"
    ]  # fmt: skip
    with pytest.raises(ValueError, match="closing"):
        user_programs.typed('grep "x')


def test_a_program_gets_arguments_input_and_environment() -> None:
    code = "import os, sys; print(sys.argv[1:], sys.stdin.read(), os.environ['BROADSHEET_TITLE'])"
    environ = user_programs.environment({"title": "A title"})
    ended = user_programs.start([PYTHON, "-c", code, "$HOME; ls", "*"], environ, "the text ü").wait()
    assert (ended.code, ended.output) == (0, "['$HOME; ls', '*'] the text ü A title\n")


def test_its_failure_is_told_with_its_last_words() -> None:
    code = "import sys; print('working'); print('no such\\x1b[2J thing', file=sys.stderr); sys.exit(3)"
    ended = user_programs.start([PYTHON, "-c", code], user_programs.environment({})).wait()
    assert user_programs.told("save", ended) == "save failed (3): no such[2J thing"


def test_success_tells_what_it_wrote() -> None:
    assert (
        user_programs.told("save", user_programs.Ended(0, "one\nsaved to the list\n\n", ""))
        == "save: saved to the list"
    )
    assert user_programs.told("save", user_programs.Ended(0, "", "")) == ""
    assert user_programs.told("save", user_programs.Ended(-9, "", "")) == "save was ended by signal 9"
    assert user_programs.told("/bin/save", user_programs.Ended(1, "", "")) == "save failed (1)"
    assert user_programs.told("save", user_programs.Ended(-1, "", "")) == "save was ended by signal 1"
    assert user_programs.told("s" * 50, user_programs.Ended(1, "", "")).startswith("s" * 39)
    assert len(user_programs.told("s" * 50, user_programs.Ended(1, "", ""))) == 40 + len(" failed (1)")


def test_what_is_not_there_cannot_be_started() -> None:
    with pytest.raises(UsageError, match="no such program") as raised:
        user_programs.start(["/nowhere/at-all"], {})
    assert raised.value.subject == "/nowhere/at-all"
    with pytest.raises(UsageError, match=r"could not be started \(Permission denied\)") as raised:
        user_programs.start(["/etc"], {})
    assert raised.value.subject == "/etc"
    with pytest.raises(UsageError, match=r"could not be started \(embedded null byte\)"):
        user_programs.start(["a\0b"], {})


def test_a_program_has_a_session_of_its_own() -> None:
    code = "import os; print(os.getsid(0) == os.getpid())"
    assert user_programs.start([PYTHON, "-c", code], user_programs.environment({})).wait().output == "True\n"


def test_an_editor_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for given in ("vi 'x", " "):
        monkeypatch.setenv("VISUAL", given)
        with pytest.raises(UsageError, match="not a valid command") as raised:
            user_programs.editor()
        assert raised.value.subject == given.strip()
    monkeypatch.delenv("VISUAL")
    monkeypatch.setenv("EDITOR", "nano")
    assert user_programs.editor() == ["nano"]
    monkeypatch.delenv("EDITOR")
    assert user_programs.editor() == ["vi"]


def test_placeholders_are_looked_for_by_name() -> None:
    assert user_programs.needs(["p", "--to={url}"], "url") is True
    assert user_programs.needs(["p", "--to={url}", "url"], "file") is False


def test_variables_of_a_shell_are_looked_for_as_well() -> None:
    assert user_programs.names(["sh", "-c", 'mpv "$BROADSHEET_ENCLOSURE"'], "enclosure") is True
    assert user_programs.names(["sh", "-c", 'mpv "$BROADSHEET_URL"'], "enclosure") is False
    assert user_programs.names(["mpv", "{enclosure}"], "enclosure") is True


def test_the_environment_names_what_is_known_only() -> None:
    environ = user_programs.environment({"url": "", "id": "7"})
    assert environ["BROADSHEET_ID"] == "7"
    assert "BROADSHEET_URL" not in environ
    assert environ["PATH"]


def test_a_file_that_is_no_copy_may_be_written_to() -> None:
    path = user_programs.article_file("ü", "a.md")
    assert (path.read_text("utf-8"), stat.S_IMODE(path.stat().st_mode)) == ("ü", 0o600)
    (path.parent / "a.md~").touch()
    user_programs.gone(path)
    user_programs.gone(path)
    assert not path.parent.exists()


def test_much_output_is_read_from_its_end() -> None:
    code = f"print('x' * {user_programs.KEPT * 3}); print('end')"
    ended = user_programs.start([PYTHON, "-c", code], user_programs.environment({})).wait()
    assert len(ended.output) == user_programs.KEPT
    assert ended.last_words == "end"


def test_a_file_is_for_the_user_alone_and_goes() -> None:
    path = user_programs.article_file("# Text", "article-1.md", is_copy=True)
    assert path.read_text() == "# Text"
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    user_programs.gone(path)
    assert not path.parent.exists()


def test_after_a_refresh_that_brought_something_the_users_program_is_told_how_much() -> None:
    words = [
        sys.executable,
        "-c",
        "import os, sys; print(sys.argv[1], os.environ['BROADSHEET_NEW'])",
        "{new}",
    ]
    running = user_programs.after_refresh(words, 3)
    assert running is not None
    assert running.wait().output.split() == ["3", "3"]
    assert user_programs.after_refresh(words, 0) is None
    assert user_programs.after_refresh(None, 3) is None


# Notifications

NOTE = "import json, os, sys; open(sys.argv[1], 'a').write(json.dumps([sys.argv[2:], os.environ.get('BROADSHEET_TITLE')]) + '\\n')"


def matches(name: str = "Gas", *titles: str, count: int = 3, query: str = "gas OR lng") -> NewMatches:
    return NewMatches(
        saved=1, name=name, query=query, count=count, titles=titles or ("Pipe laid", "Tap shut")
    )


@pytest.fixture
def noted(tmp_path: Path) -> Noted:
    return Noted(tmp_path / "noted.jsonl")


class Noted:
    """A program in place of notify-send, that notes its arguments."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def words(self, *given: str) -> list[str]:
        return [PYTHON, "-c", NOTE, str(self._file), *given]

    @property
    def calls(self) -> list[list[Any]]:
        found = (
            [json.loads(row) for row in self._file.read_text().splitlines()] if self._file.exists() else []
        )
        return sorted(found)


def test_a_notification_has_number_name_query_and_titles(noted: Noted) -> None:
    words = noted.words("{summary}", "{title}", "{count}", "{name}", "{query}")
    assert user_programs.notify(words, [matches()]) == ""
    titles = "Pipe laid · Tap shut"
    assert noted.calls == [[["Gas: 3 new articles", titles, "3", "Gas", "gas OR lng"], titles]]


def test_nothing_in_a_notification_is_an_option_or_a_code(noted: Noted) -> None:
    found = matches("--exec=sh", "-rf / \x1b[31m$(reboot)\n", "{query}", query="-horoscope\x07 gas")
    assert user_programs.notify(noted.words("{summary}", "{title}", "{name}", "{query}"), [found]) == ""
    ((words, _),) = noted.calls
    assert words == [
        "exec=sh: 3 new articles",
        "rf / [31m$(reboot) · {query}",
        "exec=sh",
        " -horoscope gas",
    ]


@pytest.mark.parametrize(("query", "said"), [("@gas", " @gas"), ("+gas", " +gas"), ("#gas -x", "#gas -x")])
def test_a_query_is_given_as_it_is_unless_it_could_be_an_option(noted: Noted, query: str, said: str) -> None:
    user_programs.notify(noted.words("{query}"), [matches(query=query)])
    assert noted.calls[0][0] == [said]


def test_there_is_one_for_each_saved_search_within_bounds(noted: Noted) -> None:
    assert user_programs.notify(noted.words("{name}"), [matches(f"S{n}") for n in range(9)]) == ""
    assert [words for words, _ in noted.calls] == [["5 more saved searches"], ["S0"], ["S1"], ["S2"], ["S3"]]


def test_without_a_program_or_news_nothing_runs(noted: Noted) -> None:
    assert user_programs.notify(None, [matches()]) == ""
    assert user_programs.notify(noted.words(), []) == ""
    assert noted.calls == []


def test_a_program_that_is_not_there_or_fails_is_told_once_and_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_folder", lambda: tmp_path)
    found = [matches("A"), matches("B")]
    assert user_programs.notify(["/nowhere/x", "{name}"], found) == "/nowhere/x: no such program"
    failing = [PYTHON, "-c", "import sys; sys.exit('no bus')", "{name}"]
    assert user_programs.notify(failing, found) == f"{PurePath(PYTHON).name} failed (1): no bus"
    written = (tmp_path / log.NAME).read_text()
    assert written.count("starting notify_command") == written.count("running notify_command") == 2


def test_one_that_does_not_end_is_killed_with_what_it_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    words = ["sh", "-c", f"sleep 600 & echo $! > {pid}.new; mv {pid}.new {pid}; wait"]
    started = user_programs.start(words, user_programs.environment({}))
    while not pid.exists():
        os.sched_yield()
    assert started.wait(0.0) == user_programs.Ended(-9, "", "took too long")
    child = int(pid.read_text())
    while _runs(child):
        os.sched_yield()
    assert (
        user_programs.notify(["sleep", "600"], [matches()], 0.0)
        == "sleep was ended by signal 9: took too long"
    )


def _runs(pid: int) -> bool:
    """False once it is gone, or a zombie that nobody has waited for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_of_a_long_output_the_end_is_read_or_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_programs, "KEPT", 4)
    words = [PYTHON, "-c", "print('abcé…', end='')"]
    ended = user_programs.start(words, os.environ).wait()
    assert (ended.output.strip("\ufffd"), ended.is_cut) == ("…", True)
    ended = user_programs.start(words, os.environ, from_start=True).wait()
    assert (ended.output, ended.is_cut) == ("abc", True), "the letter that is cut through is left out"
    words[-1] = "print('abcd', end='')"
    assert user_programs.start(words, os.environ, from_start=True).wait()[1::2] == ("abcd", False)
