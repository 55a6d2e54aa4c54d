"""The articles that a key acts on: the open one, the selected rows, or the row under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config.keys import shown
from reader.frozen import dataclass
from reader.tui.front.view import FrontPart, untargeted, with_found
from reader.tui.widgets.foot_line import hinted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model import Article
    from reader.tui.front.view import MakeAction
    from reader.tui.widgets.foot_line import Hints

ACTS = {
    "back": "end",
    "choose": "keep",
    "toggle_read": "read",
    "bookmark": "bookmark",
    "tags": "tags",
    "export": "export",
    "remove": "remove",
}
"""What can be done while rows are selected, how it ends first: for the foot line. What Space does depends on the row
(`Selection.offer`)."""

STILL = ("help", "move_down", "move_up")
"""What else the foot line of the list has that does not end a selection."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Articles to act on, as they were when the key was pressed. `one` is the single article of a key without a
    selection; a selection, and a row that is not read yet, have ids only."""

    ids: Sequence[int]
    one: Article | None = None


class TargetsPart(FrontPart):
    """Selecting rows, from where `V` was pressed to the cursor or one by one, and taking what a key acts on."""

    def selected(self) -> Targets | None:
        """The selected rows, which stay selected for the next key, be it none as yet; None while nobody selects."""
        return Targets(list(self.view.rows.selection.ids)) if self.is_selecting else None

    def targets(self) -> Targets | None:
        """The selected rows; else the article that a key means (`FrontView.target`); None where there is none."""
        if (selected := self.selected()) is not None:
            return selected if selected.ids else None
        id_ = self.view.target_id
        self.view.rows.is_placed = (
            True  # news is not to put another article under a key that is pressed twice
        )
        return None if id_ is None else Targets([id_], self.view.target)

    async def articles(self, targets: Targets) -> Sequence[Article]:
        """The articles themselves; those that are gone by now are left out."""
        if targets.one is not None:
            return [targets.one]
        ids = targets.ids
        return await self.app.library.ask(lambda session: session.library.articles.many(ids))

    # Selecting

    def action_select(self) -> None:
        """Begin to select at the cursor; again: end it."""
        rows = self.view.rows
        if rows.selection.is_on:
            rows.selection.end()
        elif rows.count:
            self.app.end_told_before()  # the foot line says what can be done with them
            rows.is_placed = True
            rows.selection.begin()

    @property
    def is_selecting(self) -> bool:
        """True while rows are being selected, and no dialog has articles of its own for the keys."""
        return self.view.over is None and self.view.rows.selection.is_on

    def end(self) -> None:
        """Select no more."""
        self.view.rows.selection.end()

    def entered(self) -> None:
        """The keys are in another pane: a selection is of the list only."""
        if self.state.at != "middle":
            self.end()

    def hints(self) -> Hints:
        """Hints for the foot line: the number of selected rows, and what can be done with them."""
        rows = self.view.rows
        if not rows.selection.is_on or self.view.focused is not rows:
            return ()
        table = self.app.dispatcher.bindings
        count = (f"{len(rows.selection.ids):,}", "selected")
        does = {**ACTS, "choose": rows.selection.offer}
        hints = [
            (shown(keys[0]), said) for action, said in does.items() if (keys := table.keys(action, "list"))
        ]
        usual = hinted(table, "list", lambda action: action not in STILL)
        return (count, *hints, *((keys, "") for keys, _ in usual))

    def held(self) -> None:
        """A row was to be opened: say how the selection ends, which would be lost."""
        if keys := self.app.dispatcher.bindings.keys("back", "list"):
            self.view.tell(f"{shown(keys[0])} ends the selection first")


def with_targets(*, group: str) -> MakeAction[Targets]:
    """Make a coroutine method of a part that has `targets` an action on the articles that the key means; where there are
    none, that is told."""
    return with_found(lambda part: part.targets.targets(), group=group, otherwise=untargeted)
