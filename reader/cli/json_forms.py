"""Names the object that each form of a command prints; the page `docs/json.md`, made of that and of the table of objects."""

from __future__ import annotations

from typing import NamedTuple

from reader.cli.json_objects import KINDS, OBJECTS, JsonField


class Form(NamedTuple):
    """A way to call a command, and the object that it prints lines of: a key of `OBJECTS`, or `SETTINGS`."""

    command: str
    call: str
    prints: str


SETTINGS = "settings"
"""The object of `config show` has a field for each setting."""

FORMS = (
    Form("list", "list", "article"),
    Form("list", "list --stories", "listed story"),
    Form("search", "search", "article found"),
    Form("search", "search --archive", "archived article"),
    Form("count", "count", "count"),
    Form("show", "show", "article with text"),
    Form("related", "related ID", "related article"),
    Form("related", "related ID --archive", "related archived article"),
    Form("related", "related --query", "related of an article"),
    Form("story", "story ID", "report"),
    Form("story", "story split, story join", "change"),
    Form("mark", "mark", "change"),
    Form("tag", "tag", "change"),
    Form("note", "note", "note"),
    Form("highlight", "highlight", "highlight"),
    Form("run", "run", "run"),
    Form("run", "run --forget", "change"),
    Form("notes", "notes", "journal entry"),
    Form("notes", "notes --to FILE", "journal"),
    Form("remove", "remove", "change"),
    Form("clean", "clean", "cleaned"),
    Form("undo", "undo", "undone"),
    Form("redo", "redo", "redone"),
    Form("feeds", "feeds", "feed"),
    Form("feeds", "feeds remove", "feed removed"),
    Form("refresh", "refresh", "feed refreshed"),
    Form("refresh", "refresh, if a full text failed", "full text failed"),
    Form("sync", "sync", "account synced"),
    Form("sync", "sync add, sync status", "account"),
    Form("sync", "sync remove", "account removed"),
    Form("sync", "sync adopt", "feed"),
    Form("archive", "archive init", "archive version"),
    Form("archive", "archive status", "archive"),
    Form("archive", "archive push, archive import", "archive put"),
    Form("archive", "archive import FEEDS.opml", "archive feeds"),
    Form("archive", "archive work", "archive work"),
    Form("archive", "archive keep", "article"),
    Form("archive", "archive check", "archive check"),
    Form("archive", "archive reindex", "archive words"),
    Form("saved", "saved", "saved search"),
    Form("saved", "saved remove", "saved search removed"),
    Form("rules", "rules", "rule"),
    Form("rules", "rules test", "article"),
    Form("rules", "rules remove", "rule removed"),
    Form("add", "add", "added"),
    Form("preview", "preview", "preview"),
    Form("extract", "extract", "extract"),
    Form("extract", "extract --explain", "extract explained"),
    Form("export", "export", "export"),
    Form("export", "export --as epub, html, csl-json", "export to one file"),
    Form("export", "export --resolve", "conflict"),
    Form("send", "send", "sent"),
    Form("import", "import", "import"),
    Form("import", "import --notes", "import of notes"),
    Form("stats", "stats", "stats"),
    Form("doctor", "doctor", "check"),
    Form("doctor", "doctor --salvage", "salvage"),
    Form("reindex", "reindex", "indexed"),
    Form("backup", "backup", "backup"),
    Form("restore", "restore", "restored"),
    Form("config", "config path", "paths"),
    Form("config", "config show", SETTINGS),
    Form("help", "help", "page"),
)

WITHOUT = frozenset({"opml", "demo", "completion"})
"""Commands that print a text of its own kind, and no objects."""


def names(command: str) -> tuple[str, ...]:
    """The fields of all objects that a command prints, in their order; () where it prints none."""
    found: dict[str, None] = {}
    for form in FORMS:
        if form.command == command:
            found.update(dict.fromkeys(_names(form.prints)))
    return tuple(found)


def _names(prints: str) -> list[str]:
    if prints != SETTINGS:
        return [field.name for field in OBJECTS[prints]]
    from reader.config import settings

    return [row.name for row in settings.TABLE]


