"""`broadsheet config`: the settings, and where things live."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.errors import UsageError
from reader.text.clean import line

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """actions:
  show    print every setting with its value, and your accounts at servers (the default)
  path    print where the config file, library, cache and exports are
  check   find mistakes in the config file, your themes and your site files"""


ACTIONS = ("show", "path", "check")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the action."""
    parser.add_argument("action", nargs="?", default="show", metavar="ACTION", help="show, path or check")


def run(args: argparse.Namespace, out: Output) -> int:
    """Print what was asked; a mistake in the file is 2 for `check`, a notice else."""
    from reader.config import (
        archive_place,
        keys,
        paths,
        send_programs,
        settings,
        site_rules,
        themes,
        user_commands,
    )
    from reader.core.session import LibraryPaths
    from reader.text.clean import counted

    places = LibraryPaths.found(args.library)
    file = places.config / "config.toml"
    loaded, notices = settings.load(file)
    if args.action == "path":
        values = {"config": file, "library": places.library, "cache": places.cache}
        values["export"] = loaded.export_folder or paths.documents()
        paths_found = {name: str(path) for name, path in values.items()}
        out.result(paths_found, partial(_print, paths_found, out))
        return 0
    if args.action == "check":
        bindings, more = keys.load(file)
        count, wrong = site_rules.check(places.config)
        known, unlike = themes.load(places.config)
        notices += more + user_commands.load(file, bindings)[1] + send_programs.load(file)[1]
        notices += archive_place.load(file)[1] + unlike + wrong
        notices += themes.missing(file, loaded.theme, known)
        for notice in notices:
            out.warn(notice)
        if not notices:
            out.say(
                f"{file}: no mistakes"
                if file.exists()
                else f"{file} does not exist: all settings have their defaults"
            )
            own = len(known) - len(themes.shipped_names())
            for number, noun in ((own, "theme"), (count, "site file")):
                if number:
                    out.say(f"{counted(number, noun)} of your own: no mistakes")
        return 2 if notices else 0
    if args.action != "show":
        raise UsageError(
            f"there is no action “{line(args.action)}”", hint=f"use one of: {', '.join(ACTIONS)}"
        )
    for notice in notices:
        out.warn(notice)
    rows = {row.name: settings.shown(row.value) for row in settings.rows(loaded)}
    out.result(rows, partial(_print_all, rows, args, out))
    return 0


def _print_all(values: dict[str, str], args: argparse.Namespace, out: Output) -> None:
    """Print the settings, and the accounts of the library, if there is one."""
    from reader.cli import inputs, rows
    from reader.core import secrets
    from reader.core.session import LibraryPaths

    _print(values, out)
    if not LibraryPaths.found(args.library).library.exists():
        return
    with inputs.session(args) as session:
        for one in session.library.accounts.all():
            secret = f"{'password' if one.login else 'token'} from {secrets.shown(one.secret)}"
            out.data(f"account {rows.account(one, session.now())}; {secret}")


def _print(values: dict[str, str], out: Output) -> None:
    wide = max(map(len, values))
    for name, value in values.items():
        out.data(f"{name:{wide}}  {value}")
