"""The table of actions: name, place and default keys. Bindings, palette, help and docs/keys.md are made from it.

An action enters the table with the feature behind it.
"""

from __future__ import annotations

from functools import partial
from typing import Literal, NamedTuple, get_args

Context = Literal[
    "front",
    "sections",
    "list",
    "article",
    "related",
    "story",
    "archive",
    "archived",
    "welcome",
    "unfilled",
    "choosing",
    "dialog",
    "typing",
]
"""Where a key is pressed. What is said of `front` holds in each of its places (`PLACES`); `story` is the dialog of a story, whose
rows are articles; `unfilled` is the list while the
library has no article, `choosing` the article while a passage is chosen; `typing` is any field that takes text, and what can be typed goes there."""

CONTEXTS: tuple[Context, ...] = get_args(Context)

PANES: tuple[Context, ...] = ("sections", "list", "article", "related")

ARCHIVE: tuple[Context, ...] = ("archive", "archived")
"""The results of a search in the shared archive, and an article of it that the library lacks: places that a reader without
an archive never sees."""

PLACES: tuple[Context, ...] = (*PANES, "unfilled", *ARCHIVE)
"""Where the keys of the front page hold."""

TITLES: dict[Context, str] = {
    "front": "Everywhere on the front page",
    "list": "In the list",
    "article": "In the article",
    "choosing": "While choosing a passage",
    "sections": "In the sidebar",
    "related": "In related articles",
    "story": "In a story",
    "archive": "In the archive's results",
    "archived": "In an article of the archive",
    "unfilled": "While the library has no articles",
    "welcome": "On the welcome screen",
    "dialog": "In a dialog",
    "typing": "While typing",
}
"""Headings of help and manual, in their order."""


class Action(NamedTuple):
    """A row of the table. `id` is the name in `[keys]`, and `action_<id>` the method that does it; it has one row for
    each set of contexts in which it has the same keys; that of a place stands before that of `front`. `keys` are sequences: keys parted by spaces, `digit` any of 1–9,
    `number` one or more digits. The palette shows `label`, the help `help`; movements are not for the palette."""

    id: str
    contexts: tuple[Context, ...]
    keys: tuple[str, ...]
    label: str
    help: str
    in_palette: bool = True


_EACH: tuple[Context, ...] = ("front", "welcome", "dialog", "story", "typing")
_HELPED: tuple[Context, ...] = (*_EACH, "choosing")
_MOVED: tuple[Context, ...] = ("front", "dialog", "story")
_ONE: tuple[Context, ...] = ("list", "article", "related", "story")
_TEXT: tuple[Context, ...] = ("article", "archived")
_EMPTY: tuple[Context, ...] = ("welcome", "unfilled")

_unlisted = partial(Action, in_palette=False)
"""A row that the palette does not show: a movement, or what is known by its key alone."""

COUNTED: tuple[Context, ...] = ("sections", "list", "related", "story", "archive")
"""Where digits before a movement say how often: `10j`. In an article they are the numbers of links."""

REPEATED = frozenset(
    (
        "move_down", "move_up", "page_on", "page_back", "half_down", "half_up",
        "next_unread", "previous_unread", "next_feed", "previous_feed",
    )
)  # fmt: skip
"""The movements that a number repeats; their methods take it. Other actions are done once."""

