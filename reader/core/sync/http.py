"""The way from a server's interface to the HTTP client: one server, its address, and no secret in any error."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from reader.errors import FetchError
from reader.sync.remote import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.fetch.client import Client
    from reader.sync.remote import Request, Send

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"


def sender(
    client: Client,
    address: str,
    *,
    name: str,
    secrets: Sequence[str] = (),
    headers: Sequence[tuple[str, str]] = (),
) -> Send:
    """Sends requests to the server at `address`, which a person gave: it may be in a private net.

    `headers` go with each request. Errors have `name` as their subject, and "…" where one of `secrets` would stand.
    """
    base = address.rstrip("/")

    async def send(request: Request, /) -> Answer:
        body = None
        if request.form is not None:
            body = urlencode(request.form).encode()
        elif request.json is not None:
            body = json.dumps(request.json).encode()
        query = f"?{urlencode(request.query)}" if request.query else ""
        try:
            response = await client.send(
                request.method,
                f"{base}{request.path}{query}",
                body=body,
                content_type=_JSON if request.form is None else _FORM,
                headers=[*headers, *request.headers],
                allow_private=True,
                is_safe=request.safe,
            )
        except FetchError as error:
            raise _masked(error, name, secrets) from None
        return Answer(status=response.status, headers=response.headers, body=response.body)

    return send


def _masked(error: FetchError, name: str, secrets: Sequence[str]) -> FetchError:
    message, hint = error.message, error.hint
    for secret in filter(None, secrets):
        message, hint = message.replace(secret, "…"), hint.replace(secret, "…")
    return FetchError(message, subject=name, hint=hint, word=error.word, status=error.status)
