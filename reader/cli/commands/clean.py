"""`broadsheet clean`: articles beyond what is kept go, and what they took goes back to the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """Nothing goes unless you say so:
  keep = "90 days"                          in config.toml, for all feeds (or "500 articles" of each; "all")
  broadsheet feeds set FEED keep=30 days    for one feed
An article that came by several feeds stays as long as one of them keeps it. What is bookmarked, tagged, noted or
highlighted always stays, and so does what a saved search finds that keeps (broadsheet saved keep NAME).
With a limit set this is also done once a day after a refresh. broadsheet undo brings back what went; after 30 days, or
with --compact, the texts are gone for good."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add --dry-run and --compact."""
    parser.add_argument(
        "--dry-run", action="store_true", help="only say what would go, and how much that frees"
    )
    parser.add_argument(
        "--compact",
        action="store_true",
        help="also drop the texts of all removed articles now, for good, and give the room back to the disk",
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Say how many articles went, or would go, and how many bytes came back."""
    from reader.core import upkeep
    from reader.errors import UsageError
    from reader.text.clean import counted

    if args.dry_run and args.compact:
        raise UsageError("--dry-run and --compact exclude each other")
    with inputs.session(args) as session, out.progress("cleaning") as progress:
        cleaned = upkeep.clean(session, is_trial=args.dry_run)
        freed = upkeep.compact(session, progress) if args.compact else 0
        has_limits = upkeep.has_limits(session)
    articles = counted(cleaned.articles, "article")
    said = f"{articles} {'would go' if args.dry_run else 'removed'}"
    if cleaned.articles and not args.compact:
        said += f"; their texts take about {_size(cleaned.bytes)}"
    value = {
        "articles": cleaned.articles,
        "bytes": cleaned.bytes,
        "removed": not args.dry_run,
        "freed": freed,
    }
    out.result(value, said)
    if args.compact:
        out.say(f"{_size(freed)} given back to the disk; undo no longer brings back what was removed before")
    elif cleaned.articles and not args.dry_run:
        out.say("broadsheet undo restores them; broadsheet clean --compact drops their texts for good")
    if not has_limits:
        out.say(
            'all articles are kept: keep = "90 days" in config.toml changes that (see broadsheet clean --help)'
        )
    return 0


def _size(number: int) -> str:
    return f"{number / 1e6:,.1f} MB" if number >= 100_000 else f"{number:,} bytes"
