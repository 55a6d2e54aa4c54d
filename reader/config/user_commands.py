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
from reader.text.fold import fold
from reader.text.width import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reader.config.keys import Bindings

CONTEXTS: tuple[Context, ...] = ("list", "article", "related")
"""Where the commands are on their keys."""

PLACEHOLDERS = {
    "url": "the article's address (http or https)",
    "title": "its title, without leading punctuation, so that no program mistakes it for an option",
    "feed": "the name of its source, likewise",
    "author": "its authors, likewise",
    "enclosure": "the address of its audio or video (http or https)",
    "id": "its number in the library",
    "file": "a temporary file with its Markdown, deleted when the program ends",
}
"""What can stand in an argument, between braces."""

LIMIT = 100
"""Commands in a file, and arguments of a command."""

NAME_LIMIT = 40
"""Characters of the name under which an output is kept."""

LONGEST = 4_000
"""Characters of an argument."""


OWN_SECTIONS = ("Highlights", "Notes", "Related")
"""Headings below an article that no output can stand under."""


class UserCommand(NamedTuple):
    """`words` with placeholders, as the file has them; `key` a sequence in our spelling. `in_terminal`: the program gets
    the screen until it ends. `keep`: the name under which its output is kept with the article, empty for none."""

    key: str
    words: tuple[str, ...]
    in_terminal: bool = False
    keep: str = ""

    @property
    def name(self) -> str:
        """The program's name, for messages."""
        return line(PurePath(self.words[0]).name, 40)


def load(path: Path, bindings: Bindings) -> tuple[tuple[UserCommand, ...], tuple[str, ...]]:
    """The commands of a config file, and one line for each that cannot be used: a bad one is left out. `bindings`: all
    other keys, which they cannot take. What is wrong with the file as a whole is reported by `settings.load`."""
    file = toml_file.read(path)
    given = file.tree.get("commands", {})
    if not isinstance(given, dict):
        said = 'commands must be a table: [commands], then lines such as "X" = ["program", "argument"]'
        return (), (toml_file.notice(path, file.lines.get("commands"), said),)
    commands: list[UserCommand] = []
    notices: list[str] = []
    for written, value in list(given.items())[:LIMIT]:
        command, problem = _read(written, value, bindings.with_own(actions(commands)))
        if command and command.keep and named(commands, command.keep):
            problem = f"another command keeps its output as “{command.keep}”"
        if command is None or problem:
            at = toml_file.line_of(file, "commands", written)
            notices.append(toml_file.notice(path, at, f"command for “{line(written, 20)}”: {problem}"))
        else:
            commands.append(command)
    return tuple(commands), tuple(notices[: toml_file.NOTICE_LIMIT])


def named(commands: Sequence[UserCommand], name: str) -> UserCommand | None:
    """The command that keeps its output under that name, whatever its case."""
    wanted = fold(line(name))
    return next((one for one in commands if one.keep and fold(one.keep) == wanted), None)


def actions(commands: Sequence[UserCommand]) -> list[Action]:
    """The commands as rows beside the table's: for keys, palette and help."""
    return [
        Action(
            f"command {number}",
            CONTEXTS,
            (command.key,),
            shorten(command.keep or command.name, 20),
            shorten(line(shlex.join((command.name, *command.words[1:]))), 52),
        )
        for number, command in enumerate(commands)
    ]


def fault(words: object, known: Mapping[str, str]) -> str:
    """The fault of a list of arguments that may hold these placeholders; empty where there is none."""
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        return "a command must be a list of strings: the program, then its arguments"
    is_long = len(words) > LIMIT or any(len(word) > LONGEST or "\0" in word for word in words)
    if is_long or not words[0].strip():
        return "the program is missing, or the arguments are too many or too long"
    if PLACEHOLDER.search(words[0]):
        return "the program itself cannot be a placeholder"
    for found in PLACEHOLDER.finditer("\n".join(words)):
        if found[1] not in known:
            return f"unknown placeholder {found[0]}; use one of {' '.join(f'{{{name}}}' for name in known)}"
    return misplaced(words)


def _read(written: str, value: object, bindings: Bindings) -> tuple[UserCommand | None, str]:
    words, in_terminal, keep = value, False, ""
    if isinstance(value, dict):
        words, in_terminal = value.get("run"), value.get("terminal", False)
        if not value.keys() <= {"run", "terminal", "keep"} or not isinstance(in_terminal, bool):
            return (
                None,
                'use only run = ["program", "argument"], terminal = true or false, and keep = "Summary"',
            )
        keep, problem = _kept(value.get("keep"), in_terminal=in_terminal)
        if problem:
            return None, problem
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
    return UserCommand(key, tuple(words), in_terminal, keep), ""


