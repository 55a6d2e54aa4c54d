"""`broadsheet doctor`: checks that the library is sound and that the index holds the same; says who orders letters from the right."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli import inputs

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output
    from reader.core.doctor import Report

EPILOG = """--salvage is for a damaged library without a good backup. Then put the new one in place: broadsheet restore NEW.db"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add --repair and --salvage."""
    parser.add_argument(
        "--repair", action="store_true", help="rebuild the index if it differs from the library"
    )
    parser.add_argument(
        "--salvage", metavar="NEW.db", help="copy what can be read of a damaged library into a new one"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Print each finding with its next step; 4 where the library is not sound, 3 where only the index differs, or where
    something is lost that cannot be salvaged."""
    from reader import log
    from reader.cli import objects
    from reader.core import doctor

    if args.salvage is not None:
        return _salvage(args, out)
    with inputs.session(args) as session, out.progress("checking") as progress:
        report = doctor.examine(session, repair=args.repair, listen=progress)
    value = objects.fields(report, "library", "index", "articles", "repaired")
    out.result(value, partial(_print, report, out))
    if not out.json:
        out.say(_letters(session.places.config / "config.toml"))
    if (file := log.place()) is not None and file.exists():
        out.say(f"unexpected errors are logged in {file}")
    if report.library:
        return 4
    return 3 if report.index and not report.repaired else 0


def _print(report: Report, out: Output) -> None:
    from reader.text.clean import counted

    for finding in (*report.library, *report.index):
        out.data(finding)
    if not report.library and not report.index:
        out.data(f"the library and its index are intact: {counted(report.articles, 'article')}")
    elif report.repaired:
        out.data("the index was rebuilt")
    elif report.index:
        out.say("to rebuild the index: broadsheet doctor --repair")
    if report.library:
        out.say(
            "restore a backup with broadsheet restore FILE, or save what can be read with broadsheet doctor --salvage NEW.db"
        )


def _letters(config: Path) -> str:
    """Tells who puts Arabic and Hebrew letters in order, and how that is changed."""
    from reader.config import bidi_terminal, settings

    setting = settings.load(config)[0].bidi
    is_ours = bidi_terminal.is_by_broadsheet(setting, os.environ)
    letters, own = "Arabic and Hebrew letters", f"(bidi = {json.dumps(setting)})"
    if is_ours:
        why = ", as this terminal does not" if setting == "auto" else f" {own}"
        said = f"broadsheet puts {letters} in order{why}"
    elif setting != "auto":
        said = f"{letters} are left to this terminal {own}"
    elif bidi_terminal.shows_as_written(os.environ) is None:
        said = f"{letters} are left to this terminal, which is not known to put them in order"
    else:
        said = f"this terminal puts {letters} in order itself"
    other = json.dumps("terminal" if is_ours else "broadsheet")
    return f"{said}; if words appear backwards: bidi = {other} in {config}"


def _salvage(args: argparse.Namespace, out: Output) -> int:
    from reader.core import doctor
    from reader.core.session import LibraryPaths
    from reader.text.clean import counted

    library = LibraryPaths.found(args.library).library
    target = Path(args.salvage).expanduser()
    with out.progress("salvaging") as progress:
        saved = doctor.salvage(library, target, listen=progress)
    value = {
        "library": str(library),
        "salvaged": str(target),
        "articles": saved.articles,
        "lost": [*saved.lost],
    }
    out.result(value, f"{counted(saved.articles, 'article')} saved in {target}")
    if not out.json:
        for what in saved.lost:
            out.data(f"lost: {what}")
    out.say(f"to put it in place: broadsheet restore {target}")
    return 3 if saved.lost else 0
