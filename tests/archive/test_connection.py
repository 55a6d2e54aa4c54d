"""Addresses, and servers that refuse, hang, fill up, stop and change places: each ends in words."""

from __future__ import annotations

import asyncio
import errno
import shutil
import ssl
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import pytest

from reader.archive import connection, schema
from reader.archive.connection import Address, told
from reader.archive.postgres import PostgresArchive
from reader.errors import ArchiveError, UsageError
from reader.query.parse import parse
from tests.archive.conftest import NOW
from tests.support import real_postgres
from tests.support.made_up_papers import drafts
from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from tests.support.real_postgres import RealPostgres

CERTIFICATE = Path(__file__).parents[1] / "fetch" / "loopback.pem"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("postgresql://anna@a.example/news", Address((("a.example", 5432),), "anna", "news")),
        ("postgres://an%40na@a.example:5433/news", Address((("a.example", 5433),), "an@na", "news")),
        (
            "postgresql://anna@a.example:1,b.example:2/news",
            Address((("a.example", 1), ("b.example", 2)), "anna", "news"),
        ),
        ("postgresql://anna@[::1]:5433/news", Address((("::1", 5433),), "anna", "news")),
        ("postgresql://anna@/news?host=/run/pg", Address((("/run/pg", 5432),), "anna", "news")),
        (
            "postgresql://anna@a.example/news?sslmode=verify-full&sslrootcert=/r.pem",
            Address((("a.example", 5432),), "anna", "news", "/r.pem"),
        ),
        ("postgresql://anna@127.0.0.1/news?sslmode=disable", Address((("127.0.0.1", 5432),), "anna", "news")),
    ],
)  # fmt: skip
def test_addresses(text: str, address: Address) -> None:
    assert connection.read(text) == address


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("news", "not the address"),
        ("https://a.example/x", "not the address"),
        ("postgresql://anna:secret@a.example/news", "holds a password"),
        ("postgresql://a.example/news", "must name user"),
        ("postgresql://anna@a.example", "must name user"),
        ("postgresql://anna@a.example:x/news", "wrong port"),
        ("postgresql://anna@a.example/news?options=-c", "unknown setting “options”"),
        ("postgresql://anna@a.example/news?sslmode=require", "nobody checks who answers"),
        ("postgresql://anna@127.0.0.1,a.example/news?sslmode=disable", "nobody checks who answers"),
        ("service:news", "cannot be read"),
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        connection.read(text)
    assert "secret" not in f"{caught.value}{caught.value.hint}"


def test_a_service_file_names_servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "services"
    file.write_text("[news]\nhost=a.example\nport=5433\nuser=anna\ndbname=news\npassword=lamp%9\n")
    monkeypatch.setenv("PGSERVICEFILE", str(file))
    found = connection.read("service:news")
    assert found == Address((("a.example", 5433),), "anna", "news", None, "lamp%9")
    assert "lamp" not in repr(found)
    with pytest.raises(UsageError, match="has no service “other”"):
        connection.read("service:other")
    file.write_text("nothing")
    with pytest.raises(UsageError, match="not a service file"):
        connection.read("service:news")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (asyncpg.InvalidPasswordError("x"), "does not let anna in"),
        (asyncpg.DiskFullError("x"), "disk is full"),
        (asyncpg.ReadOnlySQLTransactionError("x"), "is a replica"),
        (asyncpg.TooManyConnectionsError("x"), "no connection left"),
        (asyncpg.CannotConnectNowError("x"), "starting or stopping"),
        (asyncpg.QueryCanceledError("x"), "took too long"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connect call failed"), "connection refused"),
        (ssl.SSLCertVerificationError(1, "x"), "cannot be trusted"),
        (asyncpg.DataError("odd\x1b"), "the server says: odd"),
    ],
)  # fmt: skip
def test_errors_name_server_cause_and_next_step(error: Exception, words: str) -> None:
    said = told(error, Address((("a.example", 5432),), "anna", "news"))
    assert str(said).startswith("a.example/news: ")
    assert words in str(said)
    assert said.hint
    assert "\x1b" not in str(said)


