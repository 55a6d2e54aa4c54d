"""The settings in the order of the screen and the manual: by groups, each with what it is called there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.config.settings import Setting

GROUPS: Mapping[str, Mapping[str, str]] = {
    "Look": {"theme": "Theme", "clock": "Times of day"},
    "Reading": {
        "reading.measure": "Line width",
        "reading.justify": "Justified text",
        "reading.related": "Related articles beside the text",
        "reading.mark_read": "Mark as read after",
        "reading.pictures": "Pictures in the text",
    },
    "List": {
        "list.order": "Order",
        "list.density": "Lines per article",
        "list.dates": "Dates",
        "list.facts": "Below the title",
        "confirm.mark_all": "Ask before marking all as read",
    },
    "Sidebar": {"feeds.sort": "Order of feeds", "feeds.hide_read": "Hide read feeds"},
    "Refresh": {
        "refresh.every": "Minutes between refreshes",
        "keep": "How long articles are kept",
        "after_refresh": "Program after a refresh",
    },
    "Notifications": {"notify_bell": "Bell", "notify_command": "Program"},
    "Export": {
        "export.folder": "Folder",
        "export.preset": "Preset",
        "export.on_bookmark": "Export new bookmarks",
        "export.by_publication": "Folder per publication",
        "export.file_name": "File names",
        "export.folder_name": "Folder names",
        "export.properties": "Property names",
        "export.index": "Index of the files",
        "export.read_back": "Import your edits first",
    },
    "Programs": {"browser": "Browser", "player": "Player"},
    "Terminal": {"colours": "Colours", "slow_line": "Slow connection", "bidi": "Right-to-left text"},
}
"""The settings by groups, each with what it is called here: what is changed most comes first. One that is not among them
stands at the end under its own name."""


def ordered() -> list[tuple[str, Setting | None]]:
    """The rows of the dialog: headings, and labels with their settings."""
    table = {setting.name: setting for setting in settings.TABLE}
    rows: list[tuple[str, Setting | None]] = []
    for group, labels in GROUPS.items():
        there = [(label, table.pop(name)) for name, label in labels.items() if name in table]
        rows += [(group, None), *there] if there else []
    return [*rows, *((name, setting) for name, setting in table.items())]


def page() -> str:
    """The page `docs/settings.md`: a table for each group."""
    parts = [_HEAD]
    for label, row in ordered():
        if row is None:
            parts.append(
                f"\n## {label}\n\n| Setting | Value | Default | Meaning |\n| --- | --- | --- | --- |\n"
            )
        else:
            parts.append(f"| `{row.name}` | {row.values} | {settings.shown(row.default)} | {row.help} |\n")
    return "".join(parts)


_HEAD = """\
# Settings

<!-- Made from the program's own table by `make docs`; do not edit. -->

broadsheet works without any settings. Press `,` to change them on the screen, or edit `config.toml`: `broadsheet config path`
shows where it is, `broadsheet config show` prints the current values, `broadsheet config check` finds mistakes. A setting
with a mistake keeps its default, and a message says why. Groups and order are those of the screen.

See also [keeping](keeping.md) articles, [themes](themes.md), [exporting](export.md) and [programs](commands.md) to run after a
refresh.

```toml
[refresh]
every = 30
```
"""
