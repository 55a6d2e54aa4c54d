"""Holds the migrations of the library, from its first tables on.

Append only: a released migration never changes. Each is one transaction of single statements.
"""

from __future__ import annotations

from reader.store.count_triggers import COUNTING, COUNTING_TOGETHER
from reader.store.outbox_triggers import ACCOUNTS
from reader.store.schema import FIRST

# What the counts beside the feeds, and the articles that were begun, are read from at each start.
_SECOND = (
    "CREATE INDEX appearance_feed ON appearance (feed_id, article_id)",
    "CREATE INDEX mark_begun ON mark (placed_at) WHERE placed_at IS NOT NULL",
)

# A rule has its own query, or that of the saved search it belongs to. Its hits stay when it goes, so that undo brings
# back a rule that does nothing twice to one article; a number is never given to another rule.
_THIRD = (
    """
    CREATE TABLE saved_search (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        query TEXT NOT NULL,
        position INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE rule (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        saved_id INTEGER REFERENCES saved_search (id) DEFERRABLE INITIALLY DEFERRED,
        query TEXT,
        action TEXT NOT NULL,
        tag TEXT,
        enabled INTEGER NOT NULL,
        CHECK ((saved_id IS NULL) <> (query IS NULL)),
        CHECK ((tag IS NOT NULL) = (action = 'tag'))
    ) STRICT
    """,
    "CREATE INDEX rule_saved ON rule (saved_id) WHERE saved_id IS NOT NULL",
    """
    CREATE TABLE rule_hit (
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        rule_id INTEGER NOT NULL,
        hit_at INTEGER NOT NULL,
        PRIMARY KEY (article_id, rule_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX rule_hit_rule ON rule_hit (rule_id)",
)

# What reports one event, and which texts are copies of each other. `ungrouped` is what has yet to find its place; gist
# and clue are derived from the texts: an article in a few bytes, and numbers that lead to articles like it. A key from 0
# on is one of the text (day: published, 0 where that is unknown), one below 0 of a telling word (day: as lists go).
# first_id is the same for all copies of one text. `held`: the reader said so.
_FOURTH = (
    "CREATE TABLE ungrouped (article_id INTEGER PRIMARY KEY) STRICT",
    "INSERT INTO ungrouped (article_id) SELECT id FROM article",
    """
    CREATE TRIGGER change_made AFTER INSERT ON change WHEN NOT new.gone BEGIN
        INSERT OR IGNORE INTO ungrouped (article_id) VALUES (new.article_id);
    END
    """,
    """
    CREATE TABLE gist (
        article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
        packed BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE clue (
        key INTEGER NOT NULL,
        day INTEGER NOT NULL,
        article_id INTEGER NOT NULL,
        PRIMARY KEY (key, day, article_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE copy (
        article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
        first_id INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX copy_first ON copy (first_id)",
    "CREATE TABLE story (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT",
    """
    CREATE TABLE report (
        article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
        story_id INTEGER NOT NULL,
        held INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX report_story ON report (story_id)",
)

# Which text the reader wants to see where there are several.
_FIFTH = ("ALTER TABLE text ADD COLUMN chosen INTEGER NOT NULL DEFAULT 0",)

# What makes a library that is kept for years small and its counts free. `stands_once`: the text's plain form is its
# Markdown, `plain` is then empty and `body` gives it; texts of older versions come to it in batches (`store.upkeep`), so
# that nobody waits for them. `keeps`: what the saved search finds is kept, whatever limit the reader sets.
_SIXTH = (
    "ALTER TABLE text ADD COLUMN stands_once INTEGER NOT NULL DEFAULT 0",
    """
    ALTER TABLE text ADD COLUMN body TEXT
    GENERATED ALWAYS AS (CASE WHEN stands_once THEN markdown ELSE plain END) VIRTUAL
    """,
    "INSERT INTO meta (key, value) SELECT 'texts_twice', max(rowid) FROM text HAVING max(rowid) IS NOT NULL",
    "ALTER TABLE saved_search ADD COLUMN keeps INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX article_host ON article (host)",
    "CREATE INDEX article_lang ON article (replace(lower(lang), '_', '-'))",
    "CREATE INDEX article_failed ON article (id) WHERE text_state = 'failed'",
    "CREATE INDEX mark_removed ON mark (removed_at) WHERE removed_at IS NOT NULL",
    *COUNTING,
)

# What a feed held when it was first fetched can be of any age where it names no date: it stands after all that has one,
# at the beginning of the year 1. Such articles came in at the very time at which their feed's first did.
_SEVENTH = (
    """
    UPDATE mark SET sorted_at = -62135596800000000 WHERE article_id IN (
        SELECT a.id FROM article a JOIN appearance p ON p.article_id = a.id AND p.seen_at = a.first_seen
        JOIN feed f ON f.id = p.feed_id AND f.url IS NOT NULL
        JOIN (SELECT feed_id, min(seen_at) AS at FROM appearance GROUP BY feed_id) b ON b.feed_id = f.id
        WHERE a.published IS NULL AND p.seen_at = b.at
    )
    """,
    "INSERT INTO change (article_id, gone) SELECT article_id, 0 FROM mark WHERE sorted_at = -62135596800000000",
)

# `notify`: the reader hears of new articles that the saved search finds. `match_queue` has new articles of feeds until these
# searches were tried on them, `judged` those that wait for their page to be tried once more. `new_match` is what they
# found, until the reader has `seen` it and nothing more is to come. `shared_line` has lines of texts, each a hash of it and
# its source, with the first articles that have it and the week in which that was noted, counted from 1970: a line of
# three is boilerplate. Stems go by the text's language from here on, so what is derived from them is made again; the
# stories that were found stay as they are.
_EIGHTH = (
    "ALTER TABLE saved_search ADD COLUMN notify INTEGER NOT NULL DEFAULT 0",
    """
    CREATE TABLE match_queue (
        article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
        judged INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    """
    CREATE TABLE new_match (
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        saved_id INTEGER NOT NULL,
        seen INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (article_id, saved_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX new_match_unseen ON new_match (saved_id) WHERE NOT seen",
    """
    CREATE TABLE shared_line (
        key INTEGER NOT NULL,
        article_id INTEGER NOT NULL,
        week INTEGER NOT NULL,
        PRIMARY KEY (key, article_id)
    ) STRICT, WITHOUT ROWID
    """,
    "DELETE FROM gist",
    "DELETE FROM clue",
    "INSERT OR IGNORE INTO ungrouped (article_id) SELECT id FROM article",
)

# `packed` is the text that `text` held before (it is empty then), `offered` that of a file beside whose conflict is open, both
# compressed; `taken` has what was read back from the file, each a hash.
_NINTH = tuple(f"ALTER TABLE export ADD COLUMN {it}" for it in ("packed BLOB", "offered BLOB", "taken TEXT"))

# What programs of the reader's printed on articles, kept under a name; `key` is that name, folded. The rows are large, so they
# have a rowid.
_TENTH = (
    """
    CREATE TABLE output (
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        name TEXT NOT NULL,
        program TEXT NOT NULL,
        markdown TEXT NOT NULL,
        is_cut INTEGER NOT NULL,
        made_at INTEGER NOT NULL,
        PRIMARY KEY (article_id, key)
    ) STRICT
    """,
)

# Accounts at servers that keep feeds, what they have of the articles, and what they have yet to hear of the reader's marks.
_ELEVENTH = ACCOUNTS

# What the last look at an exported file saw: neither it nor the article is read again as long as both are as they were.
# folder_asked is the folder that a server was asked to put a feed in, until it lists the feed there; folder_refused: it
# does not do so. feed_move has the feeds whose folder here is another than there: the tag that the server's folder is, as
# long as the feed has it, else the first tag.
_TWELFTH = (
    "ALTER TABLE export ADD COLUMN fingerprint TEXT",
    "ALTER TABLE export ADD COLUMN state TEXT",
    "ALTER TABLE export ADD COLUMN is_edited INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE feed ADD COLUMN folder_asked TEXT",
    "ALTER TABLE feed ADD COLUMN folder_refused INTEGER NOT NULL DEFAULT 0",
    """
    CREATE VIEW feed_move (account_id, feed_id, remote_id, title, folder, wanted) AS
        SELECT account_id, id, remote_id, coalesce(own_title, title, url), coalesce(folder, ''), wanted FROM (
            SELECT f.*, CASE
                WHEN EXISTS (SELECT 1 FROM feed_tag t WHERE t.feed_id = f.id AND t.tag = f.folder) THEN f.folder
                ELSE coalesce((SELECT min(t.tag) FROM feed_tag t WHERE t.feed_id = f.id AND lower(t.tag) <> 'hidden'), '')
            END AS wanted
            FROM feed f
            WHERE f.account_id IS NOT NULL AND f.removed_at IS NULL AND lower(coalesce(f.folder, '')) <> 'hidden'
        )
        WHERE CASE
            WHEN folder_asked IS NULL THEN wanted <> coalesce(folder, '')
            ELSE NOT (folder_refused AND wanted = folder_asked)
        END
    """,
)

# What one feed printed in similar words, or in the same under two titles, is no copy: those who were taken for one are grouped
# again.
_THIRTEENTH = (
    """
    INSERT OR IGNORE INTO ungrouped (article_id)
        SELECT article_id FROM copy WHERE first_id IN (
            SELECT c.first_id FROM copy c JOIN copy d ON d.first_id = c.first_id AND d.article_id <> c.article_id
            JOIN appearance p ON p.article_id = c.article_id
            JOIN appearance q ON q.article_id = d.article_id AND q.feed_id = p.feed_id
            JOIN article a ON a.id = c.article_id JOIN article b ON b.id = d.article_id
            WHERE NOT (a.text_hash IS b.text_hash AND a.title = b.title COLLATE NOCASE)
        )
    """,
    "DELETE FROM copy WHERE article_id IN (SELECT article_id FROM ungrouped)",
)

# What the shared archive at an address is to have: articles of the library, and marks on articles that only the archive has.
# Saved searches that ask it, too: up to which number they have asked, and what they found, until its reader has `seen` it.
_FOURTEENTH = (
    """
    CREATE TABLE archive_push (
        archive TEXT NOT NULL,
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        PRIMARY KEY (archive, article_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX archive_push_article ON archive_push (article_id)",
    """
    CREATE TABLE archive_mark (
        archive TEXT NOT NULL,
        uid BLOB NOT NULL,
        mark TEXT NOT NULL,
        filed INTEGER NOT NULL,
        marked_at INTEGER NOT NULL,
        PRIMARY KEY (archive, uid, mark)
    ) STRICT, WITHOUT ROWID
    """,
    "ALTER TABLE saved_search ADD COLUMN archive INTEGER NOT NULL DEFAULT 0",
    """
    CREATE TABLE archive_search (
        saved_id INTEGER NOT NULL,
        archive TEXT NOT NULL,
        asked INTEGER NOT NULL,
        PRIMARY KEY (saved_id, archive)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE archive_match (
        saved_id INTEGER NOT NULL,
        uid BLOB NOT NULL,
        seen INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (saved_id, uid)
    ) STRICT, WITHOUT ROWID
    """,
)

# `in_several` has the articles that several feeds have: the only ones that count more than once where the numbers of feeds
# are added up. Where most articles change their marks, all are counted once at the end.
_FIFTEENTH = COUNTING_TOGETHER

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH, _SEVENTH, _EIGHTH, _NINTH, _TENTH, _ELEVENTH, _TWELFTH,
    _THIRTEENTH, _FOURTEENTH, _FIFTEENTH,
)  # fmt: skip
"""`MIGRATIONS[n]` leads from version n to n + 1; `PRAGMA user_version` counts those done."""
