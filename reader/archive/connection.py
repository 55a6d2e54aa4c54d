"""Connections to the archive's server: where it is, TLS, deadlines, and errors in words.

TLS is verified, host name included, unless the server is on this machine. An address may name several hosts: writers look
for the primary among them, readers for a replica first. What a deadline or a key ends is cancelled at the server; a
connection that does not come back from that within a second is closed.
"""

from __future__ import annotations

import asyncio
import configparser
import ipaddress
import os
import ssl
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

import asyncpg

from reader.archive import schema
from reader.errors import ArchiveError, ArchiveRefused, UsageError
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

CONNECT_S = 5.0
"""Seconds in which a host must answer before the next one is asked."""

_SETTLED_S = 1.0
_IDLE = 4
_SERVICE = "service:"
_KNOWN = frozenset(("host", "port", "user", "dbname", "sslmode", "sslrootcert"))
_EXAMPLE = "it begins with postgresql:// or service: (see broadsheet help archive)"


@dataclass(frozen=True, slots=True)
class Address:
    """Where the archive is: hosts with their ports (a folder: the socket in it), and who asks for what. `root` is a file
    with the certificate that signed the server's; None: those that the system trusts."""

    hosts: tuple[tuple[str, int], ...]
    user: str
    database: str
    root: str | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def place(self) -> str:
        """The server for messages: `archive.example/news`."""
        return f"{self.hosts[0][0]}{' …' if len(self.hosts) > 1 else ''}/{self.database}"

    @property
    def is_local(self) -> bool:
        """True where all hosts are this machine."""
        return all(map(_is_loopback, (host for host, _ in self.hosts)))


def read(text: str, password: str | None = None) -> Address:
    """The address that a person gave: a `postgresql://` address without a password, or `service:NAME` for a section of
    the system's service file. Raises UsageError."""
    text = text.strip()
    if text.startswith(_SERVICE):
        return _address(_service(text.removeprefix(_SERVICE)), text, password)
    parts = urlsplit(text)
    if parts.scheme not in ("postgresql", "postgres"):
        raise UsageError("not the address of a PostgreSQL server", subject=text, hint=_EXAMPLE)
    user, _, places = parts.netloc.rpartition("@")
    if ":" in user:
        hint = "leave it out of the address, and say with --password where it is found: env:VARIABLE, cmd:PROGRAM or file:PATH"
        raise UsageError("the address holds a password", subject="archive", hint=hint)
    given = dict(parse_qsl(parts.query))
    hosts, ports = [], []
    for place in filter(None, places.split(",")):
        host, colon, port = place.rpartition(":")
        if not colon or place.endswith("]"):
            host, port = place, ""
        hosts.append(host.strip("[]"))
        ports.append(port or "5432")
    if hosts:
        given |= {"host": ",".join(hosts), "port": ",".join(ports)}
    if user:
        given["user"] = unquote(user)
    if database := unquote(parts.path.strip("/")):
        given["dbname"] = database
    return _address(given, text, password)


def _service(name: str) -> Mapping[str, str]:
    path = Path(os.environ.get("PGSERVICEFILE") or Path("~/.pg_service.conf").expanduser())
    services = configparser.ConfigParser(interpolation=None)
    try:
        services.read_string(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, configparser.Error) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not a service file"
        hint = "to name another file, set PGSERVICEFILE"
        raise UsageError(f"cannot be read ({why})", subject=str(path), hint=hint) from error
    if not services.has_section(name):
        raise UsageError(f"has no service “{name}”", subject=str(path), hint=f"add a section [{name}]")
    return dict(services[name])


def _address(given: Mapping[str, str], text: str, password: str | None) -> Address:
    password = password or given.get("password")
    if unknown := given.keys() - _KNOWN - {"password"}:
        hint = f"it takes {', '.join(sorted(_KNOWN))}"
        raise UsageError(f"unknown setting “{min(unknown)}” in the address", subject=text, hint=hint)
    if not (given.get("host") and given.get("user") and given.get("dbname")):
        raise UsageError("the address must name user, host and database", subject=text, hint=_EXAMPLE)
    hosts = given["host"].split(",")
    ports = (given.get("port") or "5432").split(",")
    ports = ports * len(hosts) if len(ports) == 1 else ports
    if len(ports) != len(hosts) or not all(port.isdecimal() and int(port) < 65_536 for port in ports):
        raise UsageError("the address has a wrong port", subject=text, hint=_EXAMPLE)
    address = Address(
        tuple(zip(hosts, map(int, ports), strict=True)),
        given["user"],
        given["dbname"],
        given.get("sslrootcert"),
        password,
    )
    if given.get("sslmode", "verify-full") != "verify-full" and not address.is_local:
        hint = "leave sslmode out; name the server's root certificate with sslrootcert=FILE"
        raise UsageError(
            "with this sslmode nobody checks who answers; only verify-full does", subject=text, hint=hint
        )
    return address


def _is_loopback(host: str) -> bool:
    if host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


_PLANS = {"jit": "off", "plan_cache_mode": "force_generic_plan", "max_parallel_workers_per_gather": "0"}
"""A plan over many months takes longer to make, and to compile, than most of our statements take to run. So one is made once
for a connection; what of it depends on the values, the months above all, is left out as it runs."""


