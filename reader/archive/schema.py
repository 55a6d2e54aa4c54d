"""The archive's tables, roles and rights, as an append-only list of migrations.

An article's place is `(filed, uid)`: `filed` is when it was published as first known, if that is plausible, else when it
came in, and never changes; `uid` is made of its address, so that all workers make the same. The articles are
partitioned by month of `filed`. All keys begin with `uid`, so that Citus could distribute the tables by it.
"""

from __future__ import annotations

NAME = "broadsheet"
"""The schema that holds all tables."""

ROLES = ("broadsheet_worker", "broadsheet_reader")
"""Roles to grant to people and programs; a worker may do what a reader may."""

LOCK = 0x62726F6164
"""The advisory lock under which the schema is changed."""

MIGRATIONS = (
    """
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'broadsheet_reader') THEN
            CREATE ROLE broadsheet_reader NOLOGIN;
        END IF;
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'broadsheet_worker') THEN
            CREATE ROLE broadsheet_worker NOLOGIN;
        END IF;
    END $$;

    CREATE TABLE stemmer (code text COLLATE "C" PRIMARY KEY);
    CREATE TABLE feed (
        id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text NOT NULL UNIQUE, url text, title text NOT NULL
    );
    CREATE TABLE article (
        uid uuid NOT NULL, filed timestamptz NOT NULL, arrived timestamptz NOT NULL,
        url text, canonical text, host text NOT NULL, title text NOT NULL, authors text[] NOT NULL, agency text,
        publication text, published timestamptz, day text, updated timestamptz, lang text, lang_code text,
        description text, words int NOT NULL, text_origin text NOT NULL, text_state text NOT NULL, reason text,
        page_kind text NOT NULL, has_picture boolean NOT NULL, has_video boolean NOT NULL,
        markdown text COMPRESSION lz4 NOT NULL, links jsonb NOT NULL,
        size int NOT NULL, tsv tsvector COMPRESSION lz4 NOT NULL, analysis smallint NOT NULL,
        PRIMARY KEY (uid, filed)
    ) PARTITION BY RANGE (filed);
    CREATE INDEX article_filed ON article (filed DESC, uid);
    -- Every search reads what new articles have left to be sorted into this: half a megabyte is soon read.
    CREATE INDEX article_tsv ON article USING gin (tsv) WITH (gin_pending_list_limit = 512);
    CREATE TABLE article_early PARTITION OF article FOR VALUES FROM (MINVALUE) TO ('1990-01-01 00:00:00+00');

    CREATE TABLE address (key text COLLATE "C" PRIMARY KEY, uid uuid NOT NULL, filed timestamptz NOT NULL);
    CREATE INDEX address_uid ON address (uid);
    CREATE TABLE appearance (
        uid uuid, feed int REFERENCES feed, filed timestamptz NOT NULL, PRIMARY KEY (uid, feed)
    );
    CREATE INDEX appearance_feed ON appearance (feed, filed DESC);
    CREATE TABLE term (lexeme text COLLATE "C" PRIMARY KEY, df bigint NOT NULL);
    CREATE TABLE term_delta (lexeme text COLLATE "C" NOT NULL, n int NOT NULL);
    CREATE INDEX term_delta_lexeme ON term_delta (lexeme);
    CREATE TABLE mark (
        reader name NOT NULL DEFAULT current_user, uid uuid NOT NULL, filed timestamptz NOT NULL,
        read_at timestamptz, bookmarked_at timestamptz, PRIMARY KEY (uid, reader)
    );
    CREATE INDEX mark_reader ON mark (reader, filed DESC);
    ALTER TABLE mark ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON mark USING (reader = current_user) WITH CHECK (reader = current_user);

    CREATE FUNCTION make_month(moment timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = broadsheet, pg_temp AS $$
    DECLARE
        first timestamp := date_trunc('month', moment AT TIME ZONE 'UTC');
        named text := 'article_' || to_char(first, 'YYYY_MM');
    BEGIN
        IF first < '1990-01-01' OR to_regclass('broadsheet.' || named) IS NOT NULL THEN
            RETURN;
        END IF;
        PERFORM pg_advisory_xact_lock(422826697060);
        -- Not to_regclass again: it may remember what it found before the lock was there.
        IF NOT EXISTS (SELECT FROM pg_class WHERE relname = named AND relnamespace = 'broadsheet'::regnamespace) THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF article FOR VALUES FROM (%L) TO (%L)', named,
                to_char(first, 'YYYY-MM-DD') || ' 00:00:00+00',
                to_char(first + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
            EXECUTE format('ALTER TABLE %I SET (toast_tuple_target = 256)', named);
        END IF;
    END $$;
    REVOKE ALL ON FUNCTION make_month FROM PUBLIC;

    GRANT USAGE ON SCHEMA broadsheet TO broadsheet_reader, broadsheet_worker;
    GRANT SELECT ON ALL TABLES IN SCHEMA broadsheet TO broadsheet_reader, broadsheet_worker;
    GRANT INSERT, UPDATE, DELETE ON mark TO broadsheet_reader, broadsheet_worker;
    GRANT INSERT, UPDATE ON article, address, appearance, feed, stemmer TO broadsheet_worker;
    GRANT INSERT, UPDATE, DELETE ON term, term_delta TO broadsheet_worker;
    GRANT EXECUTE ON FUNCTION make_month TO broadsheet_worker;
    """,
    """
    ALTER TABLE feed
        ADD state text NOT NULL DEFAULT 'new', ADD outcome text, ADD failures int NOT NULL DEFAULT 0,
        ADD next_at timestamptz DEFAULT '-infinity', ADD next_why text, ADD retry_after timestamptz, ADD etag text,
        ADD last_modified text, ADD body_hash text, ADD ttl int, ADD crash_hash text,
        ADD crash_count int NOT NULL DEFAULT 0, ADD lease bigint NOT NULL DEFAULT 0,
        ADD leased_until timestamptz NOT NULL DEFAULT '-infinity';
    CREATE INDEX feed_due ON feed (next_at, id) WHERE url IS NOT NULL;
    CREATE TABLE host_turn (host text COLLATE "C" PRIMARY KEY, next_at timestamptz NOT NULL);
    GRANT SELECT, INSERT, UPDATE ON host_turn TO broadsheet_worker;
    """,
    # The number of the transaction that last put its text there: by it is told what came since.
    """
    ALTER TABLE article ADD put bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint);
    CREATE INDEX article_put ON article (put);
    """,
    # The mark of an article's pairs of words stays in its row, which needs room for it.
    """
    ALTER TABLE article ADD pairs bytea;
    ALTER TABLE article ALTER pairs SET STORAGE MAIN;
    DO $$ DECLARE month regclass; BEGIN
        FOR month IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'article'::regclass LOOP
            EXECUTE format('ALTER TABLE %s SET (toast_tuple_target = 1024)', month);
        END LOOP;
        EXECUTE replace(pg_get_functiondef('make_month'::regproc), 'toast_tuple_target = 256', 'toast_tuple_target = 1024');
    END $$;
    """,
)
"""Each brings the schema from its place in the list to the next; one that was released never changes."""

VERSION = len(MIGRATIONS)
"""The schema of this program."""

META = """
    CREATE SCHEMA IF NOT EXISTS broadsheet;
    CREATE TABLE IF NOT EXISTS meta (key text PRIMARY KEY, value int NOT NULL);
"""
