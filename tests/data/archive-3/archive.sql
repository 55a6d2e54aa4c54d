SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA broadsheet;

CREATE FUNCTION broadsheet.make_month(moment timestamp with time zone) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'broadsheet', 'pg_temp'
    AS $$
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

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE broadsheet.address (
    key text NOT NULL COLLATE pg_catalog."C",
    uid uuid NOT NULL,
    filed timestamp with time zone NOT NULL
);

CREATE TABLE broadsheet.appearance (
    uid uuid NOT NULL,
    feed integer NOT NULL,
    filed timestamp with time zone NOT NULL
);

CREATE TABLE broadsheet.article (
    uid uuid NOT NULL,
    filed timestamp with time zone NOT NULL,
    arrived timestamp with time zone NOT NULL,
    url text,
    canonical text,
    host text NOT NULL,
    title text NOT NULL,
    authors text[] NOT NULL,
    agency text,
    publication text,
    published timestamp with time zone,
    day text,
    updated timestamp with time zone,
    lang text,
    lang_code text,
    description text,
    words integer NOT NULL,
    text_origin text NOT NULL,
    text_state text NOT NULL,
    reason text,
    page_kind text NOT NULL,
    has_picture boolean NOT NULL,
    has_video boolean NOT NULL,
    markdown text NOT NULL,
    links jsonb NOT NULL,
    size integer NOT NULL,
    tsv tsvector NOT NULL,
    analysis smallint NOT NULL,
    put bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL
)
PARTITION BY RANGE (filed);
ALTER TABLE ONLY broadsheet.article ALTER COLUMN markdown SET COMPRESSION lz4;
ALTER TABLE ONLY broadsheet.article ALTER COLUMN tsv SET COMPRESSION lz4;

CREATE TABLE broadsheet.article_2026_02 (
    uid uuid NOT NULL,
    filed timestamp with time zone NOT NULL,
    arrived timestamp with time zone NOT NULL,
    url text,
    canonical text,
    host text NOT NULL,
    title text NOT NULL,
    authors text[] NOT NULL,
    agency text,
    publication text,
    published timestamp with time zone,
    day text,
    updated timestamp with time zone,
    lang text,
    lang_code text,
    description text,
    words integer NOT NULL,
    text_origin text NOT NULL,
    text_state text NOT NULL,
    reason text,
    page_kind text NOT NULL,
    has_picture boolean NOT NULL,
    has_video boolean NOT NULL,
    markdown text NOT NULL,
    links jsonb NOT NULL,
    size integer NOT NULL,
    tsv tsvector NOT NULL,
    analysis smallint NOT NULL,
    put bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL
)
WITH (toast_tuple_target='256');
ALTER TABLE ONLY broadsheet.article_2026_02 ALTER COLUMN markdown SET COMPRESSION lz4;
ALTER TABLE ONLY broadsheet.article_2026_02 ALTER COLUMN tsv SET COMPRESSION lz4;

CREATE TABLE broadsheet.article_2026_03 (
    uid uuid NOT NULL,
    filed timestamp with time zone NOT NULL,
    arrived timestamp with time zone NOT NULL,
    url text,
    canonical text,
    host text NOT NULL,
    title text NOT NULL,
    authors text[] NOT NULL,
    agency text,
    publication text,
    published timestamp with time zone,
    day text,
    updated timestamp with time zone,
    lang text,
    lang_code text,
    description text,
    words integer NOT NULL,
    text_origin text NOT NULL,
    text_state text NOT NULL,
    reason text,
    page_kind text NOT NULL,
    has_picture boolean NOT NULL,
    has_video boolean NOT NULL,
    markdown text NOT NULL,
    links jsonb NOT NULL,
    size integer NOT NULL,
    tsv tsvector NOT NULL,
    analysis smallint NOT NULL,
    put bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL
)
WITH (toast_tuple_target='256');
ALTER TABLE ONLY broadsheet.article_2026_03 ALTER COLUMN markdown SET COMPRESSION lz4;
ALTER TABLE ONLY broadsheet.article_2026_03 ALTER COLUMN tsv SET COMPRESSION lz4;

CREATE TABLE broadsheet.article_2026_08 (
    uid uuid NOT NULL,
    filed timestamp with time zone NOT NULL,
    arrived timestamp with time zone NOT NULL,
    url text,
    canonical text,
    host text NOT NULL,
    title text NOT NULL,
    authors text[] NOT NULL,
    agency text,
    publication text,
    published timestamp with time zone,
    day text,
    updated timestamp with time zone,
    lang text,
    lang_code text,
    description text,
    words integer NOT NULL,
    text_origin text NOT NULL,
    text_state text NOT NULL,
    reason text,
    page_kind text NOT NULL,
    has_picture boolean NOT NULL,
    has_video boolean NOT NULL,
    markdown text NOT NULL,
    links jsonb NOT NULL,
    size integer NOT NULL,
    tsv tsvector NOT NULL,
    analysis smallint NOT NULL,
    put bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL
)
WITH (toast_tuple_target='256');
ALTER TABLE ONLY broadsheet.article_2026_08 ALTER COLUMN markdown SET COMPRESSION lz4;
ALTER TABLE ONLY broadsheet.article_2026_08 ALTER COLUMN tsv SET COMPRESSION lz4;

