"""Secrets are found where the reader keeps them, and never told."""

from __future__ import annotations

import os
import sys
import types
from typing import TYPE_CHECKING

import pytest

from reader.core import secrets
from reader.errors import FetchError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "text",
    ["env:A_B1", "cmd:pass show 'a b'", "file:~/x", "file:/x y", "keyring:miniflux/ann", "keyring:a/b/c"],
)
def test_a_place_is_told_from_a_secret(text: str) -> None:
    assert secrets.is_source(text)


@pytest.mark.parametrize(
    "text",
    ["s3cret", "", "env:", "env:a-b", "env:1", "cmd:", "cmd:'", "file:", "keyring:x", "keyring:/x", "http://x",
     "file:a\nb", f"file:{'x' * 1_000}"],
)  # fmt: skip
def test_what_is_no_place_is_refused(text: str) -> None:
    assert not secrets.is_source(text)


def test_only_the_kinds_that_are_asked_for_are_places() -> None:
    assert not secrets.is_source("file:/x", ("env", "cmd"))


async def test_the_first_line_is_the_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", " s3cret \nsecond")
    file = tmp_path / "secret"
    file.write_text("s3cret\nsecond\n")
    file.chmod(0o600)
    for where in ("env:SECRET", f"file:{file}", f"cmd:{sys.executable} -c 'print(\"s3cret\"); print(2)'"):
        assert await secrets.look_up(where) == "s3cret"


async def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("s3cret")
    file.chmod(0o640)
    with pytest.raises(FetchError, match="can be read by others") as caught:
        await secrets.look_up(f"file:{file}")
    assert caught.value.hint == f"to keep it to yourself: chmod 600 {file}"


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("env:NOT_THERE", "the environment variable NOT_THERE is not set"),
        ("cmd:false", "false failed, or printed nothing"),
        ("cmd:/no/such/program", "/no/such/program failed"),
        ("file:/no/such/file", "cannot be read"),
        ("file:/", "is not a regular file"),
        ("s3cret", "this does not say where"),
    ],
)
async def test_what_is_not_found_is_told_with_the_next_step(where: str, said: str) -> None:
    with pytest.raises(FetchError, match=said) as caught:
        await secrets.look_up(where)
    assert caught.value.hint
    assert "s3cret" not in str(caught.value)


async def test_a_pipe_that_nobody_writes_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(FetchError, match="not a regular file"):
        await secrets.look_up(f"file:{tmp_path / 'pipe'}")


async def test_what_no_header_can_hold_is_refused_and_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "s3cret\x07")
    with pytest.raises(FetchError) as caught:
        await secrets.look_up("env:SECRET")
    assert "s3cret" not in str(caught.value)


async def test_the_keyring_is_asked_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = types.ModuleType("keyring")
    kept = {("miniflux", "ann/x"): "s3cret"}

    def get_password(service: str, user: str) -> str | None:
        if service == "locked":
            raise RuntimeError("s3cret")
        return kept.get((service, user))

    ring.get_password = get_password  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", ring)
    assert await secrets.look_up("keyring:miniflux/ann/x") == "s3cret"
    with pytest.raises(FetchError, match="the keyring has no miniflux/bo"):
        await secrets.look_up("keyring:miniflux/bo")
    with pytest.raises(FetchError, match=r"the keyring failed \(RuntimeError\)") as caught:
        await secrets.look_up("keyring:locked/ann")
    assert "s3cret" not in str(caught.value)


async def test_a_keyring_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(FetchError, match="the package keyring is not installed"):
        await secrets.look_up("keyring:miniflux/ann")


def test_a_place_is_shown_without_the_arguments_of_a_program() -> None:
    assert secrets.shown("cmd:pass show 'a b'") == "cmd:pass …"
    for where in ("env:SECRET", "file:~/.secret", "keyring:rss/ann"):
        assert secrets.shown(where) == where