async def count(archive: PostgresArchive, deadline: float = 60) -> int:
    tree = parse("", NOW).tree
    return (await archive.search(tree, order="date", limit=1, deadline=deadline, now=NOW)).count


async def test_a_wrong_password_is_told(postgres: RealPostgres, database: str) -> None:
    user = f"locked_{database}"
    postgres.sql(f"CREATE ROLE {user} LOGIN PASSWORD 'lamp'")
    rules = postgres.place / "data" / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text(f"host all {user} 127.0.0.1/32 scram-sha-256\n{before}")
    postgres.sql("SELECT pg_reload_conf()")
    postgres.sql(f"GRANT ALL ON DATABASE {database} TO {user}")
    try:
        with pytest.raises(ArchiveError, match="does not let") as caught:
            async with PostgresArchive(connection.read(postgres.address(user, database), "wrong")) as other:
                await other.state()
        assert "wrong" not in f"{caught.value}{caught.value.hint}"
        async with PostgresArchive(connection.read(postgres.address(user, database), "lamp")) as other:
            with pytest.raises(ArchiveError, match="there is no archive"):
                await other.state()
    finally:
        rules.write_text(before)
        postgres.sql("SELECT pg_reload_conf()")


async def test_a_slow_answer_ends_at_its_deadline_and_the_next_is_given(
    archive: PostgresArchive, postgres: RealPostgres, database: str
) -> None:
    await archive.put(drafts(5), NOW)
    assert await count(archive) == 5
    locked = await asyncpg.connect(host="127.0.0.1", port=postgres.port, user="postgres", database=database)
    try:
        async with locked.transaction():
            await locked.execute("LOCK TABLE broadsheet.article")
            with pytest.raises(ArchiveError, match=r"did not answer within 0.2 s"):
                await count(archive, deadline=0.2)
    finally:
        await locked.close()
    assert await count(archive) == 5


async def test_a_cancelled_search_leaves_the_archive_usable(
    archive: PostgresArchive, postgres: RealPostgres, database: str
) -> None:
    locked = await asyncpg.connect(host="127.0.0.1", port=postgres.port, user="postgres", database=database)
    try:
        async with locked.transaction():
            await locked.execute("LOCK TABLE broadsheet.article")
            task = asyncio.create_task(count(archive))
            waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
            while not await locked.fetchval(waiting):  # noqa: ASYNC110 - another process tells
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
    finally:
        await locked.close()
    assert await count(archive) == 0


async def test_a_hanging_server_ends_in_words() -> None:
    if real_postgres.is_missing():
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with real_postgres.running() as server:
        async with PostgresArchive(connection.read(server.address("postgres", "postgres"))) as archive:
            await archive.init(NOW)
            assert await count(archive) == 0
            server.pause()
            try:
                with pytest.raises(ArchiveError, match=r"did not answer within 0.5 s"):
                    await count(archive, deadline=0.5)
            finally:
                server.go_on()
            assert await count(archive) == 0


async def test_a_replica_takes_over_and_the_reader_goes_on() -> None:
    if real_postgres.is_missing():
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with real_postgres.running() as primary:
        async with PostgresArchive(connection.read(primary.address("postgres", "postgres"))) as own:
            await own.init(NOW)
            await own.put(drafts(12), NOW)
        with real_postgres.replica(primary) as second:
            both = f"postgresql://postgres@127.0.0.1:{primary.port},127.0.0.1:{second.port}/postgres"
            async with PostgresArchive(connection.read(both)) as archive:
                state = await archive.state()
                assert (state.is_replica, state.articles) == (True, 12)
                await archive.put(drafts(1, seed=7), NOW)
                primary.kill()
                assert await count(archive) in (12, 13)
                with pytest.raises(ArchiveError):
                    await archive.put(drafts(1, seed=8), NOW)
                second.sql("SELECT pg_promote()")
                done = await archive.put(drafts(1, seed=8), NOW)
                assert done.new + done.known == 1
                assert not (await archive.state()).is_replica


