"""`broadsheet doctor`: checks that the library is sound and that the index holds the same."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output
    from reader.core.doctor import Report

EPILOG = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add --repair."""
    parser.add_argument("--repair", action="store_true", help="build the index anew where it differs")


def run(args: argparse.Namespace, out: Output) -> int:
    """Print each finding with its next step; 4 where the library is not sound, 3 where only the index differs."""
    from reader import log
    from reader.cli import objects
    from reader.core import doctor

    with inputs.session(args) as session, out.progress("checking") as progress:
        report = doctor.examine(session, repair=args.repair, listen=progress)
    value = objects.fields(report, "library", "index", "articles", "repaired")
    out.result(value, partial(_print, report, out))
    if (file := log.place()) is not None and file.exists():
        out.say(f"unexpected failures are logged in {file}")
    if report.library:
        return 4
    return 3 if report.index and not report.repaired else 0


def _print(report: Report, out: Output) -> None:
    from reader.text.clean import counted

    for finding in (*report.library, *report.index):
        out.data(finding)
    if not report.library and not report.index:
        out.data(f"sound: {counted(report.articles, 'article')}, and the index holds the same")
    elif report.repaired:
        out.data("the index was built anew")
    elif report.index:
        out.say("broadsheet doctor --repair builds the index anew")
