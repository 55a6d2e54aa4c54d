"""Says what is so again once an operation is undone: the words of each kind of operation, and those of its opposite."""

from __future__ import annotations

import re

_ARTICLES = "((?:“.*”|[0-9,]+ articles?)(?: and [0-9,]+ cop(?:y|ies))?)"
_NAME = "“(.*)”"

_BACK: tuple[tuple[str, str], ...] = (
    (f"marked {_ARTICLES} as read", "{0} {be} unread again"),
    (f"marked {_ARTICLES} as unread", "{0} {be} marked as read again"),
    (f"bookmarked {_ARTICLES}", "{0} {be} no longer bookmarked"),
    (f"removed the bookmark from {_ARTICLES}", "{0} {be} bookmarked again"),
    (f"muted {_ARTICLES}", "{0} {be} no longer muted"),
    (f"unmuted {_ARTICLES}", "{0} {be} muted again"),
    (f"added a note to {_ARTICLES}", "note removed from {0}"),
    (f"changed a note on {_ARTICLES}", "the note on {0} is as it was before"),
    (f"removed a note from {_ARTICLES}", "the note on {0} is back"),
    (f"highlighted a passage in {_ARTICLES}", "highlight removed from {0}"),
    (f"removed a highlight from {_ARTICLES}", "the highlight in {0} is back"),
    (f"kept {_NAME} with (“.*”)", "the output “{0}” of {1} is as it was before"),
    (f"removed {_NAME} from (“.*”)", "the output “{0}” of {1} is back"),
    (f"split {_ARTICLES} off the story", "{0} {be} in the story again"),
    (f"joined {_ARTICLES} into one story", "{0} {be} no longer in that story"),
    (f"subscribed to {_NAME}", "unsubscribed from “{0}”; its articles stay"),
    (f"renamed the feed {_NAME}", "the feed is called “{0}” again"),
    (f"changed the tags of the feed {_NAME}", "the tags of the feed “{0}” are as they were before"),
    (f"hid the feed {_NAME}", "the feed “{0}” is no longer hidden"),
    (f"showed the feed {_NAME} again", "the feed “{0}” is hidden again"),
    (f"paused the feed {_NAME}", "the feed “{0}” is no longer paused"),
    (f"changed the settings of the feed {_NAME}", "the settings of the feed “{0}” are as they were before"),
    (f"removed the feed {_NAME}", "the feed “{0}” is back"),
    ("removed ([0-9,]+) feeds", "{0} feeds are back"),
    (f"saved the search {_NAME}", "search “{0}” removed"),
    (f"changed the search {_NAME}", "the search “{0}” is as it was before"),
    (f"moved the search {_NAME}", "the search “{0}” is in its former place again"),
    (f"removed the search {_NAME}", "the search “{0}” is back"),
    (f"renamed {_NAME} to {_NAME}", "the search “{1}” is called “{0}” again"),
    (f"started keeping what {_NAME} finds", "what “{0}” finds is no longer kept"),
    (f"stopped keeping what {_NAME} finds", "what “{0}” finds is kept again"),
    (f"turned on notifications of {_NAME}", "notifications of “{0}” are off again"),
    (f"turned off notifications of {_NAME}", "notifications of “{0}” are on again"),
    ("added rule ([0-9]+)", "rule {0} removed"),
    ("turned rule ([0-9]+) on", "rule {0} is off again"),
    ("turned rule ([0-9]+) off", "rule {0} is on again"),
    ("removed rule ([0-9]+)", "rule {0} is back"),
    (
        "imported your edits from ([0-9,]+ exported notes?)",
        "your edits from {0} are no longer in the library",
    ),
    (f"added {_ARTICLES}", "{0} {be} removed from the library"),
    (f"removed {_ARTICLES}", "{0} {be} back in the library"),
)
"""Patterns of the words that `undo.perform` is given, each with what is so once it is undone. What is removed comes last:
a title alone would match the others as well."""

_TAGGED = re.compile(r"tagged (“.*”|[0-9,]+ articles?) ([+-].*)", re.DOTALL)
_RULES = re.compile(r"applied rules \((.*)\)")
_RULED = {
    "muted": "no longer muted",
    "marked read": "unread again",
    "bookmarked": "no longer bookmarked",
    "tagged": "no longer tagged",
}


def taken_back(operation: str) -> str:
    """Says what is so now that the operation is undone, beginning with a small letter: `9 articles are unread again`."""
    if found := _TAGGED.fullmatch(operation):
        return _untagged(found[1], found[2])
    if found := _RULES.fullmatch(operation):
        return f"rules undone: {', '.join(map(_unruled, found[1].split(', ')))}"
    for pattern, said in _BACK:
        if found := re.fullmatch(pattern, operation, re.DOTALL):
            names = found.groups()
            return said.format(
                *names, be="are" if names[0].endswith(("articles", "copy", "copies")) else "is"
            )
    return f"undone: {operation}"


def _untagged(articles: str, signs: str) -> str:
    """Tags may hold spaces: each begins at a sign after one, those that were given before those that were taken."""
    tags = re.split(r" (?=[+-])", signs)
    removed = [f"#{tag[1:]}" for tag in tags if tag.startswith("+")]
    restored = [f"#{tag[1:]}" for tag in tags if tag.startswith("-")]
    parts = [f"{' '.join(removed)} removed from {articles}"] if removed else []
    parts += [f"{' '.join(restored)} {'restored' if removed else f'back on {articles}'}"] if restored else []
    return ", ".join(parts)


def _unruled(counted: str) -> str:
    number, _, done = counted.partition(" ")
    return f"{number} {_RULED.get(done, done)}"