CREATE TABLE broadsheet.article_2026_09 (
    uid uuid NOT NULL,
    filed timestamp with time zone NOT NULL,
    arrived timestamp with time zone NOT NULL,
    url text,
    canonical text,
    host text NOT NULL,
    title text NOT NULL,
    authors text[] NOT NULL,
    agency text,
    publication text,
    published timestamp with time zone,
    day text,
    updated timestamp with time zone,
    lang text,
    lang_code text,
    description text,
    words integer NOT NULL,
    text_origin text NOT NULL,
    text_state text NOT NULL,
    reason text,
    page_kind text NOT NULL,
    has_picture boolean NOT NULL,
    has_video boolean NOT NULL,
    markdown text NOT NULL,
    links jsonb NOT NULL,
    size integer NOT NULL,
    tsv tsvector NOT NULL,
    analysis smallint NOT NULL,
    put bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL
)
WITH (toast_tuple_target='256');
ALTER TABLE ONLY broadsheet.article_2026_09 ALTER COLUMN markdown SET COMPRESSION lz4;
ALTER TABLE ONLY broadsheet.article_2026_09 ALTER COLUMN tsv SET COMPRESSION lz4;

CREATE TABLE broadsheet.article_2026_10 (
    uid uuid NOT NULL,
    filed timestamp with time zone NOT NULL,
    arrived timestamp with time zone NOT NULL,
    url text,
    canonical text,
    host text NOT NULL,
    title text NOT NULL,
    authors text[] NOT NULL,
    agency text,
    publication text,
    published timestamp with time zone,
    day text,
    updated timestamp with time zone,
    lang text,
    lang_code text,
    description text,
    words integer NOT NULL,
    text_origin text NOT NULL,
    text_state text NOT NULL,
    reason text,
    page_kind text NOT NULL,
    has_picture boolean NOT NULL,
    has_video boolean NOT NULL,
    markdown text NOT NULL,
    links jsonb NOT NULL,
    size integer NOT NULL,
    tsv tsvector NOT NULL,
    analysis smallint NOT NULL,
    put bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL
)
WITH (toast_tuple_target='256');
ALTER TABLE ONLY broadsheet.article_2026_10 ALTER COLUMN markdown SET COMPRESSION lz4;
ALTER TABLE ONLY broadsheet.article_2026_10 ALTER COLUMN tsv SET COMPRESSION lz4;

CREATE TABLE broadsheet.article_2026_11 (
    uid uuid NOT NULL,
    filed timestamp with time zone NOT NULL,
    arrived timestamp with time zone NOT NULL,
    url text,
    canonical text,
    host text NOT NULL,
    title text NOT NULL,
    authors text[] NOT NULL,
    agency text,
    publication text,
    published timestamp with time zone,
    day text,
    updated timestamp with time zone,
    lang text,
    lang_code text,
    description text,
    words integer NOT NULL,
    text_origin text NOT NULL,
    text_state text NOT NULL,
    reason text,
    page_kind text NOT NULL,
    has_picture boolean NOT NULL,
    has_video boolean NOT NULL,
    markdown text NOT NULL,
    links jsonb NOT NULL,
    size integer NOT NULL,
    tsv tsvector NOT NULL,
    analysis smallint NOT NULL,
    put bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL
)
WITH (toast_tuple_target='256');
ALTER TABLE ONLY broadsheet.article_2026_11 ALTER COLUMN markdown SET COMPRESSION lz4;
ALTER TABLE ONLY broadsheet.article_2026_11 ALTER COLUMN tsv SET COMPRESSION lz4;

CREATE TABLE broadsheet.article_early (
    uid uuid NOT NULL,
    filed timestamp with time zone NOT NULL,
    arrived timestamp with time zone NOT NULL,
    url text,
    canonical text,
    host text NOT NULL,
    title text NOT NULL,
    authors text[] NOT NULL,
    agency text,
    publication text,
    published timestamp with time zone,
    day text,
    updated timestamp with time zone,
    lang text,
    lang_code text,
    description text,
    words integer NOT NULL,
    text_origin text NOT NULL,
    text_state text NOT NULL,
    reason text,
    page_kind text NOT NULL,
    has_picture boolean NOT NULL,
    has_video boolean NOT NULL,
    markdown text NOT NULL,
    links jsonb NOT NULL,
    size integer NOT NULL,
    tsv tsvector NOT NULL,
    analysis smallint NOT NULL,
    put bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL
);
ALTER TABLE ONLY broadsheet.article_early ALTER COLUMN markdown SET COMPRESSION lz4;
ALTER TABLE ONLY broadsheet.article_early ALTER COLUMN tsv SET COMPRESSION lz4;

CREATE TABLE broadsheet.feed (
    id integer NOT NULL,
    key text NOT NULL,
    url text,
    title text NOT NULL,
    state text DEFAULT 'new'::text NOT NULL,
    outcome text,
    failures integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone,
    next_why text,
    retry_after timestamp with time zone,
    etag text,
    last_modified text,
    body_hash text,
    ttl integer,
    crash_hash text,
    crash_count integer DEFAULT 0 NOT NULL,
    lease bigint DEFAULT 0 NOT NULL,
    leased_until timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL
);

ALTER TABLE broadsheet.feed ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME broadsheet.feed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE broadsheet.host_turn (
    host text NOT NULL COLLATE pg_catalog."C",
    next_at timestamp with time zone NOT NULL
);

CREATE TABLE broadsheet.mark (
    reader name DEFAULT CURRENT_USER NOT NULL,
    uid uuid NOT NULL,
    filed timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    bookmarked_at timestamp with time zone
);

