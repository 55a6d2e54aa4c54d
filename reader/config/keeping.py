"""Writes one setting into the config file, and leaves everything else in it as the user wrote it."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

from reader.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 1_000_000
"""Bytes of a config file that is changed; a larger one is not read either."""


def keep(path: Path, name: str, value: str) -> None:
    """Set a top-level setting (no dot in its name) to a string. The file is replaced whole or not at all.

    Raises `ConfigError` where it cannot be read or written.
    """
    line = f"{name} = {json.dumps(value, ensure_ascii=False)}"
    try:
        text = path.read_text("utf-8-sig") if path.exists() else ""
        if len(text) > LARGEST:
            raise ConfigError("the config file is too large to be changed", subject=str(path))
        head, table, rest = _parted(text)
        changed, count = re.subn(rf"(?m)^[ \t]*{re.escape(name)}[ \t]*=.*$", lambda _: line, head, count=1)
        if not count:
            changed = f"{line}\n{head}"
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        temporary.write_text(changed + table + rest, "utf-8")
        temporary.replace(path)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"the setting could not be kept ({error})", subject=str(path), hint=f"write into it: {line}"
        ) from error


def _parted(text: str) -> tuple[str, str, str]:
    """What stands before the first table, that table's line, and the rest."""
    found = re.search(r"(?m)^[ \t]*\[.*$", text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]
