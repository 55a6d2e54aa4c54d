"""What becomes of bytes from the keyboard that are no text? They are left out; Textual would end with a traceback."""

from __future__ import annotations

import codecs
import sys
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def _patient(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    return partial(codecs.getincrementaldecoder(encoding), errors="ignore")


def forgive() -> None:
    """From now on the terminal's driver decodes what it can. It reads this name of its module at its start."""
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        vars(linux_driver)["getincrementaldecoder"] = _patient
