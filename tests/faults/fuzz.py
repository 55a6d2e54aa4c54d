"""Feeds made-up bytes to every door: python -m tests.faults.fuzz [--minutes 10] [--seed 1] [DOOR …]

A round takes a sample of the door, or several, or what its grammar makes, and spoils it: bytes changed, cut, doubled,
spliced, tokens of the format put in. With BROADSHEET_DATA real files are samples, too. What a door may answer is a value
or its own error, and no text in it may hold what a terminal acts on. A finding is printed with its seed, made as small
as it can be, and kept in `tests/data/fuzz`, where the tests try it from then on.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.config import keys, settings, themes, user_commands
from reader.core.sandbox import framing
from reader.core.sandbox.tasks import picture
from reader.dates import iso, span
from reader.errors import BroadsheetError, ExtractError, LibraryError, ParseError, QueryError
from reader.export import names
from reader.extract import fragment, page
from reader.importers.feed_lists import newsboat_urls, opml
from reader.index.index import Index
from reader.index.segments import manifest
from reader.markdown import front_matter
from reader.parse import feed, mail
from reader.query import parse
from reader.query.tree import Or, Text
from reader.text import urls
from tests.faults import grammar, keeping_doors
from tests.faults.plain import ACTED_ON, HOSTILE
from tests.index.articles import document
from tests.support import painted
from tests.support.mails import mail as letter
from tests.support.papers import PROSE, announced, item, rss
from tests.support.papers import page as page_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "https://paper.example/feed"
LARGEST = 4_000
"""Bytes of a spoilt sample: what matters is small, and many are tried."""

MEMORY = 4 * 2**30
"""Bytes that this process may have."""

REAL = 60_000
"""Bytes of a real file that is spoilt."""

FOUND = Path(__file__).parents[1] / "data" / "fuzz"

ODD = (b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b[2J", b"&#27;", b"\r", b"\xed\xa0\x80", b"\xe2\x80\xae", b"9" * 40,
       HOSTILE.encode("utf-8", "surrogatepass"))  # fmt: skip


@dataclass(frozen=True)
class Door:
    """What takes bytes from outside: samples of its format, tokens of it, and the errors that it may raise; a grammar, and
    where among the real files its samples are."""

    call: Callable[[bytes], object]
    given: tuple[bytes, ...] | Callable[[], tuple[bytes, ...]]
    tokens: tuple[bytes, ...] = ()
    errors: tuple[type[Exception], ...] = ()
    cleans: bool = field(default=True, kw_only=True)
    grown: Callable[[random.Random], bytes] | None = field(default=None, kw_only=True)
    real: str | None = field(default=None, kw_only=True)

    @property
    def samples(self) -> tuple[bytes, ...]:
        return self.given() if callable(self.given) else self.given


def _text(call: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: call(data.decode("utf-8", "replace"))


def _config(load: Callable[[Path], object]) -> Callable[[bytes], object]:
    def read(data: bytes) -> object:
        path = _folder() / "themes" / "config.toml"
        path.write_bytes(data)
        return load(path)

    return read


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-fuzz-"))
    (folder / "themes").mkdir()
    return folder


@cache
def _index() -> dict[str, bytes]:
    """The files of a small index, by name."""
    folder = _folder() / "index"
    with Index(folder) as index:
        for number in range(1, 6):
            words = ("The lamp on the pier is lit", "Stairs worn by the tide")[number % 2]
            # In one of them is a count that no byte holds, and an article that is gone.
            more = [document(8, body="pier " * 260), document(9, title=words)] if number == 5 else []
            index.write([document(number, title=words, body=f"{words}. {PROSE}"), *more], [], number)
        index.write([], [9], 6)
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@cache
def _labels() -> dict[str, str]:
    """The names of the files of the small index by what they are called in findings: each time it is made they are others."""
    labels: dict[str, str] = {}
    for name, _ in sorted(_index().items(), key=lambda file: (Path(file[0]).suffix, file[1])):
        suffix = Path(name).suffix
        labels[f"{sum(label.endswith(suffix) for label in labels)}{suffix}"] = name
    return labels


@cache
def _saved() -> tuple[bytes, ...]:
    files = [(label, _index()[name]) for label, name in _labels().items() if _index()[name]]
    files += [(label, _dense(content)) for label, content in files if label.endswith((".pst", ".col"))]
    return tuple(label.encode() + b"\0" + content for label, content in files)


def _dense(content: bytes) -> bytes:
    """A file of arrays without the room between its head and these, where nothing that is spoilt is met."""
    told: dict[str, list[Any]] = json.loads(content[: content.index(b"\n")])
    less = min(at for _, at, _ in told.values()) - 700
    head = json.dumps({name: (kind, at - less, length) for name, (kind, at, length) in told.items()}).encode()
    return head.ljust(700, b"\n") + content[700 + less :]


def _search(data: bytes) -> None:
    """Searches an index of which one file is what `data` says, known to the manifest: the worst that can be written
    there. Each answer is that of the sound index, or LibraryError."""
    label, _, content = data.partition(b"\0")
    name = _labels().get(label.decode("utf-8", "replace"), "")
    folder = Path(tempfile.mkdtemp(dir=_folder()))
    try:
        for known, sound in _index().items():
            (folder / known).write_bytes(content if known == name else sound)
        if name != manifest.NAME:
            manifest.write(folder, 6)
        with Index(folder) as index:
            index.state(thorough=True)
            for call in (
                index.all_ids,
                lambda: index.ids(Text("any", "lamp")),
                lambda: index.mask(Text("any", "the pier", phrase=True), 9),
                lambda: index.ids(Text("any", "p", prefix=True)),
                lambda: index.suggest("lanp"),
            ):
                call()
            index.search(
                Or((Text("any", "pier"), Text("any", "the"), Text("title", "tide"))), limit=5, now=NOW
            )
            index.related_candidates(document(3, title="A lamp", body="A lamp on a pier."))
            index.merge_small()
    finally:
        shutil.rmtree(folder)


def _mail(data: bytes) -> object:
    """The mails of whatever lists are in it."""
    body = mail.packed([data, letter(3)])
    return [
        feed.parse(body, None, content_type=f"{mail.MEDIA_TYPE}; list={one.key}") for one in mail.lists(body)
    ]


def _addresses(text: str) -> list[object]:
    urls.masked(text), urls.without_credentials(text)  # which take what was cleaned already
    calls = (urls.absolute, urls.typed, urls.tidy, urls.identity, urls.host)
    return [call(text) for call in calls]


def _names(text: str) -> list[str]:
    found = [names.file_name(f"2026-03-01-{names.slug(text)}"), names.folder_name(text)]
    for name in found:
        if not name or "/" in name or name.startswith((".", "-")) or len(name.encode()) > 255:
            raise ValueError(f"no name for a file: {name!r}")
    return found


ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Pier</title><entry><id>1</id><title type="html">a &lt;b>c
</title><updated>2026-03-01T08:00:00Z</updated><content type="xhtml"><div>words</div></content></entry></feed>"""
JSON_FEED = b'{"version":"https://jsonfeed.org/version/1.1","title":"Pier","items":[{"id":"1","content_html":"<p>a</p>"}]}'
TOML = (
    b'theme = "sepia"\n[keys]\nquit = ["q"]\n[commands]\n"x" = ["mpv", "{url}"]\n[export]\nfolder = "~/a"\n'
)

