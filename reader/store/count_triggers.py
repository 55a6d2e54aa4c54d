"""Holds the tables of counts, the statements that fill them, and the triggers that keep them from then on.

Listed are articles that are neither removed nor muted.
"""

from __future__ import annotations

_LISTED = "({0}.removed_at IS NULL AND {0}.muted_at IS NULL)"
_DIFFERENCE = f"""
    articles = articles + {_LISTED.format("new")} - {_LISTED.format("old")},
    unread = unread + ({_LISTED.format("new")} AND new.read_at IS NULL)
        - ({_LISTED.format("old")} AND old.read_at IS NULL)
"""
_IS_LISTED = f"""
    EXISTS (SELECT 1 FROM mark m WHERE m.article_id = {{0}}.article_id AND {_LISTED.format("m")})
"""
_IS_UNREAD = "(SELECT m.read_at IS NULL FROM mark m WHERE m.article_id = {0}.article_id)"

OF_FEEDS = """
    SELECT f.id, count(m.article_id), coalesce(sum(m.article_id IS NOT NULL AND m.read_at IS NULL), 0) FROM feed f
    LEFT JOIN appearance p ON p.feed_id = f.id
    LEFT JOIN mark m ON m.article_id = p.article_id AND m.removed_at IS NULL AND m.muted_at IS NULL
    GROUP BY f.id
"""
OF_ALL = """
    SELECT 1, count(*), coalesce(sum(read_at IS NULL), 0) FROM mark WHERE removed_at IS NULL AND muted_at IS NULL
"""
COUNT = (
    f"INSERT OR REPLACE INTO feed_count (feed_id, articles, unread) {OF_FEEDS}",
    f"INSERT OR REPLACE INTO total (id, articles, unread) {OF_ALL}",
)

COUNTING = (
    """
    CREATE TABLE feed_count (
        feed_id INTEGER PRIMARY KEY REFERENCES feed (id) ON DELETE CASCADE,
        articles INTEGER NOT NULL DEFAULT 0,
        unread INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    """
    CREATE TABLE total (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        articles INTEGER NOT NULL,
        unread INTEGER NOT NULL
    ) STRICT
    """,
    *COUNT,
    """
    CREATE TRIGGER feed_made AFTER INSERT ON feed BEGIN
        INSERT OR IGNORE INTO feed_count (feed_id) VALUES (new.id);
    END
    """,
    f"""
    CREATE TRIGGER appearance_made AFTER INSERT ON appearance BEGIN
        UPDATE feed_count SET articles = articles + 1, unread = unread + {_IS_UNREAD.format("new")}
        WHERE feed_id = new.feed_id AND {_IS_LISTED.format("new")};
    END
    """,
    f"""
    CREATE TRIGGER appearance_gone AFTER DELETE ON appearance BEGIN
        UPDATE feed_count SET articles = articles - 1, unread = unread - {_IS_UNREAD.format("old")}
        WHERE feed_id = old.feed_id AND {_IS_LISTED.format("old")};
    END
    """,
    f"""
    CREATE TRIGGER appearance_moved AFTER UPDATE OF feed_id ON appearance BEGIN
        UPDATE feed_count SET articles = articles - 1, unread = unread - {_IS_UNREAD.format("old")}
        WHERE feed_id = old.feed_id AND {_IS_LISTED.format("old")};
        UPDATE feed_count SET articles = articles + 1, unread = unread + {_IS_UNREAD.format("new")}
        WHERE feed_id = new.feed_id AND {_IS_LISTED.format("new")};
    END
    """,
    f"""
    CREATE TRIGGER mark_made AFTER INSERT ON mark WHEN {_LISTED.format("new")} BEGIN
        UPDATE total SET articles = articles + 1, unread = unread + (new.read_at IS NULL);
    END
    """,
    f"""
    CREATE TRIGGER mark_gone AFTER DELETE ON mark WHEN {_LISTED.format("old")} BEGIN
        UPDATE total SET articles = articles - 1, unread = unread - (old.read_at IS NULL);
    END
    """,
    f"""
    CREATE TRIGGER mark_changed AFTER UPDATE OF read_at, muted_at, removed_at ON mark
    WHEN {_LISTED.format("old")} <> {_LISTED.format("new")}
        OR {_LISTED.format("new")} AND (old.read_at IS NULL) <> (new.read_at IS NULL)
    BEGIN
        UPDATE total SET {_DIFFERENCE};
        UPDATE feed_count SET {_DIFFERENCE}
        WHERE feed_id IN (SELECT feed_id FROM appearance WHERE article_id = new.article_id);
    END
    """,
)
"""What the schema's sixth migration makes: a part of it, and as little to be changed."""

WAIT = "counts_wait"
"""The key of `meta` that stands there, within one transaction, while many marks change that are counted together then."""

COUNTING_TOGETHER = (
    "DROP TRIGGER mark_changed",
    f"""
    CREATE TRIGGER mark_changed AFTER UPDATE OF read_at, muted_at, removed_at ON mark
    WHEN (
        {_LISTED.format("old")} <> {_LISTED.format("new")}
        OR {_LISTED.format("new")} AND (old.read_at IS NULL) <> (new.read_at IS NULL)
    ) AND NOT EXISTS (SELECT 1 FROM meta WHERE key = '{WAIT}')
    BEGIN
        UPDATE total SET {_DIFFERENCE};
        UPDATE feed_count SET {_DIFFERENCE}
        WHERE feed_id IN (SELECT feed_id FROM appearance WHERE article_id = new.article_id);
    END
    """,
    """
    CREATE TABLE in_several (
        article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE
    ) STRICT
    """,
    "INSERT INTO in_several (article_id) SELECT article_id FROM appearance GROUP BY article_id HAVING count(*) > 1",
    """
    CREATE TRIGGER in_several_made AFTER INSERT ON appearance
    WHEN EXISTS (SELECT 1 FROM appearance WHERE article_id = new.article_id AND feed_id <> new.feed_id)
    BEGIN
        INSERT OR IGNORE INTO in_several (article_id) VALUES (new.article_id);
    END
    """,
    """
    CREATE TRIGGER in_several_gone AFTER DELETE ON appearance
    WHEN (SELECT count(*) FROM appearance WHERE article_id = old.article_id) < 2
    BEGIN
        DELETE FROM in_several WHERE article_id = old.article_id;
    END
    """,
)
"""What the schema's fifteenth migration makes: a part of it, and as little to be changed."""
