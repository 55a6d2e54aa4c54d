"""`broadsheet clean`: articles beyond what is kept go, and what they took goes back to the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli import inputs

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """Nothing is removed unless you set a limit:
  keep = "90 days"                            in config.toml, for all feeds (or "500 articles" per feed, or "all")
  broadsheet feeds set FEED keep='30 days'    for one feed
Articles you bookmarked, tagged, highlighted or wrote a note on always stay, as do those with an output of your commands, and those found
by a saved search after broadsheet saved keep NAME. If you set a limit, this also happens once a day after a refresh.
To undo: broadsheet undo. After 30 days, or with --compact, the text is deleted for good."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add --dry-run and --compact."""
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would be removed, and how much space it takes"
    )
    parser.add_argument(
        "--compact",
        action="store_true",
        help="also delete the text of all removed articles for good, and return the space to the disk",
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Say how many articles went, or would go, and how many bytes came back."""
    from reader.core import upkeep
    from reader.errors import UsageError
    from reader.text.clean import counted, size, them

    if args.dry_run and args.compact:
        raise UsageError("--dry-run and --compact cannot be used together")
    with inputs.session(args) as session, out.progress("cleaning") as progress:
        cleaned = upkeep.clean(session, is_trial=args.dry_run)
        freed = upkeep.compact(session, progress) if args.compact else 0
        has_limits = upkeep.has_limits(session)
    articles = counted(cleaned.articles, "article")
    whose = "its" if cleaned.articles == 1 else "their"
    said = f"{articles} {'would be removed' if args.dry_run else 'removed'}"
    if cleaned.articles and not args.compact:
        said += f"; {whose} text takes about {size(cleaned.bytes)}"
    value = {
        "articles": cleaned.articles,
        "bytes": cleaned.bytes,
        "removed": not args.dry_run,
        "freed": freed,
    }
    out.result(value, said)
    if args.compact:
        out.say(f"{size(freed)} returned to the disk; articles removed before can no longer be restored")
    elif cleaned.articles and not args.dry_run:
        restored = f"broadsheet undo restores {them(cleaned.articles)}"
        out.say(f"{restored}; broadsheet clean --compact deletes {whose} text for good")
    if not has_limits:
        out.say('no limit is set; to set one: keep = "90 days" in config.toml (see broadsheet help keeping)')
    return 0
