"""Styles of a theme: its colours by role, as Rich styles for our own lines and as a Textual theme for stylesheets."""

from __future__ import annotations

from colorsys import rgb_to_hls
from typing import TYPE_CHECKING, Literal, Protocol, cast

from rich.color import Color, blend_rgb
from rich.style import Style
from textual.theme import Theme as TextualTheme

from reader.config.themes import LIGHT, TERMINAL, Role, Theme
from reader.frozen import replace

if TYPE_CHECKING:
    from textual.widget import Widget

Ground = Literal["paper", "selection", "mark", "highlight", "chosen", "code"]
"""What text stands on. A search's hits are on the mark; a reader's highlights on a paler one, half way to the paper. What is
being chosen stands out more than a selected row, whose tint is nearly the paper's: it is some way to the ink.
Code within a line is on the tint of a selection. Where these are the terminal's own colours, which cannot be mixed and
are far too strong for code, what is chosen has that of a selection, highlights are underlined in italics on the paper, and code is italic in the accent."""


MARK_SHARE, INK_SHARE = 0.5, 0.18
"""The part of the mark in the ground of a highlight, and of the ink in the ground of what is being chosen."""

_PLAIN: dict[Role | Ground, Style] = {
    "accent": Style(bold=True),
    "dim": Style(dim=True),
    "rule": Style(dim=True),
    "warn": Style(bold=True),
    "bad": Style(bold=True),
    "selection": Style(reverse=True, dim=False),
    "mark": Style(underline=True, bold=True),
}
"""Stands for colours where a theme has none: looks by role, and by ground."""


SIXTEEN = (
    *("#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa"),
    *("#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff"),
)
"""The colours of a terminal that has sixteen, as Rich takes them to be: black, red, green, yellow, blue, magenta, cyan, white,
and the same bright."""

_HUES = (1, 3, 2, 6, 4, 5)
"""Their numbers by hue, a sixth of the circle each, from red on."""

_GREYS: dict[bool, dict[Role, int]] = {
    False: {"paper": 15, "ink": 0, "dim": 8, "accent": 0, "rule": 7, "selection": 7},
    True: {"paper": 0, "ink": 15, "dim": 7, "accent": 15, "rule": 8, "selection": 8},
}
"""Numbers of what is grey, in a light theme and in a dark one."""

_BRIGHT = 8
"""What is added to the number of a colour for the bright one."""

_COLOURED = 0.15
"""The distance between the strongest and the weakest of red, green and blue, of 1, from which on a colour has a hue."""


class Paint:
    """The styles of one theme; made once per theme, each style once."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._is_of_sixteen = set(theme.colours.values()) <= {*SIXTEEN}
        self._styles: dict[tuple[Role, bool, bool, bool, Ground], Style] = {}

    @property
    def has_faint_selection(self) -> bool:
        """Tell whether the ground of a selection is a tint of the paper, so that one can stand in each pane. The terminal's
        own colours and a reversed row are as strong in one that has no keys."""
        return self.theme.colours["selection"] not in TERMINAL

    def style(
        self,
        role: Role,
        *,
        bold: bool = False,
        italic: bool = False,
        underline: bool = False,
        on: Ground = "paper",
    ) -> Style:
        """The role's colour on a ground. On a tint of the terminal's own it is black: what the terminal's default ink
        or grey would look like there is not known. On `mark`, `highlight` and `chosen` it is always the ink."""
        if on == "code":
            return self._code(role, bold=bold, italic=italic, underline=underline)
        if on == "highlight":
            return self._highlight(bold=bold, italic=italic, underline=underline)
        if on == "chosen":
            return self._chosen(bold=bold, italic=italic, underline=underline)
        key = (role, bold, italic, underline, on)
        found = self._styles.get(key)
        if found is None:
            ground = self.theme.colours[on]
            colour = self.theme.colours["ink" if on == "mark" and role != "mark" else role]
            if on != "paper" and ground in TERMINAL and ground != "default":
                colour = "black"
            found = Style(
                color=Color.parse(colour),
                bgcolor=Color.parse(ground),
                bold=bold or None,
                italic=italic or None,
                underline=underline or None,
            )
            # Where grey is the terminal's own ink it is faint, as far as the terminal has that.
            if role == "dim" and colour == "default" and on == "paper" and not self.theme.is_plain:
                found += Style(dim=True)
            if self.theme.is_plain:
                found += _PLAIN.get(role, Style()) + _PLAIN.get(on, Style())
            self._styles[key] = found
        return found

    def _highlight(self, *, bold: bool, italic: bool, underline: bool) -> Style:
        own = self._between("paper", "mark", MARK_SHARE)
        if own is None:
            return self.style("ink", bold=bold, italic=True, underline=True)
        return self.style("ink", bold=bold, italic=italic, underline=underline) + own

    def _chosen(self, *, bold: bool, italic: bool, underline: bool) -> Style:
        own = self._between("selection", "ink", INK_SHARE)
        if own is None:
            return self.style("ink", bold=bold, italic=italic, underline=underline, on="selection")
        return self.style("ink", bold=bold, italic=italic, underline=underline) + own

    def _between(self, one: Role, other: Role, share: float) -> Style | None:
        """A ground with a share of the other colour; None where one of them is the terminal's own, or nothing is between."""
        colours = self.theme.colours[one], self.theme.colours[other]
        if self._is_of_sixteen or any(colour in TERMINAL for colour in colours):
            return None
        first, second = (Color.parse(colour).get_truecolor() for colour in colours)
        return Style(bgcolor=Color.from_triplet(blend_rgb(first, second, share)))

    def _code(self, role: Role, *, bold: bool, italic: bool, underline: bool) -> Style:
        if self.has_faint_selection:
            return self.style(role, bold=bold, italic=italic, underline=underline, on="selection")
        coloured: Role = "accent" if role == "ink" else role
        return self.style(coloured, bold=bold, italic=True, underline=underline)


