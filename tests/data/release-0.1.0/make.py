"""Makes a library, an index and settings with a release, by its command line alone.

    python tests/data/release-0.1.0/make.py CHECKOUT

CHECKOUT is a checkout of the release. What it makes is put beside this file. It is never made anew for a later release:
it stands for what people who read with this one have, and each later one must open it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

HERE = Path(__file__).parent
NOTES = "/tmp/broadsheet-0.1.0/notes"  # the export's record names it

CONFIG = """\
theme = "quay"

[refresh]
every = 0

[export]
by_publication = true

[keys]
open = ["enter", "l"]
first = "g g"
redo = "ctrl+y"

[commands]
"X" = ["mpv", "{url}"]
"ctrl+e" = { run = ["less", "{file}"], terminal = true }
"""

THEME = """\
name = "quay"
dark = false

[colours]
paper = "#eef1ec"
ink = "#22302f"
dim = "#566664"
accent = "#0f5c6e"
rule = "#c2ccc5"
selection = "#d5e2dc"
mark = "#f0d27a"
good = "#2f6130"
warn = "#7a4a00"
bad = "#9a2020"
"""

SITE = """\
keep = "div.story"
drop = [".letter"]
author = ".byline"
date = "time.day"
"""

STORIES = {
    "ferry": (
        "Ferry Runs Aground off the North Mole",
        "The ferry Marigold ran aground off the north mole on Tuesday evening with ninety people on board. "
        "Pilot boats took the passengers of the Marigold ashore before midnight, and nobody was hurt. "
        "Harbour master Ida Holm said that the lamp on the mole had been dark since the weekend.",
    ),
    "tugs": (
        "Two Tugs Wait for the Spring Tide",
        "Two tugs lie ready beside the Marigold and wait for the spring tide on Friday. "
        "If they cannot move her then, the next chance is a fortnight away, said Ida Holm, the harbour master.",
    ),
    "lamp": (
        "The Lamp on the Mole Is Lit Again",
        "An electrician climbed the north mole on Wednesday and changed a fuse. The lamp burns again, "
        "and boats that come home late can see where the stones end.",
    ),
    "whale": (
        "A Whale in the Fishing Harbour",
        "A young whale has come into the fishing harbour and sleeps between the boats. Nobody knows how it came "
        "there. The fishermen have brought their boats round to the other side, so as not to wake it.",
    ),
    "bread": (
        "Bakers Bake at Noon for Once",
        "Because the power was off until eleven, the bakers of Quay Street baked at noon. The queue stood as far "
        "as the fountain, and the rolls were warm.",
    ),
}
EDITED = STORIES["whale"][1].replace("sleeps between", "sings between") + " It left with the morning tide."

TIDES = {
    "neap": (
        "Neap Tides Until Sunday",
        "The water rises by two metres only until Sunday. The sandbank stays dry at noon.",
    ),
    "spring": (
        "Spring Tide on Friday",
        "On Friday the water comes up to the second step of the quay. Move your cars.",
    ),
    "fog": (
        "Nebel bis Mittag",
        "Der Nebel liegt bis Mittag auf dem Hafen. Die Fähren fahren langsam und läuten.",
    ),
}

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The Pilot's House Is for Sale | The Quay</title>
</head><body><article><h1>The Pilot's House Is for Sale</h1><p class="byline">Mira Olden</p>
<time class="day" datetime="2026-11-02">2 November 2026</time><div class="story">
<p>The house of the pilots at the end of Quay Street is for sale. For ninety years a lamp stood in its upper window,
and somebody sat beside it who knew the tides by heart.</p>
<p>The pilots have moved into an office above the fish market. They can see the same water from there, they say,
but it does not look the same.</p><p class="letter">Order our letter, it is free.</p></div></article></body></html>"""

IMPORTED = [
    {
        "title": "How to Splice a Rope",
        "url": "https://knots.example/splice",
        "publication": "Knots",
        "authors": ["Ann Lee"],
        "published": "2026-09-14T08:00:00Z",
        "lang": "en",
        "markdown": "Unlay the ends, and *marry* them.\n\n## What you need\n\n- a rope\n- a fid[^1]\n\n"
        "| rope | tucks |\n| --- | --- |\n| hemp | three |\n| nylon | five |\n\n"
        "![Two ends](https://knots.example/ends.jpg)\n*Two ends, married* (Ann Lee)\n\n[^1]: A cone of hard wood.",
    },
    {
        "title": "潮の満ち引き",
        "url": "https://minato.example/shio",
        "publication": "港の新聞",
        "published": "2026-09-20T08:00:00Z",
        "lang": "ja",
        "text": "港の水は一日に二度満ち、二度引く。灯台の下の岩はそのとき見える。",
    },
    {
        "title": "Туман над гаванью",
        "url": "https://listok.example/tuman",
        "publication": "Листок",
        "published": "2026-09-21T08:00:00Z",
        "lang": "ru",
        "text": "Туман стоит над гаванью третий день. Паром ходит медленно и звонит в колокол.",
    },
    {
        "title": "A Letter without an Address",
        "text": "Somebody wrote to the lighthouse, and the letter came back. It was put into the logbook.",
    },
]