ACTIONS: tuple[Action, ...] = (
    _unlisted("move_down", _EACH, ("j", "down"), "down", "the next row or line"),
    _unlisted("move_up", _EACH, ("k", "up"), "up", "the previous row or line"),
    _unlisted("first", _MOVED, ("g g", "home"), "first", "to the start"),
    _unlisted("last", _MOVED, ("G", "end"), "last", "to the end"),
    _unlisted("page_on", _MOVED, ("pagedown", "ctrl+f"), "page down", "a page down"),
    _unlisted("page_back", _MOVED, ("backspace", "ctrl+b", "pageup"), "page up", "a page up"),
    _unlisted("half_down", _MOVED, ("ctrl+d",), "half a page down", "half a page down"),
    _unlisted("half_up", _MOVED, ("ctrl+u",), "half a page up", "half a page up"),
    _unlisted("open", ("archive", "story"), ("enter", "l", "space"), "open", "open the article"),
    _unlisted("open", ("list",), ("enter", "l"), "open", "open the article"),
    _unlisted(
        "choose",
        ("list",),
        ("space",),
        "open, or pick",
        "open it; while selecting, keep, add or take out",
    ),
    _unlisted("open", ("sections",), ("enter", "l"), "show", "show the articles of the section"),
    Action("fold", ("sections",), ("space",), "fold", "fold or unfold the folder"),
    _unlisted(
        "open",
        ("related",),
        ("enter", "l", "space"),
        "open",
        "open it; fetch it if it is not in the library",
    ),
    _unlisted("open", ("article",), ("enter", "l"), "open", "open the related article below the text"),
    _unlisted("open", ("welcome", "dialog"), ("enter", "l"), "choose", "choose"),
    _unlisted("choose", ("dialog",), ("space",), "choose", "choose the row; again, clear it"),
    _unlisted(
        "mark_passage", ("choosing",), ("enter",), "highlight", "highlight it, or remove its highlight"
    ),
    _unlisted("end_choice", ("choosing",), ("escape", "q"), "leave", "leave it"),
    _unlisted("sentence_on", ("choosing",), ("j", "down"), "sentence", "the next sentence, or one more"),
    _unlisted("sentence_back", ("choosing",), ("k", "up"), "sentence", "the previous sentence, or one less"),
    _unlisted("word_on", ("choosing",), ("l", "w", "right"), "word", "begin, or end, a word later"),
    _unlisted("word_back", ("choosing",), ("h", "b", "left"), "word", "begin, or end, a word earlier"),
    _unlisted(
        "hold",
        ("choosing",),
        ("H", "space", "v", "V"),
        "start selection",
        "begin here: what moves now is the end",
    ),
    _unlisted("read_on", _TEXT, ("space",), "read on", "page down, then the next unread article"),
    _unlisted("back", ("sections", *ARCHIVE), ("h", "escape"), "back", "back"),
    _unlisted("back", ("article",), ("h", "escape"), "back", "back to the list"),
    _unlisted("back", ("related",), ("h", "escape"), "back", "back to the article"),
    _unlisted("back", ("list", "unfilled"), ("escape",), "back", "back"),
    _unlisted("out", ("list", "unfilled"), ("h",), "back", "back, or to the sidebar"),
    _unlisted("leave", ("front",), ("q",), "back", "back; from the front page, quit"),
    _unlisted("leave", ("welcome",), ("q",), "quit", "quit"),
    _unlisted("back", ("dialog",), ("q", "escape", "h"), "back", "back"),
    _unlisted("back", ("story",), ("q", "escape", "h", "T"), "back", "back"),
    _unlisted("back", ("typing",), ("q", "escape"), "back", "back"),
    _unlisted("next_pane", ("front",), ("tab",), "next pane", "the next pane"),
    _unlisted("next_pane", ("typing",), ("tab",), "complete", "complete the word; otherwise the next pane"),
    _unlisted("previous_pane", ("front", "typing"), ("shift+tab",), "previous pane", "the previous pane"),
    _unlisted("next_unread", ("story",), ("n",), "next unread", "the next unread article"),
    _unlisted("previous_unread", ("story",), ("p",), "previous unread", "the previous unread article"),
    Action("next_unread", ("front",), ("n",), "next unread", "the next unread article or match"),
    Action(
        "previous_unread",
        ("front",),
        ("p",),
        "previous unread",
        "the previous unread article or match",
    ),
    Action("next_feed", ("front",), ("ctrl+n", ">"), "next feed", "the next feed with unread articles"),
    Action("previous_feed", ("front",), ("<",), "previous feed", "the previous feed with unread articles"),
    Action(
        "next_article",
        ("article", "related", "archived"),
        ("J",),
        "next article",
        "the next article in the list",
    ),
    Action(
        "previous_article",
        ("article", "related", "archived"),
        ("K",),
        "previous article",
        "the previous article in the list",
    ),
    Action("toggle_read", (*_ONE, *ARCHIVE), ("m",), "mark read / unread", "mark as read or unread"),
    Action("mark_all_read", ("sections", "list"), ("A",), "mark all read", "mark all in this list as read"),
    Action("mark_below_read", ("list",), (), "mark older read", "mark this and all below as read"),
    Action("mark_above_read", ("list",), (), "mark newer read", "mark this and all above as read"),
    Action("keep", ARCHIVE, ("c",), "keep a copy", "keep a copy in your library"),
    Action("bookmark", (*_ONE, *ARCHIVE), ("b",), "bookmark", "add or remove a bookmark"),
    Action(
        "mute",
        ("list", "article", "related"),
        (),
        "mute / unmute",
        "hide from lists (is:muted finds it), or show again",
    ),
    Action("tags", _ONE, ("t",), "tags", "change the tags"),
    Action("note", _ONE, ("N",), "note", "write a note"),
    Action(
        "own_words",
        ("list", "article"),
        ('"',),
        "notes, highlights",
        "open, change or remove notes and highlights",
    ),
    Action("highlight", ("article",), ("H",), "highlight", "highlight a passage, or remove the highlight"),
    Action(
        "select",
        ("list",),
        ("V",),
        "select rows",
        "select rows to change at once; Space picks, Esc ends",
    ),
    Action("export", _ONE, ("e",), "export", "export as Markdown"),
    Action("copy_address", (*_ONE, *ARCHIVE), ("y",), "copy address", "copy the address"),
    Action("copy_markdown", _ONE, ("Y",), "copy Markdown", "copy the article as Markdown"),
    Action("browser", (*_ONE, *ARCHIVE), ("o",), "browser", "open in the browser"),
    Action("browser_read", _ONE, ("O",), "browser, read", "open in the browser and mark as read"),
    _unlisted("open_link", _TEXT, ("digit", "# number enter"), "open link", "open the link with that number"),
    Action("links", _TEXT, ("L",), "links", "list the links"),
    Action(
        "pictures", ("article",), ("P",), "pictures", "list the pictures, to show them here or in a browser"
    ),
    Action("play", _ONE, ("M",), "play", "play its audio or video"),
    Action(
        "story", ("list", "article", "related"), ("T",), "story", "all reports on the story, oldest first"
    ),
    _unlisted("split", ("story",), ("-",), "remove from story", "remove the article from the story"),
    _unlisted("join", ("story",), ("+",), "add to story", "add the article to the story"),
    Action("earlier", ("front",), ("[", "alt+left"), "earlier article", "back to the article opened before"),
    Action("later", ("front",), ("]", "alt+right"), "later article", "forward to the article opened after"),
    _unlisted("previous_heading", _TEXT, ("{",), "previous heading", "the previous heading"),
    _unlisted("next_heading", _TEXT, ("}",), "next heading", "the next heading"),
    Action("outline", _TEXT, ("'",), "outline", "list the headings"),
    _unlisted("side_left", _TEXT, ("left",), "left", "scroll code and tables to the left"),
    _unlisted("side_right", _TEXT, ("right",), "right", "scroll code and tables to the right"),
    Action("other_text", _ONE, ("x",), "other text", "the feed's text or the page's; fetch it if missing"),
    Action("changes", _ONE, ("w",), "what changed", "what the publisher changed in the article"),
    Action("zoom", _TEXT, ("z",), "zoom", "show only the article, or all panes"),
    Action("density", ("list", "archive"), ("Z",), "row height", "one or two lines per article"),
    Action(
        "search",
        ("sections", "list", "unfilled", "related", "archive"),
        ("/",),
        "search",
        "search the library",
    ),
    Action("search", _TEXT, ("s",), "search the library", "search the library"),
    Action("find", _TEXT, ("/",), "find in article", "find in the article"),
    Action("filter", ("list",), ("f",), "filter", "filter by title"),
    Action("show_all", ("sections", "list"), ("v",), "unread / all", "show unread only, or all"),
    Action("sort", ("list",), ("S",), "sort", "choose the order of the list"),
    Action("sort", ("sections",), ("S",), "sort feeds", "choose the order of the feeds"),
    Action("add", ("front", *_EMPTY), ("a",), "add", "add a feed or an article"),
    Action("export_feeds", ("front",), (), "export feeds", "save your feeds as an OPML file"),
    Action("site_feed", _ONE, ("F",), "site's feed", "find the feed of this site and subscribe to it"),
    Action("import_feeds", _EMPTY, ("i",), "import", "import feeds or articles from a file"),
    Action("import_feeds", ("front",), (), "import", "import feeds or articles from a file"),
    Action("starters", _EMPTY, ("s",), "starter feeds", "choose starter feeds by subject"),
    Action("starters", ("front",), (), "starter feeds", "choose starter feeds by subject"),
    Action("demo", _EMPTY, ("d",), "demo newsstand", "open the demo newsstand"),
    Action("refresh", ("front",), ("r",), "refresh this", "refresh the feed, or fetch the article again"),
    Action("refresh_all", ("front",), ("R",), "refresh", "refresh all feeds"),
    Action("why", ("sections",), ("i",), "why", "how the feed is doing, and its next refresh"),
    Action("why", _ONE, ("i",), "why", "where the text came from"),
    Action("save_search", ("list",), ("s", "ctrl+s"), "save search", "save this search to the sidebar"),
    Action("save_search", ("typing",), ("ctrl+s",), "save search", "save this search to the sidebar"),
    Action("search_down", ("sections",), ("J",), "search down", "move the saved search down"),
    Action("search_up", ("sections",), ("K",), "search up", "move the saved search up"),
    Action(
        "edit_feed",
        ("sections",),
        ("E",),
        "edit",
        "edit the feed or the saved search",
    ),
    Action(
        "hide_feed",
        ("sections",),
        ("H",),
        "hide feed",
        "hide the feed from Unread and Today, or show it",
    ),
    Action("pause_feed", ("sections",), ("P",), "pause feed", "pause refreshing the feed, or resume"),
    Action(
        "hide_read",
        ("sections",),
        ("L",),
        "hide read feeds",
        "hide feeds without unread articles, or show them",
    ),
    Action("find_feed", ("sections",), ("f",), "go to feed", "go to a feed or folder by its name"),
    Action("find_feed", _ONE, (), "go to feed", "go to a feed or folder by its name"),
    Action(
        "editor", ("article",), ("E",), "open in editor", "open its exported file, or its text, in $EDITOR"
    ),
    Action("pipe", _ONE, ("|",), "pipe", "pipe the article as Markdown to a command"),
    _unlisted("remove", ("story",), ("D",), "remove", "remove the article from the library"),
    Action(
        "remove",
        ("sections", "list", "article", "related"),
        ("D",),
        "remove",
        "remove the article, feed or saved search",
    ),
    Action("undo", ("front", "story"), ("u",), "undo", "undo the last change"),
    Action("redo", ("front", "story"), ("ctrl+r",), "redo", "redo the last undone change"),
    Action("jobs", ("front",), ("!",), "jobs", "what is running and what failed"),
    Action("rules", ("front",), (), "rules", "the rules for new articles"),
    Action("statistics", ("front",), (), "statistics", "the library in numbers"),
    Action("settings", ("front", "welcome"), (",",), "settings", "change the settings"),
    Action("themes", ("front", "welcome"), (), "theme", "choose the theme"),
    Action("help", _HELPED, ("?", "f1"), "all keys", "the keys available here"),
    _unlisted(
        "palette", ("front", "welcome", "typing"), (":", "ctrl+p"), "palette", "find an action by its name"
    ),
    Action("redraw", _HELPED, ("ctrl+l",), "redraw", "draw the whole screen again"),
    Action(
        "suspend",
        ("front", "welcome", "dialog", "story", "choosing"),
        ("ctrl+z",),
        "to the shell",
        "suspend to the shell; fg returns",
    ),
    Action("quit", _HELPED, ("Q", "ctrl+c", "ctrl+q"), "quit", "quit at once"),
)


