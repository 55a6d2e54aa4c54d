"""Themes: colours by role, read from TOML; what draws with them is not known here.

Each file in the folder beside the package's code is a shipped theme. The user's own are in `themes/` of the config
folder, where one of the same name takes a shipped one's place.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from reader.config import toml_file
from reader.config.toml_file import notice
from reader.frozen import dataclass
from reader.late import pattern
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Mapping

Role = Literal["paper", "ink", "dim", "accent", "rule", "selection", "mark", "good", "warn", "bad"]

ROLES: tuple[Role, ...] = get_args(Role)

LIGHT, DARK = "newsprint", "lamplight"
"""Shipped themes whose colours stand in for those that a user's theme lacks; the light one is the default theme."""

LEADING = (LIGHT, DARK, "sepia", "high-contrast")
"""Shipped themes with which the menu begins; the others follow by their names."""

TERMINAL = (
    *("default", "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"),
    *("bright_black", "bright_red", "bright_green", "bright_yellow"),
    *("bright_blue", "bright_magenta", "bright_cyan", "bright_white"),
)
"""Names of the terminal's own colours."""

FILE_LIMIT = 100
"""Theme files of the user's that are read."""

_HEX = pattern(r"#[0-9a-fA-F]{6}")
_NAME = pattern(r"[A-Za-z0-9][A-Za-z0-9 _-]{0,39}")


@dataclass(frozen=True, slots=True)
class Theme:
    """A colour for every role: `#rrggbb`, or a name of `TERMINAL`. `dark`: light ink on dark paper."""

    name: str
    dark: bool
    colours: Mapping[Role, str]

    @property
    def uses_terminal(self) -> bool:
        """Some colour is the terminal's own."""
        return any(colour in TERMINAL for colour in self.colours.values())

    @property
    def is_plain(self) -> bool:
        """No colour is there, but for the terminal's own ink and paper: roles are told apart by their look."""
        return set(self.colours.values()) == {"default"}


def load(config_folder: Path) -> tuple[dict[str, Theme], tuple[str, ...]]:
    """Name → theme, shipped ones first, then the user's; and one line for each thing in a user's file that cannot be
    used. What a file lacks or gets wrong is newsprint's or, in a dark theme, lamplight's."""
    shipped = {name: _shipped(name) for name in shipped_names()}
    found = dict(shipped)
    notices: list[str] = []
    for path in _files(config_folder / "themes"):
        theme, problems = _own(path, shipped)
        notices.extend(problems)
        if theme:
            found[theme.name] = theme
    return found, tuple(notices)


def shipped_folder() -> Path:
    """Return the folder of the shipped themes: in the package, or in a checkout beside it."""
    package = Path(__file__).parent.parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def shipped_names() -> tuple[str, ...]:
    """List the shipped themes in the order of the menu, by the files of their folder."""
    there = {path.stem for path in shipped_folder().glob("*.toml")}
    return (*(name for name in LEADING if name in there), *sorted(there.difference(LEADING)))


def _shipped(name: str) -> Theme:
    tree = toml_file.read(shipped_folder() / f"{name}.toml").tree
    colours = tree["colours"]
    assert isinstance(colours, dict)
    return Theme(name, tree["dark"] is True, {role: str(colours[role]) for role in ROLES})


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.glob("*.toml"))[:FILE_LIMIT]
    except OSError:
        return []


def _own(path: Path, shipped: Mapping[str, Theme]) -> tuple[Theme | None, list[str]]:
    """Read a user's theme, None where the file cannot be used, and list what is wrong with it."""
    file = toml_file.read(path)
    if file.problem:
        return None, [notice(path, file.problem_line, f"{file.problem}; the theme is ignored")]
    tree, lines = file.tree, file.lines
    problems: list[str] = []
    name = tree.get("name", path.stem)
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        step = "a name can have up to 40 letters, digits, spaces and hyphens; the theme is ignored"
        return None, [notice(path, lines.get("name"), step)]
    dark = tree.get("dark", False)
    if not isinstance(dark, bool):
        problems.append(notice(path, lines.get("dark"), "dark must be true or false; using false"))
    base = shipped[DARK if dark is True else LIGHT]
    given = tree.get("colours", {})
    colours = dict(base.colours)
    for key, value in given.items() if isinstance(given, dict) else ():
        role = next((role for role in ROLES if role == key), None)
        if role and isinstance(value, str) and (_HEX.fullmatch(value) or value in TERMINAL):
            colours[role] = value.lower()
        else:
            problems.append(notice(path, lines.get(f"colours.{key}"), _complaint(key, value, base)))
    if missing := [role for role in ROLES if not isinstance(given, dict) or role not in given]:
        said = f"{', '.join(missing)} not set; using the colours of {base.name}"
        problems.append(notice(path, lines.get("colours"), said))
    return Theme(name, dark is True, colours), problems


def _complaint(key: str, value: object, base: Theme) -> str:
    role = next((role for role in ROLES if role == key), None)
    if role is None:
        step = toml_file.nearest(key, ROLES, f"the roles are {', '.join(ROLES)}", 0.5)
        return f"unknown role “{line(key, 40)}”; {step}"
    step = toml_file.nearest(str(value), TERMINAL, f"using {base.colours[role]} of {base.name}")
    return f"{role} must be #rrggbb or a colour of the terminal, not “{line(str(value), 40)}”; {step}"


def missing(file: Path, name: str | None, known: Mapping[str, Theme]) -> tuple[str, ...]:
    """A line for a theme that is set in the config file and is none of those there are."""
    if name is None or name in known:
        return ()
    return (f"{file}: there is no theme “{line(name, 40)}”; use one of {', '.join(known)}",)