def rss(title: str, site: str, items: dict[str, tuple[str, str]], day: int) -> str:
    rows = "".join(
        f"<item><title>{head}</title><link>{site}/{name}</link><guid>{site}/{name}</guid>"
        f"<pubDate>{day + at:02} Nov 2026 0{at}:00:00 +0000</pubDate><description>{text}</description></item>"
        for at, (name, (head, text)) in enumerate(items.items(), 1)
    )
    return f'<rss version="2.0"><channel><title>{title}</title><link>{site}/</link>{rows}</channel></rss>'


class Proxy(BaseHTTPRequestHandler):
    """Answers for hosts that do not exist: the release asks them through it, so that their addresses need no port."""

    answers: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        body = self.answers.get(self.path)
        self.send_response(500 if body is None else 200)
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *args: object) -> None:
        """Silent."""


def main() -> None:
    checkout = Path(sys.argv[1]).resolve()
    work = Path("/tmp/broadsheet-0.1.0")
    shutil.rmtree(work, ignore_errors=True)
    config = work / "config"
    for name, text in {
        "config.toml": CONFIG,
        "themes/quay.toml": THEME,
        "sites/quay.example.toml": SITE,
    }.items():
        (config / name).parent.mkdir(parents=True, exist_ok=True)
        (config / name).write_text(text, "utf-8")

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        environ = {
            **os.environ,
            "http_proxy": f"http://127.0.0.1:{server.server_address[1]}",
            "BROADSHEET_LIBRARY": str(work / "library.db"),
            "BROADSHEET_CACHE_DIR": str(work / "cache"),
            "BROADSHEET_CONFIG_DIR": str(config),
        }

        def run(*argv: str, code: int = 0) -> list[dict[str, object]]:
            command = [sys.executable, "-m", "reader", *argv]
            ended = subprocess.run(
                command, cwd=checkout, env=environ, capture_output=True, text=True, check=False
            )
            assert ended.returncode == code, (argv, ended.returncode, ended.stderr)
            return [json.loads(line) for line in ended.stdout.splitlines()] if "--json" in argv else []

        make(run, work)
        server.shutdown()
    for name in ("library.db.index", "config"):
        shutil.rmtree(HERE / name, ignore_errors=True)
        shutil.copytree(
            work / name, HERE / name, ignore=shutil.ignore_patterns("*.lock", "*.groups", "*LOCK")
        )
    shutil.copyfile(work / "library.db", HERE / "library.db")
    shutil.rmtree(work)


def make(run, work: Path) -> None:  # type: ignore[no-untyped-def]
    def number(title: str) -> str:
        (found,) = (row["id"] for row in run("list", "--json", "--limit", "0") if row["title"] == title)
        return str(found)

    pier = STORIES | {"house": ("The Pilot's House Is for Sale", "The house of the pilots is for sale …")}
    Proxy.answers = {
        "http://quay.example/feed.xml": rss("The Quay", "http://quay.example", pier, 1).encode(),
        "http://quay.example/house": PAGE.encode(),
        "http://tides.example/feed.xml": rss("Tide Tables", "http://tides.example", TIDES, 10).encode(),
    }
    rows = "".join(
        f'<outline text="{folder}"><outline text="{title}" xmlUrl="http://{host}.example/feed.xml"/></outline>'
        for folder, title, host in (
            ("harbour/news", "The Quay", "quay"),
            ("tides", "Tide Tables", "tides"),
            ("old", "Old Lamp", "lamp"),
        )
    )
    (work / "feeds.opml").write_text(f'<opml version="2.0"><body>{rows}</body></opml>', "utf-8")
    (work / "more.jsonl").write_text("".join(json.dumps(row) + "\n" for row in IMPORTED), "utf-8")
    run("import", str(work / "feeds.opml"), str(work / "more.jsonl"))
    run("saved", "add", "Ferries", "ferry OR marigold", "--do", "tag:harbour/ships")
    run("saved", "add", "Fog in two languages", "Nebel OR туман")
    run("rules", "add", "mute", "title:bakers")
    run("rules", "add", "read", "title:neap")
    run("feeds", "set", "Quay", "full_text=auto", "interval=90")
    run("feeds", "rename", "Tide Tables", "Tides of the Mole")
    run("refresh", code=3)  # Old Lamp does not answer
    Proxy.answers["http://quay.example/feed.xml"] = rss(
        "The Quay", "http://quay.example", pier | {"whale": (STORIES["whale"][0], EDITED)}, 1
    ).encode()
    run("refresh", code=3)

    ferry, whale, rope = (
        number(title) for title in (STORIES["ferry"][0], STORIES["whale"][0], "How to Splice a Rope")
    )
    run("mark", "read", number(STORIES["lamp"][0]), ferry)
    run("mark", "bookmark", whale, rope)
    run("tag", whale, "+whales", "+sightings/this year")
    run("note", whale, "Ask the fishermen what it sang.")
    run("note", whale, "Und den Hafenmeister.")
    run("highlight", whale, "Nobody knows how it came there")
    run("highlight", ferry, "the lamp on the mole had been dark")
    run("story", "join", ferry, number(STORIES["tugs"][0]))
    run("export", "--bookmarks", "--to", NOTES)
    run("remove", number("A Letter without an Address"))
    run("tag", rope, "+later")
    run("tag", rope, "-later")
    run("undo")  # it can be done again
    run("search", "harbour")
    run("doctor")


if __name__ == "__main__":
    main()
