"""The user's own commands, as the config file has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config import keys, user_commands

DOCS = Path(__file__).parents[2] / "docs" / "commands.md"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def load(file: Path, text: str) -> tuple[tuple[user_commands.UserCommand, ...], tuple[str, ...]]:
    file.write_text(text, "utf-8")
    return user_commands.load(file, keys.load(file)[0])


def test_without_a_file_there_are_none(file: Path) -> None:
    assert user_commands.load(file, keys.Bindings({})) == ((), ())


def test_a_list_is_a_command_and_a_table_says_more(file: Path) -> None:
    found, notices = load(
        file,
        '[commands]\n"X" = ["mpv", "{url}"]\n'
        '"Ctrl-E" = { run = ["less", "{file}"], terminal = true }\n"g x" = ["/opt/save"]\n',
    )
    assert notices == ()
    assert found[2].key == "g x"
    assert found[0] == user_commands.UserCommand("X", ("mpv", "{url}"))
    assert found[1] == user_commands.UserCommand("ctrl+e", ("less", "{file}"), in_terminal=True)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"j" = ["mpv"]', "j is down; choose another key, or free it in [keys]"),
        ('"b" = ["mpv"]', "b is bookmark in the list"),
        ('"3" = ["mpv"]', "3 is open link in the article"),
        ('"g" = ["mpv"]', "g is first"),
        ('"hyper+x" = ["mpv"]', "there is no key “hyper+x”"),
        ('"X" = "mpv {url}"', "must be a list of strings"),
        ('"X" = []', "must be a list of strings"),
        ('"X" = ["mpv", 3]', "must be a list of strings"),
        ('"X" = [" "]', "the program is missing"),
        ('"X" = ["a\\u0000b"]', "the program is missing"),
        ('"X" = ["{url}"]', "the program itself cannot be a placeholder"),
        (
            '"X" = ["mpv", "{link}"]',
            "{link}; use one of {url} {title} {feed} {author} {enclosure} {id} {file}",
        ),
        ('"X" = {run = ["mpv"], terminal = 1}', "use only run = "),
        ('"X" = {run = ["mpv"], screen = true}', "use only run = "),
        ('"X" = {terminal = true}', "must be a list of strings"),
        ('"X" = ["sh", "-c", "echo {title}"]', 'use "$BROADSHEET_TITLE"'),
        ('"X" = ["env", "A=1", "/bin/bash", "-lc", "curl \'{url}\'"]', 'use "$BROADSHEET_TITLE"'),
        ('"X" = ["vim", "-c", "echo \'{title}\'"]', 'use "$BROADSHEET_TITLE"'),
        ('"X" = ["vim", "-c", "{title}"]', 'use "$BROADSHEET_TITLE"'),
        ('"X" = ["vim", "+{title}"]', 'use "$BROADSHEET_TITLE"'),
        ('"X" = ["emacs", "--eval={title}"]', 'use "$BROADSHEET_TITLE"'),
        ('"X" = ["sudo", "sh", "-c", "{title}"]', 'use "$BROADSHEET_TITLE"'),
        ('"X" = ["xargs", "bash", "-c", "-x", "{url}"]', 'use "$BROADSHEET_TITLE"'),
        ('"X" = ["bash", "-o", "pipefail", "-cx", "{url}"]', 'use "$BROADSHEET_TITLE"'),
        ('"X" = ["sh", "{file}"]', 'use "$BROADSHEET_TITLE"'),
        ('"X" = ["perl", "-e{title}"]', 'use "$BROADSHEET_TITLE"'),
        ('"X" = ["node", "--eval", "{url}"]', 'use "$BROADSHEET_TITLE"'),
        ('"X" = ["awk", "/{title}/", "titles.txt"]', 'use "$BROADSHEET_TITLE"'),
        ('"X" = ["ssh", "host", "echo {title}"]', "ssh could pass it to a shell"),
        ('"X" = ["ssh", "host", "echo", "{title}"]', "ssh could pass it to a shell"),
        ('"X" = ["nice", "/usr/bin/tmux", "new-window", "w3m {url}"]', "tmux could pass it to a shell"),
        ('"X" = ["watch", "{url}"]', "watch could pass it to a shell"),
        ('"X" = ["xterm", "-e", "w3m {url}"]', "make it an argument of its own"),
        ('"X" = ["own-script", "say \'{title}\'"]', "make it an argument of its own"),
        ('"X" = ["env", "-S", "mpv {url}"]', "make it an argument of its own"),
        ('"X" = ["vim", "-c", "{author}"]', 'use "$BROADSHEET_TITLE"'),
        ('"X" = ["emacs", "--eval={feed}"]', 'use "$BROADSHEET_TITLE"'),
        ('"X" = ["ssh", "host", "{enclosure}"]', "ssh could pass it to a shell"),
    ],
)
def test_what_cannot_be_used_is_left_out_and_told(written: str, said: str, file: Path) -> None:
    found, notices = load(file, f'[commands]\n"Y Y" = []\n{written}\n')
    assert found == ()
    assert notices[1].startswith(f"{file}, line 3: command for ")
    assert said in notices[1]


@pytest.mark.parametrize(
    "words",
    [
        '["sh", "-c", "echo \\"$BROADSHEET_TITLE\\""]',
        '["wget", "-c", "{url}"]',
        '["mpv", "--title={title}", "{url}"]',
        '["env", "T={title}", "notify-send", "-title", "{title}"]',
        '["xterm", "-e", "w3m", "{url}"]',
        '["python3", "save.py", "{title}", "{url}"]',
        '["sh", "-c", "save \\"$1\\"", "sh", "{title}"]',
        '["sh", "-c", "printf %s \\"$BROADSHEET_TITLE\\" | ssh host \'cat >> titles\'"]',
        '["less", "+G", "{file}"]',
        '["mpv", "--title={author}", "{enclosure}"]',
        '["save", "{feed}", "{author}"]',
        '["open-copy", "https://copies.example/?of={url}&as=page"]',
        '["jq", "{}", "{\\"a\\": 1}"]',
    ],
)
def test_what_no_title_can_abuse_is_taken(words: str, file: Path) -> None:
    found, notices = load(file, f'[commands]\n"X" = {words}\n')
    assert notices == ()
    assert len(found) == 1


def test_two_commands_cannot_have_one_key(file: Path) -> None:
    found, notices = load(file, '[commands]\n"X" = ["mpv"]\n"shift+x" = ["vlc"]\n')
    assert [command.name for command in found] == ["mpv"]
    assert "X is mpv in the list" in notices[0]


def test_a_key_that_was_freed_can_be_had(file: Path) -> None:
    found, notices = load(file, '[keys]\nbookmark = "B"\n[commands]\n"b" = ["mpv"]\n"B" = ["vlc"]\n')
    assert [command.key for command in found] == ["b"]
    assert "B is bookmark" in notices[0]


def test_a_table_it_must_be(file: Path) -> None:
    found, notices = load(file, 'commands = ["mpv"]\n')
    assert found == ()
    assert "commands must be a table" in notices[0]


def test_they_stand_beside_the_tables_own_actions(file: Path) -> None:
    found, _ = load(file, '[commands]\n"X" = ["/usr/bin/mpv", "{url}"]\n')
    table = keys.Bindings({}).with_own(user_commands.actions(found))
    assert table.sequences["list"]["X"] == table.sequences["article"]["X"] == "command 0"
    assert "X" not in table.sequences["sections"]
    row = next(row for row in table.rows("list") if row.action.id == "command 0")
    assert (row.action.label, row.action.help) == ("mpv", "mpv '{url}'")


def test_the_page_in_docs_is_the_one_that_the_tables_make() -> None:
    assert DOCS.read_text("utf-8") == user_commands.page()


def test_a_command_can_keep_what_it_prints_under_a_name(file: Path) -> None:
    found, notices = load(
        file,
        '[commands]\n"X" = {run = ["brief"], keep = " In\\n short "}\n"U" = {run = ["tr"], keep = "Deutsch"}\n',
    )
    assert notices == ()
    assert [one.keep for one in found] == ["In short", "Deutsch"]
    assert user_commands.named(found, "in  SHORT") == found[0]
    assert user_commands.named(found, "brief") is None
    assert [row.label for row in user_commands.actions(found)] == ["In short", "Deutsch"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("keep = true", 'keep takes the heading of the output, such as "Summary"'),
        ('keep = " "', 'keep takes the heading of the output, such as "Summary"'),
        ('keep = "notes"', "keep cannot be “notes”, which is a heading of broadsheet's own"),
        ('keep = "S", terminal = true', "a program that takes over the screen prints nothing to keep"),
    ],
)
def test_a_name_under_which_nothing_can_be_kept_is_told(file: Path, written: str, said: str) -> None:
    found, notices = load(file, f'[commands]\n"X" = {{run = ["brief"], {written}}}\n')
    assert (found, len(notices)) == ((), 1)
    assert said in notices[0]


def test_one_name_has_one_command(file: Path) -> None:
    found, notices = load(
        file, '[commands]\n"X" = {run = ["a"], keep = "Summary"}\n"U" = {run = ["b"], keep = "SUMMARY"}\n'
    )
    assert [one.words for one in found] == [("a",)]
    assert "command for “U”: another command keeps its output as “SUMMARY”" in notices[0]
