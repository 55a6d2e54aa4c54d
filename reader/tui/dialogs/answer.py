"""How does a screen answer that was asked? Once, and it goes when nothing lies over it."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

T = TypeVar("T")


class Answering(Screen[T], Generic[T]):
    """A screen that goes with its answer.

    Textual takes away whatever screen lies on top: of a double click the second one would take the page below, and work
    that ends behind the help would close the help.
    """

    def __init__(self) -> None:
        super().__init__()
        self.has_answered = False
        self._late: tuple[T | None, ...] = ()

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Answer, and go; what comes after the first answer is none."""
        if self.has_answered:
            return AwaitComplete()
        self.has_answered = True
        if self.is_active:
            return super().dismiss(result)
        self._late = (result,)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        """What lay over it has gone."""
        for result in self._late:
            self._late = ()
            super().dismiss(result)
