"""Names in a query that nothing in the library has: feeds and tags, each with the nearest that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.query.tree import Filter, nodes
from reader.text.clean import line
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.core.session import Session
    from reader.query.tree import Node

NEAREST = 3
"""Names that are offered in place of an unknown one."""

ALIKE = 0.6
"""The share of letters in common from which a name is offered, as in `difflib`."""

LENGTH = 60
"""Characters of a name that are compared and shown."""


def told(session: Session, tree: Node) -> list[str]:
    """Gives a line for each unknown name: `no feed is called “nshipser”; did you mean NSHipster?`."""
    wanted = dict.fromkeys(
        (node.name, node.value)
        for node in nodes(tree)
        if isinstance(node, Filter) and node.name in ("feed", "tag")
    )
    if not wanted:
        return []
    from reader.query.evaluate import has_feed, has_tag

    feeds = session.library.feeds.all()
    of_feeds = {tag for feed in feeds for tag in feed.tags}
    titles = [*(feed.title for feed in feeds), *of_feeds]
    lines = []
    for name, value in wanted:
        if name == "feed" and not has_feed(value, titles):
            lines.append(_line("no feed or folder is called", value, titles))
        elif name == "tag" and not has_tag(value, of_feeds) and not _is_there(session, value):
            tags = [*(name for name, _ in session.library.tags.all()), *of_feeds]
            lines.append(_line("nothing has the tag", value, tags))
    return lines


def _is_there(session: Session, tag: str) -> bool:
    """True where an article has the tag, which takes less than to read all tags."""
    return session.library.queries.count(Filter("tag", tag), with_muted=True) > 0


def _line(what: str, value: str, names: Iterable[str]) -> str:
    near = _nearest(value, names)
    *most, last = near or [""]
    offered = f"{', '.join(most)} or {last}" if most else last
    return f"{what} “{line(value, LENGTH)}”" + (f"; did you mean {offered}?" if near else "")


def _nearest(value: str, names: Iterable[str]) -> list[str]:
    """The names that begin as the value, then those of which a word does, the shortest of each first; then those of which the
    whole, or a word, is most like it."""
    from difflib import get_close_matches

    wanted = fold(value[:LENGTH])
    forms: dict[str, list[str]] = {}
    whole: dict[str, str] = {}
    for name in names:
        shown = line(name, LENGTH)
        whole[shown] = fold(shown)
        for form in (whole[shown], *whole[shown].replace("/", " ").split()):
            forms.setdefault(form, []).append(shown)
    begun = [name for form, named in forms.items() if wanted and form.startswith(wanted) for name in named]
    begun.sort(key=lambda name: (not whole[name].startswith(wanted), len(name)))
    near = get_close_matches(wanted, forms, 2 * NEAREST, ALIKE)
    return list(dict.fromkeys([*begun, *(name for form in near for name in forms[form])]))[:NEAREST]