_HEAD = """\
# JSON

<!-- Made from the program's own table by `make docs`; do not edit. -->

With `--json` a command prints JSON Lines, one object per line. Messages stay on stderr.

```
broadsheet list is:unread --json
broadsheet list is:unread --json=id,title,url
broadsheet list is:unread --format '{id}\\t{title}\\t{tags}'
```

## Choose fields

`--json=FIELDS` prints only these fields, in this order. The `=` is required: in `list --json gas`, `gas` is the query.
An unknown field is an error (exit code 2) before anything is done; the message lists the fields there are.
Where a command can print several kinds of objects, you can ask for fields of all of them; those an object lacks are `null`.

## Print lines of your own

`--format TEMPLATE` prints one line per object, with the field's value for `{title}` and so on.
Lists are joined by `, `, unknown values are empty, objects within objects are JSON. Values never contain tabs or line ends;
write these in the template as `\\t` and `\\n`, braces as `{{` and `}}`, a backslash as `\\\\`. Nothing in a template is run.

## Pipe commands together

`mark`, `tag`, `remove`, `show`, `export`, `story split` and `story join` read articles from stdin if you write `-` for them:

```
broadsheet search 'gas pipeline' --json | broadsheet tag - +energy
broadsheet list 'older:3m is:unread' --limit 0 --json=uid | broadsheet mark read -
broadsheet list newer:1d --format '{id}' | broadsheet export - --to ~/today
```

They accept numbers, uids or addresses, separated by spaces or line ends, or JSON Lines with a `uid` or an `id`.
If a line names no article, the error gives its number, and nothing is changed. Empty input is exit code 1.

## What you can rely on

- Within a major version, fields may be added, but are never renamed or removed, and their kinds and meanings stay. Ignore fields
  you do not know.
- Messages for people (`error`, `message`, `next_why` and the like) may change their wording.
- Unknown values are `null`, never empty text. Empty lists are `[]`. Every object has all its fields, unless the table says otherwise.
- Times are UTC in ISO 8601. Addresses contain no passwords.
- Every line is one object in UTF-8. Control characters are escaped.

## What each command prints

"""

_CONFIG = "an object with a field for each of the [settings](settings.md), with its value as text"


def page() -> str:
    """The page `docs/json.md`."""
    rows = "".join(f"| `{form.call}` | {_printed(form)} |\n" for form in FORMS)
    without = ", ".join(f"`{name}`" for name in sorted(WITHOUT))
    kinds = "".join(f"| {name} | {about} |\n" for name, about in KINDS.values() if about)
    objects = "\n".join(_object(name, fields) for name, fields in OBJECTS.items())
    return (
        f"{_HEAD}| command | prints |\n| --- | --- |\n{rows}\n"
        f"{without} print plain text only.\n\n"
        f"## Kinds\n\n| kind | is |\n| --- | --- |\n{kinds}\n## Objects\n\n{objects}"
    )


def _printed(form: Form) -> str:
    return _CONFIG if form.prints == SETTINGS else _linked(form.prints)


def _object(name: str, fields: tuple[JsonField, ...]) -> str:
    """An object's fields; those of a larger one are not repeated."""
    told = [one.name for one in fields]
    for base in (one for one in ("article with text", "article") if one != name):
        names = [one.name for one in OBJECTS[base]]
        start = told.index(names[0]) if names[0] in told else 0
        if told[start : start + len(names)] == names:
            is_same = all(one in fields for one in OBJECTS[base])
            rest = "" if is_same else "; all but lists and flags can be null"
            more = _table((*fields[:start], *fields[start + len(names) :]))
            return f"### {name}\n\nThe fields of [{base}](#{_anchor(base)}){rest}. And:\n\n{more}"
    return f"### {name}\n\n{_table(fields)}"


def _table(fields: tuple[JsonField, ...]) -> str:
    rows = "".join(f"| `{one.name}` | {_kind(one.kind)} | {one.meaning} |\n" for one in fields)
    return f"| field | kind | meaning |\n| --- | --- | --- |\n{rows}"


def _kind(kind: str) -> str:
    bare = kind.removesuffix("?")
    name = bare.removesuffix("[]")
    told = KINDS[name][0] if name in KINDS else _linked(name)
    told = f"list of: {told}" if bare.endswith("[]") else told
    return f"{told} or null" if kind.endswith("?") else told


def _linked(name: str) -> str:
    return f"[{name}](#{_anchor(name)})"


def _anchor(name: str) -> str:
    return name.replace(" ", "-")
