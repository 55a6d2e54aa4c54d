"""`broadsheet opml`: the subscriptions as OPML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """Saved searches are included; broadsheet import restores them, other readers ignore them.
User names and passwords in addresses are left out unless you ask for them."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add --output and --with-passwords."""
    parser.add_argument("--output", metavar="FILE", help="write to a file (default: stdout)")
    parser.add_argument(
        "--with-passwords", action="store_true", help="include user names and passwords in addresses"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Write every subscription that has an address; path tags are folders."""
    from reader.core import local_files, subscriptions
    from reader.core.add import target
    from reader.text.clean import counted

    with inputs.session(args) as session:
        hidden = 0 if args.with_passwords else subscriptions.with_secrets(session)
        if hidden:
            said = f"{counted(hidden, 'feed')} with a password or token in the address"
            if inputs.is_agreed(f"{said}. Include it?"):
                hidden = 0
            else:
                out.warn(f"{said}: left out; --with-passwords includes it")
        text, number = subscriptions.as_opml(session, with_passwords=not hidden)
    if args.output:
        local_files.write_file(target.path(args.output), text)
        out.say(f"wrote {counted(number, 'feed')} to {args.output}")
    else:
        out.raw(text)
    return 0
