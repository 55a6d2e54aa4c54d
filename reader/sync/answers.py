"""Asks a server and reads what it answers: failures in words with the next step, JSON of any wrong shape as missing."""

from __future__ import annotations

import json
import re
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from reader.errors import FetchError
from reader.frozen import dataclass, field
from reader.text import urls
from reader.text.clean import line

if TYPE_CHECKING:
    from datetime import datetime

    from reader.sync.remote import Answer, Request, Send

REFUSED = "password"
"""The word of a FetchError: user, password or token were refused."""

SWITCHED_OFF = "switched off"
"""The word of a FetchError: the server is there, but its interface is switched off."""

OTHER_SERVER = "another server"
"""The word of a FetchError: what answers does not speak this interface."""

MOVED = "moved"
"""The word of a FetchError: the server is at another address."""

QUOTA = "quota"
"""The word of a FetchError: the server accepts no more requests for now."""

_WORDS_LIMIT = 200
"""Characters of a server's own words that are told."""

_PHRASES = {status.value: status.phrase.lower() for status in HTTPStatus}
_LONGEST_WAIT = 7 * 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that is asked. `name` is the subject of errors, such as its address without credentials; `secrets` stand
    in no error, even where the server repeats them; `login_hint` is the next step where it refuses them."""

    send: Send
    name: str
    secrets: tuple[str, ...] = field(default=(), repr=False)
    login_hint: str = ""

    async def ask(self, request: Request, *taken: int) -> Answer:
        """The answer to a request, of a status from 200 to 299 or one of `taken`. Raises FetchError for all others."""
        answer = await self.send(request)
        if 200 <= answer.status < 300 or answer.status in taken:
            return answer
        raise self.refusal(answer)

    async def found(self, request: Request) -> Any:
        """The JSON that is answered."""
        return self.read(await self.ask(request))

    def read(self, answer: Answer) -> Any:
        """The JSON of an answer. Raises FetchError where it is none."""
        try:
            return json.loads(answer.body)
        except (ValueError, RecursionError) as error:
            raise self.strange() from error

    def strange(self) -> FetchError:
        """The error for an answer that this interface does not give."""
        return self.error(
            "answers, but not like this kind of server",
            word=OTHER_SERVER,
            hint="check the address; for FreshRSS it ends in /api/greader.php",
        )

    def refusal(self, answer: Answer) -> FetchError:
        """The error for an answer of another status."""
        status = answer.status
        if status == 401:
            return self.error(
                "the server refused the user name, password or token",
                word=REFUSED,
                status=status,
                hint=self.login_hint,
            )
        if status == 429:
            wait = retry_after(answer)
            return self.error(
                "the server accepts no more requests for now",
                word=QUOTA,
                status=status,
                retry_after=wait,
                hint=f"try again in {_span(wait)}" if wait else "try again later",
            )
        if 300 <= status < 400:
            target = line(header(answer, "location") or "", 300)
            return self.error(
                f"the server redirects to {target}" if target else "the server redirects elsewhere",
                word=MOVED if target.startswith(("http://", "https://")) else OTHER_SERVER,
                status=status,
                hint="use the address at which the server itself answers",
            )
        told = self.words(answer)
        phrase = _PHRASES.get(status, "")
        return self.error(
            f"the server answered HTTP {status}" + (f" ({told or phrase})" if told or phrase else ""),
            word=f"HTTP {status}",
            status=status,
            retry_after=retry_after(answer),
            hint="try again later; the server's own log has the cause"
            if status >= 500
            else "check the address",
        )

    def words(self, answer: Answer) -> str:
        """Gives the server's own words on a failure, on one line, without our secrets; "" where it says nothing to a person."""
        try:
            found: object = json.loads(answer.body)
        except (ValueError, RecursionError):
            found = answer.body.decode("utf-8", "replace")
        if isinstance(found, dict):
            several = found.get("errors")
            found = found.get("error_message") or found.get("error") or several
        if isinstance(found, list):
            found = found[0] if found else ""
        told = found if isinstance(found, str) and "<" not in found else ""
        return line(self._masked(told), _WORDS_LIMIT)

    def error(self, message: str, **details: Any) -> FetchError:
        """An error with this server as its subject."""
        return FetchError(self._masked(message), subject=self.name, **details)

    def not_subscribed(self, url: str, answer: Answer) -> FetchError:
        """The error for a feed that the server does not take."""
        return self.error(
            f"did not subscribe to {urls.masked(url)}: {self.words(answer) or 'it gives no reason'}",
            word="not subscribed",
            status=answer.status,
            hint="check that the server can reach the feed",
        )

    def _masked(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, "…") if secret else text
        return text


def header(answer: Answer, name: str) -> str | None:
    """The first value of a header, by its lower-case name."""
    return next((value for key, value in answer.headers if key == name), None)


def server_time(answer: Answer) -> datetime | None:
    """The server's own clock, as its answer tells it."""
    return _http_date(header(answer, "date"))


def retry_after(answer: Answer) -> float | None:
    """Seconds to wait: a number, or a date that is compared with the server's own clock."""
    for name in ("retry-after", "x-reader-limits-reset-after"):  # the latter is Inoreader's
        value = (header(answer, name) or "").strip()
        if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", value):
            return min(float(value), _LONGEST_WAIT)
    until, now = _http_date(header(answer, "retry-after")), server_time(answer)
    return min(max((until - now).total_seconds(), 0.0), _LONGEST_WAIT) if until and now else None


def _http_date(value: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime((value or "")[:100])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def _span(seconds: float) -> str:
    if seconds < 120:
        return f"{max(round(seconds), 1)} s"
    return f"{round(seconds / 60)} min" if seconds < 7_200 else f"{round(seconds / 3_600)} h"


def rows(found: object, key: str) -> list[dict[str, Any]] | None:
    """The objects in a list of an object; None where there is no such list."""
    value = found.get(key) if isinstance(found, dict) else None
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else None


def text(node: object, key: str) -> str:
    """A string of an object, "" for anything else."""
    value = node.get(key) if isinstance(node, dict) else None
    return value if isinstance(value, str) else ""


def number(node: object, key: str) -> int | None:
    """A whole number of an object, None for anything else."""
    value = node.get(key) if isinstance(node, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None
