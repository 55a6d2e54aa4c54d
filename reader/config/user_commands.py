"""The user's own commands and their keys: the table `[commands]` of the config file.

A command is a list of arguments that is run as it stands, never through a shell.
"""

from __future__ import annotations

import shlex
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from reader.config import keys, toml_file
from reader.config.actions import TITLES, Action, Context
from reader.config.placeholders import PLACEHOLDER, misplaced
from reader.text.clean import line
from reader.text.width import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reader.config.keys import Bindings

CONTEXTS: tuple[Context, ...] = ("list", "article")
"""Where the commands are on their keys."""

PLACEHOLDERS = {
    "url": "the article's address, always http or https",
    "title": "its title, without the signs it begins with, so that it is never an option",
    "id": "its number in the library",
    "file": "the path of a file with its Markdown, which is gone when the program has ended",
}
"""What can stand in an argument, between braces."""

LIMIT = 100
"""Commands in a file, and arguments of a command."""

LONGEST = 4_000
"""Characters of an argument."""


class UserCommand(NamedTuple):
    """`words` with placeholders, as the file has them; `key` a sequence in our spelling. `in_terminal`: the program gets
    the screen until it ends."""

    key: str
    words: tuple[str, ...]
    in_terminal: bool = False

    @property
    def name(self) -> str:
        """The program's name, for messages."""
        return line(PurePath(self.words[0]).name, 40)


def load(path: Path, bindings: Bindings) -> tuple[tuple[UserCommand, ...], tuple[str, ...]]:
    """The commands of a config file, and one line for each that cannot be used: a bad one is left out. `bindings`: all
    other keys, which they cannot take. What is wrong with the file as a whole is told by `settings.load`."""
    file = toml_file.read(path)
    given = file.tree.get("commands", {})
    if not isinstance(given, dict):
        said = 'commands is a table: [commands], then lines of "key" = [program, arguments]'
        return (), (toml_file.notice(path, file.lines.get("commands"), said),)
    commands: list[UserCommand] = []
    notices: list[str] = []
    for written, value in list(given.items())[:LIMIT]:
        command, problem = _read(written, value, bindings.with_own(actions(commands)))
        if command is None:
            at = toml_file.line_of(file, "commands", written)
            notices.append(toml_file.notice(path, at, f"command on {line(written, 20)}: {problem}"))
        else:
            commands.append(command)
    return tuple(commands), tuple(notices[: toml_file.NOTICE_LIMIT])


def actions(commands: Sequence[UserCommand]) -> list[Action]:
    """The commands as rows beside the table's: for keys, palette and help."""
    return [
        Action(
            f"command {number}",
            CONTEXTS,
            (command.key,),
            shorten(command.name, 20),
            shorten(line(shlex.join((command.name, *command.words[1:]))), 52),
        )
        for number, command in enumerate(commands)
    ]


def fault(words: object, known: Mapping[str, str]) -> str:
    """The fault of a list of arguments that may hold these placeholders; empty where there is none."""
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        return "a command is a list of words in quotes: the program, then its arguments"
    is_long = len(words) > LIMIT or any(len(word) > LONGEST or "\0" in word for word in words)
    if is_long or not words[0].strip():
        return "the program is missing, or there are too many arguments, or too long ones"
    if PLACEHOLDER.search(words[0]):
        return "the program itself cannot be a placeholder"
    for found in PLACEHOLDER.finditer("\n".join(words)):
        if found[1] not in known:
            return f"{found[0]} is unknown; the placeholders are {' '.join(f'{{{name}}}' for name in known)}"
    return misplaced(words)


def _read(written: str, value: object, bindings: Bindings) -> tuple[UserCommand | None, str]:
    words, in_terminal = value, False
    if isinstance(value, dict):
        words, in_terminal = value.get("run"), value.get("terminal", False)
        if not value.keys() <= {"run", "terminal"} or not isinstance(in_terminal, bool):
            return None, "it takes run = [program, arguments] and terminal = true or false"
    problem = fault(words, PLACEHOLDERS)
    if problem or not isinstance(words, list):
        return None, problem
    key, problem = keys.sequence(written)
    if problem:
        return None, problem
    rival = bindings.taken(key, CONTEXTS)
    if rival is not None:
        where = next((f" {TITLES[context].lower()}" for context in CONTEXTS if context in rival.contexts), "")
        return None, f"{keys.shown(key)} is {rival.label}{where}; choose another key, or free it in [keys]"
    return UserCommand(key, tuple(words), in_terminal), ""


def page() -> str:
    """The page `docs/commands.md`."""
    rows = "".join(f"| `{{{name}}}` | {said} |\n" for name, said in PLACEHOLDERS.items())
    return _HEAD + rows + _TAIL


_HEAD = """\
# Commands of your own

Made from the program's own tables by `make docs`; do not edit.

`[commands]` in `config.toml` puts programs on keys, in the list and in the article.
They stand in the help and in the palette under their program's name.

```toml
[commands]
"X" = ["mpv", "{url}"]
"U" = ["notify-send", "{title}"]
"ctrl+e" = { run = ["less", "{file}"], terminal = true }
```

A command is a program and its arguments; no shell reads it.
These are filled in:

| Placeholder | Stands for |
| --- | --- |
"""

_TAIL = """\

The same is in the environment, as `BROADSHEET_URL`, `BROADSHEET_TITLE` and `BROADSHEET_ID`.

Title and address are a publisher's words, and must not say what a program does.
So a placeholder stands in an argument without spaces, such as `{title}` or `--title={title}`, and is refused elsewhere.
It is refused too where a shell or another interpreter looks for its program, after `-c` and the like;
there, use the environment, in double quotes:

```toml
"ctrl+t" = ["sh", "-c", 'echo "$BROADSHEET_TITLE" >> ~/titles.txt']
```

Programs that hand their arguments to a shell (`ssh`, `tmux`, `watch`, `su`, `make` …) get neither title nor address as arguments.
They can get them as input:

```toml
"ctrl+t" = ["sh", "-c", 'echo "$BROADSHEET_TITLE" | ssh desk "cat >> titles.txt"']
```

A program runs beside the reader, without a terminal, and goes on when the reader ends.
A short message tells the last line that it wrote, or that it failed and why.
With `terminal = true` it gets the screen until it ends, as an editor or a pager needs it.

A key that has an action cannot be taken; `[keys]` frees one.
What cannot be used is left out, and a line says so at the start and in `broadsheet config check`.

## After a refresh

```toml
after_refresh = ["notify-send", "broadsheet", "{new} new articles"]
```

It runs when a refresh, by the reader or by `broadsheet refresh`, has brought new articles, and not when there were none.
`{new}` is their number, also in the environment as `BROADSHEET_NEW`.
"""