CREATE TABLE broadsheet.meta (
    key text NOT NULL,
    value integer NOT NULL
);

CREATE TABLE broadsheet.stemmer (
    code text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE broadsheet.term (
    lexeme text NOT NULL COLLATE pg_catalog."C",
    df bigint NOT NULL
);

CREATE TABLE broadsheet.term_delta (
    lexeme text NOT NULL COLLATE pg_catalog."C",
    n integer NOT NULL
);

ALTER TABLE ONLY broadsheet.article ATTACH PARTITION broadsheet.article_2026_02 FOR VALUES FROM ('2026-02-01 00:00:00+00') TO ('2026-03-01 00:00:00+00');

ALTER TABLE ONLY broadsheet.article ATTACH PARTITION broadsheet.article_2026_03 FOR VALUES FROM ('2026-03-01 00:00:00+00') TO ('2026-04-01 00:00:00+00');

ALTER TABLE ONLY broadsheet.article ATTACH PARTITION broadsheet.article_2026_08 FOR VALUES FROM ('2026-08-01 00:00:00+00') TO ('2026-09-01 00:00:00+00');

ALTER TABLE ONLY broadsheet.article ATTACH PARTITION broadsheet.article_2026_09 FOR VALUES FROM ('2026-09-01 00:00:00+00') TO ('2026-10-01 00:00:00+00');

ALTER TABLE ONLY broadsheet.article ATTACH PARTITION broadsheet.article_2026_10 FOR VALUES FROM ('2026-10-01 00:00:00+00') TO ('2026-11-01 00:00:00+00');

ALTER TABLE ONLY broadsheet.article ATTACH PARTITION broadsheet.article_2026_11 FOR VALUES FROM ('2026-11-01 00:00:00+00') TO ('2026-12-01 00:00:00+00');

ALTER TABLE ONLY broadsheet.article ATTACH PARTITION broadsheet.article_early FOR VALUES FROM (MINVALUE) TO ('1990-01-01 00:00:00+00');

COPY broadsheet.address (key, uid, filed) FROM stdin;
https://pier.example/2026-02-03	dce89e0f-f01d-462a-219a-4189209e48e6	2026-02-03 09:00:00+00
https://pier.example/2026-02-11	04451442-310d-421d-3305-9283f75a5af0	2026-02-11 09:00:00+00
https://pier.example/2026-02-20	2b73a538-0326-51e4-5c4e-0edc5c30038c	2026-02-20 09:00:00+00
https://pier.example/2026-03-05	8bfca2de-6f32-a8f8-4fc5-bb8e3fbecb8d	2026-03-05 09:00:00+00
https://pier.example/2026-03-09	8bbd0d6a-2818-f8aa-880a-39e6a6b176dc	2026-03-09 09:00:00+00
https://pier.example/2026-03-30	f1436c3e-ae8a-6629-127e-c044f71de7a9	2026-03-30 09:00:00+00
\.

COPY broadsheet.appearance (uid, feed, filed) FROM stdin;
04451442-310d-421d-3305-9283f75a5af0	1	2026-02-11 09:00:00+00
2b73a538-0326-51e4-5c4e-0edc5c30038c	1	2026-02-20 09:00:00+00
8bbd0d6a-2818-f8aa-880a-39e6a6b176dc	1	2026-03-09 09:00:00+00
8bfca2de-6f32-a8f8-4fc5-bb8e3fbecb8d	1	2026-03-05 09:00:00+00
dce89e0f-f01d-462a-219a-4189209e48e6	1	2026-02-03 09:00:00+00
f1436c3e-ae8a-6629-127e-c044f71de7a9	1	2026-03-30 09:00:00+00
\.

COPY broadsheet.article_2026_02 (uid, filed, arrived, url, canonical, host, title, authors, agency, publication, published, day, updated, lang, lang_code, description, words, text_origin, text_state, reason, page_kind, has_picture, has_video, markdown, links, size, tsv, analysis, put) FROM stdin;
dce89e0f-f01d-462a-219a-4189209e48e6	2026-02-03 09:00:00+00	2026-08-01 12:00:00+00	https://pier.example/2026-02-03	\N	pier.example	The gas pipeline to the island	{"Ann Keel"}	\N	\N	2026-02-03 09:00:00+00	\N	\N	\N	\N	\N	23	page	full	\N	article	f	f	The gas pipeline will cross the sound. The minister of the interior came to the harbour to see the first length of it.	[]	37	'+:-02' '+:-03' '+:-2026' '+:-it' '+:-of' '+:-to' '+:eann' '+:ecame' '+:ecross' '+:eexampl' '+:efirst' '+:egas' '+:eharbor' '+:ehttps' '+:einterior' '+:eisland' '+:ekeel' '+:elength' '+:eminist' '+:epier' '+:epipelin' '+:esee' '+:esound' '+:ethe' '+:ewill' '-02':33 '-03':34 '-2026':32 '-it':67 '-of':54,66 '-to':4,58,61 '=example':31 '=harbour':60 '=minister':53 '=pipeline':3,47 'a:eann':17 'a:ekeel':18 'eann':17 'ecame':57 'ecross':49 'eexampl':31 'efirst':64 'egas':2,46 'eharbor':60 'ehttps':29 'einterior':56 'eisland':6 'ekeel':18 'elength':65 'eminist':53 'epier':30 'epipelin':3,47 'esee':62 'esound':51 'ethe':1,5,45,50,52,55,59,63 'ewill':48 'p:-of -it' 'p:-of ethe' 'p:-to ethe' 'p:ethe efirst' 't:-to':4 't:=pipeline':3 't:egas':2 't:eisland':6 't:epipelin':3 't:ethe':1,5 'u:-02':33 'u:-03':34 'u:-2026':32 'u:=example':31 'u:eexampl':31 'u:ehttps':29 'u:epier':30	2	731
04451442-310d-421d-3305-9283f75a5af0	2026-02-11 09:00:00+00	2026-08-01 12:00:00+00	https://pier.example/2026-02-11	\N	pier.example	Gas gets cheaper	{"Ann Keel"}	\N	\N	2026-02-11 09:00:00+00	\N	\N	\N	\N	\N	18	page	full	\N	article	f	f	Gas fell for a third week. A pipeline for gas is one of the reasons, the ministry said.	[]	29	'+:-02' '+:-11' '+:-2026' '+:-a' '+:-is' '+:-of' '+:eann' '+:echeaper' '+:eexampl' '+:efell' '+:efor' '+:egas' '+:eget' '+:ehttps' '+:ekeel' '+:eministri' '+:eone' '+:epier' '+:epipelin' '+:ereason' '+:esaid' '+:ethe' '+:ethird' '+:eweek' '-02':30 '-11':31 '-2026':29 '-a':45,48 '-is':52 '-of':54 '=example':28 '=gets':2 '=ministry':58 '=pipeline':49 '=reasons':56 'a:eann':14 'a:ekeel':15 'eann':14 'echeaper':3 'eexampl':28 'efell':43 'efor':44,50 'egas':1,42,51 'eget':2 'ehttps':26 'ekeel':15 'eministri':58 'eone':53 'epier':27 'epipelin':49 'ereason':56 'esaid':59 'ethe':55,57 'ethird':46 'eweek':47 'p:-is eone' 'p:-of ethe' 'p:efor -a' 'p:eone -of' 'p:eweek -a' 't:=gets':2 't:echeaper':3 't:egas':1 't:eget':2 'u:-02':30 'u:-11':31 'u:-2026':29 'u:=example':28 'u:eexampl':28 'u:ehttps':26 'u:epier':27	2	731
2b73a538-0326-51e4-5c4e-0edc5c30038c	2026-02-20 09:00:00+00	2026-08-01 12:00:00+00	https://pier.example/2026-02-20	\N	pier.example	Lamps at the mole	{"Ann Keel"}	\N	\N	2026-02-20 09:00:00+00	\N	\N	\N	\N	\N	8	page	teaser	\N	article	f	f	The lamps of the mole are lit again.	[]	20	'+:-02' '+:-20' '+:-2026' '+:-at' '+:-of' '+:eagain' '+:eann' '+:eare' '+:eexampl' '+:ehttps' '+:ekeel' '+:elamp' '+:elit' '+:emole' '+:epier' '+:ethe' '-02':31 '-20':32 '-2026':30 '-at':2 '-of':45 '=example':29 '=lamps':1,44 'a:eann':15 'a:ekeel':16 'eagain':50 'eann':15 'eare':48 'eexampl':29 'ehttps':27 'ekeel':16 'elamp':1,44 'elit':49 'emole':4,47 'epier':28 'ethe':3,43,46 'p:-at ethe' 'p:-of ethe' 't:-at':2 't:=lamps':1 't:elamp':1 't:emole':4 't:ethe':3 'u:-02':31 'u:-20':32 'u:-2026':30 'u:=example':29 'u:eexampl':29 'u:ehttps':27 'u:epier':28	2	731
\.

COPY broadsheet.article_2026_03 (uid, filed, arrived, url, canonical, host, title, authors, agency, publication, published, day, updated, lang, lang_code, description, words, text_origin, text_state, reason, page_kind, has_picture, has_video, markdown, links, size, tsv, analysis, put) FROM stdin;
8bfca2de-6f32-a8f8-4fc5-bb8e3fbecb8d	2026-03-05 09:00:00+00	2026-08-01 12:00:00+00	https://pier.example/2026-03-05	\N	pier.example	Two tugs and a barge	{"Ann Keel"}	\N	\N	2026-03-05 09:00:00+00	\N	\N	\N	\N	\N	15	page	full	\N	article	f	f	Two tugs brought a barge to the harbour. It carried pipes for the gas line.	[]	28	'+:-03' '+:-05' '+:-2026' '+:-a' '+:-it' '+:-to' '+:eand' '+:eann' '+:ebarg' '+:ebrought' '+:ecarri' '+:eexampl' '+:efor' '+:egas' '+:eharbor' '+:ehttps' '+:ekeel' '+:eline' '+:epier' '+:epipe' '+:ethe' '+:etug' '+:etwo' '-03':32 '-05':33 '-2026':31 '-a':4,47 '-it':52 '-to':49 '=barge':5,48 '=carried':53 '=example':30 '=harbour':51 '=pipes':54 '=tugs':2,45 'a:eann':16 'a:ekeel':17 'eand':3 'eann':16 'ebarg':5,48 'ebrought':46 'ecarri':53 'eexampl':30 'efor':55 'egas':57 'eharbor':51 'ehttps':28 'ekeel':17 'eline':58 'epier':29 'epipe':54 'ethe':50,56 'etug':2,45 'etwo':1,44 'p:-to ethe' 'p:eand -a' 'p:efor ethe' 't:-a':4 't:=barge':5 't:=tugs':2 't:eand':3 't:ebarg':5 't:etug':2 't:etwo':1 'u:-03':32 'u:-05':33 'u:-2026':31 'u:=example':30 'u:eexampl':30 'u:ehttps':28 'u:epier':29	2	731
8bbd0d6a-2818-f8aa-880a-39e6a6b176dc	2026-03-09 09:00:00+00	2026-08-01 12:00:00+00	https://pier.example/2026-03-09	\N	pier.example	Der Hafen friert zu	{"Ann Keel"}	\N	\N	2026-03-09 09:00:00+00	\N	\N	\N	\N	\N	17	page	full	\N	article	f	f	Der Hafen ist zugefroren, und die Fähren liegen an der Mole. Die Schlepper warten auf das Tauwetter.	[]	29	'+:-03' '+:-09' '+:-2026' '+:-an' '+:-zu' '+:dann' '+:dauf' '+:ddas' '+:dder' '+:ddie' '+:dexampl' '+:dfahr' '+:dfriert' '+:dhaf' '+:dhttps' '+:dist' '+:dkeel' '+:dlieg' '+:dmol' '+:dpier' '+:dschlepp' '+:dtauwett' '+:dund' '+:dwart' '+:dzugefror' '-03':31 '-09':32 '-2026':30 '-an':51 '-zu':4 '=example':29 '=fahren':49 '=hafen':2,44 '=liegen':50 '=mole':53 '=schlepper':55 '=tauwetter':59 '=warten':56 '=zugefroren':46 'a:dann':15 'a:dkeel':16 'dann':15 'dauf':57 'ddas':58 'dder':1,43,52 'ddie':48,54 'dexampl':29 'dfahr':49 'dfriert':3 'dhaf':2,44 'dhttps':27 'dist':45 'dkeel':16 'dlieg':50 'dmol':53 'dpier':28 'dschlepp':55 'dtauwett':59 'dund':47 'dwart':56 'dzugefror':46 'p:-an dder' 'p:dauf ddas' 'p:dund ddie' 't:-zu':4 't:=hafen':2 't:dder':1 't:dfriert':3 't:dhaf':2 'u:-03':31 'u:-09':32 'u:-2026':30 'u:=example':29 'u:dexampl':29 'u:dhttps':27 'u:dpier':28	2	731
f1436c3e-ae8a-6629-127e-c044f71de7a9	2026-03-30 09:00:00+00	2026-08-01 12:00:00+00	https://pier.example/2026-03-30	\N	pier.example	The minister of the sea	{"Ann Keel"}	\N	\N	2026-03-30 09:00:00+00	\N	\N	\N	\N	\N	14	page	full	\N	article	f	f	The minister of the interior is now the minister of the sea as well.	[]	27	'+:-03' '+:-2026' '+:-30' '+:-as' '+:-is' '+:-of' '+:eann' '+:eexampl' '+:ehttps' '+:einterior' '+:ekeel' '+:eminist' '+:enow' '+:epier' '+:esea' '+:ethe' '+:ewell' '-03':32 '-2026':31 '-30':33 '-as':56 '-is':49 '-of':3,46,53 '=example':30 '=minister':2,45,52 'a:eann':16 'a:ekeel':17 'eann':16 'eexampl':30 'ehttps':28 'einterior':48 'ekeel':17 'eminist':2,45,52 'enow':50 'epier':29 'esea':5,55 'ethe':1,4,44,47,51,54 'ewell':57 'p:-is enow' 'p:-of ethe' 'p:enow ethe' 't:-of':3 't:=minister':2 't:eminist':2 't:esea':5 't:ethe':1,4 'u:-03':32 'u:-2026':31 'u:-30':33 'u:=example':30 'u:eexampl':30 'u:ehttps':28 'u:epier':29	2	731
\.

COPY broadsheet.article_2026_08 (uid, filed, arrived, url, canonical, host, title, authors, agency, publication, published, day, updated, lang, lang_code, description, words, text_origin, text_state, reason, page_kind, has_picture, has_video, markdown, links, size, tsv, analysis, put) FROM stdin;
\.

COPY broadsheet.article_2026_09 (uid, filed, arrived, url, canonical, host, title, authors, agency, publication, published, day, updated, lang, lang_code, description, words, text_origin, text_state, reason, page_kind, has_picture, has_video, markdown, links, size, tsv, analysis, put) FROM stdin;
\.

COPY broadsheet.article_2026_10 (uid, filed, arrived, url, canonical, host, title, authors, agency, publication, published, day, updated, lang, lang_code, description, words, text_origin, text_state, reason, page_kind, has_picture, has_video, markdown, links, size, tsv, analysis, put) FROM stdin;
\.

COPY broadsheet.article_2026_11 (uid, filed, arrived, url, canonical, host, title, authors, agency, publication, published, day, updated, lang, lang_code, description, words, text_origin, text_state, reason, page_kind, has_picture, has_video, markdown, links, size, tsv, analysis, put) FROM stdin;
\.

COPY broadsheet.article_early (uid, filed, arrived, url, canonical, host, title, authors, agency, publication, published, day, updated, lang, lang_code, description, words, text_origin, text_state, reason, page_kind, has_picture, has_video, markdown, links, size, tsv, analysis, put) FROM stdin;
\.

COPY broadsheet.feed (id, key, url, title, state, outcome, failures, next_at, next_why, retry_after, etag, last_modified, body_hash, ttl, crash_hash, crash_count, lease, leased_until) FROM stdin;
1	title:The Pier	\N	The Pier	new	\N	0	-infinity	\N	\N	\N	\N	\N	\N	\N	0	0	-infinity
2	https://pier.example/feed	https://pier.example/feed	https://pier.example/feed	new	\N	0	-infinity	\N	\N	\N	\N	\N	\N	\N	0	0	-infinity
\.

COPY broadsheet.host_turn (host, next_at) FROM stdin;
\.

COPY broadsheet.mark (reader, uid, filed, read_at, bookmarked_at) FROM stdin;
postgres	8bfca2de-6f32-a8f8-4fc5-bb8e3fbecb8d	2026-03-05 09:00:00+00	2026-08-01 12:00:00+00	2026-08-01 12:00:00+00
postgres	dce89e0f-f01d-462a-219a-4189209e48e6	2026-02-03 09:00:00+00	\N	2026-08-01 12:00:00+00
anna	04451442-310d-421d-3305-9283f75a5af0	2026-02-11 09:00:00+00	\N	2026-07-01 00:00:00+00
\.

COPY broadsheet.meta (key, value) FROM stdin;
schema	3
analysis	2
\.

COPY broadsheet.stemmer (code) FROM stdin;
-
d
e
\.

COPY broadsheet.term (lexeme, df) FROM stdin;
echeaper	1
emole	1
p:enow ethe	1
dder	1
t:esea	1
p:ethe efirst	1
eministri	1
t:dder	1
ddie	1
esea	1
p:efor -a	1
dwart	1
ewell	1
dfahr	1
p:-at ethe	1
dschlepp	1
dauf	1
-it	2
=reasons	1
t:etug	1
esound	1
=pipeline	2
dtauwett	1
t:eminist	1
ewill	1
t:eisland	1
=hafen	1
eline	1
ddas	1
t:=tugs	1
eisland	1
=lamps	1
-09	1
u:-02	3
=pipes	1
eharbor	2
ecross	1
ethe	5
-03	4
eweek	1
etwo	1
p:dauf ddas	1
eann	5
t:ethe	3
u:epier	5
-is	2
efor	2
=warten	1
p:-to ethe	2
p:-is enow	1
t:=hafen	1
dlieg	1
ehttps	5
dfriert	1
=mole	1
	6
u:-09	1
t:eand	1
eminist	2
u:-2026	6
dzugefror	1
ereason	1
-2026	6
u:=example	6
u:-20	1
t:-a	1
p:eone -of	1
t:ebarg	1
t:echeaper	1
t:-to	1
u:-05	1
u:dhttps	1
t:emole	1
-an	1
t:eget	1
elamp	1
p:eweek -a	1
t:elamp	1
dexampl	1
-a	2
ecarri	1
efirst	1
=tauwetter	1
etug	1
=zugefroren	1
dann	1
ekeel	5
esaid	1
t:-zu	1
p:-is eone	1
epipelin	2
u:ehttps	5
=minister	2
=barge	1
a:dkeel	1
-20	1
dund	1
u:dpier	1
t:egas	2
=tugs	1
t:epipelin	1
t:dhaf	1
=liegen	1
epier	5
-11	1
dkeel	1
esee	1
u:eexampl	5
u:-03	4
p:-of -it	1
=carried	1
eone	1
eget	1
t:-of	1
u:-11	1
t:-at	1
ebarg	1
t:=minister	1
efell	1
elength	1
=gets	1
-to	2
t:=gets	1
-02	3
eand	1
a:dann	1
p:dund ddie	1
a:eann	5
-zu	1
-of	4
=ministry	1
ethird	1
p:-an dder	1
elit	1
eare	1
-as	1
t:etwo	1
-30	1
p:eand -a	1
=example	6
p:-of ethe	4
dhttps	1
a:ekeel	5
dist	1
t:=pipeline	1
dpier	1
einterior	2
enow	1
t:=barge	1
dmol	1
epipe	1
dhaf	1
u:dexampl	1
=schlepper	1
ecame	1
t:dfriert	1
=fahren	1
t:=lamps	1
egas	3
eagain	1
-05	1
=harbour	2
-at	1
u:-30	1
p:efor ethe	1
eexampl	5
ebrought	1
\.

COPY broadsheet.term_delta (lexeme, n) FROM stdin;
\.

SELECT pg_catalog.setval('broadsheet.feed_id_seq', 2, true);

ALTER TABLE ONLY broadsheet.address
    ADD CONSTRAINT address_pkey PRIMARY KEY (key);

ALTER TABLE ONLY broadsheet.appearance
    ADD CONSTRAINT appearance_pkey PRIMARY KEY (uid, feed);

ALTER TABLE ONLY broadsheet.article
    ADD CONSTRAINT article_pkey PRIMARY KEY (uid, filed);

ALTER TABLE ONLY broadsheet.article_2026_02
    ADD CONSTRAINT article_2026_02_pkey PRIMARY KEY (uid, filed);

ALTER TABLE ONLY broadsheet.article_2026_03
    ADD CONSTRAINT article_2026_03_pkey PRIMARY KEY (uid, filed);

ALTER TABLE ONLY broadsheet.article_2026_08
    ADD CONSTRAINT article_2026_08_pkey PRIMARY KEY (uid, filed);

ALTER TABLE ONLY broadsheet.article_2026_09
    ADD CONSTRAINT article_2026_09_pkey PRIMARY KEY (uid, filed);

ALTER TABLE ONLY broadsheet.article_2026_10
    ADD CONSTRAINT article_2026_10_pkey PRIMARY KEY (uid, filed);

ALTER TABLE ONLY broadsheet.article_2026_11
    ADD CONSTRAINT article_2026_11_pkey PRIMARY KEY (uid, filed);

ALTER TABLE ONLY broadsheet.article_early
    ADD CONSTRAINT article_early_pkey PRIMARY KEY (uid, filed);

ALTER TABLE ONLY broadsheet.feed
    ADD CONSTRAINT feed_key_key UNIQUE (key);

ALTER TABLE ONLY broadsheet.feed
    ADD CONSTRAINT feed_pkey PRIMARY KEY (id);

ALTER TABLE ONLY broadsheet.host_turn
    ADD CONSTRAINT host_turn_pkey PRIMARY KEY (host);

ALTER TABLE ONLY broadsheet.mark
    ADD CONSTRAINT mark_pkey PRIMARY KEY (uid, reader);

ALTER TABLE ONLY broadsheet.meta
    ADD CONSTRAINT meta_pkey PRIMARY KEY (key);

ALTER TABLE ONLY broadsheet.stemmer
    ADD CONSTRAINT stemmer_pkey PRIMARY KEY (code);

ALTER TABLE ONLY broadsheet.term
    ADD CONSTRAINT term_pkey PRIMARY KEY (lexeme);

CREATE INDEX address_uid ON broadsheet.address USING btree (uid);

CREATE INDEX appearance_feed ON broadsheet.appearance USING btree (feed, filed DESC);

CREATE INDEX article_filed ON ONLY broadsheet.article USING btree (filed DESC, uid);

CREATE INDEX article_2026_02_filed_uid_idx ON broadsheet.article_2026_02 USING btree (filed DESC, uid);

CREATE INDEX article_put ON ONLY broadsheet.article USING btree (put);

CREATE INDEX article_2026_02_put_idx ON broadsheet.article_2026_02 USING btree (put);

CREATE INDEX article_tsv ON ONLY broadsheet.article USING gin (tsv) WITH (gin_pending_list_limit='512');

CREATE INDEX article_2026_02_tsv_idx ON broadsheet.article_2026_02 USING gin (tsv) WITH (gin_pending_list_limit='512');

CREATE INDEX article_2026_03_filed_uid_idx ON broadsheet.article_2026_03 USING btree (filed DESC, uid);

CREATE INDEX article_2026_03_put_idx ON broadsheet.article_2026_03 USING btree (put);

CREATE INDEX article_2026_03_tsv_idx ON broadsheet.article_2026_03 USING gin (tsv) WITH (gin_pending_list_limit='512');

CREATE INDEX article_2026_08_filed_uid_idx ON broadsheet.article_2026_08 USING btree (filed DESC, uid);

CREATE INDEX article_2026_08_put_idx ON broadsheet.article_2026_08 USING btree (put);

CREATE INDEX article_2026_08_tsv_idx ON broadsheet.article_2026_08 USING gin (tsv) WITH (gin_pending_list_limit='512');

CREATE INDEX article_2026_09_filed_uid_idx ON broadsheet.article_2026_09 USING btree (filed DESC, uid);

CREATE INDEX article_2026_09_put_idx ON broadsheet.article_2026_09 USING btree (put);

CREATE INDEX article_2026_09_tsv_idx ON broadsheet.article_2026_09 USING gin (tsv) WITH (gin_pending_list_limit='512');

CREATE INDEX article_2026_10_filed_uid_idx ON broadsheet.article_2026_10 USING btree (filed DESC, uid);

CREATE INDEX article_2026_10_put_idx ON broadsheet.article_2026_10 USING btree (put);

CREATE INDEX article_2026_10_tsv_idx ON broadsheet.article_2026_10 USING gin (tsv) WITH (gin_pending_list_limit='512');

CREATE INDEX article_2026_11_filed_uid_idx ON broadsheet.article_2026_11 USING btree (filed DESC, uid);

CREATE INDEX article_2026_11_put_idx ON broadsheet.article_2026_11 USING btree (put);

CREATE INDEX article_2026_11_tsv_idx ON broadsheet.article_2026_11 USING gin (tsv) WITH (gin_pending_list_limit='512');

CREATE INDEX article_early_filed_uid_idx ON broadsheet.article_early USING btree (filed DESC, uid);

CREATE INDEX article_early_put_idx ON broadsheet.article_early USING btree (put);

CREATE INDEX article_early_tsv_idx ON broadsheet.article_early USING gin (tsv) WITH (gin_pending_list_limit='512');

CREATE INDEX feed_due ON broadsheet.feed USING btree (next_at, id) WHERE (url IS NOT NULL);

CREATE INDEX mark_reader ON broadsheet.mark USING btree (reader, filed DESC);

CREATE INDEX term_delta_lexeme ON broadsheet.term_delta USING btree (lexeme);

ALTER INDEX broadsheet.article_filed ATTACH PARTITION broadsheet.article_2026_02_filed_uid_idx;

ALTER INDEX broadsheet.article_pkey ATTACH PARTITION broadsheet.article_2026_02_pkey;

ALTER INDEX broadsheet.article_put ATTACH PARTITION broadsheet.article_2026_02_put_idx;

ALTER INDEX broadsheet.article_tsv ATTACH PARTITION broadsheet.article_2026_02_tsv_idx;

ALTER INDEX broadsheet.article_filed ATTACH PARTITION broadsheet.article_2026_03_filed_uid_idx;

ALTER INDEX broadsheet.article_pkey ATTACH PARTITION broadsheet.article_2026_03_pkey;

ALTER INDEX broadsheet.article_put ATTACH PARTITION broadsheet.article_2026_03_put_idx;

ALTER INDEX broadsheet.article_tsv ATTACH PARTITION broadsheet.article_2026_03_tsv_idx;

ALTER INDEX broadsheet.article_filed ATTACH PARTITION broadsheet.article_2026_08_filed_uid_idx;

ALTER INDEX broadsheet.article_pkey ATTACH PARTITION broadsheet.article_2026_08_pkey;

ALTER INDEX broadsheet.article_put ATTACH PARTITION broadsheet.article_2026_08_put_idx;

ALTER INDEX broadsheet.article_tsv ATTACH PARTITION broadsheet.article_2026_08_tsv_idx;

ALTER INDEX broadsheet.article_filed ATTACH PARTITION broadsheet.article_2026_09_filed_uid_idx;

ALTER INDEX broadsheet.article_pkey ATTACH PARTITION broadsheet.article_2026_09_pkey;

ALTER INDEX broadsheet.article_put ATTACH PARTITION broadsheet.article_2026_09_put_idx;

ALTER INDEX broadsheet.article_tsv ATTACH PARTITION broadsheet.article_2026_09_tsv_idx;

ALTER INDEX broadsheet.article_filed ATTACH PARTITION broadsheet.article_2026_10_filed_uid_idx;

ALTER INDEX broadsheet.article_pkey ATTACH PARTITION broadsheet.article_2026_10_pkey;

ALTER INDEX broadsheet.article_put ATTACH PARTITION broadsheet.article_2026_10_put_idx;

ALTER INDEX broadsheet.article_tsv ATTACH PARTITION broadsheet.article_2026_10_tsv_idx;

ALTER INDEX broadsheet.article_filed ATTACH PARTITION broadsheet.article_2026_11_filed_uid_idx;

ALTER INDEX broadsheet.article_pkey ATTACH PARTITION broadsheet.article_2026_11_pkey;

ALTER INDEX broadsheet.article_put ATTACH PARTITION broadsheet.article_2026_11_put_idx;

ALTER INDEX broadsheet.article_tsv ATTACH PARTITION broadsheet.article_2026_11_tsv_idx;

ALTER INDEX broadsheet.article_filed ATTACH PARTITION broadsheet.article_early_filed_uid_idx;

ALTER INDEX broadsheet.article_pkey ATTACH PARTITION broadsheet.article_early_pkey;

ALTER INDEX broadsheet.article_put ATTACH PARTITION broadsheet.article_early_put_idx;

ALTER INDEX broadsheet.article_tsv ATTACH PARTITION broadsheet.article_early_tsv_idx;

ALTER TABLE ONLY broadsheet.appearance
    ADD CONSTRAINT appearance_feed_fkey FOREIGN KEY (feed) REFERENCES broadsheet.feed(id);

ALTER TABLE broadsheet.mark ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON broadsheet.mark USING ((reader = CURRENT_USER)) WITH CHECK ((reader = CURRENT_USER));

GRANT USAGE ON SCHEMA broadsheet TO broadsheet_reader;
GRANT USAGE ON SCHEMA broadsheet TO broadsheet_worker;

REVOKE ALL ON FUNCTION broadsheet.make_month(moment timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION broadsheet.make_month(moment timestamp with time zone) TO broadsheet_worker;

GRANT SELECT ON TABLE broadsheet.address TO broadsheet_reader;
GRANT SELECT,INSERT,UPDATE ON TABLE broadsheet.address TO broadsheet_worker;

GRANT SELECT ON TABLE broadsheet.appearance TO broadsheet_reader;
GRANT SELECT,INSERT,UPDATE ON TABLE broadsheet.appearance TO broadsheet_worker;

GRANT SELECT ON TABLE broadsheet.article TO broadsheet_reader;
GRANT SELECT,INSERT,UPDATE ON TABLE broadsheet.article TO broadsheet_worker;

GRANT SELECT ON TABLE broadsheet.article_early TO broadsheet_reader;
GRANT SELECT ON TABLE broadsheet.article_early TO broadsheet_worker;

GRANT SELECT ON TABLE broadsheet.feed TO broadsheet_reader;
GRANT SELECT,INSERT,UPDATE ON TABLE broadsheet.feed TO broadsheet_worker;

GRANT SELECT,INSERT,UPDATE ON TABLE broadsheet.host_turn TO broadsheet_worker;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE broadsheet.mark TO broadsheet_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE broadsheet.mark TO broadsheet_worker;

GRANT SELECT ON TABLE broadsheet.meta TO broadsheet_reader;
GRANT SELECT ON TABLE broadsheet.meta TO broadsheet_worker;

GRANT SELECT ON TABLE broadsheet.stemmer TO broadsheet_reader;
GRANT SELECT,INSERT,UPDATE ON TABLE broadsheet.stemmer TO broadsheet_worker;

GRANT SELECT ON TABLE broadsheet.term TO broadsheet_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE broadsheet.term TO broadsheet_worker;

GRANT SELECT ON TABLE broadsheet.term_delta TO broadsheet_reader;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE broadsheet.term_delta TO broadsheet_worker;
