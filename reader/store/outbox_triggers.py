"""Holds the tables of accounts at servers, and the triggers that keep what each server has yet to hear.

The outbox is the difference between a mark and its base, which is what the server last had or acknowledged: whoever changes
a mark changes the outbox with it, in one transaction, and nothing can be forgotten. A base is NULL while it is unknown
whether the server took a change: that stays in the outbox until the server has answered.
"""

from __future__ import annotations

_ROWS = "account_id, remote_id, mark, label"

_OF_ENTRY = "account_id = {0}.account_id AND remote_id = {0}.remote_id"
_ANEW = f"""
    DELETE FROM outbox WHERE {_OF_ENTRY};
    INSERT INTO outbox ({_ROWS}) SELECT {_ROWS} FROM unsent WHERE {_OF_ENTRY};
"""
_OF_ARTICLE = """(account_id, remote_id) IN (
    SELECT e.account_id, e.remote_id FROM remote_entry e WHERE e.article_id = {0}.article_id
)"""
_IS_REMOTE = "EXISTS (SELECT 1 FROM remote_entry WHERE article_id = {0}.article_id)"


def _marked_anew(mark: str, row: str = "new") -> str:
    return f"""
        DELETE FROM outbox WHERE mark = '{mark}' AND {_OF_ARTICLE.format(row)};
        INSERT INTO outbox ({_ROWS})
            SELECT {_ROWS} FROM unsent WHERE mark = '{mark}' AND article_id = {row}.article_id;
    """


RECKONED = ("DELETE FROM outbox", f"INSERT INTO outbox ({_ROWS}) SELECT {_ROWS} FROM unsent")
"""Statements that make the outbox anew."""

