"""What do the fields of a foreign JSON object say? Values of a wrong type count as missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.dates.iso import stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.dates.iso import Stamp

_LIST_LIMIT = 200


class Fields:
    """The fields of one object, raw: whoever takes a text cleans it."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, *names: str) -> str:
        """The first of these fields that is a string with something in it, or ""."""
        found = (self._values.get(name) for name in names)
        return next((value for value in found if isinstance(value, str) and value.strip()), "")

    def number(self, name: str) -> float:
        """A number, or 0."""
        value = self._values.get(name)
        return value if isinstance(value, int | float) else 0

    def flag(self, *names: str) -> bool:
        """Whether one of these fields says yes: true, 1, "1", "yes", "true"."""
        return any(str(self._values.get(name)).lower() in ("true", "1", "yes") for name in names)

    def moment(self, name: str) -> Stamp | None:
        """A date in any of the ways that they are written."""
        return stamp(self.text(name))

    def names(self, name: str) -> list[str]:
        """The strings of a list; of objects in it, what they are called by (`label`, `name`)."""
        value = self._values.get(name)
        found: list[str] = []
        for one in value[:_LIST_LIMIT] if isinstance(value, list) else [value]:
            said = Fields(one).text("label", "name") if isinstance(one, dict) else one
            found += [said] if isinstance(said, str) else []
        return found