class Painted(Protocol):
    """An app that wears a theme."""

    paint: Paint


def paint_of(widget: Widget) -> Paint:
    """Return the styles of the theme that the widget's app wears."""
    return cast("Painted", widget.app).paint


def textual_theme(theme: Theme) -> TextualTheme:
    """Make the theme for Textual: every role is a variable of its own name (`$paper`, `$ink` …), and what Textual draws by
    itself (scroll bars, inputs, links) uses the same colours."""
    roles: dict[str, str] = {role: _css(colour) for role, colour in theme.colours.items()}
    paper, ink, dim, accent = roles["paper"], roles["ink"], roles["dim"], roles["accent"]
    rule, selection = roles["rule"], roles["selection"]
    on_selection = "ansi_black" if selection.startswith("ansi_") and selection != "ansi_default" else ink
    return TextualTheme(
        name=theme.name,
        dark=theme.dark,
        ansi=theme.uses_terminal,
        primary=accent,
        secondary=dim,
        accent=accent,
        success=roles["good"],
        warning=roles["warn"],
        error=roles["bad"],
        foreground=ink,
        background=paper,
        surface=paper,
        panel=paper,
        boost=paper,
        variables=roles
        | {
            "text": ink,
            "text-muted": dim,
            "text-disabled": dim,
            "on-selection": on_selection,
            "border": accent,
            "border-blurred": rule,
            "block-cursor-foreground": on_selection,
            "block-cursor-background": selection,
            "block-cursor-text-style": "bold reverse" if theme.is_plain else "bold",
            "block-hover-background": paper,
            "scrollbar": rule,
            "scrollbar-hover": dim,
            "scrollbar-active": accent,
            "scrollbar-background": paper,
            "scrollbar-background-hover": paper,
            "scrollbar-background-active": paper,
            "scrollbar-corner-color": paper,
            "input-cursor-foreground": "ansi_black" if theme.uses_terminal and not theme.is_plain else paper,
            "input-cursor-background": accent,
            "input-cursor-text-style": "reverse" if theme.is_plain else "none",
            "input-selection-text-style": "reverse" if theme.is_plain else "none",
            "input-selection-background": selection,
            "input-selection-foreground": on_selection,
            "screen-selection-background": selection,
            "screen-selection-foreground": on_selection,
            "link-color": ink,
            "link-style": "underline",
            "ansi-background": paper,
            "ansi-foreground": ink,
        },
    )


def usual(color_system: str | None, like: str = LIGHT) -> str:
    """Name the theme for a user who has chosen none: that `like` the terminal's background; by what Rich says of the
    terminal (`Console.color_system`) its own colours where it has sixteen at most, since ours would be mistaken for
    others there."""
    return like if color_system in {"truecolor", "256"} else "ansi"


def in_sixteen(theme: Theme) -> Theme:
    """The theme for a terminal of sixteen colours. The nearest of them would do for neither accent nor selection: lamplight's
    amber is nearest to grey, as its dim is, and newsprint's selection to its paper. Hues are kept instead, dark ones on a light paper
    and bright ones on a dark one, and greys by their role."""
    if theme.uses_terminal:
        return theme
    colours = {role: SIXTEEN[_number(role, colour, theme)] for role, colour in theme.colours.items()}
    return replace(theme, colours=colours)


def _number(role: Role, colour: str, theme: Theme) -> int:
    red, green, blue = Color.parse(colour).get_truecolor().normalized
    greys = _GREYS[theme.dark]
    is_grey = max(red, green, blue) - min(red, green, blue) < _COLOURED
    if is_grey or role in ("paper", "dim", "rule", "selection"):
        return greys.get(role, greys["dim"])
    hue, _, _ = rgb_to_hls(red, green, blue)
    # Text is dark on a light paper, and what marks text is light there.
    is_bright = theme.dark != (role == "mark")
    return _HUES[round(hue * 6) % 6] + (_BRIGHT if is_bright else 0)


def _css(colour: str) -> str:
    return f"ansi_{colour}" if colour in TERMINAL else colour
