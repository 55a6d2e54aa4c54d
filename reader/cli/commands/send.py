"""`broadsheet send`: articles to a program that is set in the config file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.cli import inputs
from reader.errors import UsageError
from reader.text.clean import counted, line

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from reader.cli.output import Output
    from reader.config.send_programs import SendProgram
    from reader.core.send import ProgramRun

EPILOG = """examples:
  broadsheet send kindle is:bookmarked
  broadsheet send linkding 12 15
Programs are set in the table [send] of config.toml: broadsheet help send"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the program and what to send."""
    parser.add_argument("program", metavar="NAME", help="a program in the table [send] of config.toml")
    parser.add_argument(
        "query", nargs="*", metavar="ID…|QUERY", help='articles, or a query ("" matches everything)'
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Run the program, and say how it ended; 3 where it failed for some articles."""
    from reader.core import send

    if not args.query:
        raise UsageError("nothing to send", hint='give articles, or a query ("" matches everything)')
    sent = 0
    with inputs.session(args) as session, out.progress("sending") as progress:
        program = _program(session.places.config / "config.toml", args.program, out)
        ids = inputs.chosen(session, args.query, job="send")
        for one in send.send(session, program, ids, progress):
            sent += len(one.ids) if one.outcome == "sent" else 0
            out.result(partial(_object, program, one), partial(_print, one, out))
    said = f"{counted(sent, 'article')} sent to {program.name}"
    failed = len(ids) - sent
    out.say(f"{said}, {failed:,} failed" if failed else said)
    return 3 if failed else 0


def _program(file: Path, name: str, out: Output) -> SendProgram:
    from reader.config import send_programs, toml_file

    programs, notices = send_programs.load(file)
    if name in programs:
        return programs[name]
    for notice in notices:
        out.warn(notice)
    if not programs:
        raise UsageError(
            "no program is set in the table [send]", subject=str(file), hint="see broadsheet help send"
        )
    near = toml_file.nearest(name, programs, f"use one of: {', '.join(programs)}")
    raise UsageError(f"there is no program “{line(name)}” in the table [send]", hint=near)


def _object(program: SendProgram, one: ProgramRun) -> dict[str, object]:
    return {
        "program": program.name,
        "ids": list(one.ids),
        "outcome": one.outcome,
        "code": one.code,
        "message": one.message or None,
    }


def _print(one: ProgramRun, out: Output) -> None:
    out.data(f"{one.outcome}: {one.title}")
    if one.message:
        out.say(f"  {one.message}")
