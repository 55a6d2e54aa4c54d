"""`broadsheet story`: the reports of one event, and what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output
    from reader.core.session import Session

EPILOG = """examples:
  broadsheet story 12              all reports of the event in article 12, the earliest first
  broadsheet story split 14 15     move these two to a story of their own
  broadsheet story join 12 30      join the stories of these two
To undo either: broadsheet undo"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the words."""
    parser.add_argument(
        "word", nargs="+", metavar="ID | split ID… | join ID ID…", help="articles by number, uid or address"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Print the story, or change which articles it has."""
    what, *names = args.word
    with inputs.session(args) as session:
        if what in ("split", "join"):
            return _change(session, what, names, out)
        if names:
            raise UsageError("give one article", hint="for example: broadsheet story 12")
        return _show(session, what, out)


def _show(session: Session, name: str, out: Output) -> int:
    from reader.cli import objects, rows
    from reader.core import search, story_reports
    from reader.text.clean import counted

    with out.progress("indexing") as progress:
        reports = story_reports.reports(session, search.article(session, name), progress)
        first = story_reports.first(session, reports)
    if out.json:
        for report in reports:
            out.object({**objects.article(report), "first": report.id == first.id})
        return 0
    sources = {story_reports.source(report) for report in reports}
    out.styled(out.bold(f"{counted(len(reports), 'report')} from {counted(len(sources), 'source')}"))
    wide = rows.id_width(reports)
    for report in reports:
        rows.article(report, out, wide)
        if report.id == first.id and len(reports) > 1:
            out.styled(out.dim(f"{' ' * (wide + 4)}the first report"))
    return 0


def _change(session: Session, what: str, names: list[str], out: Output) -> int:
    from reader.core import indexing

    if "-" not in names and len(names) < (2 if what == "join" else 1):
        raise UsageError(
            f"story {what} needs more articles", hint=f"for example: broadsheet story {what} 12 30"
        )
    instead = f"broadsheet list {{}} --json | broadsheet story {what} -"
    ids = inputs.articles(session, names, None, instead=instead)
    with out.progress("indexing") as progress:
        indexing.make_grouped(session, progress)
    stories = session.library.stories
    changed = (stories.split if what == "split" else stories.join)(ids, session.now())
    if not changed and not out.json:
        out.say("already a story of its own" if what == "split" else "already one story")
        return 0
    done = f"{changed:,} of {len(ids):,} split off" if what == "split" else f"{changed:,} joined"
    out.result({"matched": len(ids), "changed": changed}, done)
    return 0
