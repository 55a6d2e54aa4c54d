from __future__ import annotations

import asyncio

import pytest

from reader.fetch.host_limits import HostLimits
from tests.fetch.fakes import Time


def timed(limit: int = 9) -> tuple[HostLimits, Time]:
    time = Time()
    return HostLimits(limit, clock=time.clock, sleep=time.sleep), time


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


@pytest.mark.parametrize(("lasts", "waited"), [(0.0, 5.0), (3.0, 2.0), (5.0, 0.0), (7.0, 0.0)])
async def test_a_pause_counts_from_the_start_of_the_last_visit(lasts: float, waited: float) -> None:
    gates, time = timed()
    async with gates.visit("a", pause=5):
        time.now += lasts
    async with gates.visit("a", pause=5):
        assert time.slept == [0, waited]


async def test_the_first_visit_of_a_host_waits_for_nothing() -> None:
    gates, time = timed()
    for host in "abc":
        async with gates.visit(host, pause=5):
            pass
    assert time.slept == [0, 0, 0]


async def test_each_visit_pauses_for_the_one_before() -> None:
    gates, time = timed()
    starts = []

    async def start() -> None:
        async with gates.visit("a", pause=5):
            starts.append(time.now - 1_000)

    await asyncio.gather(start(), start(), start())
    assert starts == [0, 5, 10]


async def test_a_pause_is_not_waited_for_in_a_slot() -> None:
    (gates, _), log = timed(1), list[str]()
    await visit(gates, "a", log)
    await asyncio.gather(visit(gates, "a", log, pause=5), visit(gates, "b", log))
    assert log == ["in a", "out a", "in b", "out b", "in a", "out a"]


@pytest.mark.parametrize(("ago", "waited"), [(59, 41), (61, 0)])
async def test_of_very_many_hosts_those_of_a_minute_ago_are_forgotten(ago: float, waited: float) -> None:
    gates, time = timed()
    async with gates.visit("a", pause=0):
        pass
    time.now += ago
    for host in range(300):
        async with gates.visit(f"{host}", pause=0):
            pass
    async with gates.visit("a", pause=100):
        assert time.slept[-1] == waited


async def test_a_host_that_somebody_visits_is_not_forgotten() -> None:
    gates, time = timed(2)
    async with gates.visit("a", pause=0):
        time.now += 61
        for host in range(300):
            async with gates.visit(f"{host}", pause=0):
                pass
        second = asyncio.create_task(visit(gates, "a", log := list[str]()))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert log == []
    await second
    assert log == ["in a", "out a"]


async def test_a_visit_that_fails_frees_its_place() -> None:
    gates, log = HostLimits(1), list[str]()
    with pytest.raises(ZeroDivisionError):
        async with gates.visit("a", pause=0):
            _ = 1 / 0
    await visit(gates, "a", log)
    assert log == ["in a", "out a"]