class Hint(NamedTuple):
    """An entry of the foot line: the first key of each action, and what they do together."""

    actions: tuple[str, ...]
    label: str


_TAB = Hint(("next_pane",), "panes")
"""What Tab does has one name in every pane."""

_MOVE = Hint(("move_down", "move_up"), "move")
_HELP = Hint(("help",), "keys")
BACK = "back"
"""What the way back is called in the foot line."""

_BACK = Hint(("back",), BACK)

FIRST: dict[Context, tuple[str, ...]] = {
    "front": (
        "move_down", "move_up", "next_unread", "previous_unread", "next_pane", "leave", "undo", "redo", "refresh_all", "refresh",
        "add", "settings", "palette", "help", "jobs", "earlier", "later",
    ),
    "list": (
        "open", "toggle_read", "bookmark", "mark_all_read", "search", "show_all", "filter", "sort", "tags", "note", "export",
        "browser", "select", "story",
    ),
    "article": (
        "read_on", "back", "next_article", "previous_article", "bookmark", "toggle_read", "note", "highlight", "tags", "export",
        "find", "open_link", "links", "browser", "copy_address", "other_text", "zoom", "why", "story",
    ),
    "story": (
        "open", "split", "join", "undo", "redo", "next_unread", "previous_unread", "toggle_read", "bookmark", "tags", "note",
        "export", "browser", "copy_address", "remove",
    ),
    "unfilled": ("add", "import_feeds", "starters", "demo", "search"),
}  # fmt: skip
"""Actions that help, palette and manual list first in a place, since they are used most. The others follow in the order of
the table."""