async def filed(archive: PostgresArchive) -> None:
    """Files articles until the server refuses."""
    for seed in range(200):
        await archive.put(drafts(200, seed=seed), NOW)


async def test_a_full_disk_is_told_and_nothing_is_half_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    if real_postgres.is_missing():
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    monkeypatch.setattr(connection, "CONNECT_S", PATIENCE)
    with real_postgres.small_disk(32) as disk, real_postgres.running() as server:
        if disk is None:
            pytest.skip("no disk of a test's own may be mounted here")
        if owner := real_postgres.owner():
            shutil.chown(disk, owner)
        server.sql(f"CREATE TABLESPACE small LOCATION '{disk}'")
        server.sql("CREATE DATABASE news TABLESPACE small")
        async with PostgresArchive(connection.read(server.address("postgres", "news"))) as archive:
            await archive.init(NOW)
            with pytest.raises(ArchiveError, match="the server's disk is full") as caught:
                await filed(archive)
            assert "free some space there" in (caught.value.hint or "")
            before = (await archive.state()).articles
            assert before == await articles(server, "news")
            real_postgres.enlarge(disk, 400)
            done = await archive.put(drafts(200, seed=900), NOW)
            assert done.new > 0
            assert (await archive.state()).articles == before + done.new
            assert not any(finding.wrong for finding in await archive.check())


async def articles(postgres: RealPostgres, database: str) -> int:
    """The number of rows that the archive really has."""
    return int(postgres.sql("SELECT count(*) FROM broadsheet.article", database=database))


async def test_a_disk_that_fills_up_while_a_feed_is_filed_saves_nothing_of_it(
    archive: PostgresArchive, postgres: RealPostgres, database: str
) -> None:
    postgres.sql(
        """
        CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
        CREATE TRIGGER full_disk BEFORE INSERT ON broadsheet.term_delta FOR EACH STATEMENT EXECUTE FUNCTION full_disk();
        """,
        database=database,
    )
    with pytest.raises(ArchiveError, match="the server's disk is full"):
        await archive.put(drafts(3), NOW)
    assert await articles(postgres, database) == 0
    postgres.sql("DROP TRIGGER full_disk ON broadsheet.term_delta", database=database)
    assert (await archive.put(drafts(3), NOW)).new == 3


async def test_the_servers_certificate_is_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    if real_postgres.is_missing():
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with ExitStack() as stack:
        place = real_postgres.folder(stack)
        key = place / "loopback.pem"
        shutil.copy(CERTIFICATE, key)
        key.chmod(0o600)
        if owner := real_postgres.owner():
            shutil.chown(key, owner)
        options = ("ssl=on", f"ssl_cert_file={key}", f"ssl_key_file={key}")
        server = stack.enter_context(real_postgres.running(*options))
        monkeypatch.setattr(connection, "_is_loopback", lambda host: False)
        plain = server.address("postgres", "postgres")
        async with PostgresArchive(connection.read(plain)) as archive:
            with pytest.raises(ArchiveError, match="its certificate cannot be trusted"):
                await archive.state()
        async with PostgresArchive(connection.read(f"{plain}?sslrootcert={CERTIFICATE}")) as archive:
            assert await archive.init(NOW) == (0, schema.VERSION)
            assert server.sql("SELECT bool_or(ssl) FROM pg_stat_ssl") == "t"
        other = plain.replace("127.0.0.1", "localhost") + f"?sslrootcert={CERTIFICATE}"
        async with PostgresArchive(connection.read(other)) as archive:
            with pytest.raises(ArchiveError, match="its certificate cannot be trusted"):
                await archive.state()
    with pytest.raises(ArchiveError, match="root certificate cannot be read"):
        async with PostgresArchive(connection.read(f"{plain}?sslrootcert=/none.pem")) as archive:
            await archive.state()
