"""The hub: runs each probe on its own period and publishes what it said as Readings."""

import asyncio
import random
import re
import time
import traceback
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from backend.model.reading import VALUES, ProbeError, Reading, Value
from backend.model.request import Act, Keep, Look, Period, Refresh, Request
from backend.probes.probe import Acting, Holding, Keeping, Probe, ProbeFailed, Steered, Watching

MINIMUM_PERIOD = 0.25
"""Seconds between two readings of one probe at the least, whatever it asks for."""

FIRST_BACKOFF = 1.0
"""Seconds a failing probe waits at first, however seldom it runs when all is well."""

LONGEST_BACKOFF = 60.0
"""Seconds between two attempts of a failing probe at the most."""

HEARTBEAT_PERIODS = 2
"""An unchanged value is confirmed at the latest after this many periods, before it is stale."""

_FRAME = re.compile(r'^ +File "(.+)", line (\d+)', re.MULTILINE)


class Clock(Protocol):
    """Time, so that tests can make their own."""

    def now(self) -> datetime:
        """Wall clock, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Wall clock, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go backwards."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class Subscription:
    """Readings for one consumer: all of them if it keeps up, the newest of each probe if not."""

    def __init__(self, latest: Iterable[Reading]) -> None:
        self._pending = {reading.probe: reading for reading in latest}
        self._ready = asyncio.Event()
        if self._pending:
            self._ready.set()

    def offer(self, reading: Reading) -> None:
        """Add a Reading; a heartbeat never displaces the value that it confirms."""
        waiting = self._pending.pop(reading.probe, None)
        if reading.unchanged and waiting is not None and not waiting.unchanged:
            reading = reading.model_copy(
                update={"unchanged": False, "value": waiting.value, "error": waiting.error}
            )
        self._pending[reading.probe] = reading
        self._ready.set()

    async def readings(self) -> AsyncIterator[Reading]:
        """Readings as they come, for ever."""
        while True:
            await self._ready.wait()
            self._ready.clear()
            while self._pending:
                yield self._pending.pop(next(iter(self._pending)))


class Hub:
    """Runs probes: one call in flight per target, a timeout on each, back-off on failure."""

    def __init__(
        self,
        probes: Iterable[Probe] = (),
        *,
        clock: Clock | None = None,
        jitter: random.Random | None = None,
    ) -> None:
        self._probes = list(probes)
        self._clock = clock or SystemClock()
        self._jitter = jitter or random.Random()
        self._targets: dict[str, asyncio.Lock] = {}
        self._latest: dict[str, Reading] = {}
        self._due: dict[str, asyncio.Event] = {}
        self._factor = 1.0
        self._subscriptions: set[Subscription] = set()

    def add(self, *probes: Probe) -> None:
        """Take further probes, before `run`."""
        self._probes.extend(probes)

    async def close(self) -> None:
        """Let go of what the probes hold."""
        for probe in self._probes:
            if isinstance(probe, Holding):
                await probe.close()

    def probes(self) -> set[str]:
        """The names of its probes."""
        return {probe.name for probe in self._probes}

    def latest(self, probe: str) -> Reading | None:
        """The last Reading of a probe, or None before its first."""
        return self._latest.get(probe)

    @contextmanager
    def subscribed(self) -> Iterator[Subscription]:
        """A subscription that begins with the latest Reading of every probe, as old as it is."""
        now = self._clock.now()
        subscription = Subscription(reading.heard_at(now) for reading in self._latest.values())
        self._subscriptions.add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)

    def ask(self, request: Request) -> None:
        """Do what a screen asks for; what comes of it is read by the probes.

        Raises:
            ValueError: No probe is meant, or it makes no sense to the one that is.
        """
        match request:
            case Refresh(probe=None):
                self._wake(*self.probes())
            case Refresh(probe=name):
                self._wake(self._named(str(name)).name)
            case Period(factor=factor):
                self._factor = factor
                self._wake(*self.probes())
            case Look(probe=name, subject=subject):
                probe = self._named(name)
                if not isinstance(probe, Steered):
                    raise ValueError(f"probe {name} looks at what it was started for")
                probe.look(subject)
                self._wake(name)
            case Act():
                for acting in (one for one in self._probes if isinstance(one, Acting)):
                    acting.act(request)
            case Keep():
                self._keep(request)

    def look_away(self) -> None:
        """Look at what was meant at the start and as often: nobody looks on any more."""
        self._factor = 1.0
        for probe in self._probes:
            if isinstance(probe, Steered):
                probe.look_away()

    def _keep(self, request: Keep) -> None:
        for probe in self._probes:
            if isinstance(probe, Keeping):
                probe.keep(request)
                self._wake(probe.name)

    def _named(self, name: str) -> Probe:
        for probe in self._probes:
            if probe.name == name:
                return probe
        raise ValueError(f"no probe {name}; there are {', '.join(sorted(self.probes()))}")

    def _wake(self, *names: str) -> None:
        for name in names:
            self._due.setdefault(name, asyncio.Event()).set()

    async def run(self) -> None:
        """Run every probe until cancelled."""
        async with asyncio.TaskGroup() as group:
            for probe in self._probes:
                group.create_task(self._repeat(probe), name=f"probe {probe.name}")

    async def read_once(self, probe: Probe, seq: int = 1, failures: int = 0) -> Reading:
        """One Reading of one probe, whatever the probe does.

        Args:
            probe: The probe to run.
            seq: The Reading's number.
            failures: Failed readings in a row before this one.
        """
        lock = self._targets.setdefault(probe.target, asyncio.Lock())
        async with lock:
            started = self._clock.monotonic()
            value, error = await _ask(probe)
            took = self._clock.monotonic() - started
        failures = failures + 1 if error else 0
        return Reading(
            probe=probe.name,
            target=probe.target,
            seq=seq,
            at=self._clock.now(),
            took=max(took, 0.0),
            period=self._delay(probe.period * self._factor, failures),
            failures=failures,
            value=value,
            error=error,
        )

    async def _repeat(self, probe: Probe) -> None:
        seq = failures = 0
        last_published = float("-inf")
        while True:
            seq += 1
            reading = await self.read_once(probe, seq, failures)
            failures = reading.failures
            now = self._clock.monotonic()
            before = self._latest.get(probe.name)
            changed = before is None or not _same(before, reading)
            self._latest[probe.name] = reading
            if changed or now - last_published >= HEARTBEAT_PERIODS * reading.period:
                self._publish(reading, changed)
                last_published = now
            await self._rest(probe, reading.period, failures)

    async def _rest(self, probe: Probe, seconds: float, failures: int) -> None:
        """Sleep, at the least the minimum, at the most until asked or told of a change.

        A probe that fails in telling of changes is one that is told nothing.
        """
        await self._clock.sleep(MINIMUM_PERIOD)
        due = self._due.setdefault(probe.name, asyncio.Event())
        over = asyncio.ensure_future(self._clock.sleep(seconds - MINIMUM_PERIOD))
        asked = asyncio.ensure_future(due.wait())
        waits: set[asyncio.Future[Any]] = {over, asked}
        if isinstance(probe, Watching) and not failures:
            waits.add(asyncio.ensure_future(_told(probe)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            due.clear()
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    def _publish(self, reading: Reading, changed: bool) -> None:
        if not changed:
            reading = reading.model_copy(update={"unchanged": True, "value": None, "error": None})
        for subscription in self._subscriptions:
            subscription.offer(reading)

    def _delay(self, period: float, failures: int) -> float:
        """Seconds until the next attempt: the period, or after failures a jittered back-off."""
        period = max(period, MINIMUM_PERIOD)
        if not failures:
            return period
        longest = min(FIRST_BACKOFF * 2.0 ** min(failures, 10), max(LONGEST_BACKOFF, period))
        return max(MINIMUM_PERIOD, longest * self._jitter.uniform(0.5, 1.0))


async def _told(probe: Watching) -> None:
    """Wait for a change; for ever where the probe fails in telling."""
    try:
        await probe.changed()
    except Exception:  # noqa: BLE001  (whatever it is, the period has to do)
        await asyncio.get_running_loop().create_future()


def _same(before: Reading, after: Reading) -> bool:
    """Whether two Readings say the same; identity first, because values can be large."""
    if before.value is not after.value and before.value != after.value:
        return False
    return before.error == after.error


async def _ask(probe: Probe) -> tuple[Value | None, ProbeError | None]:
    """Run a probe once; hanging, raising and returning rubbish all become an error."""
    try:
        async with asyncio.timeout(probe.timeout):
            value: object = await probe.read()
    except ProbeFailed as failed:
        return None, failed.error
    except TimeoutError:
        return None, ProbeError(
            kind="timeout",
            summary=f"no answer from {probe.target} within {probe.timeout:g} s",
            remedy="it is tried again by itself",
        )
    except Exception as error:  # noqa: BLE001  (a probe may fail in any way; the hub may not)
        return None, _internal(error)
    if not isinstance(value, VALUES):
        return None, ProbeError(
            kind="internal", summary=f"probe {probe.name} returned {type(value).__name__}"
        )
    return value, None


def _internal(error: Exception) -> ProbeError:
    """A fault of ours, told without its message, which could hold anything."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    # The worker's process hands its own traceback over as the text of the cause.
    path, line = (_FRAME.findall(str(error.__cause__)) or [(frame.filename, frame.lineno)])[-1]
    place = f"{Path(path).name}:{line}"
    return ProbeError(
        kind="internal",
        summary=f"{type(error).__name__} at {place}",
        remedy="a fault of Passerelle: please report it with this line",
    )