def _kept(value: object, *, in_terminal: bool) -> tuple[str, str]:
    """The name under which an output is kept, and what is wrong with it."""
    if value is None:
        return "", ""
    name = line(value, NAME_LIMIT) if isinstance(value, str) else ""
    if not fold(name).strip():
        return "", 'keep takes the heading of the output, such as "Summary"'
    if fold(name) in map(fold, OWN_SECTIONS):
        return "", f"keep cannot be “{name}”, which is a heading of broadsheet's own"
    if in_terminal:
        return "", "a program that takes over the screen prints nothing to keep"
    return name, ""


def page() -> str:
    """The page `docs/commands.md`."""
    rows = "".join(f"| `{{{name}}}` | {said} |\n" for name, said in PLACEHOLDERS.items())
    return _HEAD + rows + _TAIL


_HEAD = """\
# Your own commands

<!-- Made from the program's own tables by `make docs`; do not edit. -->

The table `[commands]` in `config.toml` binds your own programs to keys: in the list, in articles and on related ones. They appear in the help
and in the palette under the program's name.

```toml
[commands]
"X" = ["mpv", "{enclosure}"]
"U" = ["notify-send", "{title}"]
"ctrl+e" = { run = ["less", "{file}"], terminal = true }
```

A command is a program and its arguments, run without a shell. These placeholders are filled in:

| Placeholder | Stands for |
| --- | --- |
"""

_TAIL = """\

The environment variables `BROADSHEET_URL`, `BROADSHEET_TITLE` and so on have the same values.

Titles and addresses come from strangers and must never run as commands. Placeholders are therefore allowed only in
arguments without spaces, such as `{title}` or `--title={title}`, and not where a shell or another interpreter expects a
program, for example after `-c`. There, use the environment variable in double quotes:

```toml
"ctrl+t" = ["sh", "-c", 'echo "$BROADSHEET_TITLE" >> ~/titles.txt']
```

Programs that pass their arguments to a shell (`ssh`, `tmux`, `watch`, `su`, `make` and others) cannot have titles or
addresses as arguments. Pipe them in instead:

```toml
"ctrl+t" = ["sh", "-c", 'echo "$BROADSHEET_TITLE" | ssh desk "cat >> titles.txt"']
```

The program runs in the background without a terminal, and keeps running if you quit the reader. A message shows the last
line it printed, or why it failed. With `terminal = true` it takes over the screen until it ends, as editors and pagers must.

## Keeping what a command prints

`keep` stores what a command prints with the article, for example a summary or a translation:

```toml
"X" = { run = ["my-summary", "--words", "80"], keep = "Summary" }
```

Such a command reads the article as Markdown from standard input (or from `{file}`), and prints Markdown or plain text. Its
output appears below the article under the heading that `keep` names, with the program's name and the date. Searches find
its words, `has:output` finds articles that have one, and [exports](export.md) include it. An article with an output is never cleaned
away, just like one with a note. broadsheet itself sends the text nowhere; what your program does with it is up to the program.

Running the command again replaces the output; `u` restores the previous one. `"` lists outputs along with your notes, and
`D` removes one there. If the command fails or prints nothing, or you quit the reader before it ends, the previous output
stays. broadsheet keeps up to 100,000 bytes, and says so if it cuts the end off; the screen shows the first 20,000
characters.

In the shell, `run` does the same for one article or many:

```
broadsheet run summary 12
broadsheet run summary 'is:bookmarked -has:output'
broadsheet run --forget summary 12
```

## Keys and mistakes

You cannot use a key that already has an action; free it in `[keys]` first. A command with a mistake is ignored; the
reader says so when it starts, and so does `broadsheet config check`.

To run a program from the shell on the articles a query finds, see [sending](send.md).

## After a refresh

```toml
after_refresh = ["notify-send", "broadsheet", "{new} new articles"]
```

This runs after each refresh that brings new articles, in the reader or in the shell. `{new}` is their number, as is the
environment variable `BROADSHEET_NEW`.

To hear only of articles that a saved search finds, use [notifications](searches.md#notifications).
"""
