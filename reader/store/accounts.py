"""Keeps the accounts at servers that keep feeds, and the outcome of each sync."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import NothingFound, UsageError
from reader.frozen import dataclass
from reader.store.feeds import place
from reader.store.sql_values import micros, optional_micros, optional_moment
from reader.text.fold import fold

if TYPE_CHECKING:
    from datetime import datetime

    from reader.store.database import Database, Value

_TIMES = ("added", "tried", "succeeded", "next_at")

_COLUMNS = {
    **{
        name: name
        for name in (
            "id", "name", "interface", "url", "user", "login", "secret", "server", "version", "has_labels", "can_subscribe",
            "lacks", "cursor", "next_at", "failures", "outcome",
        )
    },
    "added": "added_at",
    "tried": "tried_at",
    "succeeded": "succeeded_at",
    "feeds": "(SELECT count(*) FROM feed f WHERE f.account_id = a.id AND f.removed_at IS NULL)",
    "entries": "(SELECT count(*) FROM remote_entry e WHERE e.account_id = a.id AND e.article_id IS NOT NULL)",
    "unsent": """
        (SELECT count(*) FROM outbox o WHERE o.account_id = a.id)
        + (SELECT count(*) FROM feed_move v WHERE v.account_id = a.id)
    """,
    "texts_left": "(SELECT count(*) FROM remote_entry e WHERE e.account_id = a.id AND e.digest IS NULL)",
}  # fmt: skip
"""Fields of an Account, and the SQL that gives each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountGiven:
    """The facts of an account that is to be added. `secret` says where its password or token is found, never what it
    is; `login` is the name that is sent with it, "" with a token; `server` is what the server calls itself, `lacks` says in words what it cannot do."""

    name: str
    interface: str
    url: str
    user: str
    login: str
    secret: str
    server: str
    version: str = ""
    has_labels: bool = False
    can_subscribe: bool = True
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(AccountGiven):
    """An account. `cursor` is what the next question for changes begins with; `outcome` is in words; `unsent` marks wait
    to be sent, and of `texts_left` entries the text is still to be read."""

    id: int
    cursor: str = ""
    added: datetime | None = None
    tried: datetime | None = None
    succeeded: datetime | None = None
    next_at: datetime | None = None
    failures: int = 0
    outcome: str | None = None
    feeds: int = 0
    entries: int = 0
    unsent: int = 0
    texts_left: int = 0

    @property
    def place(self) -> str:
        """Names the server: "Miniflux at rss.example"."""
        return str(place(self.server, self.url))


