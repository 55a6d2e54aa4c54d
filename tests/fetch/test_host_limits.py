from __future__ import annotations

import asyncio

import pytest

from reader.fetch.host_limits import HostLimits


async def visit(gates: HostLimits, host: str, log: list[str], pause: float = 0.0) -> None:
    async with gates.visit(host, pause=pause):
        log.append(f"in {host}")
        await asyncio.sleep(0)
        log.append(f"out {host}")


async def test_a_host_has_one_place() -> None:
    gates, log = HostLimits(9), list[str]()
    await asyncio.gather(visit(gates, "a", log), visit(gates, "a", log))
    assert log == ["in a", "out a"] * 2


async def test_hosts_are_visited_side_by_side() -> None:
    gates, log = HostLimits(9), list[str]()
    await asyncio.gather(visit(gates, "a", log), visit(gates, "b", log))
    assert log == ["in a", "in b", "out a", "out b"]


async def test_the_limit_holds_over_all_hosts() -> None:
    gates, log = HostLimits(1), list[str]()
    await asyncio.gather(*(visit(gates, host, log) for host in "abc"))
    assert log == ["in a", "out a", "in b", "out b", "in c", "out c"]


async def test_a_pause_is_not_waited_for_in_a_slot() -> None:
    gates, log = HostLimits(1), list[str]()
    await visit(gates, "a", log)
    await asyncio.gather(visit(gates, "a", log, pause=0.02), visit(gates, "b", log))
    assert log == ["in a", "out a", "in b", "out b", "in a", "out a"]


async def test_a_visit_that_fails_frees_its_place() -> None:
    gates, log = HostLimits(1), list[str]()
    with pytest.raises(ZeroDivisionError):
        async with gates.visit("a", pause=0):
            _ = 1 / 0
    await visit(gates, "a", log)
    assert log == ["in a", "out a"]
