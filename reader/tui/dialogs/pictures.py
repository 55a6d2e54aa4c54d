"""The dialog of an article's pictures: captions and credits. One is opened in the browser, where it can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Static

from reader.text import urls
from reader.text.clean import counted
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.model import Picture
    from reader.tui.widgets.foot_line import Hints


class PicturesScreen(Dialog[str]):
    """Answers with the address of the picture to open."""

    OWN_HINTS: ClassVar[Hints] = (("Enter", "open in the browser"), ("y", "copy address"))
    BINDINGS: ClassVar[list[BindingType]] = [("y", "copy")]

    def __init__(self, pictures: Sequence[Picture]) -> None:
        super().__init__()
        self._pictures = pictures

    def body(self) -> ComposeResult:
        """The number of pictures, and the pictures."""
        yield Static(plain(counted(len(self._pictures), "picture")), classes="heading")
        yield ChoiceList(
            [
                Choice(
                    picture.caption or picture.alt or "(no caption)",
                    end=(urls.host(picture.url) if picture.url else None) or "no address",
                    note=picture.credit or "",
                )
                for picture in self._pictures
            ]
        )

    @on(ChoiceList.Opened)
    def _opened(self, event: ChoiceList.Opened) -> None:
        if url := self._url_at(event.index):
            self.dismiss(url)

    def _url_at(self, index: int) -> str | None:
        """The address of a picture; where it has none that is said."""
        url = self._pictures[index].url
        if url is None:
            self.notify("This picture has no address", markup=False)
        return url

    def action_copy(self) -> None:
        """Copy the address of the picture under the cursor to the terminal's clipboard."""
        if url := self._url_at(self.query_one(ChoiceList).cursor):
            self.copy_address(url)