class Accounts:
    """The accounts. Removed ones are never given; what they had stays, so that one that is added again goes on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Account]:
        """Gives all accounts by name."""
        return sorted(self._read("1"), key=lambda account: (fold(account.name), account.id))

    def get(self, account_id: int) -> Account:
        """Gives the account with this number. Raises NothingFound."""
        found = self._read("a.id = ?", account_id)
        if not found:
            raise NothingFound(
                "no such account", subject=str(account_id), hint="to list them: broadsheet sync status"
            )
        return found[0]

    def find(self, text: str) -> Account:
        """Finds the account that a person means: by its name, or a part of it that fits only one. Raises NothingFound, or
        UsageError which lists the candidates."""
        accounts, wanted = self.all(), fold(text.strip())
        exact = [account for account in accounts if fold(account.name) == wanted]
        found = exact or [account for account in accounts if wanted and wanted in fold(account.name)]
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(account.name for account in found)
            raise UsageError(
                f"{len(found)} accounts match: {names}", subject=text, hint="give the full name of one"
            )
        raise NothingFound(
            "no account has this name", subject=text, hint="to list all accounts: broadsheet sync status"
        )

    def add(self, given: AccountGiven, now: datetime) -> Account:
        """Adds an account. One that was removed, of the same user at the same address, goes on where it stopped. Raises
        UsageError where the name or the account is there already."""
        with self._database.transaction():
            for account in self.all():
                if fold(account.name) == fold(given.name):
                    raise UsageError(
                        "there is already an account with this name",
                        subject=given.name,
                        hint="give another one with --name",
                    )
                if (account.url, account.user) == (given.url, given.user):
                    raise UsageError(
                        "this account has already been added",
                        subject=account.name,
                        hint=f"to sync it: broadsheet sync {account.name}",
                    )
            values: dict[str, Value] = {
                "name": given.name, "interface": given.interface, "url": given.url, "user": given.user,
                "login": given.login, "secret": given.secret, "added_at": micros(now),
            }  # fmt: skip
            former = self._database.value(
                "SELECT max(id) FROM account WHERE removed_at IS NOT NULL AND (interface, url, user) = (?, ?, ?)",
                (given.interface, given.url, given.user),
            )
            if former is None:
                columns: dict[str, Value] = {
                    **values,
                    "server": "",
                    "version": "",
                    "has_labels": 0,
                    "can_subscribe": 0,
                    "lacks": "",
                }
                former = self._database.insert(
                    f"INSERT INTO account ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
                    [*columns.values()],
                )
            else:
                settings = ", ".join(f"{name} = ?" for name in values)
                self._database.run(
                    f"UPDATE account SET removed_at = NULL, next_at = NULL, failures = 0, {settings} WHERE id = ?",
                    [*values.values(), former],
                )
            self.probed(former, given)
        return self.get(former)

    def probed(self, account_id: int, given: AccountGiven) -> None:
        """Keeps what the server says that it can do."""
        with self._database.transaction():
            self._database.run(
                """
                UPDATE account SET server = ?, version = ?, has_labels = ?, can_subscribe = ?, lacks = ? WHERE id = ?
                """,
                (
                    given.server, given.version, given.has_labels, given.can_subscribe, "\n".join(given.lacks), account_id,
                ),
            )  # fmt: skip

    def keep_cursor(self, account_id: int, cursor: str) -> None:
        """Keeps where the next question for changes begins: in the transaction of what lies before it."""
        self._database.run("UPDATE account SET cursor = ? WHERE id = ?", (cursor, account_id))

    def tried(
        self,
        account_id: int,
        now: datetime,
        outcome: str,
        *,
        failures: int = 0,
        next_at: datetime | None = None,
    ) -> None:
        """Records a sync and its outcome in words; `failures` is how many failed in a row, 0 where this one succeeded."""
        with self._database.transaction():
            self._database.run(
                """
                UPDATE account SET tried_at = ?, outcome = ?, failures = ?, next_at = ?,
                    succeeded_at = iif(? = 0, ?, succeeded_at)
                WHERE id = ?
                """,
                (micros(now), outcome, failures, optional_micros(next_at), failures, micros(now), account_id),
            )

    def remove(self, account_id: int, now: datetime) -> None:
        """Removes the account and unsubscribes from its feeds. Articles and their marks stay."""
        with self._database.transaction():
            at = micros(now)
            self._database.run("UPDATE account SET removed_at = ? WHERE id = ?", (at, account_id))
            self._database.run(
                "UPDATE feed SET removed_at = ? WHERE account_id = ? AND removed_at IS NULL", (at, account_id)
            )

    def _read(self, condition: str, *values: int) -> list[Account]:
        rows = self._database.at_once(
            _COLUMNS.values(), f"FROM account a WHERE a.removed_at IS NULL AND ({condition})", values
        )
        found = []
        for row in rows:
            fields = dict(zip(_COLUMNS, row, strict=True))
            for name in _TIMES:
                fields[name] = optional_moment(fields[name])
            fields["has_labels"], fields["can_subscribe"] = (
                bool(fields["has_labels"]),
                bool(fields["can_subscribe"]),
            )
            fields["lacks"] = tuple(fields["lacks"].splitlines())
            found.append(Account(**fields))
        return found