LAST = frozenset({("article", "open")})
"""Actions that they list last in a place."""

HINTS: dict[Context, tuple[Hint, ...]] = {
    "front": (_TAB, Hint(("add",), "add"), Hint(("refresh_all",), "refresh"), _HELP),
    "sections": (
        _MOVE,
        Hint(("open",), "show"),
        _TAB,
        Hint(("find_feed",), "find"),
        Hint(("refresh",), "refresh"),
        Hint(("add",), "add"),
        Hint(("edit_feed",), "edit"),
        Hint(("hide_read",), "hide read"),
        Hint(("mark_all_read",), "mark all read"),
        Hint(("sort",), "sort"),
        Hint(("search",), "search"),
        Hint(("jobs",), "jobs"),
        Hint(("settings",), "settings"),
        _HELP,
    ),
    "list": (
        _TAB,
        Hint(("open",), "read"),
        Hint(("next_unread",), "next unread"),
        Hint(("add",), "add"),
        Hint(("refresh_all",), "refresh"),
        Hint(("search",), "search"),
        Hint(("bookmark",), "bookmark"),
        Hint(("leave",), "quit"),
        Hint(("density",), "row height"),
        _MOVE,
        Hint(("tags",), "tags"),
        Hint(("export",), "export"),
        Hint(("filter",), "filter"),
        Hint(("mark_all_read",), "mark all read"),
        Hint(("settings",), "settings"),
        _HELP,
    ),
    "article": (
        Hint(("read_on",), "down"),
        Hint(("back",), "back"),
        _TAB,
        Hint(("bookmark",), "bookmark"),
        Hint(("export",), "export"),
        Hint(("note",), "note"),
        Hint(("highlight",), "highlight"),
        Hint(("next_article", "previous_article"), "next, previous"),
        Hint(("find",), "find"),
        Hint(("links",), "links"),
        Hint(("tags",), "tags"),
        Hint(("browser",), "browser"),
        Hint(("zoom",), "article only"),
        _HELP,
    ),
    "related": (
        _MOVE,
        Hint(("open",), "open"),
        _BACK,
        _TAB,
        Hint(("bookmark",), "bookmark"),
        Hint(("story",), "story"),
        Hint(("export",), "export"),
        _HELP,
    ),
    "story": (
        Hint(("open",), "open"),
        Hint(("split",), "remove from the story"),
        Hint(("join",), "add to the story"),
        Hint(("bookmark",), "bookmark"),
        Hint(("undo",), "undo"),
        _MOVE,
        Hint(("export",), "export"),
        Hint(("tags",), "tags"),
        _BACK,
        _HELP,
    ),
    "archive": (
        _TAB,
        Hint(("open",), "read"),
        Hint(("keep",), "keep a copy"),
        _MOVE,
        Hint(("search",), "search"),
        Hint(("browser",), "browser"),
        Hint(("refresh",), "ask again"),
        _BACK,
        _HELP,
    ),
    "archived": (
        Hint(("read_on",), "down"),
        Hint(("back",), "back"),
        Hint(("keep",), "keep a copy"),
        _TAB,
        Hint(("next_article", "previous_article"), "next, previous"),
        Hint(("find",), "find"),
        Hint(("links",), "links"),
        Hint(("browser",), "browser"),
        Hint(("zoom",), "article only"),
        _HELP,
    ),
    "unfilled": (
        Hint(("add",), "add"),
        Hint(("import_feeds",), "import"),
        Hint(("starters",), "starters"),
        Hint(("demo",), "demo"),
        Hint(("refresh_all",), "refresh"),
        Hint(("jobs",), "jobs"),
        _TAB,
        Hint(("search",), "search"),
        Hint(("settings",), "settings"),
        _HELP,
    ),
    "welcome": (
        Hint(("add",), "add"),
        Hint(("import_feeds",), "import"),
        Hint(("starters",), "starters"),
        Hint(("demo",), "demo"),
        Hint(("leave",), "quit"),
        _HELP,
    ),
    "choosing": (_HELP,),
    "dialog": (_MOVE, Hint(("open",), "choose"), _BACK, _HELP),
    "typing": (_MOVE, _BACK, _HELP),
}
"""What the foot line shows, the first ones first; where not all fit, the last one stays."""

ALSO_CALLED: dict[str, str] = {
    "add": "subscribe enqueue",
    "bookmark": "star flag favourite favorite",
    "browser": "open link",
    "demo": "tour example",
    "export": "save download",
    "density": "dense calm compact lines",
    "hide_feed": "mute ignore",
    "import_feeds": "opml urls newsboat subscriptions",
    "jobs": "failing errors problems",
    "mark_above_read": "catch up",
    "mark_all_read": "catch up",
    "mark_below_read": "catch up",
    "mute": "hide ignore kill unmute",
    "play": "podcast enclosure audio video mpv",
    "refresh": "reload update fetch",
    "refresh_all": "reload update fetch sync",
    "remove": "delete unsubscribe",
    "rules": "killfile filter mute automatic",
    "settings": "options preferences config width measure justify columns dates",
    "themes": "dark light colours colors",
    "toggle_read": "seen",
}
"""Words of other readers under which help and palette find an action, too."""