ACCOUNTS = (
    # login is the user's name as it is sent, "" where a token stands for it; secret says where the password is found, never
    # what it is; lacks has a line for each thing that stays here.
    """
    CREATE TABLE account (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        interface TEXT NOT NULL,
        url TEXT NOT NULL,
        user TEXT NOT NULL,
        login TEXT NOT NULL,
        secret TEXT NOT NULL,
        server TEXT NOT NULL,
        version TEXT NOT NULL,
        has_labels INTEGER NOT NULL,
        can_subscribe INTEGER NOT NULL,
        lacks TEXT NOT NULL,
        cursor TEXT NOT NULL DEFAULT '',
        added_at INTEGER NOT NULL,
        tried_at INTEGER,
        succeeded_at INTEGER,
        next_at INTEGER,
        failures INTEGER NOT NULL DEFAULT 0,
        outcome TEXT,
        removed_at INTEGER
    ) STRICT
    """,
    "CREATE UNIQUE INDEX account_name ON account (name) WHERE removed_at IS NULL",
    # No reference: a salvage copies feeds first. folder is that of the server, as it last was there.
    "ALTER TABLE feed ADD COLUMN account_id INTEGER",
    "ALTER TABLE feed ADD COLUMN folder TEXT",
    "CREATE UNIQUE INDEX feed_remote ON feed (account_id, remote_id) WHERE account_id IS NOT NULL",
    # digest tells contents that were read before at a glance; NULL: they are still to be read. An entry without an
    # article is one that only its text tells apart from others (no digest), or one that is not kept. is_gone: the
    # server no longer has it.
    """
    CREATE TABLE remote_entry (
        account_id INTEGER NOT NULL REFERENCES account (id),
        remote_id INTEGER NOT NULL,
        feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
        article_id INTEGER REFERENCES article (id) ON DELETE SET NULL,
        read INTEGER,
        starred INTEGER,
        digest BLOB,
        is_gone INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (account_id, remote_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX remote_entry_article ON remote_entry (article_id)",
    "CREATE INDEX remote_entry_feed ON remote_entry (feed_id)",
    "CREATE INDEX remote_entry_unread ON remote_entry (account_id, remote_id) WHERE digest IS NULL",
    # key is the name as tags have it, name as the server has it; present is NULL while that is unknown.
    """
    CREATE TABLE remote_label (
        account_id INTEGER NOT NULL,
        remote_id INTEGER NOT NULL,
        key TEXT NOT NULL,
        name TEXT NOT NULL,
        present INTEGER,
        PRIMARY KEY (account_id, remote_id, key),
        FOREIGN KEY (account_id, remote_id) REFERENCES remote_entry (account_id, remote_id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    """,
    # mark: read, starred, label; label is the key of a label, else "".
    """
    CREATE TABLE outbox (
        account_id INTEGER NOT NULL,
        remote_id INTEGER NOT NULL,
        mark TEXT NOT NULL,
        label TEXT NOT NULL,
        PRIMARY KEY (account_id, mark, label, remote_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX outbox_entry ON outbox (account_id, remote_id)",
    f"""
    CREATE VIEW unsent (article_id, {_ROWS}) AS
        SELECT e.article_id, e.account_id, e.remote_id, 'read', '' FROM remote_entry e
        JOIN mark m ON m.article_id = e.article_id WHERE e.read IS NOT (m.read_at IS NOT NULL)
        UNION ALL
        SELECT e.article_id, e.account_id, e.remote_id, 'starred', '' FROM remote_entry e
        JOIN mark m ON m.article_id = e.article_id WHERE e.starred IS NOT (m.bookmarked_at IS NOT NULL)
        UNION ALL
        SELECT e.article_id, e.account_id, e.remote_id, 'label', t.key FROM remote_entry e
        JOIN account a ON a.id = e.account_id AND a.has_labels
        JOIN tag t ON t.article_id = e.article_id AND t.present
        WHERE NOT EXISTS (
            SELECT 1 FROM remote_label l
            WHERE l.account_id = e.account_id AND l.remote_id = e.remote_id AND l.key = t.key AND l.present
        )
        UNION ALL
        SELECT e.article_id, e.account_id, e.remote_id, 'label', l.key FROM remote_entry e
        JOIN account a ON a.id = e.account_id AND a.has_labels
        JOIN remote_label l ON l.account_id = e.account_id AND l.remote_id = e.remote_id
        WHERE e.article_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM tag t WHERE t.article_id = e.article_id AND t.key = l.key AND t.present
        )
    """,
    f"""
    CREATE TRIGGER outbox_read AFTER UPDATE OF read_at ON mark
    WHEN (old.read_at IS NULL) <> (new.read_at IS NULL) AND {_IS_REMOTE.format("new")}
    BEGIN {_marked_anew("read")} END
    """,
    f"""
    CREATE TRIGGER outbox_starred AFTER UPDATE OF bookmarked_at ON mark
    WHEN (old.bookmarked_at IS NULL) <> (new.bookmarked_at IS NULL) AND {_IS_REMOTE.format("new")}
    BEGIN {_marked_anew("starred")} END
    """,
    f"""
    CREATE TRIGGER outbox_tag_made AFTER INSERT ON tag WHEN new.present AND {_IS_REMOTE.format("new")}
    BEGIN {_marked_anew("label")} END
    """,
    f"""
    CREATE TRIGGER outbox_tag_changed AFTER UPDATE OF present ON tag
    WHEN old.present <> new.present AND {_IS_REMOTE.format("new")}
    BEGIN {_marked_anew("label")} END
    """,
    f"""
    CREATE TRIGGER outbox_tag_gone AFTER DELETE ON tag WHEN old.present AND {_IS_REMOTE.format("old")}
    BEGIN {_marked_anew("label", "old")} END
    """,
    f"""
    CREATE TRIGGER outbox_entry_made AFTER INSERT ON remote_entry WHEN new.article_id IS NOT NULL
    BEGIN {_ANEW.format("new")} END
    """,
    f"""
    CREATE TRIGGER outbox_entry_changed AFTER UPDATE OF article_id, read, starred ON remote_entry
    WHEN old.article_id IS NOT new.article_id OR old.read IS NOT new.read OR old.starred IS NOT new.starred
    BEGIN {_ANEW.format("new")} END
    """,
    f"""
    CREATE TRIGGER outbox_entry_gone AFTER DELETE ON remote_entry BEGIN
        DELETE FROM outbox WHERE {_OF_ENTRY.format("old")};
    END
    """,
    f"""
    CREATE TRIGGER outbox_label_made AFTER INSERT ON remote_label BEGIN {_ANEW.format("new")} END
    """,
    f"""
    CREATE TRIGGER outbox_label_changed AFTER UPDATE OF present ON remote_label
    WHEN old.present IS NOT new.present
    BEGIN {_ANEW.format("new")} END
    """,
    f"""
    CREATE TRIGGER outbox_label_gone AFTER DELETE ON remote_label BEGIN {_ANEW.format("old")} END
    """,
    f"""
    CREATE TRIGGER outbox_labels AFTER UPDATE OF has_labels ON account WHEN old.has_labels <> new.has_labels BEGIN
        {"; ".join(RECKONED)};
    END
    """,
)
"""What the schema's eleventh migration makes: a part of it, and as little to be changed."""
