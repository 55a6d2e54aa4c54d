"""A way to the net whose every answer a test decides."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.sync.remote import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.sync.remote import Request


def said(found: object, status: int = 200, **headers: str) -> Answer:
    """An answer with JSON; a string stands as it is. Header names have `_` for `-`."""
    body = found if isinstance(found, str) else json.dumps(found)
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Answer(status=status, headers=named, body=body.encode("utf-8", "surrogatepass"))


@dataclass
class Scripted:
    """Gives the answers of a method and path, one after the other, the last for ever; `asked` is what was asked."""

    answers: dict[str, list[Answer | Exception | Callable[[Request], Answer]]] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)

    def on(self, call: str, *answers: Answer | Exception | Callable[[Request], Answer]) -> Scripted:
        """Sets what a call such as `GET /v1/me` is answered."""
        self.answers[call] = list(answers)
        return self

    async def __call__(self, request: Request, /) -> Answer:
        self.asked.append(request)
        left = self.answers.get(f"{request.method} {request.path}", [Answer(status=404)])
        found = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(found, Exception):
            raise found
        return found(request) if callable(found) else found

    def calls(self) -> list[str]:
        """Methods and paths, in order."""
        return [f"{request.method} {request.path}" for request in self.asked]
