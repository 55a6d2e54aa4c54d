"""The table of the JSON objects that commands print: each field with its kind and meaning; `docs/json.md` is made of it."""

from __future__ import annotations

from typing import NamedTuple, get_args

from reader.model import PageKind


class JsonField(NamedTuple):
    """A field. `kind` is a key of `KINDS`, the name of an object of `OBJECTS`, or that name with `[]` behind it for a list;
    with `?` at its end the field can be null."""

    name: str
    kind: str
    meaning: str


KINDS = {
    "number": ("number", ""),
    "text": ("text", "never empty: unknown values are null"),
    "query": ("query", "a text; empty for everything"),
    "texts": ("list of texts", "`[]` if there are none"),
    "numbers": ("list of numbers", "`[]` if there are none"),
    "spans": (
        "list of spans",
        "pairs of numbers: the first character, and the one after the last; counted from 0",
    ),
    "counts": ("counts", "an object with a number for each text"),
    "flag": ("flag", "`true` or `false`"),
    "time": ("time", "UTC, as in `2026-02-04T09:30:00Z`"),
    "day": ("day", "as in `2026-02-04`"),
}
"""The kinds of values: what each is called, and what there is to say of it."""


def _fields(*rows: tuple[str, str, str]) -> tuple[JsonField, ...]:
    return tuple(JsonField(*row) for row in rows)


def _or_null(fields: tuple[JsonField, ...]) -> tuple[JsonField, ...]:
    """The fields as they are where the article need not be in the library: only lists and flags are always known."""
    sure = {"flag", "texts", "numbers"}
    return tuple(
        one if one.kind in sure or one.kind.endswith("?") else one._replace(kind=f"{one.kind}?")
        for one in fields
    )


_ARTICLE = _fields(
    ("id", "number", "its number in this library"),
    ("uid", "text", "16 letters and digits, the same in exports and after an import elsewhere"),
    ("url", "text?", "its address, without a password"),
    ("title", "text", "its title"),
    ("authors", "texts", "who wrote it"),
    ("agency", "text?", "the news agency it came from"),
    ("publication", "text?", "the paper or site that published it"),
    ("feeds", "texts", "titles of the feeds that carried it"),
    ("published", "time?", "when it was published"),
    ("day", "day?", "the day of publication in the publisher's time zone"),
    ("updated", "time?", "when the publisher last changed it"),
    ("fetched", "time", "when it first reached the library"),
    ("lang", "text?", "the code of its language, as in `en` or `pt-BR`"),
    ("words", "number", "the words in its text"),
    ("minutes", "number", "reading time, rounded up"),
    ("description", "text?", "the summary in its feed or page"),
    ("text_origin", "text", "where its text comes from: `page`, `feed` or `file`"),
    (
        "text_state",
        "text",
        "how much of the text is there: `full`, `part`, `teaser`, `paywall`, `script`, `failed`, `pending` or `none`",
    ),
    ("full_text_error", "text?", "why its full text could not be fetched, in words"),
    ("full_text_next", "time?", "when that is tried again; null if it is not"),
    ("read", "flag", "you have read it"),
    ("bookmarked", "flag", "it has a bookmark"),
    ("muted", "flag", "it is hidden from lists"),
    ("progress", "number?", "how far you have read, from 0 to 1"),
    ("tags", "texts", "your tags"),
    ("copies", "numbers", "the ids of other articles with the same text"),
)
_ARCHIVED = frozenset((
    "url", "title", "authors", "agency", "publication", "feeds", "published", "day", "lang", "words", "read", "bookmarked",
))  # fmt: skip
"""Fields of an article that the shared archive knows, too."""

_IN_THE_ARCHIVE = (
    ("name", "text", "the digits of its uid by which `archive keep` knows it"),
    ("uid", "text", "32 digits and letters, made of its address"),
    ("filed", "time", "when it was published as first known, else when it arrived"),
    *(one for one in _ARTICLE if one.name in _ARCHIVED),
    ("minutes", "number", "reading time, rounded up"),
)

