"""`broadsheet doctor`: is the library sound, and is the index the library's?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add --repair."""
    parser.add_argument("--repair", action="store_true", help="build the index anew where it differs")


def run(args: argparse.Namespace, out: Output) -> int:
    """Print each finding with its next step; 4 where the library is not sound, 3 where only the index differs."""
    from reader import log
    from reader.cli import open_session
    from reader.core import doctor
    from reader.text.clean import counted

    with open_session.session(args) as session, out.progress("checking") as progress:
        report = doctor.examine(session, repair=args.repair, listen=progress)
    if out.json:
        out.object(
            {
                "library": list(report.library),
                "index": list(report.index),
                "articles": report.articles,
                "repaired": report.repaired,
            }
        )
    else:
        for finding in (*report.library, *report.index):
            out.data(finding)
        if not report.library and not report.index:
            out.data(f"sound: {counted(report.articles, 'article')}, and the index holds the same")
        elif report.repaired:
            out.data("the index was built anew")
        elif report.index:
            out.say("broadsheet doctor --repair builds the index anew")
    if (file := log.place()) is not None and file.exists():
        out.say(f"unexpected failures are logged in {file}")
    if report.library:
        return 4
    return 3 if report.index and not report.repaired else 0
