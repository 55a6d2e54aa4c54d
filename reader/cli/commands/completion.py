"""`broadsheet completion`: the completion script of a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """bash:  eval "$(broadsheet completion bash)"
zsh:   eval "$(broadsheet completion zsh)"
fish:  broadsheet completion fish | source"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the shell."""
    parser.add_argument("shell", choices=["bash", "zsh", "fish"], help="which shell")


def run(args: argparse.Namespace, out: Output) -> int:
    """Print the script."""
    from reader.cli import completions

    out.raw(completions.script(args.shell))
    return 0
