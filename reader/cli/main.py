"""The command line's entry: finds the command, runs it, turns errors into a message and an exit code."""

from __future__ import annotations

import codecs
import io
import os
import sys
from typing import TYPE_CHECKING

from reader import __version__, log
from reader.cli.output import Output, let_go
from reader.cli.registry import COMMANDS, load, split
from reader.errors import BroadsheetError, OutputLost, UsageError
from reader.text.clean import line
from reader.text.width import width

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

INTERRUPTED = 130
BROKEN_PIPE = 141
COMPLETING = "_complete"
"""A command for the scripts of `broadsheet completion`, which no help names."""


def main(argv: list[str] | None = None) -> int:
    """Run broadsheet with these arguments (default: the program's own); returns the exit code."""
    argv = sys.argv[1:] if argv is None else argv
    _prepare_streams()
    log.write_in(_cache)
    if is_debugging := "--debug" in argv:
        os.environ[log.DEBUG] = "1"
    log.echo(on=is_debugging and split(argv)[1] is not None)  # the screen has the terminal for itself
    out = Output(quiet="--quiet" in argv)
    try:
        code = _answered(argv, out)
        out.flush()
    except BrokenPipeError:
        # Whoever read our output has gone (`| head`): nothing to say, and nobody to say it to.
        let_go(sys.stdout)
        return BROKEN_PIPE
    except OutputLost as error:
        out.fail(error)
        let_go(sys.stdout)
        return error.exit_code
    return code


def _answered(argv: list[str], out: Output) -> int:
    try:
        return _run(argv, out)
    except (BrokenPipeError, OutputLost):
        raise
    except BroadsheetError as error:
        log.debug("doing what was asked")
        out.fail(error)
        return error.exit_code
    except KeyboardInterrupt:
        out.say("interrupted; everything done so far is kept")
        return INTERRUPTED
    except Exception as error:  # the last boundary: a fault of ours must not end in a raw traceback
        log.exception("doing what was asked")
        out.fail(_crashed(error))
        return 3


def _prepare_streams() -> None:
    """Streams that never raise over a character, and that are there: a job may be started without them (`>&-`), and
    a file opened later must not get their numbers, nor talk land among data."""
    for name, flags, mode in (
        ("stdin", os.O_RDONLY, "r"),
        ("stdout", os.O_WRONLY, "w"),
        ("stderr", os.O_WRONLY, "w"),
    ):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            # Of what an encoding other than UTF-8 lacks a terminal gets as many cells, and a file or pipe escapes.
            written = "cells" if stream.isatty() else "backslashreplace"
            stream.reconfigure(errors="replace" if mode == "r" else written)


def _question_marks(error: UnicodeError) -> tuple[str, int]:
    """Handles what cannot be encoded: straight quotes for ours, and question marks that take the same cells."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join('"' if char in "“”" else "?" * width(char) for char in lacking), error.end


codecs.register_error("cells", _question_marks)


def _run(argv: list[str], out: Output) -> int:
    before, name, after = split(argv)
    if name == COMPLETING:
        from reader.cli import complete

        return complete.run(after, out)
    if name is None:
        return _without_command(before, out)
    from reader.cli import parser  # late, as all that `--version` has no use for

    try:
        command, args = parser.parse(argv)
        _shape(command.name, args, out)
        return load(command.name).run(args, out)
    except parser.HelpAsked as help_asked:
        out.raw(str(help_asked))
        return 0


def _shape(command: str, args: argparse.Namespace, out: Output) -> None:
    """Tell the output which form was asked for, before anything is done: a mistake in it must not come after the work."""
    out.json = args.json is not None or args.format is not None
    from reader.cli import parser

    if args.format is None and args.json in (None, parser.ALL_FIELDS):
        return
    from reader.cli import shape  # late: a plain list needs no table of fields

    if args.format is None:
        out.only = shape.chosen(command, args.json)
    elif args.json is None:
        out.template = shape.template(command, args.format)
    else:
        raise UsageError("--json and --format cannot be used together")


def _without_command(options: list[str], out: Output) -> int:
    if "--version" in options:
        out.data(f"broadsheet {__version__}")
        return 0
    if {"--help", "-h"} & set(options):
        out.data(overview())
        return 0
    import gc

    # What a start makes stays: looking through it for garbage takes a tenth of the start. `Reader.settle` ends this.
    gc.disable()
    from reader.cli import inputs
    from reader.core.session import LibraryPaths
    from reader.store.library_file import is_older
    from reader.tui import start

    library = None
    if options:
        from reader.cli import parser

        library = parser.library_of(options)
    places = LibraryPaths.found(library)
    inputs.ask_before_anew(places)
    if is_older(places.library):
        inputs.opened(places, create=False).close()  # while the terminal can still show how far it is
    return start.run(places)


def overview() -> str:
    """The text of `broadsheet --help`."""
    wide = max(len(command.name) for command in COMMANDS)
    rows = "\n".join(f"  {command.name:{wide}}  {command.help}" for command in COMMANDS)
    return (
        "broadsheet: a newspaper for the terminal\n\n"
        "usage: broadsheet [--library FILE]                        open the reader\n"
        "       broadsheet COMMAND [ARGUMENTS] [--library FILE] [--json[=FIELDS]] [--quiet]\n\n"
        f"{rows}\n\n"
        "broadsheet COMMAND --help explains a command, broadsheet help shows the manual.\n"
        "To start: broadsheet demo, or broadsheet add ADDRESS"
    )


def _crashed(error: Exception) -> BroadsheetError:
    import traceback

    from reader import private_files

    report = "".join(traceback.format_exception(error))
    try:
        place = _cache() / "crash.txt"
        private_files.make_folder(place.parent)
        place.unlink(missing_ok=True)
        with private_files.only_owner():
            place.write_text(report, "utf-8", "backslashreplace")
        hint = f"the details are in {_short(place)}; send them with a bug report. Your library is safe"
    except (OSError, UsageError):
        hint = "report what you did as a bug; your library is safe"
    what = line(f"{type(error).__name__}: {error}", 300)
    return BroadsheetError(f"unexpected error: {what}", hint=hint)


def _cache() -> Path:
    from reader.config import paths

    return paths.cache()


def _short(path: Path) -> str:
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home raises where there is none
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
