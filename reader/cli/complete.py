"""Completes a command line: `broadsheet _complete`, which the scripts of `broadsheet completion` run at each Tab.

`_complete bash BREAKS LINE` prints what is to stand in the line, a choice a line; `_complete words WORD …` prints each choice,
a tab and what it is. `FILES` alone says that names of files belong here. Whatever fails gives no choices.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from reader import log
from reader.cli import shell_words
from reader.cli.parser import build
from reader.cli.registry import BY_NAME, COMMANDS, COMMON_WITH_VALUE, load, split
from reader.errors import BroadsheetError
from reader.text.clean import line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from reader.cli.output import Output
    from reader.cli.registry import Command
    from reader.store.library import Library

FILES = "\tfiles"

LIMIT = 500
"""Values of a field of the query that are offered at once."""


class Candidate(NamedTuple):
    """A candidate for the word that is being typed, and what it is."""

    text: str
    about: str = ""


Choices = list[Candidate] | None
"""None: names of files."""

AFTER_ACTION: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("feeds", "rename"): ("feed", ""),
    ("feeds", "tag"): ("feed", "signed tag"),
    ("feeds", "set"): ("feed", "feed setting"),
    ("feeds", "remove"): ("feed",),
    ("sync", "adopt"): ("feed",),
    ("sync", "remove"): ("account", ""),
    ("sync", "status"): ("account",),
    ("saved", "add"): ("", "query"),
    ("saved", "change"): ("saved search", "query"),
    ("saved", "rename"): ("saved search", ""),
    ("saved", "move"): ("saved search", ""),
    **{
        ("saved", name): ("saved search",)
        for name in ("show", "keep", "unkeep", "notify", "unnotify", "archive", "unarchive", "remove")
    },
    ("rules", "add"): ("rule action", "query"),
    ("rules", "test"): ("query",),
    **{("rules", name): ("rule", "") for name in ("on", "off", "remove")},
}
"""What follows the actions of a command, word by word; the last kind goes on."""

BY_METAVAR: Mapping[str, str] = {
    "QUERY": "query",
    "FILE": "file",
    "DIR": "file",
    "TSV": "file",
    "NEW.db": "file",
    "FEED": "feed",
    "ACCOUNT": "account",
    "TOPIC": "topic",
    "Q": "query",
    "NAME": "saved search",
    "T": "tag",
    "ACTION": "rule action",
    "FIELDS": "field",
    "+a": "signed tag",
}
"""What stands for an argument in the help, and the kind of its values."""

_COMMON = ("--library", "--json", "--format", "--quiet", "--debug", "--help")


def _kind(metavar: str) -> str:
    """The kind of what `ID…|QUERY` or the like stands for; "" for what has no values to offer."""
    return next((kind for name, kind in BY_METAVAR.items() if name in re.split(r"[|… ]+", metavar)), "")


def run(argv: list[str], out: Output) -> int:
    """Print the choices; always 0."""
    rows: list[str] = []
    try:
        rows = _rows(argv)
    except BroadsheetError:
        log.debug("completing a line")
    except Exception:  # in the middle of a line there is no place for a message
        log.exception("completing a line")
    for row in rows:
        out.data(row)
    return 0


def _rows(argv: list[str]) -> list[str]:
    shell, *given = argv
    if shell != "bash":
        found = choices(given)
        return [FILES] if found is None else [f"{text}\t{line(about)}" for text, about in found]
    typed = shell_words.read(given[1], given[0])
    found = choices(typed.words[1:])
    if found is None:
        return [FILES]
    begun = [choice.text for choice in found if choice.text.startswith(typed.words[-1])]
    return [shell_words.written(text[typed.kept :], typed.quote) for text in begun]


def choices(words: Sequence[str]) -> Choices:
    """Gives what the last of the words can be, after those before it; these begin behind `broadsheet`."""
    *before, word = words or [""]
    _, name, after = split(before)
    if name is None:
        if before and before[-1] in COMMON_WITH_VALUE:
            return None if before[-1] == "--library" else []
        if word.startswith("-"):
            return [Candidate(option) for option in (*_COMMON, "--version")]
        return [Candidate(command.name, command.help) for command in COMMANDS]
    if name not in BY_NAME:
        return []
    found = _Arguments(BY_NAME[name], before, after).choices(word)
    # The shells read a choice a line.
    return found if found is None else [choice for choice in found if not re.search(r"[\t\n]", choice.text)]


class _Arguments:
    """The arguments of a command so far."""

    def __init__(self, command: Command, before: list[str], after: list[str]) -> None:
        self._command = command
        self._after = after
        self._parser = build(command)
        self._options = self._parser._option_string_actions
        place = before.index("--library") + 1 if "--library" in before else len(before)
        self._values = _Values(command.name, before[place] if place < len(before) else None)

    def choices(self, word: str) -> Choices:
        if "--" in self._after:
            return self._argument(word)
        option = self._options.get(self._after[-1]) if self._after else None
        if option is not None and option.nargs is None:
            return self._value(option, word)
        name, sign, typed = word.partition("=")
        if name.startswith("--") and sign:
            found = self._value(self._options[name], typed) if name in self._options else []
            return found if found is None else [Candidate(f"{name}={text}", about) for text, about in found]
        if not word.startswith("-"):
            return self._argument(word)
        options = [
            Candidate(name, action.help or "")
            for name, action in self._options.items()
            if name.startswith("--") and name not in self._command.lacks
        ]
        return options if word.startswith("--") else [*options, *(self._argument(word) or [])]

    def _value(self, option: argparse.Action, word: str) -> Choices:
        if option.choices:
            return [Candidate(str(choice)) for choice in option.choices]
        return self._values.of(_kind(str(option.metavar)), word)

    def _argument(self, word: str) -> Choices:
        """Gives the candidates for an argument without a name, by its place among these."""
        given = self._given()
        rows = [action for action in self._parser._actions if not action.option_strings]
        if not rows:
            return []
        action = rows[min(len(given), len(rows) - 1)]
        if len(given) >= len(rows) and action.nargs not in ("*", "+"):
            return []
        if rows[0].metavar == "ACTION":
            if not given:
                return [Candidate(name) for name in getattr(load(self._command.name), "ACTIONS", ())]
            kinds = AFTER_ACTION.get((self._command.name, given[0]), ("",))
            return self._values.of(kinds[min(len(given), len(kinds)) - 1], word)
        if action.choices:
            return [Candidate(str(choice)) for choice in action.choices]
        shown = str(action.metavar)
        kind = _kind(shown)
        if kind == "signed tag" and not given:
            return []
        if kind:
            return self._values.of(kind, word)
        return [] if given else [Candidate(name) for name in re.findall(r"(?<![\w+-])[a-z]{3,}", shown)]

    def _given(self) -> list[str]:
        """The words so far that are no options and no values of these."""
        found: list[str] = []
        is_value = is_ended = False
        for word in self._after:
            if is_ended or not (is_value or word.startswith("--")):
                found.append(word)
            option = None if is_ended or is_value else self._options.get(word)
            is_value = option is not None and option.nargs is None
            is_ended = is_ended or word == "--"
        return found


class _Values:
    """The values of each kind. A library that cannot be read at once has none."""

    def __init__(self, command: str, library: str | None) -> None:
        self._command = command
        self._place = library

    def of(self, kind: str, word: str) -> Choices:
        """The values of a kind that can go on from `word`; [] for a kind that has none."""
        if kind == "file":
            return None
        read = {
            "query": self._query,
            "feed": self._feeds,
            "saved search": self._saved,
            "rule": self._rules,
            "account": self._accounts,
            "tag": self._tags,
            "signed tag": self._signed,
            "rule action": self._rule_actions,
            "feed setting": self._settings,
            "topic": self._topics,
            "field": self._fields,
        }.get(kind)
        try:
            return read(word) if read else []
        finally:
            if (library := vars(self).pop("_library", None)) is not None:
                library.close()

    @cached_property
    def _library(self) -> Library | None:
        from reader.config import paths
        from reader.store.library import Library

        with suppress(BroadsheetError):
            return Library.peek(paths.library(self._place))
        return None

    def _query(self, word: str) -> list[Candidate]:
        from reader.query.complete import Known, continued, values
        from reader.query.fields import FIELD_BY_NAME

        known, (field, _) = Known(), values(word, Known(), 0)
        if field and self._library:
            from reader.core import names
            from reader.dates.iso import SYSTEM_ZONE

            known = names.known_of(self._library, field, datetime.now(SYSTEM_ZONE))
        told = FIELD_BY_NAME[field].choices if field in FIELD_BY_NAME else {}
        meanings = {f"{field}:{value}": about for value, about in told.items()}
        meanings |= {f"{row.name}:": row.meaning for row in FIELD_BY_NAME.values()}
        found = continued(word, known, LIMIT)
        return [
            Candidate(one, meanings.get(one.rpartition(" ")[2].lstrip("-("), "").replace("`", ""))
            for one in found
        ]

    def _feeds(self, _: str) -> list[Candidate]:
        feeds = self._library.feeds.all() if self._library else []
        titles = [feed.title.casefold() for feed in feeds]
        return [
            Candidate(feed.title, f"{feed.unread:,} unread")
            if titles.count(feed.title.casefold()) == 1
            else Candidate(str(feed.id), feed.title)
            for feed in feeds
        ]

    def _saved(self, _: str) -> list[Candidate]:
        found = self._library.saved.all() if self._library else []
        return [Candidate(saved.name, saved.query) for saved in found]

    def _rules(self, _: str) -> list[Candidate]:
        found = self._library.rules.all() if self._library else []
        return [Candidate(str(rule.id), f"{rule.does} {rule.query}") for rule in found]

    def _accounts(self, _: str) -> list[Candidate]:
        found = self._library.accounts.all() if self._library else []
        return [Candidate(account.name, account.place) for account in found]

    def _tags(self, _: str) -> list[Candidate]:
        from reader.core import names

        return [Candidate(tag) for tag in names.tags(self._library)] if self._library else []

    def _signed(self, word: str) -> list[Candidate]:
        sign = word[:1] if word[:1] in ("+", "-") else "+"
        return [Candidate(f"{sign}{tag}") for tag, _ in self._tags(word)]

    def _rule_actions(self, word: str) -> list[Candidate]:
        tagging = [Candidate(f"tag:{tag}") for tag, _ in self._tags(word)]
        return [*map(Candidate, ("mute", "read", "bookmark", "tag:")), *tagging]

    def _settings(self, _: str) -> list[Candidate]:
        from reader.core.refresh.feed_settings import KEYS

        return [Candidate("header." if key.endswith("NAME") else f"{key}=") for key in KEYS]

    def _topics(self, _: str) -> list[Candidate]:
        from reader.core import manual

        pages = [topic.name for topic in manual.topics()]
        return [
            *map(Candidate, pages),
            *(Candidate(one.name, one.help) for one in COMMANDS if one.name not in pages),
        ]

    def _fields(self, word: str) -> list[Candidate]:
        from reader.cli import json_forms

        head, comma, _ = word.rpartition(",")
        named = head.split(",")
        return [
            Candidate(f"{head}{comma}{name}") for name in json_forms.names(self._command) if name not in named
        ]
