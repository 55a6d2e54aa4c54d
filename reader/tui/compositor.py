"""Textual's compositor, whose changes are painted whenever it comes to know of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import _compositor

if TYPE_CHECKING:
    from textual._compositor import CompositorMap


class Compositor(_compositor.Compositor):
    """Marks what has changed as to be painted when the map is made anew between two layouts, too.

    Textual 8.2.8 does so in a layout alone. If something asks where a widget is after another was removed and before the
    layout that follows, the map is made anew without the one removed, the layout finds no difference, and a message that
    has ended stays on the screen.
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
