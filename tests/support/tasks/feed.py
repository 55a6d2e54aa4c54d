"""Does what the body says."""

from __future__ import annotations

import os
import re
import signal
import sys
import time

from reader.errors import ExtractError, ParseError
from reader.model import Entry, ParsedFeed


def run(body: bytes, *, url: str | None, content_type: str | None) -> ParsedFeed:
    act(body.decode(), url)
    return ParsedFeed(
        title=f"{os.getpid()}",
        description=f"{len(body)} {url} {content_type}",
        entries=tuple(
            Entry(title=word, html=word) for word in body.decode().split() if word.startswith("entry-")
        ),
    )


def act(order: str, url: str | None) -> None:  # noqa: C901, PLR0912 - a case for each order
    match order.split():
        case ["regex"]:
            re.match(r"(a+)+$", "a" * 60 + "b")
        case ["sleep"]:
            time.sleep(3600)
        case ["compute", seconds]:
            end = time.process_time() + float(seconds)
            while time.process_time() < end:
                pass
        case ["memory"]:
            _ = [bytes(2**20) for _ in range(4_096)]
        case ["libxml"]:
            import lxml.html

            lxml.html.fromstring("<p>" + "<i>x</i>" * 5_000_000)
        case ["crash"]:
            os.kill(os.getpid(), signal.SIGSEGV)
        case ["exit"]:
            os._exit(3)
        case ["deep"]:
            act(order, url)
        case ["shout"]:
            os.write(1, b"noise on stdout")
            sys.stdout.write("more noise")
            sys.stderr.write("\x1b[2Jnoise on stderr" * 100_000)
        case ["parse", *words]:
            raise ParseError(" ".join(words), subject="there", hint="Look again")
        case ["other"]:
            raise ExtractError("no article")
        case ["attribute"]:
            _ = order.encode().title_of_the_feed  # type: ignore[attr-defined]
        case ["value"]:
            raise ValueError(f"secret\x1b[2J {url}")
