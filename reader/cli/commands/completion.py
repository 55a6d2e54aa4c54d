"""`broadsheet completion`: the completion script of a shell, made from the table of commands and their parsers.

Own code: shtab wants one parser that holds all commands, and ours takes options before and after the name; argcomplete
starts Python at each press of Tab.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli.parser import build
from reader.cli.registry import COMMANDS, Command

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """bash:  eval "$(broadsheet completion bash)"
zsh:   eval "$(broadsheet completion zsh)"
fish:  broadsheet completion fish | source"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the shell."""
    parser.add_argument("shell", choices=["bash", "zsh", "fish"], help="the shell")


def run(args: argparse.Namespace, out: Output) -> int:
    """Print the script."""
    out.raw({"bash": _bash, "zsh": _zsh, "fish": _fish}[args.shell]())
    return 0


def _options(command: Command) -> list[str]:
    return sorted(option for option in build(command)._option_string_actions if option.startswith("--"))


def _bash() -> str:
    names = " ".join(command.name for command in COMMANDS)
    cases = "\n".join(
        f'        {command.name}) words="{" ".join(_options(command))}" ;;' for command in COMMANDS
    )
    return f"""_broadsheet() {{
    local word="${{COMP_WORDS[COMP_CWORD]}}" words=""
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "{names}" -- "$word"))
        return
    fi
    case "${{COMP_WORDS[1]}}" in
{cases}
    esac
    case "$word" in
        -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
        *) COMPREPLY=($(compgen -f -- "$word")) ;;
    esac
}}
complete -o filenames -F _broadsheet broadsheet
"""


def _zsh() -> str:
    names = "\n".join(f"    '{command.name}:{command.help}'" for command in COMMANDS)
    cases = "\n".join(
        f"        {command.name}) compadd -- {' '.join(_options(command))} ;;" for command in COMMANDS
    )
    return f"""#compdef broadsheet
_broadsheet() {{
    local -a commands=(
{names}
    )
    if (( CURRENT == 2 )); then
        _describe command commands
        return
    fi
    if [[ $PREFIX == -* ]]; then
        case $words[2] in
{cases}
        esac
    else
        _files
    fi
}}
compdef _broadsheet broadsheet
"""


def _fish() -> str:
    lines = ["complete -c broadsheet -n __fish_use_subcommand -f"]
    for command in COMMANDS:
        lines.append(f"complete -c broadsheet -n __fish_use_subcommand -a {command.name} -d '{command.help}'")
        seen = f"__fish_seen_subcommand_from {command.name}"
        lines += [f"complete -c broadsheet -n '{seen}' -l {option[2:]}" for option in _options(command)]
    return "\n".join(lines) + "\n"