DOORS: dict[str, Door] = {
    "feed": Door(
        lambda data: feed.parse(data, URL),
        (rss("The Pier", item("Lamp", "/1"), item("Stairs", "/2")).encode(), ATOM, JSON_FEED),
        (b"<item>", b"</item>", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [", b"&amp;", b"&#x;", b"<?xml ", b"xmlns:a=", b"]", b"{", b'":'),
        (ParseError,),
        grown=grammar.markup(grammar.FEED),
        real="feeds/*",
    ),
    "mail": Door(
        _mail,
        (letter(1), letter(2, html=None, subject="Café am Hafen")),
        (b"List-Id: <", b"=?utf-8?b?", b"?=", b"--=", b"Content-Type: multipart/mixed; boundary=", b"charset=", b"\n\n", b"=C3=", b"base64"),
        (ParseError,),
    ),
    "page": Door(
        lambda data: page.extract(data, URL),
        (page_of("Lamp lit", PROSE, head=announced("/feed")).encode(),),
        (b"<svg>", b"<table><tr><td colspan=99>", b"<script type='application/ld+json'>", b"<p>", b"</div>", b"<!--", b"<a href='"),
        (ExtractError,),
        grown=grammar.markup(grammar.PAGE),
        real="pages/*/*.html.gz",
    ),
    "entry": Door(_text(fragment.fragment), (PROSE.encode(), b"<p>a <b>c</b></p><ul><li>d</li></ul>"), (b"<p>", b"</", b"<pre>", b"<img "), grown=grammar.markup(grammar.PAGE)),
    "picture": Door(
        lambda data: picture.run(data, url=URL),
        tuple(painted.data(painted.picture(24, 20), kind) for kind in ("PNG", "JPEG", "GIF", "WEBP")),
        (b"IHDR", b"IDAT", b"tRNS", b"eXIf", b"\xff\xda", b"\xff\xe1", b"Exif\0\0", b"NETSCAPE2.0", b"ALPH", b"VP8X", b"\x7f\xff"),
        (ExtractError,),
        cleans=False,
    ),
    "opml": Door(
        opml.read,
        (b'<opml version="2.0"><body><outline text="a"><outline text="b" xmlUrl="https://a.example/f"/></outline></body></opml>',),
        (b"<outline ", b"xmlUrl='", b"/>", b"</outline>", b"exec:", b"<!ENTITY a '"),
        (ParseError,),
        grown=grammar.markup(grammar.LIST),
        real="opml/*",
    ),
    "newsboat": Door(
        newsboat_urls.read,
        (b'https://a.example/f "tag" "~Title"\n"query:a:unread = \\"yes\\""\nexec:ls\n# no\n',),
        (b'"', b"query:", b"filter:", b"\\", b"~", b"!"),
        (ParseError,),
    ),
    "dates": Door(_text(iso.stamp), (b"Tue, 3 Feb 2026 09:19:00 +0300", b"2026-02-03T09:19:00Z", "3 марта 2026".encode()), (b"GMT", b":", b"Sept.", b"+", b"T")),
    "times": Door(_text(lambda text: span.outer(text, NOW)), (b"2w", b"2026-02..2026-04", b"last month"), (b"..", b"9" * 9, b"y", b"-"), (span.UnknownTimeError,)),
    "query": Door(
        _text(lambda text: parse.parse(text, NOW)),
        (b'title:"gas line" (oil OR put*) -is:read newer:2w', b"#a/b words:>9 sort:oldest"),
        (b"(", b")", b'"', b"OR ", b"NOT ", b"-", b"*", b"date:", b".."),
        (QueryError,),
        cleans=False,
        grown=grammar.query,
    ),
    "addresses": Door(_text(_addresses), (b"https://u:p@a.example:8443/b/../c?d=e#f", b"//a.example/x", b"feed:a.example"), (b"//", b"@", b":", b"[::1]", b"%", b"xn--")),
    "file names": Door(_text(_names), (b"A lamp: lit?", b"../../etc", b"CON"), (b"/", b"..", b"\\", b".")),
    "settings": Door(_config(settings.load), (TOML,), (b"[", b"]", b"=", b'"""', b".", b"\n"), cleans=False, grown=grammar.lines),
    "keys": Door(_config(lambda path: user_commands.load(path, keys.load(path)[0])), (TOML,), (b"[", b"=", b'"', b"keys", b"commands"), cleans=False, grown=grammar.lines),
    "themes": Door(_config(lambda path: themes.load(path.parent.parent)), ((themes.shipped_folder() / "sepia.toml").read_bytes(),), (b"[", b"=", b"#", b'"'), cleans=False),
    "front matter": Door(_text(front_matter.read), (b"---\ntitle: \"a\"\ntags:\n  - b\n  - c/d\nn: 3\n---\n\nText\n",), (b"---\n", b": ", b"- ", b"&a ", b"*a", b"!!python/object ", b"{"), cleans=False, grown=grammar.lines),
    "index": Door(_search, _saved, (b"\0\0\0\1", b"\1\0\0\0", b"\xff" * 8, b"\xff\xff\xff\x7f", b'"<u4", ', b'"|u1", ', b'"<i8", ', b"4096, ", b"1e999", b"-1", b"[", b'"a/../b"', b"\0e"), (LibraryError,), cleans=False),
    "imports": Door(
        keeping_doors.imported,
        tuple(keeping_doors.IMPORTED.values()),
        (b'"', b",", b"\n", b"{", b"[", b'":', b"null", b"<DL><p>", b"<DT>", b"</A>", b"1e99", b"-1", b'""', b"\\u0000", b"\\ud800"),
        keeping_doors.ERRORS,
    ),
    "notes": Door(
        keeping_doors.edited,
        (keeping_doors.WRITTEN.encode(), keeping_doors.NEWER.encode(), keeping_doors.WRITTEN.replace("\n", "\r\n").encode()),
        (b"---\n", b"==", b"> ", b"- ", b"## Notes\n", b"## Highlights\n", b"```\n", b"\r\n", b"tags: a\n", b"#", b": ", b"&a ", b"*a", b"| ", b"\t"),
        cleans=False,
    ),
    "frames": Door(
        lambda data: framing.read(io.BytesIO(data)),
        (framing.packed(framing.TaskRequest(task="feed", arguments={"url": None}, seconds=1.0, patience=2.0), 3) + b"abc",),
        (b"\0\0\0", b"\xff" * 4, b"{", b'"task"'),
        (framing.BadFrame, ValueError),
        cleans=False,
    ),
}  # fmt: skip


@cache
def real(pattern: str) -> tuple[bytes, ...]:
    """Real files, unpacked, that are not too large."""
    found = sorted(
        path for path in Path(os.environ["BROADSHEET_DATA"]).glob(pattern) if path.suffix != ".jsonl"
    )
    contents = (
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in found
    )
    return tuple(content for content in contents if 0 < len(content) <= REAL)


def spoilt(door: Door, chance: random.Random, *, more: tuple[bytes, ...] = ()) -> bytes:
    """A sample, one of `more`, a piece of two, or what the grammar makes, spoilt in some places."""
    if door.grown and chance.random() < 0.3:
        data = bytearray(door.grown(chance))
        if chance.random() < 0.5:
            return bytes(data[:LARGEST])
    else:
        data = bytearray(chance.choice(more if more and chance.random() < 0.5 else door.samples))
    largest = max(LARGEST, len(data))
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(6):
            case 0 if data:
                data[at - 1] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(1, 30)]
            case 2:
                data[at:at] = data[at : at + chance.randrange(1, 200)] * chance.choice((1, 2, 9))
            case 3:
                other = chance.choice(door.samples)
                data[at:] = other[chance.randrange(len(other) + 1) :]
            case 4:
                data[at:at] = chance.choice(ODD)
            case _:
                data[at:at] = chance.choice(door.tokens or ODD) * chance.choice((1, 1, 1, 50))
    return bytes(data[:largest])


def finding(door: Door, data: bytes) -> str | None:
    """What is wrong with the door's answer; None where it is as it should be."""
    try:
        answer = door.call(data)
    except door.errors as error:
        said = f"{error} {getattr(error, 'hint', '')}" if isinstance(error, BroadsheetError) else ""
        return f"a raw error: {said!r}" if ACTED_ON.search(said) else None
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return f"{type(error).__name__}: {error}"
    found = next((text for text in _texts(answer) if ACTED_ON.search(text)), None) if door.cleans else None
    return f"a raw text: {found!r}" if found is not None else None


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value.replace("\n", "").replace("\t", "")]
    if isinstance(value, list | tuple | set | frozenset):
        return [text for part in value for text in _texts(part)]
    named = getattr(type(value), "__dataclass_fields__", ())
    return [
        text for name in named if name not in ("html", "summary") for text in _texts(getattr(value, name))
    ]


