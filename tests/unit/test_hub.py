import asyncio
import heapq
import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from backend.hub import HEARTBEAT_PERIODS, LONGEST_BACKOFF, MINIMUM_PERIOD, Hub, Subscription
from backend.model.reading import Reading, Value
from backend.model.world import World
from backend.probes.probe import ProbeFailed
from backend.worker import Worker


class VirtualClock:
    """Time that moves only when the test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        awake = asyncio.Event()
        heapq.heappush(self._sleepers, (self.seconds + seconds, id(awake), awake))
        await awake.wait()

    async def advance(self, seconds: float) -> None:
        end = self.seconds + seconds
        await settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            self.seconds, _, awake = heapq.heappop(self._sleepers)
            awake.set()
            await settle()
        self.seconds = end


async def settle() -> None:
    """Let every task that can run do so."""
    for _ in range(20):
        await asyncio.sleep(0)


class ScriptedProbe:
    """Answers as the test says; counts its calls and how many are under way."""

    timeout = 5.0

    def __init__(
        self,
        answer: Callable[[int], Value],
        name: str = "world",
        target: str = "t",
        period: float = 1,
    ) -> None:
        self.answer, self.name, self.target, self.period = answer, name, target, period
        self.calls = 0

    async def read(self) -> Value:
        self.calls += 1
        return self.answer(self.calls)


def stage(text: str) -> World:
    return World(stage=text, folder="/f")


@asynccontextmanager
async def running(hub: Hub) -> AsyncIterator[list[Reading]]:
    """The Readings one consumer got while the hub runs."""
    got: list[Reading] = []

    async def consume() -> None:
        with hub.subscribed() as subscription:
            async for reading in subscription.readings():
                got.append(reading)  # noqa: PERF401  (the list is read while it grows)

    tasks = [asyncio.create_task(consume()), asyncio.create_task(hub.run())]
    await settle()
    yield got
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_every_probe_runs_on_its_own_period() -> None:
    clock = VirtualClock()
    quick = ScriptedProbe(lambda n: stage(str(n)), "quick", "a", 1)
    slow = ScriptedProbe(lambda n: stage(str(n)), "slow", "b", 10)
    async with running(Hub([quick, slow], clock=clock)):
        await clock.advance(20.5)
    assert (quick.calls, slow.calls) == (21, 3)


async def test_a_period_below_the_minimum_is_raised() -> None:
    clock = VirtualClock()
    probe = ScriptedProbe(lambda n: stage(str(n)), period=0.001)
    async with running(Hub([probe], clock=clock)):
        await clock.advance(MINIMUM_PERIOD * 4.5)
    assert probe.calls == 5


class WatchingProbe(ScriptedProbe):
    """Is told of changes by the test."""

    def __init__(self, answer: Callable[[int], Value], period: float) -> None:
        super().__init__(answer, period=period)
        self.told = asyncio.Event()

    async def changed(self) -> None:
        await self.told.wait()
        self.told.clear()


async def test_a_probe_that_is_told_of_a_change_is_read_before_its_period() -> None:
    clock = VirtualClock()
    probe = WatchingProbe(lambda n: stage(str(n)), period=10)
    async with running(Hub([probe], clock=clock)) as got:
        await clock.advance(5)
        probe.told.set()
        await clock.advance(0)
        assert [reading.value for reading in got] == [stage("1"), stage("2")]
        probe.told.set()
        await clock.advance(MINIMUM_PERIOD - 0.01)
        assert probe.calls == 2
        await clock.advance(0.02)
        assert probe.calls == 3
        await clock.advance(10)
        assert probe.calls == 4


async def test_a_change_hurries_no_probe_that_fails() -> None:
    def failing(_: int) -> Value:
        raise ProbeFailed("unreachable", "no answer", "start it")

    clock = VirtualClock()
    probe = WatchingProbe(failing, period=10)
    async with running(Hub([probe], clock=clock)):
        await clock.advance(0.3)
        probe.told.set()
        await clock.advance(0.1)
        assert probe.calls == 1


async def test_a_probe_that_cannot_watch_is_read_by_its_period() -> None:
    class Blind(ScriptedProbe):
        async def changed(self) -> None:
            raise OSError("no watches left")

    clock = VirtualClock()
    probe = Blind(lambda n: stage(str(n)), period=10)
    async with running(Hub([probe], clock=clock)):
        await clock.advance(25)
    assert probe.calls == 3


async def test_what_did_not_change_is_only_confirmed() -> None:
    clock = VirtualClock()
    probe = ScriptedProbe(lambda _: stage("same"))
    async with running(Hub([probe], clock=clock)) as got:
        await clock.advance(6.5)
    assert probe.calls == 7
    assert [reading.unchanged for reading in got] == [False, True, True, True]
    assert [reading.seq for reading in got] == [1, 3, 5, 7]
    assert all(reading.value is None for reading in got[1:])
    assert HEARTBEAT_PERIODS < 3, "a heartbeat must come before three periods make a value stale"


async def test_failures_back_off_with_jitter_and_recover() -> None:
    clock = VirtualClock()

    def answer(call: int) -> Value:
        if call <= 12:
            raise ProbeFailed("unreachable", "no answer", "start it")
        return stage("back")

    probe = ScriptedProbe(answer)
    hub = Hub([probe], clock=clock, jitter=random.Random(7))
    delays = []
    failures = 0
    for _ in range(12):
        reading = await hub.read_once(probe, 1, failures)
        failures = reading.failures
        delays.append(reading.period)
    assert failures == 12
    assert all(
        0.5 * min(2.0**n, LONGEST_BACKOFF) <= delay <= min(2.0**n, LONGEST_BACKOFF)
        for n, delay in enumerate(delays, 1)
    )
    assert len(set(delays)) == 12
    reading = await hub.read_once(probe, 1, failures)
    assert (reading.failures, reading.period) == (0, 1)


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (ProbeFailed("refused", "api key wrong", "set it"), "refused", "api key wrong"),
        (ValueError("secret-key-123"), "internal", "ValueError at test_hub.py"),
        ("rubbish", "internal", "returned str"),
    ],
)
async def test_whatever_a_probe_does_becomes_a_reading(
    answer: object, kind: str, words: str
) -> None:
    def behave(_: int) -> Value:
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[return-value]  # the point of the test

    good = ScriptedProbe(lambda n: stage(str(n)), "good", "elsewhere")
    clock = VirtualClock()
    async with running(Hub([ScriptedProbe(behave, "bad"), good], clock=clock)) as got:
        await clock.advance(3.5)
    bad = next(reading for reading in got if reading.probe == "bad")
    assert bad.error is not None
    assert bad.error.kind == kind
    assert words in bad.error.summary
    assert "secret" not in bad.model_dump_json()
    assert good.calls == 4


async def test_a_fault_in_the_worker_is_told_where_it_is() -> None:
    worker = Worker()

    class Elsewhere(ScriptedProbe):
        async def read(self) -> Value:
            loop = asyncio.get_running_loop()
            answer: Value = await loop.run_in_executor(worker, json.loads, "secret-key-123")
            return answer

    reading = await Hub([]).read_once(Elsewhere(lambda n: stage(str(n))), 1, 0)
    worker.shutdown()
    assert reading.error is not None
    assert reading.error.summary.startswith("JSONDecodeError at decoder.py:")


async def test_a_probe_that_hangs_costs_only_itself() -> None:
    class Hanging(ScriptedProbe):
        timeout = 0.01

        async def read(self) -> Value:
            self.calls += 1
            await asyncio.Event().wait()
            raise AssertionError

    hanging = Hanging(lambda _: stage(""), "hanging", "a")
    good = ScriptedProbe(lambda n: stage(str(n)), "good", "b")
    clock = VirtualClock()
    hub = Hub([hanging, good], clock=clock)
    async with running(hub):
        await clock.advance(2.5)
        assert good.calls == 3
    reading = await hub.read_once(hanging)
    assert reading.error is not None
    assert reading.error.kind == "timeout"


async def test_one_call_in_flight_per_target() -> None:
    under_way: dict[str, int] = {"shared": 0, "other": 0}
    most: dict[str, int] = {"shared": 0, "other": 0}
    gate = asyncio.Event()

    class Counting(ScriptedProbe):
        async def read(self) -> Value:
            under_way[self.target] += 1
            most[self.target] = max(most[self.target], under_way[self.target])
            await gate.wait()
            under_way[self.target] -= 1
            return stage("x")

    probes = [Counting(lambda _: stage(""), f"p{n}", "shared") for n in range(3)]
    probes.append(Counting(lambda _: stage(""), "q", "other"))
    async with running(Hub(probes, clock=VirtualClock())):
        assert under_way == {"shared": 1, "other": 1}
        gate.set()
        await settle()
    assert most == {"shared": 1, "other": 1}


def reading(seq: int, text: str | None, probe: str = "world") -> Reading:
    return Reading(
        probe=probe,
        seq=seq,
        at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seq),
        took=0,
        period=1,
        unchanged=text is None,
        value=None if text is None else stage(text),
    )


async def test_a_slow_consumer_gets_the_newest_and_loses_no_value() -> None:
    subscription = Subscription([])
    for item in (reading(1, "old"), reading(2, "new"), reading(3, None), reading(1, "b", "other")):
        subscription.offer(item)
    stream = subscription.readings()
    first, second = await anext(stream), await anext(stream)
    assert (first.seq, first.value, first.unchanged) == (3, stage("new"), False)
    assert second.probe == "other"


async def test_a_late_consumer_begins_with_the_latest() -> None:
    clock = VirtualClock()
    hub = Hub([ScriptedProbe(lambda n: stage(str(n)))], clock=clock)
    async with running(hub):
        await clock.advance(2.5)
        with hub.subscribed() as subscription:
            late = await anext(subscription.readings())
    assert late.value == stage("3")
    assert late.age == 0.5, "read at second 2, heard at second 2.5"


async def test_what_probes_hold_is_let_go() -> None:
    class Keeping(ScriptedProbe):
        open = True

        async def close(self) -> None:
            self.open = False

    keeping = Keeping(lambda _: stage(""), "keeping")
    hub = Hub()
    hub.add(keeping, ScriptedProbe(lambda _: stage(""), "light"))
    assert hub.probes() == {"keeping", "light"}
    await hub.close()
    assert not keeping.open
