"""The panes of the front page that are shown, and their widths: by the width of the terminal, what one is doing, and the
borders that were dragged with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from textual.containers import Horizontal

from reader.tui.front.state import PANES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.widget import Widget

    from reader.tui.front.state import PaneName, State

Layout = Literal["narrow", "medium", "wide"]

MEDIUM = 100
WIDE = 160
"""Columns from which on two, and three or four, panes stand side by side, as far as the text keeps its measure."""

LEAST = 12
"""Cells that a pane keeps at least."""

SECTIONS = 25
"""Cells of the sections, more where their titles want it and there is room."""

_MARGINS = 4
"""Cells beside the text of an article."""

_RELATED_LEAST, _RELATED, _RELATED_WIDE = 24, 36, 48
"""Cells of the panel of related articles: at least, as most titles and reasons need, and at most."""

_RELATED_SHARE = 3
"""One in so many cells is the panel's of those that it shares with a list which is roomy, in the medium layout with the
margins of the text."""

_LIST, _LIST_MOST = 50, 84
"""Cells of the list in the wide layout: at least, and at most."""

_ROOMY = 64
"""Cells of the list without which there is no panel beside it, and from which on that gets more than its least: hardly a title of
two lines is cut then, and dense rows have a name. One number for both, so that other rows leave the panes as they are."""

_SECTIONS_WIDE = 32
"""Cells of the sections at most in the wide layout, until list and panel have what they need: titles need them more than
long names of feeds."""

_SECTIONS_SHARE, _SECTIONS_SHARE_MEDIUM = 4, 2
"""One in so many columns beyond that, or beyond the first ones of the medium layout, is for the sections."""

_SECTIONS_PART = 0.3
"""The part of a medium terminal that they have at most."""

ARTICLE = 40
"""Cells that stay for the pane that takes what the others leave."""

SIZED: Mapping[PaneName, tuple[PaneName, int]] = {
    "middle": ("sections", 1),
    "text": ("middle", 1),
    "related": ("related", -1),
}
"""By the pane whose left border is dragged: the pane that it sizes, and whether that grows to the right or to the left."""


def layout_of(width: int, measure: int) -> Layout:
    """The layout of a terminal of so many columns: a wider one never has less room for the text in its measure."""
    if width < MEDIUM:
        return "narrow"
    return "medium" if width < _wide_from(measure) else "wide"


def has_room(width: int, layout: Layout, measure: int) -> bool:
    """True where the panel of related articles has room beside a text in its measure, and the list for its columns."""
    if layout == "narrow":
        return False
    beside = _ROOMY if layout == "wide" else 0
    return _spare(width, layout, _sections(width, layout, measure), measure) >= beside + _RELATED_LEAST


def pane_widths(
    width: int, layout: Layout, wanted: int, measure: int, *, panel: bool = True
) -> dict[PaneName, int]:
    """The widths of panes that follow the terminal: the sections' as their longest row has `wanted`, within bounds; what is
    left beside an article in its measure is the panel's of related articles (with `panel`, and where it has room), and
    in the wide layout the list's. There the panel has its least until the list is roomy; of what is left then the list gets
    more, in the medium layout the margins of the text."""
    if layout == "narrow":
        return {}
    most = _sections(width, layout, measure)
    found: dict[PaneName, int] = {"sections": max(min(wanted, most), SECTIONS)}
    spare = _spare(width, layout, found["sections"], measure)
    if panel and has_room(width, layout, measure):
        before = _ROOMY if layout == "wide" else 0
        beyond = max(spare - before - _RELATED, 0) // _RELATED_SHARE
        found["related"] = min(max(min(spare - before, _RELATED), _RELATED_LEAST) + beyond, _RELATED_WIDE)
    if layout == "wide":
        found["middle"] = min(max(spare - found.get("related", 0), _LIST), _LIST_MOST)
    return found


def _wide_from(measure: int) -> int:
    """Columns from which on sections, list and a text of this measure stand side by side."""
    return max(WIDE, _SECTIONS_WIDE + _LIST + measure + _MARGINS)


def _sections(width: int, layout: Layout, measure: int) -> int:
    """Cells of the sections at most; a wider terminal never has fewer, but where the text comes to stand beside them."""
    if layout == "medium":
        wanted = SECTIONS + (width - MEDIUM) // _SECTIONS_SHARE_MEDIUM
        return min(wanted, int(width * _SECTIONS_PART))
    from_here = _SECTIONS_WIDE + measure + _MARGINS + _ROOMY + _RELATED
    return _SECTIONS_WIDE + max(width - from_here, 0) // _SECTIONS_SHARE


def _spare(width: int, layout: Layout, sections: int, measure: int) -> int:
    """Cells beside the text in its measure, and the sections where they stand beside it: the panel's, and the list's."""
    return width - (measure + _MARGINS) - (sections if layout == "wide" else 0)


def shown_panes(state: State, layout: Layout) -> set[PaneName]:
    """The panes that are shown. Without room beside the text the related articles take its place. Where there are none,
    their panel stays and says so, and the text is in its place from article to article."""
    order = set(pane_order(state, layout))
    if layout == "narrow" and not state.is_reading:
        return {"sections"} if state.at == "sections" else {"middle"}
    if not stands_beside(state, layout):
        return order - ({"text"} if state.at == "related" else {"related"})
    return order | ({"related"} if state.is_reading and not state.is_zoomed else set())


def pane_of(widget: Widget) -> PaneName:
    """The pane that a widget is in."""
    ids = {one.id for one in widget.ancestors_with_self}
    return next((name for name in PANES if name in ids), "middle")


def pane_order(state: State, layout: Layout) -> tuple[PaneName, ...]:
    """The panes in the order that Tab goes: all that the width and the work have, shown or a Tab away."""
    if state.is_zoomed and state.is_reading:
        return ("text",)
    is_left_out = not state.has_panel or _is_empty(state, layout)
    beside: tuple[PaneName, ...] = () if is_left_out else ("related",)
    if layout == "wide":
        return ("sections", "middle", "text", *beside)
    return ("text", *beside) if state.is_reading else ("sections", "middle")


def stands_beside(state: State, layout: Layout) -> bool:
    """True where the panel of related articles stands beside the text, not in its place."""
    return layout != "narrow" and state.has_room and state.has_panel


def looks(state: State, layout: Layout) -> dict[str, bool]:
    """The classes that stylesheets know the panes' places by, each with whether it holds."""
    return {
        **{f"-{name}": name == layout for name in get_args(Layout)},
        "-reading": state.is_reading,
        "-zoomed": state.is_zoomed and state.is_reading,
        "-beneath": not stands_beside(state, layout),
    }


