"""`broadsheet opml`: the subscriptions as OPML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """Saved searches are in it, too, and come back with broadsheet import; other readers pass them over.
Users and passwords that stand in addresses are left out, unless you say otherwise: such a feed asks for them anew."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add --output and --with-passwords."""
    parser.add_argument("--output", metavar="FILE", help="write to a file (stdout)")
    parser.add_argument("--with-passwords", action="store_true", help="write addresses with their passwords")


def run(args: argparse.Namespace, out: Output) -> int:
    """Write every subscription that has an address; path tags are folders."""
    from reader.core import local_files, subscriptions
    from reader.core.add import target
    from reader.text.clean import counted

    with inputs.session(args) as session:
        hidden = 0 if args.with_passwords else subscriptions.with_secrets(session)
        if hidden:
            said = f"{counted(hidden, 'feed')} with a password or token in the address"
            if inputs.is_agreed(f"{said}. Write that, too?"):
                hidden = 0
            else:
                out.warn(f"{said}: written without it; --with-passwords writes it, too")
        text, number = subscriptions.as_opml(session, with_passwords=not hidden)
    if args.output:
        local_files.write_file(target.path(args.output), text)
        out.say(f"{counted(number, 'feed')} written to {args.output}")
    else:
        out.raw(text)
    return 0
