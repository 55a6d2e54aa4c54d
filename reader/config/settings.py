"""The settings and the values that the user gave them. One table makes the checks, `config show` and the manual.

A bad config file never stops the start: whatever cannot be used keeps its default, and a notice says so.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.config import save_setting, setting_values, themes, toml_file
from reader.frozen import dataclass
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from reader.config.save_setting import Written
    from reader.config.setting_values import Names, Value

OTHER_TABLES = frozenset({"archive", "keys", "commands", "send"})
"""Tables of the file that are no settings: each is read where it is used."""


class Setting(NamedTuple):
    """A row of the table. `values` says in words what it takes; `read` makes the value of what TOML gave, or None where
    that does not fit; it raises ValueError where words tell better why. Its field in `Settings` has its name with `_`
    for `.`. `choices` are all its values, where they are few."""

    name: str
    values: str
    default: Value
    read: Callable[[object], Value]
    help: str
    choices: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The name of its field in `Settings`."""
        return self.name.replace(".", "_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings in force; `TABLE` says what they mean. `export_folder` is absolute, `refresh_every` in
    minutes, `reading_measure` in columns; `keep` is read by `setting_values.kept`."""

    export_folder: Path | None
    export_by_publication: bool
    export_read_back: bool
    export_preset: str
    export_file_name: str
    export_folder_name: str | None
    export_properties: Names | None
    export_index: bool
    export_on_bookmark: bool
    refresh_every: int
    keep: str
    feeds_sort: str
    feeds_hide_read: bool
    confirm_mark_all: bool
    after_refresh: tuple[str, ...] | None
    notify_command: tuple[str, ...] | None
    notify_bell: bool
    theme: str | None
    colours: str
    slow_line: bool
    bidi: str
    reading_measure: int
    reading_justify: bool
    reading_related: str
    reading_mark_read: str
    reading_pictures: str
    list_order: str
    list_density: str
    list_dates: str
    list_facts: tuple[str, ...]
    clock: str
    browser: tuple[str, ...] | None
    player: tuple[str, ...] | None

    @property
    def read_after(self) -> float | None:
        """Seconds after which an open article counts as read; None: never by itself."""
        return setting_values.seconds(self.reading_mark_read)


def _chosen(name: str, default: str, help: str, *others: str) -> Setting:  # noqa: A002 - as the field is called
    choices = (default, *others)
    values = ", ".join(f"`{choice}`" for choice in choices[:-1]) + f" or `{choices[-1]}`"
    return Setting(name, values, default, setting_values.one_of(*choices), help, choices)


def _switch(name: str, help: str, *, default: bool = False) -> Setting:  # noqa: A002 - as the field is called
    return Setting(name, "`true` or `false`", default, setting_values.flag, help)


_PLACEHOLDERS = ", ".join(f"`{{{name}}}`" for name in setting_values.EXPORT_PLACEHOLDERS)

TABLE = (
    Setting(
        "export.folder",
        "an absolute path, or one that starts with `~`",
        None,
        setting_values.folder,
        "the export folder; if not set, `broadsheet` in your documents folder",
    ),
    _switch("export.by_publication", "give each publication a folder of its own"),
    _switch("export.read_back", "before each export, import your edits of the exported files"),
    _chosen(
        "export.preset",
        "plain",
        "the form of exported files: plain Markdown, or the form one of these programs reads best",
        "obsidian",
        "logseq",
        "pandoc",
    ),
    Setting(
        "export.file_name",
        f"text with at least one of {_PLACEHOLDERS}",
        "{date}-{title}",
        setting_values.file_pattern,
        "the names of new files",
    ),
    Setting(
        "export.folder_name",
        f"text that can contain {_PLACEHOLDERS}; `/` starts a subfolder",
        None,
        setting_values.folder_pattern,
        "the subfolders for new files in the export folder",
    ),
    Setting(
        "export.properties",
        'names for properties: `{ published = "date", agency = "" }`',
        None,
        setting_values.property_names,
        'new names for the properties of exported files; `""` leaves one out',
    ),
    _switch("export.index", "keep an `index.md` in the export folder, with links to all exported files"),
    _switch("export.on_bookmark", "export an article when you bookmark it"),
    Setting(
        "refresh.every",
        "a number of minutes, 0 to 10,080",
        60,
        setting_values.minutes,
        "minutes between refreshes while the reader is open; 0 turns them off",
    ),
    Setting(
        "keep",
        "`all`, `90 days` or `500 articles`",
        "all",
        setting_values.keep,
        "how long to keep articles, or how many per feed",
    ),
    Setting(
        "feeds.sort",
        ", ".join(f"`{name}`" for name in setting_values.FEED_ORDERS),
        "title",
        setting_values.order,
        "the order of the feeds in the sidebar; `S` there changes it",
    ),
    _switch("feeds.hide_read", "hide feeds without unread articles in the sidebar; `L` there changes it"),
    _switch("confirm.mark_all", "ask before `A` marks a whole list as read"),
    Setting(
        "after_refresh",
        'a program and its arguments: `["notify-send", "{new} new articles"]`',
        None,
        setting_values.words,
        "a program to run when a refresh brings new articles; `{new}` is their number",
    ),
    Setting(
        "notify_command",
        'a program and its arguments: `["notify-send", "{summary}", "{title}"]`',
        None,
        setting_values.program("summary", "title", "count", "name", "query"),
        "a program to run when a saved search with notifications finds new articles",
    ),
    _switch(
        "notify_bell",
        "ring the terminal's bell when a saved search with notifications finds new articles",
        default=True,
    ),
    Setting(
        "theme",
        f"{', '.join(themes.shipped_names())}, or the name of one of your own",
        None,
        setting_values.name,
        "the colours of the reader; if not set, newsprint in a light terminal, lamplight in a dark one, ansi where there"
        " are only 16 colours, plain with `NO_COLOR`",
    ),
    _chosen(
        "colours",
        "auto",
        "how many colours to send: `auto` for as many as the terminal has, `256` to send fewer bytes",
        "256",
    ),
    _switch(
        "slow_line",
        "send less over a slow connection, by leaving out the clock, the blinking cursor and the counts during a refresh",
    ),
    _chosen(
        "bidi",
        "auto",
        "who puts Arabic and Hebrew letters in the order in which they are read: the `terminal`, or `broadsheet`, which joins"
        " Arabic letters as well; `auto` is broadsheet in terminals known not to do it, such as xterm, Alacritty, kitty and foot",
        "terminal",
        "broadsheet",
    ),
    Setting(
        "reading.measure",
        "columns, 50 to 100",
        72,
        setting_values.columns,
        "the longest line of text in an article",
    ),
    _switch(
        "reading.justify",
        "make both edges of the text even; code and headings stay as they are",
    ),
    Setting(
        "reading.related",
        "`shown` or `hidden`",
        "shown",
        setting_values.one_of("shown", "hidden", former={"auto": "shown"}),
        "the panel of related articles: `hidden` lists them below the text",
        ("shown", "hidden"),
    ),
    Setting(
        "reading.mark_read",
        f"`{setting_values.AT_ONCE}`, seconds as in `2 s`, or `{setting_values.BY_HAND}`",
        "2 s",
        setting_values.wait,
        "when to mark an open article as read; scrolling marks it at once, except with `by hand`",
    ),
    _chosen(
        "reading.pictures",
        "off",
        "show pictures in every article, fetched from the sites that host them; `P` shows those of one article."
        " Needs Pillow (`pipx inject broadsheet pillow`) and a terminal with 256 colours",
        "on",
    ),
    _chosen("list.order", "newest", "the order of the list when the reader starts", "oldest", "longest"),
    _chosen(
        "list.density",
        "auto",
        "`dense` shows an article on one line, `calm` on two with a blank one; `auto` depends on the terminal's height",
        "calm",
        "dense",
    ),
    _chosen("list.dates", "relative", "ages (`2h`, `3d`), or times and dates (`14:05`, `4 Feb`)", "absolute"),
    Setting(
        "list.facts",
        f"a list of {', '.join(setting_values.FACTS)}",
        setting_values.FACTS,
        setting_values.facts,
        "what the list shows below an article's title, in this order; the source stands at the right edge where there is room",
    ),
    _chosen("clock", "24 h", "times of day on the screen: `14:05` or `2:05 pm`", "12 h"),
    Setting(
        "browser",
        'a program and its arguments: `["firefox", "{url}"]`',
        None,
        setting_values.program("url"),
        "the program that opens addresses; if not set, `$BROWSER`, or your system's browser",
    ),
    Setting(
        "player",
        'a program and its arguments: `["mpv", "{url}"]`',
        None,
        setting_values.program("url"),
        "the program that plays audio and video; it uses the screen until it ends",
    ),
)

_BY_NAME = {setting.name: setting for setting in TABLE}


class SettingRow(NamedTuple):
    """A setting for `config show`: its value now, and whether that is the default."""

    name: str
    value: Value
    is_default: bool


def defaults() -> Settings:
    """The settings of a user who set none."""
    return _settings({})


def load(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings of a file, and one line for each thing in it that cannot be used. No file: the defaults.

    The lines name file, line where known, setting and next step; they are all that `config check` has to show.
    """
    file = toml_file.read(path)
    if file.problem:
        return defaults(), (_notice(path, file.problem_line, file.problem, "using the defaults"),)
    used: dict[str, Value] = {}
    notices: list[str] = []
    for name, value in _leaves(file.tree):
        try:
            found = _BY_NAME[name].read(value) if name in _BY_NAME else None
        except ValueError as error:
            step = f"using the default ({shown(_BY_NAME[name].default)})"
            notices.append(_notice(path, file.lines.get(name), f"{name}: {error}", step))
            continue
        if found is None:
            notices.append(_notice(path, file.lines.get(name), *_complaint(name)))
        else:
            used[_BY_NAME[name].field] = found
    return _settings(used), toml_file.bounded(path, notices, "things")


def rows(settings: Settings) -> tuple[SettingRow, ...]:
    """The rows of `config show`, in the order of the table."""
    values = ((setting, getattr(settings, setting.field)) for setting in TABLE)
    return tuple(SettingRow(setting.name, value, value == setting.default) for setting, value in values)


def shown(value: Value) -> str:
    """A value in words: as TOML writes it, or "not set"."""
    if value is None:
        return "not set"
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return save_setting.toml(dict(value))
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)  # a list of plain words is the same in TOML
    return str(value).lower() if isinstance(value, bool) else str(value)