_CONTENT = _fields(
    ("markdown", "text?", "the text as Markdown"),
    ("text", "text?", "the text alone: no captions, credits, related links or addresses"),
    ("pictures", "picture[]", "its pictures, in the order of the text"),
    ("embeds", "embed[]", "posts, videos and audio in the text"),
    ("links", "link[]", "its links"),
    ("related", "related link[]", "the related links on its page"),
    ("highlights", "texts", "the passages you highlighted"),
    ("notes", "texts", "your notes"),
    ("outputs", "output[]", "the outputs of your own commands"),
)
_CHANGED = _fields(
    ("matched", "number", "how many articles were named or found"),
    ("changed", "number", "how many of them changed"),
)
_INPUT = ("input", "text", "what you asked for, as you wrote it")
_EXTRACT = (
    JsonField(*_INPUT),
    JsonField("error", "text?", "why it failed, in words"),
    *_or_null(_ARTICLE),
    *_CONTENT,
    JsonField(
        "page_kind", "text?", f"what the page is: {', '.join(f'`{kind}`' for kind in get_args(PageKind))}"
    ),
)

_OUTPUT = _fields(
    ("name", "text", "the name under which it is kept"),
    ("program", "text", "the program that printed it"),
    ("markdown", "text", "what it printed, as Markdown"),
    ("made", "time", "when"),
    ("is_cut", "flag", "the program printed more than was kept"),
)