def smaller(door: Door, data: bytes) -> bytes:
    """The data with all pieces left out without which the door is still wrong."""
    size = len(data) // 2
    while size:
        at = 0
        while at < len(data):
            rest = data[:at] + data[at + size :]
            data, at = (rest, at) if finding(door, rest) else (data, at + size)
        size //= 2
    return data


def run(name: str, seeds: Iterable[int], *, more: tuple[bytes, ...] = ()) -> tuple[int, bytes, str] | None:
    """Tries a round for each seed; the first finding with its seed, made small."""
    door = DOORS[name]
    for number in seeds:
        data = spoilt(door, random.Random(f"{name} {number}"), more=more)
        if finding(door, data):
            least = smaller(door, data)
            return number, least, finding(door, least) or ""
    return None


def lasting(seconds: float, seed: int) -> Iterator[int]:
    """Seeds from that one on, for so many seconds of computing."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        yield seed
        seed += 1


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.fuzz", description=__doc__)
    parser.add_argument("door", nargs="*", choices=[[], *DOORS], metavar="DOOR")
    parser.add_argument("--minutes", type=float, default=10.0, help="of computing, for each door (10)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    # A number in a spoilt file that asks for gigabytes must end in an error here, not in the end of all programs.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    code = 0
    for name in options.door or DOORS:
        pattern = DOORS[name].real
        more = real(pattern) if pattern and os.environ.get("BROADSHEET_DATA") else ()
        last, found = options.seed, None
        for last in lasting(options.minutes * 60, options.seed):
            if found := run(name, (last,), more=more):
                break
        if found:
            code = 1
            FOUND.mkdir(exist_ok=True)
            (FOUND / f"{name.replace(' ', '_')}-{found[0]}").write_bytes(found[1])
        sys.stdout.write(f"{name}, seeds {options.seed} to {last}: {found or 'nothing found'}\n")
        sys.stdout.flush()
    return code


if __name__ == "__main__":
    sys.exit(main())
