"""Holds the first tables of the library; what came to them later is in `store.migrations`.

Times are integer microseconds since 1970 in UTC; several short strings in one column stand one a line.
"""

from __future__ import annotations

APPLICATION_ID = 0x42724273
"""Stands in the header of every library ("BrBs"), so that no other program's file is taken for one."""

FIRST = (
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
"""The first migration."""