class ArchiveServer:
    """The archive's server with a few connections to it, made when they are needed. `writes`: to the primary. `prepare` is
    done once with each connection."""

    def __init__(
        self, address: Address, *, writes: bool, prepare: Callable[[Any], Awaitable[None]] | None = None
    ) -> None:
        self.address = address
        self._prepare = prepare
        self._attributes = "primary" if writes else "prefer-standby" if len(address.hosts) > 1 else "any"
        self._idle: list[Any] = []
        self._settling: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def connection(self, deadline: float) -> AsyncIterator[Any]:
        """A connection for some statements, all of which end at the deadline in seconds. Raises ArchiveError."""
        taken = None
        is_done = False
        try:
            async with asyncio.timeout(deadline):
                taken = await self._taken()
                yield taken
                is_done = True
        except TimeoutError as error:
            raise ArchiveError(
                f"the server did not answer within {deadline:g} s",
                subject=self.address.place,
                hint="to see how it is: broadsheet archive status",
            ) from error
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            raise told(error, self.address) from error
        finally:
            if taken is not None:
                self._give_back(taken, is_done=is_done)

    async def _taken(self) -> Any:
        while self._idle:
            known = self._idle.pop()
            if not known.is_closed():
                return known
        try:
            return await self._connect()
        except TimeoutError as error:
            hint = "the server may hang: ask who looks after it"
            why = f"none of its hosts answered within {CONNECT_S:g} s"
            raise ArchiveError(why, subject=self.address.place, hint=hint) from error

    async def _connect(self) -> Any:
        address = self.address
        trusted = False if address.is_local else _trust(address)
        made = await asyncpg.connect(
            host=[host for host, _ in address.hosts],
            port=[port for _, port in address.hosts],
            user=address.user,
            password=address.password,
            database=address.database,
            ssl=trusted,
            timeout=CONNECT_S,
            target_session_attrs=self._attributes,
            max_cached_statement_lifetime=0,
            server_settings={"search_path": schema.NAME, "application_name": "broadsheet"} | _PLANS,
        )
        if self._prepare is not None:
            try:
                await self._prepare(made)
            except BaseException:
                made.terminate()
                raise
        return made

    def _give_back(self, taken: Any, *, is_done: bool) -> None:
        if taken.is_closed():
            return
        if is_done and len(self._idle) < _IDLE:
            self._idle.append(taken)
            return
        # What was cancelled may still go on at the server: nobody waits for that here.
        task = asyncio.get_running_loop().create_task(self._settle(taken))
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)

    async def _settle(self, taken: Any) -> None:
        try:
            async with asyncio.timeout(_SETTLED_S):
                await taken.reset()
        except (TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            taken.terminate()
        else:
            self._idle.append(taken)

    async def close(self) -> None:
        """Ends all connections."""
        if self._settling:
            await asyncio.wait(self._settling)
        for connection in self._idle:
            connection.terminate()
        self._idle.clear()


def _trust(address: Address) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=address.root)
    except OSError as error:
        raise ArchiveError(
            f"the root certificate cannot be read ({error.strerror or error})",
            subject=address.root or address.place,
            hint="check sslrootcert in the archive's address",
        ) from error


def told(error: Exception, address: Address) -> ArchiveError:
    """The error of a driver as one that a person can be shown."""
    for kind, message, hint in _TOLD:
        if isinstance(error, kind):
            why = line(getattr(error, "verify_message", "") or _cause(error), 300)
            is_refused = isinstance(error, asyncpg.InsufficientPrivilegeError)
            names = {"user": address.user, "database": address.database, "why": why}
            failure = ArchiveRefused if is_refused else ArchiveError
            return failure(message.format(**names), subject=address.place, hint=hint.format(**names))
    return ArchiveError(f"the server says: {line(str(error), 300)}", subject=address.place, hint=_AGAIN)


def _cause(error: Exception) -> str:
    """Says why a connection failed, in the system's words: asyncio's repeat the address."""
    number = getattr(error, "errno", None)
    return os.strerror(number).lower() if isinstance(number, int) and number > 0 else str(error)


_AGAIN = "to see how it is: broadsheet archive status"
_TOLD: tuple[tuple[type[Exception], str, str], ...] = (
    (
        asyncpg.InvalidAuthorizationSpecificationError,
        "the server does not let {user} in",
        "check the user in the address, and where --password finds the password",
    ),
    (
        asyncpg.InvalidCatalogNameError,
        "there is no database {database}",
        "to make it: createdb {database}",
    ),
    (
        asyncpg.InsufficientPrivilegeError,
        "{user} may not do this",
        f"its owner can GRANT {schema.ROLES[0]} TO {{user}}, or {schema.ROLES[1]} for reading alone",
    ),
    (
        asyncpg.UndefinedTableError,
        "there is no archive in this database",
        "to make one: broadsheet archive init ADDRESS",
    ),
    (
        asyncpg.DiskFullError,
        "the server's disk is full",
        "this was not saved; free some space there, then do it again",
    ),
    (
        asyncpg.ReadOnlySQLTransactionError,
        "this server is a replica and takes no changes",
        "also name the primary in the address",
    ),
    (asyncpg.QueryCanceledError, "the server ended this: it took too long", _AGAIN),
    (
        asyncpg.TooManyConnectionsError,
        "the server has no connection left",
        "wait, or raise max_connections there",
    ),
    (asyncpg.CannotConnectNowError, "the server is starting or stopping", "wait a little, then try again"),
    (
        asyncpg.TargetServerAttributeNotMatched,
        "none of its hosts is a primary",
        "wait until a replica is promoted, or also name its host",
    ),
    (
        ssl.SSLCertVerificationError,
        "its certificate cannot be trusted ({why})",
        "name its root certificate with sslrootcert=FILE in the address",
    ),
    (OSError, "the server cannot be reached ({why})", "check the address, and whether the server runs"),
)
"""The driver's errors, the special before the general: what is said of each, and the next step."""