def typed(setting: Setting, text: str) -> Written | None:
    """Turns what a person typed for a setting into the value that the file takes; None where it does not fit. Text
    needs no quotes, a command no brackets, and a list only commas."""
    import shlex

    try:
        words: list[str] = shlex.split(text)
    except ValueError:
        words = []
    found = (toml_file.tree(f"x = {text}") or {}).get("x")
    listed = [part.strip() for part in text.split(",")]
    readings: tuple[object, ...] = (found, text, words, listed)
    fits = next((one for one in readings if _fits(setting, one)), None)
    return fits if isinstance(fits, (str, int, list, dict)) else None


def _fits(setting: Setting, value: object) -> bool:
    try:
        return setting.read(value) is not None
    except ValueError:
        return False


def _settings(used: Mapping[str, Value]) -> Settings:
    values: dict[str, Any] = {setting.field: setting.default for setting in TABLE}
    return Settings(**(values | dict(used)))


def _leaves(tree: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Dotted names and values; tables are opened only where settings lie below them."""
    tables = {name.partition(".")[0] for name in _BY_NAME}
    for key, value in tree.items():
        if key in tables and isinstance(value, dict):
            yield from ((f"{key}.{name}", leaf) for name, leaf in value.items())
        elif key not in OTHER_TABLES:
            yield key, value


def _complaint(name: str) -> tuple[str, str]:
    """The complaint about a setting that cannot be used, with the next step."""
    if setting := _BY_NAME.get(name):
        values = setting.values.replace("`", "")
        return f"{name} must be {values}", f"using the default ({shown(setting.default)})"
    step = toml_file.nearest(name, _BY_NAME, "to list all settings: broadsheet config show")
    return f"unknown setting “{line(name, 80)}”", step


def _notice(path: Path, at: int | None, problem: str, step: str) -> str:
    return toml_file.notice(path, at, f"{problem}; {step}")
