"""Textual's compositor, whose changes are painted whenever it comes to know of them, and nothing else is drawn."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from textual import _compositor
from textual._compositor import ChopsUpdate
from textual.geometry import Region

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual._compositor import CompositorMap
    from textual.strip import Strip


class Compositor(_compositor.Compositor):
    """Marks what has changed as to be painted when the map is made anew between two layouts, too.

    Textual 8.2.8 does so in a layout alone. If something asks where a widget is after another was removed and before the
    layout that follows, the map is made anew without the one removed, the layout finds no difference, and a message that
    has ended stays on the screen.

    Draws only the widgets that are seen where something has changed. Textual draws all that touch the rectangle around all
    changes, and the panes behind them: a letter in the field above and its hint in the foot line below are the whole screen.
    """

    @property
    def full_map(self) -> CompositorMap:
        """The map that covers all widgets."""
        before = self._full_map
        found = super().full_map
        if found is not before:
            changed = (place for _, place in before.items() ^ found.items())
            regions = {place.clip.intersection(place.region) for place in changed}
            self._dirty_regions.update(region for region in regions if region)
        return found

    def render_partial_update(self) -> ChopsUpdate | None:
        """The parts of the lines in which something has changed; None where nothing has."""
        spans = list(self._regions_to_spans(self._dirty_regions))
        self._dirty_regions.clear()
        if not spans:
            return None
        return ChopsUpdate(self._drawn(spans), spans, [cuts[1:] for cuts in self.cuts])

    def _drawn(self, spans: Iterable[tuple[int, int, int]]) -> Sequence[Mapping[int, Strip | None]]:
        """Draws the parts that these spans of lines touch, each by the foremost widget there."""
        cuts = self.cuts
        drawn: list[dict[int, Strip | None]] = [dict.fromkeys(line[:-1]) for line in cuts]
        lacking: dict[int, set[int]] = {}
        for y, first, last in spans:
            touched = (x for x, end in pairwise(cuts[y]) if x < last and end > first)
            lacking.setdefault(y, set()).update(touched)
        for widget, (region, clip) in self.visible_widgets.items():  # the foremost first
            seen = region.intersection(clip)
            left, right = seen.column_span
            wanted = {
                y: own
                for y in seen.line_range
                if y in lacking and (own := {x for x in lacking[y] if left <= x < right})
            }
            if not wanted:
                continue
            strips = widget.render_lines(Region(*(seen.offset - region.offset), *seen.size))
            for y, own in wanted.items():
                ends = [cut for cut in cuts[y] if left <= cut <= right]
                parts = zip(ends, strips[y - seen.y].divide([end - left for end in ends[1:]]), strict=False)
                drawn[y].update((x, strip) for x, strip in parts if x in own)
                lacking[y] -= own
        return drawn
