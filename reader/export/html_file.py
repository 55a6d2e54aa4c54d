"""The HTML format: all articles in one page that needs nothing else, without scripts, for reading and printing."""

from __future__ import annotations

import shutil
from base64 import b64encode
from hashlib import sha256
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from reader.export.article_section import STYLE, ContentsEntry, days, entry, section
from reader.markdown.xhtml import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from typing import IO

    from reader.model import Article, Content

_STYLE = f"""
:root {{ color-scheme: light dark; }}
{STYLE}
body {{ max-width: 38em; margin: 2em auto; padding: 0 1em; font-family: Georgia, serif; color: #1a1a1a; background: #fdfcf8; }}
a {{ color: #7a1f1f; }}
nav ol {{ padding: 0; list-style: none; }}
nav h2 {{ font-size: 1em; }}
nav li {{ margin: 0.3em 0; }}
article {{ margin-top: 3em; padding-top: 1em; border-top: 0.2em solid #999; }}
table {{ display: block; overflow-x: auto; }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #d8d4cb; background: #171614; }}
  a {{ color: #e0a48a; }}
}}
@media print {{
  body {{ max-width: none; margin: 0; color: #000; background: #fff; font-size: 10.5pt; }}
  a {{ color: inherit; text-decoration: none; }}
  article {{ break-before: page; border: none; }}
  h1, h2, h3, h4, h5, h6 {{ break-after: avoid; }}
  figure, tr {{ break-inside: avoid; }}
}}
"""
_POLICY = f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; base-uri 'none'; form-action 'none'"
"""What a browser may do with the page: use the style above, and nothing else."""


class HtmlFile:
    """The format `html`."""

    suffix = ".html"
    is_text = True

    def write(self, file: IO[bytes], articles: Iterable[tuple[Article, Content]], day: date) -> None:
        """Write the page; the articles wait in a temporary file until the table of contents above them is known."""
        entries: list[ContentsEntry] = []
        with TemporaryFile() as body:
            for number, (article, content) in enumerate(articles, start=1):
                found = entry(article, content, f"#a{number}")
                text = section(article, content, prefix=f"a{number}-", deeper=1)
                body.write(f'<article id="a{number}"{found.attributes}>\n{text}\n</article>\n'.encode())
                entries.append(found)
            body.seek(0)
            file.write(_head(entries, day).encode())
            shutil.copyfileobj(body, file)
        file.write(b"</body>\n</html>\n")


def _head(entries: Sequence[ContentsEntry], day: date) -> str:
    title = escaped(entries[0].title if len(entries) == 1 else f"broadsheet {day.isoformat()}")
    lines = [
        "<!DOCTYPE html>",
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en">',
        "<head>",
        '<meta charset="utf-8"/>',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"/>',
        '<meta name="referrer" content="no-referrer"/>',
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        '<meta name="generator" content="broadsheet"/>',
        f"<title>{title}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        *(_contents(entries, title) if len(entries) > 1 else ()),
        "",
    ]
    return "\n".join(lines)


def _contents(entries: Sequence[ContentsEntry], title: str) -> Iterator[str]:
    yield f"<h1>{title}</h1>\n<nav>"
    for name, group in days(entries):
        if name:
            yield f"<h2>{name}</h2>"
        links = "\n".join(f'<li><a href="{one.href}"{one.attributes}>{one.shown}</a></li>' for one in group)
        yield f"<ol>\n{links}\n</ol>"
    yield "</nav>"
