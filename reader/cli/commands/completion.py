"""`broadsheet completion`: the completion script of a shell, which asks `reader.cli.complete` at each press of Tab.

Own code: shtab wants one parser that holds all commands, and ours takes options before and after the name; argcomplete
knows no query. What is offered comes from the table of commands, their parsers and the library, so the scripts never age.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Output

EPILOG = """bash:  eval "$(broadsheet completion bash)"
zsh:   eval "$(broadsheet completion zsh)"
fish:  broadsheet completion fish | source"""

BASH = r"""_broadsheet() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == $'\tfiles' ]]; then
            compopt -o default 2>/dev/null
        else
            COMPREPLY+=("$line")
        fi
    done < <(broadsheet _complete bash "$COMP_WORDBREAKS" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[:=.] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _broadsheet broadsheet
"""

ZSH = r"""#compdef broadsheet
_broadsheet() {
    local line text about
    local -a whole begun told_whole told_begun
    while IFS= read -r line; do
        if [[ $line == $'\tfiles' ]]; then
            _files
            return
        fi
        text=${line%%$'\t'*}
        about=${line#*$'\t'}
        if [[ $text == *[:=.] ]]; then
            begun+=("$text")
            told_begun+=("$text${about:+  -- $about}")
        else
            whole+=("$text")
            told_whole+=("$text${about:+  -- $about}")
        fi
    done < <(broadsheet _complete words "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)
    (( ${#whole} )) && compadd -l -d told_whole -a whole
    (( ${#begun} )) && compadd -l -S '' -d told_begun -a begun
    (( ${#whole} + ${#begun} ))
}
if [[ $funcstack[1] == _broadsheet ]]; then  # loaded from a folder of functions, at the first Tab
    _broadsheet "$@"
else
    compdef _broadsheet broadsheet
fi
"""

FISH = r"""function __broadsheet_complete
    set -l before (commandline -opc)
    set -l word (commandline -ct)
    # A quote that is still open is closed for the question.
    set -l plain (string unescape -- $word 2>/dev/null; or string unescape -- $word\' 2>/dev/null; or string unescape -- $word\" 2>/dev/null; or echo -- $word)
    set -l found (broadsheet _complete words $before[2..-1] "$plain" 2>/dev/null)
    if test "$found" = \tfiles
        __fish_complete_path $word
    else
        printf '%s\n' $found
    end
end
complete -c broadsheet -f -a '(__broadsheet_complete)'
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the shell."""
    parser.add_argument("shell", choices=list(SCRIPTS), help="the shell")


def run(args: argparse.Namespace, out: Output) -> int:
    """Print the script."""
    out.raw(SCRIPTS[args.shell])
    return 0
