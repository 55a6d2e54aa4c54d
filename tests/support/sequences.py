"""What Textual, or we, write to a terminal whatever is shown; all else that a terminal acts on has come from somewhere
else."""

from __future__ import annotations

import re

MODES = "1000|1003|1004|1006|1015|1016|1049|2004|2026|2048|25|7"
"""Private modes that Textual sets, takes back or asks for."""

OWN = re.compile(
    r"\x1b\[[0-9;:]*m"  # colours
    r"|\x1b\[[0-9]*;?[0-9]*H|\x1b\[[0-9]*[ABCDJK]"  # the cursor
    r"|\x1b\[[0-9]*[LMX]|\x1b\[(?:[0-9]+;[0-9]+)?r"  # rows that move, and blanks, which are ours
    rf"|\x1b\[\?(?:{MODES})[hl]|\x1b\[\?(?:{MODES})\$p"  # modes, and questions for them
    r"|\x1b\[[<>=][0-9;]*u|\x1b\[\?u"  # the keyboard protocol
    r"|\x1b\]22;[a-z-]*\x07"  # the shape of the mouse's pointer
    r"|\x1b\]11;\?\x1b\\"  # the question for the background, which is ours
    r"|\x1b\[6n"  # the question for the cursor, which is ours
)

COPY = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
"""A copy to the terminal's clipboard, which only a key may bring about."""

BEING_WRITTEN = re.compile(r"\x1b(?:\[[0-9;:?<=>]*|\](?:22|11|52)?[^\x07\x1b]*)?\Z|[\udc80-\udcff]{1,3}\Z")
"""The beginning of a sequence, or of a character, at the very end: the rest of it is on its way."""

ACTED_ON = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\U000e0000-\U000e007f]"
)


def foreign(output: bytes, copies: bool = False) -> list[str]:
    """The places of an output that are not Textual's own, each with what stands around it."""
    rest = BEING_WRITTEN.sub("", OWN.sub("", output.decode("utf-8", "surrogateescape")))
    if copies:
        rest = COPY.sub("", rest)
    return [rest[max(found.start() - 30, 0) :][:60] for found in ACTED_ON.finditer(rest)]
