"""Holds the tables of the library, as the migrations that make them.

Append only: a released migration never changes. Each is one transaction of single statements. Times are integer
microseconds since 1970 in UTC; several short strings in one column stand one a line.
"""

from __future__ import annotations

from reader.store.count_triggers import COUNTING

APPLICATION_ID = 0x42724273
"""Stands in the header of every library ("BrBs"), so that no other program's file is taken for one."""

_FIRST = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "INSERT INTO meta (key, value) VALUES ('id', lower(hex(randomblob(8))))",
    # lethal_hash are bytes that ended the process which read them.
    # A feed without address is the feed of an import. A removed one stays, so that it can come back as it was.
    """
    CREATE TABLE feed (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        url TEXT,
        url_key TEXT UNIQUE,
        title TEXT,
        own_title TEXT,
        site_url TEXT,
        state TEXT NOT NULL DEFAULT 'new',
        etag TEXT,
        last_modified TEXT,
        body_hash TEXT,
        ttl INTEGER,
        last_tried INTEGER,
        last_success INTEGER,
        outcome TEXT,
        next_at INTEGER,
        next_why TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        retry_after INTEGER,
        lethal_hash TEXT,
        lethal_times INTEGER NOT NULL DEFAULT 0,
        added_at INTEGER NOT NULL,
        removed_at INTEGER,
        remote_id TEXT
    ) STRICT
    """,
    """
    CREATE TABLE feed_setting (
        feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (feed_id, key)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE feed_tag (
        feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
        tag TEXT NOT NULL,
        PRIMARY KEY (feed_id, tag)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE article (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE,
        url TEXT,
        canonical TEXT,
        host TEXT,
        title TEXT NOT NULL,
        authors TEXT NOT NULL,
        agency TEXT,
        publication TEXT,
        published INTEGER,
        day TEXT,
        updated INTEGER,
        first_seen INTEGER NOT NULL,
        lang TEXT,
        description TEXT,
        words INTEGER NOT NULL,
        text_origin TEXT NOT NULL,
        text_state TEXT NOT NULL,
        reason TEXT,
        text_hash BLOB,
        remote_id TEXT
    ) STRICT
    """,
    "CREATE INDEX article_text_hash ON article (text_hash) WHERE text_hash IS NOT NULL",
    "CREATE INDEX article_words ON article (words, id)",
    # All keys under which an article is known: of its address, of its canonical address, of its text.
    """
    CREATE TABLE address (
        key TEXT PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX address_article ON address (article_id)",
    # entry_hash tells an entry that was read before at a glance; NULL: its text is still to be read.
    """
    CREATE TABLE appearance (
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
        guid TEXT,
        link_key TEXT,
        title TEXT NOT NULL,
        position INTEGER,
        seen_at INTEGER NOT NULL,
        entry_hash BLOB,
        PRIMARY KEY (article_id, feed_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX appearance_guid ON appearance (feed_id, guid)",
    "CREATE INDEX appearance_link ON appearance (feed_id, link_key)",
    # draft_hash tells a draft that was saved before at a glance; sum proves that the text is as it was written.
    """
    CREATE TABLE text (
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        origin TEXT NOT NULL,
        markdown TEXT NOT NULL,
        plain TEXT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT,
        draft_hash BLOB NOT NULL,
        sum BLOB NOT NULL,
        PRIMARY KEY (article_id, origin)
    ) STRICT
    """,
    """
    CREATE TABLE revision (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        origin TEXT NOT NULL,
        markdown TEXT NOT NULL,
        title TEXT NOT NULL,
        replaced_at INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX revision_article ON revision (article_id)",
    """
    CREATE TABLE picture (
        article_id INTEGER NOT NULL,
        origin TEXT NOT NULL,
        position INTEGER NOT NULL,
        url TEXT,
        alt TEXT,
        caption TEXT,
        credit TEXT,
        PRIMARY KEY (article_id, origin, position),
        FOREIGN KEY (article_id, origin) REFERENCES text (article_id, origin) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE embed (
        article_id INTEGER NOT NULL,
        origin TEXT NOT NULL,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL,
        text TEXT,
        author TEXT,
        handle TEXT,
        url TEXT,
        date TEXT,
        PRIMARY KEY (article_id, origin, position),
        FOREIGN KEY (article_id, origin) REFERENCES text (article_id, origin) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    """,
    # role: link, canonical, enclosure, related; only a related link may lack its address.
    """
    CREATE TABLE link (
        article_id INTEGER NOT NULL,
        origin TEXT NOT NULL,
        position INTEGER NOT NULL,
        url TEXT,
        title TEXT,
        role TEXT NOT NULL,
        PRIMARY KEY (article_id, origin, position),
        FOREIGN KEY (article_id, origin) REFERENCES text (article_id, origin) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    """,
    # sorted_at copies the article's time (published, else first seen), so that one index gives a page of unread ones.
    """
    CREATE TABLE mark (
        article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
        sorted_at INTEGER NOT NULL,
        read_at INTEGER,
        read_changed INTEGER,
        bookmarked_at INTEGER,
        bookmarked_changed INTEGER,
        muted_at INTEGER,
        removed_at INTEGER,
        position INTEGER,
        progress REAL,
        placed_at INTEGER
    ) STRICT
    """,
    "CREATE INDEX mark_shown ON mark (sorted_at, article_id) WHERE removed_at IS NULL AND muted_at IS NULL",
    """
    CREATE INDEX mark_unread ON mark (sorted_at, article_id)
    WHERE removed_at IS NULL AND muted_at IS NULL AND read_at IS NULL
    """,
    "CREATE INDEX mark_bookmarked ON mark (sorted_at, article_id) WHERE bookmarked_at IS NOT NULL",
    """
    CREATE TRIGGER article_made AFTER INSERT ON article BEGIN
        INSERT INTO mark (article_id, sorted_at) VALUES (new.id, coalesce(new.published, new.first_seen));
    END
    """,
    """
    CREATE TRIGGER article_dated AFTER UPDATE OF published ON article WHEN new.published IS NOT old.published BEGIN
        UPDATE mark SET sorted_at = coalesce(new.published, new.first_seen) WHERE article_id = new.id;
    END
    """,
    # A tag that was taken off stays as a row that is not present: a sync needs the time of that change.
    """
    CREATE TABLE tag (
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        name TEXT NOT NULL,
        present INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        PRIMARY KEY (article_id, key)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX tag_present ON tag (key, article_id) WHERE present",
    """
    CREATE TABLE note (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        text TEXT NOT NULL,
        changed_at INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX note_article ON note (article_id)",
    """
    CREATE TABLE highlight (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        quote TEXT NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        changed_at INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX highlight_article ON highlight (article_id)",
    # AUTOINCREMENT: a number is never given twice, even after the rows that the index has seen are gone.
    """
    CREATE TABLE change (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        article_id INTEGER NOT NULL,
        gone INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX change_article ON change (article_id, number)",
    # Pages that are to be fetched. A job that is done goes; one that was given up stays, without a time.
    """
    CREATE TABLE job (
        article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
        feed_id INTEGER REFERENCES feed (id) ON DELETE SET NULL,
        url TEXT NOT NULL,
        due INTEGER,
        attempts INTEGER NOT NULL DEFAULT 0,
        error TEXT
    ) STRICT
    """,
    "CREATE INDEX job_due ON job (due) WHERE due IS NOT NULL",
    "CREATE INDEX job_feed ON job (feed_id)",
    """
    CREATE TABLE undo (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        done_at INTEGER NOT NULL,
        operation TEXT NOT NULL,
        inverse TEXT NOT NULL,
        undone_at INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE export (
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        folder TEXT NOT NULL,
        path TEXT NOT NULL,
        hash TEXT NOT NULL,
        text TEXT NOT NULL,
        exported_at INTEGER NOT NULL,
        PRIMARY KEY (article_id, folder)
    ) STRICT
    """,
)

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

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    _FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH, _SEVENTH, _EIGHTH, _NINTH,
)  # fmt: skip
"""`MIGRATIONS[n]` leads from version n to n + 1; `PRAGMA user_version` counts those done."""