def dress(screen: Widget, state: State, layout: Layout, measure: int) -> None:
    """Have the screen wear these classes, as a text of this measure has room."""
    state.has_room = has_room(screen.app.size.width, layout, measure)
    for name, holds in looks(state, layout).items():
        screen.set_class(holds, name)


def _is_empty(state: State, layout: Layout) -> bool:
    """True while the panel has nothing to go to."""
    return state.is_reading and state.is_unrelated and layout != "narrow"


class Borders:
    """The widths that were chosen, by pane; they hold while the reader is open, in every layout with several panes."""

    def __init__(self) -> None:
        self._chosen: dict[PaneName, int] = {}
        self._held: PaneName | None = None

    def grab(self, panes: Mapping[PaneName, Widget], x: int) -> bool:
        """Take hold of the border in this column of the screen; False where there is none."""
        self._held = next(
            (
                name
                for name in SIZED
                if panes[name].display and panes[name].styles.border_left[0] and panes[name].region.x == x
            ),
            None,
        )
        return self.is_held

    @property
    def is_held(self) -> bool:
        """True while the mouse moves a border."""
        return self._held is not None

    def drag(self, panes: Mapping[PaneName, Widget], x: int) -> None:
        """Move the border that is held to a column, as far as there is room."""
        if self._held is None:
            return
        name, way = SIZED[self._held]
        region = panes[name].region
        wanted = x - region.x if way > 0 else region.right - x
        taker = panes["text"] if panes["text"].display else panes["middle"]
        most = region.width + max(taker.region.width - ARTICLE, 0)
        self._chosen[name] = max(min(wanted, most), LEAST)
        panes[name].styles.width = self._chosen[name]

    def release(self) -> None:
        """Let go of the border."""
        self._held = None

    def apply(
        self, panes: Mapping[PaneName, Widget], layout: Layout, usual: Mapping[PaneName, int] | None = None
    ) -> None:
        """Give the panes the widths that were chosen, else the `usual` ones; one that takes what the others leave keeps
        that."""
        chosen = {
            name: width
            for name, width in self._chosen.items()
            if layout == "wide" or (layout == "medium" and name != "middle")
        }
        widths = {**(usual or {}), **chosen}
        for name, _ in SIZED.values():
            if name in widths:
                panes[name].styles.width = widths[name]
            else:
                panes[name].styles.clear_rule("width")


class Panes(Horizontal):
    """The panes side by side; the mouse drags the borders between them."""

    def __init__(self) -> None:
        super().__init__(id="panes")
        self._borders = Borders()
        self._usual: Mapping[PaneName, int] = {}

    def by_name(self) -> dict[PaneName, Widget]:
        """The panes by their names."""
        return {name: self.query_one(f"#{name}") for name in PANES}

    def fit(self, layout: Layout, usual: Mapping[PaneName, int]) -> bool:
        """Give the panes the widths that were chosen, else the `usual` ones; True where the usual ones are others than
        before."""
        self._borders.apply(self.by_name(), layout, usual)
        before, self._usual = self._usual, usual
        return usual != before

    def over(self, state: State, layout: Layout) -> tuple[int, int]:
        """The first column and the cells of the pane that has the keys, where so many panes stand side by side that the
        cursor alone would be looked for; no cells elsewhere."""
        if layout != "wide" or (state.is_zoomed and state.is_reading):
            return 0, 0
        region = self.by_name()[state.at].region
        return region.x, region.width

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A border is taken hold of."""
        if self._borders.grab(self.by_name(), event.screen_x):
            event.stop()
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A border that is held goes along."""
        if self._borders.is_held:
            self._borders.drag(self.by_name(), event.screen_x)

    def on_mouse_up(self) -> None:
        """A border that was held stays where it is."""
        if self._borders.is_held:
            self._borders.release()
            self.release_mouse()