OBJECTS: dict[str, tuple[JsonField, ...]] = {
    "article": _ARTICLE,
    "listed story": (*_ARTICLE, JsonField("story", "story", "the story whose first report it is")),
    "story": _fields(
        ("id", "number?", "the number of the story; null if the article is alone"),
        ("articles", "number", "how many reports it has"),
        ("sources", "number", "how many sources they come from"),
    ),
    "article found": (
        *_ARTICLE,
        *_fields(
            ("score", "number", "how well it matches; comparable only within one search"),
            ("snippet", "text?", "the part of its text with the words found"),
            ("hits", "spans", "where these words are in `snippet`"),
            ("lacks", "texts", "words of the query it lacks"),
        ),
    ),
    "archived article": _fields(
        *_IN_THE_ARCHIVE,
        ("score", "number?", "how well it matches; scores of one search compare"),
        ("snippet", "text?", "the piece of its text where the words are"),
        ("hits", "spans", "where the words are in the snippet"),
    ),
    "related archived article": _fields(
        *_IN_THE_ARCHIVE,
        ("score", "number", "how closely it is related; comparable only within one answer"),
        ("why", "texts", "the reasons; at least one"),
        ("group", "text", "`story` or `background`"),
    ),
    "archive version": _fields(
        ("before", "number", "the version of the tables before; 0: there were none"),
        ("schema", "number", "the version now"),
    ),
    "archive": _fields(
        ("server", "text", "the version of PostgreSQL"),
        ("user", "text", "who you are there"),
        ("role", "text", "what you may do: `owner`, `worker` or `reader`"),
        ("schema", "number", "the version of the tables"),
        ("analysis", "number", "the version of the rules for words"),
        ("articles", "number", "articles in the archive"),
        ("feeds", "number", "feeds that they stood in"),
        ("due", "number", "feeds that wait for a worker"),
        ("size", "number", "bytes of the database"),
        ("is_replica", "flag", "a replica answered"),
        ("lag", "number?", "seconds by which the replica is behind"),
        ("months", "archive month[]", "its parts by month, the newest first"),
    ),
    "archive month": _fields(
        ("name", "text", "the month, as in `2026-02`"),
        ("articles", "number", "its articles"),
        ("size", "number", "its bytes"),
        ("analysis", "numbers", "the versions of the rules by which its words were made"),
    ),
    "archive put": _fields(
        ("new", "number", "articles that are new in the archive"),
        ("improved", "number", "articles that were there without their full text, and have it now"),
        ("known", "number", "articles that were there already"),
    ),
    "archive feeds": _fields(
        ("feeds", "number", "feeds in the list"), ("new", "number", "feeds that the archive did not have")
    ),
    "archive work": _fields(
        ("feed", "text", "the address of the feed"),
        ("outcome", "text", "what came of it, in words"),
        ("new", "number", "articles that are new in the archive"),
        ("improved", "number", "articles that have their full text now"),
        ("known", "number", "articles that were there already"),
        ("error", "text?", "why it failed, in words"),
    ),
    "archive check": _fields(
        ("check", "text", "what was checked"), ("wrong", "text?", "what is wrong with it, in words")
    ),
    "archive words": _fields(("articles", "number", "articles whose words were renewed")),
    "article with text": (*_ARTICLE, *_CONTENT),
    "related article": (
        *_or_null(_ARTICLE),
        *_fields(
            ("score", "number", "how closely it is related; comparable only within one answer"),
            ("why", "texts", "the reasons; at least one"),
            ("group", "text", "`linked`, `story`, `background` or `author`"),
        ),
    ),
    "related of an article": _fields(
        ("id", "number", "the number of the article"),
        ("url", "text?", "its address"),
        ("related", "related article[]", "its related articles, the closest first"),
    ),
    "report": (*_ARTICLE, JsonField("first", "flag", "it is the first report of the story")),
    "change": _CHANGED,
    "note": _fields(
        ("article", "number", "the id of its article"),
        ("note", "number", "its number"),
        ("text", "text", "its text"),
        ("changed", "time?", "when you last changed it"),
    ),
    "highlight": _fields(
        ("article", "number", "the id of its article"),
        ("highlight", "number", "its number"),
        ("quote", "text", "the passage"),
        ("before", "text?", "the text before it"),
        ("after", "text?", "the text after it"),
        ("in_text", "flag", "the article's text still has it"),
        ("changed", "time?", "when you last changed it"),
    ),
    "count": _fields(("count", "number", "how many articles match")),
    "feed": _fields(
        ("id", "number", "its number (not an article's)"),
        ("url", "text?", "its address, without a password; null for one that is never refreshed"),
        ("title", "text", "your title for it, or its own"),
        ("site", "text?", "the address of its site"),
        ("tags", "texts", "its tags"),
        ("articles", "number", "how many articles it has"),
        ("unread", "number", "how many of them are unread"),
        ("state", "text", "`new`, `ok`, `failing` or `gone`"),
        ("last_tried", "time?", "when it was last checked"),
        ("last_success", "time?", "when a check last succeeded"),
        ("outcome", "text?", "how the last check ended, in words"),
        ("next_at", "time?", "when it is due"),
        ("next_why", "text?", "the reason for that time, in words"),
        ("failures", "number", "how often it has failed in a row"),
        ("account", "text?", "the account whose server fetches it; null for one that is fetched from here"),
        ("server", "text?", "that server, as in `Miniflux at rss.example`"),
    ),
    "feed removed": _fields(("removed", "feed", "the feed as it was")),
    "feed refreshed": _fields(
        ("feed", "text", "its title, or the name of an account that was synced"),
        ("url", "text?", "its address; null for an account"),
        ("outcome", "text", "how the check ended, in words"),
        ("new", "number", "articles that are new"),
        ("updated", "number", "articles that have changed"),
        ("seconds", "number", "how long it took"),
        ("error", "text?", "what failed, in words"),
        ("next_at", "time?", "when it is due"),
        ("next_why", "text?", "the reason for that time, in words"),
    ),
    "full text failed": _fields(
        ("article", "number", "the id of an article whose full text could not be fetched"),
        ("title", "text", "its title"),
        ("feed", "text?", "the feed that named it"),
        ("url", "text", "the address of its page"),
        ("host", "text?", "the host of that address"),
        ("error", "text", "why, in words"),
        ("next_at", "time?", "when it is tried again; null if it is not"),
    ),
    "account": _fields(
        ("name", "text", "what it is called here"),
        ("url", "text", "the address of its server, without a password"),
        ("user", "text?", "the user there"),
        ("server", "text", "that server, as in `Miniflux at rss.example`"),
        ("version", "text?", "the version of the server"),
        ("has_labels", "flag", "your tags are labels there"),
        ("lacks", "texts", "what the server cannot do, in words"),
        ("feeds", "number", "feeds that it fetches"),
        ("entries", "number", "articles that it has, or had"),
        ("unsent", "number", "changes still to be sent to it: marks, and feeds put in other folders"),
        ("texts_left", "number", "articles whose text is still to be read"),
        ("last_tried", "time?", "when it was last synced"),
        ("last_success", "time?", "when that last succeeded"),
        ("outcome", "text?", "how the last sync ended, in words"),
        ("next_at", "time?", "when it is due"),
        ("failures", "number", "how often it has failed in a row"),
    ),
    "account removed": _fields(("removed", "account", "the account as it was")),
    "account synced": _fields(
        ("account", "text", "its name"),
        ("outcome", "text", "how the sync ended, in words"),
        ("new", "number", "articles that are new"),
        ("updated", "number", "articles that have changed"),
        ("changed", "number", "articles whose marks were changed elsewhere"),
        ("sent", "number", "marks that were sent"),
        ("seconds", "number", "how long it took"),
        ("error", "text?", "what failed, in words"),
        ("next_at", "time?", "when it is due"),
    ),
    "saved search": _fields(
        ("id", "number", "its number"),
        ("name", "text", "its name"),
        ("query", "query", "its query"),
        ("keeps", "flag", "what it finds is kept regardless of limits"),
        ("notify", "flag", "it notifies of new articles"),
        ("archive", "flag", "it also asks the shared archive"),
        ("unread", "number?", "unread articles that it finds; null if the query is invalid"),
        ("rules", "numbers", "the ids of its rules"),
    ),
    "saved search removed": _fields(("removed", "saved search", "the saved search as it was")),
    "rule": _fields(
        ("id", "number", "its number"),
        ("query", "query", "its query"),
        ("action", "text", "`mute`, `read`, `bookmark` or `tag`"),
        ("tag", "text?", "the tag it adds"),
        ("saved", "text?", "the name of the saved search whose query it uses"),
        ("enabled", "flag", "it is on"),
        ("readable", "flag", "its query is valid"),
        ("hits", "number", "how many articles it has been applied to"),
    ),
    "rule removed": _fields(("removed", "rule", "the rule as it was")),
    "added": _fields(
        _INPUT,
        ("outcome", "text", "`new`, `updated` or `same`"),
        ("feed", "feed?", "the feed, if it is one"),
        ("article", "article?", "the article, if it is one"),
        ("site_feed", "text?", "a feed the page links to"),
        ("new", "number", "articles that came with a new feed"),
        ("error", "text?", "why a new feed has no articles yet, in words"),
        ("page_kind", "text?", "what kind of page was added, as for `extract`"),
    ),
    "preview": _fields(
        _INPUT,
        ("title", "text?", "the title of the feed"),
        ("url", "text?", "its address"),
        ("site", "text?", "the address of its site"),
        ("error", "text?", "why it could not be read, in words"),
        ("entries", "entry[]", "what it contains"),
    ),
    "extract": _EXTRACT,
    "extract explained": (
        *_EXTRACT,
        JsonField(
            "explain",
            "explanation",
            "where on the page everything was found; missing if the page could not be read",
        ),
    ),
    "export": _fields(
        ("id", "number", "the number of the article"),
        ("path", "text?", "its file"),
        ("outcome", "text", "what became of it, as in `new`, `updated`, `unchanged` or `failed`"),
        ("message", "text?", "more about that, in words"),
    ),
    "output": _OUTPUT,
    "run": (
        JsonField("article", "number", "the number of the article"),
        *(one if one.name == "name" else one._replace(kind=f"{one.kind}?") for one in _OUTPUT),
        JsonField("error", "text?", "why the command failed, in words; then nothing was kept"),
    ),
    "journal entry": _fields(
        ("group", "text?", "the day, tag or story it is listed under"),
        ("article", "number", "the number of the article"),
        ("uid", "text", "16 letters and digits, as in the article's own object"),
        ("url", "text?", "its address, without a password"),
        ("title", "text", "its title"),
        ("source", "text?", "who published it"),
        ("published", "time?", "when it was published"),
        ("day", "day?", "the day of publication in the publisher's time zone"),
        ("highlights", "journal highlight[]", "the passages that you highlighted"),
        ("notes", "journal note[]", "your notes"),
        ("bookmarked", "time?", "when you bookmarked it"),
        ("tags", "texts", "your tags"),
        ("outputs", "texts", "the names of its outputs"),
    ),
    "journal highlight": _fields(
        ("highlight", "number", "its number within the article"),
        ("quote", "text", "the passage"),
        ("changed", "time", "when you made or last changed it"),
    ),
    "journal note": _fields(
        ("note", "number", "its number within the article"),
        ("text", "text", "your words"),
        ("changed", "time", "when you wrote or last changed it"),
    ),
    "journal": _fields(
        ("path", "text", "the file"),
        ("entries", "number", "entries in it"),
    ),
    "export to one file": _fields(
        ("path", "text", "the file"),
        ("format", "text", "`epub`, `html` or `csl-json`"),
        ("articles", "number", "articles in it"),
        ("failed", "article left out[]", "articles that are not in it"),
    ),
    "article left out": _fields(
        ("id", "number", "the number of the article"),
        ("message", "text", "why, in words"),
    ),
    "sent": _fields(
        ("program", "text", "the name of the program in `[send]`"),
        ("ids", "numbers", "the numbers of the articles it got"),
        ("outcome", "text", "`sent` or `failed`"),
        (
            "code",
            "number?",
            "the program's exit code; a negative number is the signal that ended it, null: it did not run",
        ),
        ("message", "text?", "more about that, in words"),
    ),
    "conflict": _fields(
        ("note", "text?", "the file that you edited; null if it is gone"),
        ("beside", "text", "the file beside it with the article's version"),
        ("diff", "texts", "the lines that differ: yours with `-`, the article's with `+`"),
    ),
    "import": _fields(
        _INPUT,
        ("kind", "text", "what the file is"),
        ("feeds_new", "number", "feeds that are new"),
        ("feeds_known", "number", "feeds you already had"),
        ("new", "number", "articles that are new"),
        ("updated", "number", "articles that have changed"),
        ("same", "number", "articles you already had"),
        ("skipped", "texts", "the first things that were not imported, and why, in words"),
        ("left", "counts", "how many of each kind were not imported"),
    ),
    "import of notes": _fields(
        _INPUT,
        ("kind", "text", "`notes`"),
        ("files", "number", "files that were read"),
        ("articles", "number", "articles that have changed"),
        ("tags_added", "number", "tags added"),
        ("tags_removed", "number", "tags removed"),
        ("notes", "number", "notes written"),
        ("highlights", "number", "passages highlighted"),
        ("conflicts", "number", "notes changed in the file and in the library; both are kept"),
        ("not_found", "texts", "passages not found in the text"),
    ),
    "picture": _fields(
        ("url", "text", "its address"),
        ("alt", "text?", "its description"),
        ("caption", "text?", "its caption"),
        ("credit", "text?", "who made it"),
    ),
    "embed": _fields(
        ("kind", "text", "`tweet`, `post`, `video`, `audio`, `frame` or `other`"),
        ("text", "text?", "its text"),
        ("author", "text?", "its author"),
        ("handle", "text?", "the author's name on that site, with `@`"),
        ("url", "text?", "its address"),
        ("date", "text?", "its date, as on the page"),
    ),
    "link": _fields(
        ("url", "text", "its address"),
        ("title", "text?", "the text of the link"),
        ("role", "text", "`link`, `canonical` or `enclosure`"),
    ),
    "related link": _fields(
        ("title", "text?", "the text of the link"),
        ("url", "text?", "its address"),
        ("id", "number?", "the id of the article, if the library has it"),
    ),
    "entry": _fields(
        ("title", "text?", "its title"),
        ("url", "text?", "its address"),
        ("published", "time?", "when it was published"),
        ("authors", "texts", "who wrote it"),
        ("words", "number", "the words of its text in the feed"),
    ),
    "explanation": _fields(
        ("kind", "text", "what the page is, as `page_kind`"),
        ("kind_why", "text?", "the evidence for it, in words"),
        ("how", "text?", "how the text was found, in words"),
        ("site_file", "text?", "the site file that was used"),
        ("notes", "texts", "rules in that file that match nothing on the page"),
        ("fields", "field explained[]", "each field of the article"),
        ("dropped", "words left out[]", "what was left out of the text"),
    ),
    "field explained": _fields(
        ("field", "text", "the name of the field"),
        ("value", "text?", "its value"),
        ("source", "text?", "where on the page it was found"),
        ("others", "other source[]", "what the page says elsewhere"),
    ),
    "other source": _fields(("source", "text", "the place on the page"), ("value", "text", "what it says")),
    "words left out": _fields(
        ("text", "text", "the first of them"),
        ("words", "number", "how many there are"),
        ("reason", "text", "why, in words"),
    ),
    "undone": _fields(("undo", "text", "what was undone, in words")),
    "redone": _fields(("redo", "text", "what was redone, in words")),
    "cleaned": _fields(
        ("articles", "number", "articles beyond the limit"),
        ("bytes", "number", "about how much space their text takes"),
        ("removed", "flag", "they were removed; false with `--dry-run`"),
        ("freed", "number", "bytes returned to the disk"),
    ),
    "stats": _fields(
        ("articles", "number", "articles in the library, except muted ones"),
        ("unread", "number", "unread ones"),
        ("bookmarked", "number", "bookmarked ones"),
        ("tagged", "number", "ones you tagged"),
        ("muted", "number", "muted ones"),
        ("full_texts", "number", "ones with their full text"),
        ("feeds", "number", "feeds"),
        ("bytes", "number", "bytes of the library"),
        ("free_bytes", "number", "unused bytes in it"),
        ("index_bytes", "number", "bytes of the search index"),
        ("backup_bytes", "number", "bytes of the backups beside the library"),
        ("accounts", "account[]", "your accounts at servers"),
    ),
    "check": _fields(
        ("library", "texts", "what is wrong with the library, in words"),
        ("index", "texts", "what is wrong with the search index, in words"),
        ("articles", "number", "articles in the library"),
        ("repaired", "flag", "the index was rebuilt"),
    ),
    "salvage": _fields(
        ("library", "text", "the damaged library"),
        ("salvaged", "text", "the new one"),
        ("articles", "number", "articles in the new one"),
        ("lost", "texts", "what is lost, in words"),
    ),
    "indexed": _fields(("articles", "number", "articles in the index")),
    "backup": _fields(("path", "text", "the file"), ("bytes", "number", "its size")),
    "restored": _fields(
        ("library", "text", "the library that was restored"),
        ("aside", "text?", "where the previous one is now"),
    ),
    "paths": _fields(
        ("config", "text", "the config file"),
        ("library", "text", "the library"),
        ("cache", "text", "the cache folder"),
        ("export", "text", "the export folder"),
    ),
    "page": _fields(
        ("topic", "text?", "the topic that was asked for"),
        ("markdown", "text", "the page as Markdown"),
    ),
}
"""Each object's fields in the order in which they are printed. Fields are added, never renamed or removed within a major
version."""
