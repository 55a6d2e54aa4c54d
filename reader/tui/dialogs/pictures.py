"""The dialog of an article's pictures: captions and credits. They are shown in the text, or one is opened in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Static

from reader.core.pictures.cache import address
from reader.text import urls
from reader.text.clean import counted
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.model import Picture
    from reader.tui.widgets.foot_line import Hints


class InText:
    """The answer that has the pictures shown in the text, or no longer."""


class PicturesScreen(Dialog[str | InText]):
    """Answers with the address of the picture to open, or `InText`.

    `failed` says by address why a picture could not be shown; `are_shown`: they are shown in the text now; `lack` says
    why none can be shown here.
    """

    BINDINGS: ClassVar[list[BindingType]] = [("y", "copy"), ("s", "in_text")]

    def __init__(
        self,
        pictures: Sequence[Picture],
        *,
        failed: Mapping[str, str],
        are_shown: bool = False,
        lack: str = "",
    ) -> None:
        super().__init__()
        self._pictures = pictures
        self._failed = failed
        self._lack = lack
        said = "hide in the text" if are_shown else "show in the text"
        self.own_hints: Hints = (("Enter", "open in the browser"), ("s", said), ("y", "copy address"))

    def body(self) -> ComposeResult:
        """The number of pictures, and the pictures."""
        yield Static(plain(counted(len(self._pictures), "picture")), classes="heading")
        yield ChoiceList(
            [
                Choice(
                    picture.caption or picture.alt or "(no caption)",
                    end=(urls.host(picture.url) if picture.url else None) or "no address",
                    note=self._note(picture),
                )
                for picture in self._pictures
            ]
        )

    def _note(self, picture: Picture) -> str:
        """Its credit, and why it could not be shown."""
        why = self._failed.get(address(picture) or "")
        return " · ".join(part for part in (picture.credit, why and f"not shown: {why}") if part)

    @on(ChoiceList.Opened)
    def _opened(self, event: ChoiceList.Opened) -> None:
        if url := self._url_at(event.index):
            self.dismiss(url)

    def _url_at(self, index: int) -> str | None:
        """The address of a picture; where it has none that is said."""
        url = self._pictures[index].url
        if url is None:
            self.tell("This picture has no address")
        return url

    def action_in_text(self) -> None:
        """Show the pictures in the text, or no longer; where none can be shown, that is said."""
        if self._lack:
            self.tell(self._lack)
        else:
            self.dismiss(InText())

    def action_copy(self) -> None:
        """Copy the address of the picture under the cursor to the terminal's clipboard."""
        if url := self._url_at(self.query_one(ChoiceList).cursor):
            self.copy_address(url)
