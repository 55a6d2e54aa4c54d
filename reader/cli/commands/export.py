"""`broadsheet export`: articles as Markdown files that live on in your notes, or as one file of another format."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import UsageError
from reader.model import EXPORT_FORMATS
from reader.text.clean import counted

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output
    from reader.core.events import Listener
    from reader.core.export import Export
    from reader.core.one_file import FileExport
    from reader.core.session import Session
    from reader.export.conflicts import OpenConflict

EPILOG = """examples:
  broadsheet export --bookmarks --to ~/notes/clippings
  broadsheet export 'tag:russia newer:1m'
  broadsheet export 12 --to -
  broadsheet export is:bookmarked --as epub --to ~/books/bookmarks.epub
  broadsheet export --resolve
You can export again: new versions are merged into files you edited. Where you and the article changed the same lines,
yours stay, and the article's version is put beside the file as NAME.new.md."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what to export and where to."""
    parser.add_argument(
        "query",
        nargs="*",
        metavar="ID…|QUERY",
        help='articles (- reads them from stdin), or a query ("" matches everything)',
    )
    parser.add_argument("--bookmarks", action="store_true", help="all bookmarked articles")
    parser.add_argument(
        "--to",
        metavar="DIR|FILE",
        help="the folder, or with --as a file, or - for stdout (default: the setting export.folder)",
    )
    parser.add_argument(
        "--as",
        dest="form",
        choices=EXPORT_FORMATS,
        default=EXPORT_FORMATS[0],
        help="markdown: one file per article (the default); epub, html or csl-json: one file with all of them",
    )
    parser.add_argument(
        "--again", action="store_true", help="also write files that you deleted; with --as, replace the file"
    )
    parser.add_argument(
        "--resolve", action="store_true", help="show open conflicts and how to settle them; exports nothing"
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would happen; write nothing")


def run(args: argparse.Namespace, out: Output) -> int:
    """Write the files and say what became of each; 3 where some could not be written."""
    from reader.core import export

    if args.resolve:
        return _resolve(args, out)
    if not args.query and not args.bookmarks:
        raise UsageError(
            "nothing to export", hint='name articles, a query ("" matches everything) or --bookmarks'
        )
    with inputs.session(args) as session, out.progress("exporting") as progress:
        ids = inputs.chosen(session, args.query, bookmarks=args.bookmarks)
        if args.form != EXPORT_FORMATS[0]:
            return _one_file(session, ids, args, out, progress)
        if args.to == "-":
            for id_ in ids:
                out.raw(export.text(session, id_))
            return 0
        target = export.folder(session, args.to)
        done = export.export(session, ids, target, again=args.again, dry_run=args.dry_run, listen=progress)
    counts: dict[str, int] = {}
    for item in done:
        counts[item.outcome] = counts.get(item.outcome, 0) + 1
        path = str(item.path) if item.path else None
        value = {"id": item.id, "path": path, "outcome": item.outcome, "message": item.message}
        out.result(value, partial(_print, item, out))
    total = ", ".join(f"{number:,} {outcome}" for outcome, number in counts.items())
    said = f"would export to {target}: {total}" if args.dry_run else f"exported to {target}: {total}"
    out.say(said + (" (dry run: nothing was written)" if args.dry_run else ""))
    return 3 if counts.get("failed") else 0


def _one_file(
    session: Session, ids: list[int], args: argparse.Namespace, out: Output, listen: Listener
) -> int:
    """Write all articles into one file, and say where it is; 3 where some were removed meanwhile."""
    from reader.core import one_file
    from reader.export.registry import ONE_FILE

    if args.to == "-":
        if args.dry_run or not ONE_FILE[args.form].is_text:
            what = "a dry run" if args.dry_run else f"the format {args.form}"
            raise UsageError(f"{what} does not go to stdout", hint="give a file: --to FILE")
        done = one_file.pipe(session, ids, args.form, out.raw, listen)
    else:
        path = one_file.place(session, ids, args.form, args.to)
        done = one_file.write(
            session, ids, path, args.form, replace=args.again, dry_run=args.dry_run, listen=listen
        )
        out.result(partial(_file_object, done), str(path))
        suffix = " (dry run: nothing was written)" if args.dry_run else ""
        out.say(f"{counted(done.articles, 'article')} in {path}{suffix}")
    for id_ in done.gone:
        out.warn(f"article {id_}: {GONE}")
    return 3 if done.gone else 0


GONE = "was removed while the others were exported"


def _file_object(done: FileExport) -> dict[str, object]:
    return {
        "path": str(done.path),
        "format": done.form,
        "articles": done.articles,
        "failed": [{"id": id_, "message": GONE} for id_ in done.gone],
    }


def _resolve(args: argparse.Namespace, out: Output) -> int:
    """Show both sides of each open conflict."""
    from reader.core import export

    if args.query or args.bookmarks or args.to == "-" or args.form != EXPORT_FORMATS[0]:
        raise UsageError(
            "--resolve shows all conflicts of a folder",
            hint="to show them: broadsheet export --resolve --to DIR",
        )
    with inputs.session(args) as session:
        target = export.folder(session, args.to)
        found = export.conflicts(session, target)
    for one in found:
        note = str(one.note) if one.note else None
        value = {"note": note, "beside": str(one.beside), "diff": list(one.diff)}
        out.result(value, partial(_show, one, out))
    if found:
        out.say(
            f"{counted(len(found), 'open conflict')} in {target}. To keep yours (-), delete the file .new.md. To take the "
            "article's (+) and drop all your edits, rename it to the note's name. To mix them, edit the note, then delete the file .new.md."
        )
    else:
        out.say(f"no open conflicts in {target}")
    return 0


def _show(one: OpenConflict, out: Output) -> None:
    out.data(str(one.beside))
    for line in one.diff or (["both are the same now"] if one.note else ["the note beside it is gone"]):
        out.data(f"  {line}")


def _print(item: Export, out: Output) -> None:
    if item.outcome != "unchanged":
        out.data(f"{item.outcome}: {item.path or item.title}")
        if item.message:
            out.say(f"  {item.message}")
