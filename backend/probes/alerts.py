"""Whether the limits hold, judged by what the other probes last said."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from backend.limits import command
from backend.limits.found import Found
from backend.limits.known import Latest, value_of
from backend.limits.limits import Limits
from backend.limits.measures import Measure, measure
from backend.limits.migrations import Paced
from backend.limits.pace import is_paced
from backend.limits.standing import Standing, step
from backend.model.alerts import Alert, Alerts
from backend.model.qdrant import Latency

AT_ONCE = 4
"""Alert commands that may run side by side; more are not started, and that is said."""


def _now() -> datetime:
    return datetime.now(UTC)


class AlertsProbe:
    """Every limit, and since when it holds or does not.

    Args:
        probes: The names of all probes, asked at each reading.
        latest: The latest Reading of a probe by its name.
        limits: What must hold.
        on_alert: Command and arguments, run when an alert fires or is resolved; empty for none.
        clock: Monotonic seconds, for how long something lasts.
        now: Wall clock, for when it began.
        paced: Whether a migration is held to a pace.
    """

    name = "alerts"
    target = "limits"
    period = 1.0
    timeout = 5.0

    def __init__(
        self,
        probes: Callable[[], Iterable[str]],
        latest: Latest,
        limits: Limits,
        on_alert: tuple[str, ...] = (),
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = _now,
        paced: Paced = is_paced,
    ) -> None:
        self._probes = probes
        self._latest = latest
        self._limits = limits
        self._on_alert = on_alert
        self._clock = clock
        self._now = now
        self._paced = paced
        self._last: dict[str, Measure] = {}
        self._standings: dict[str, tuple[Standing, datetime]] = {}
        self._calls: set[asyncio.Task[None]] = set()
        self._trouble = ""

    async def read(self) -> Alerts:
        """Judge every limit once more."""
        now = self._now()
        measures = measure(self._limits, self._probes(), self._latest, now, self._paced)
        measures = (*measures, *self._silent(measures, now))
        self._last = {one.name: one for one in measures}
        self._standings = {
            name: standing for name, standing in self._standings.items() if name in self._last
        }
        alerts = tuple(self._alert(one, now) for one in measures)
        return Alerts(alerts=alerts, trouble=self._trouble)

    async def close(self) -> None:
        """End the commands that still run."""
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    def _silent(self, measures: Iterable[Measure], now: datetime) -> Iterator[Measure]:
        """What was judged before and is not told of now, because its server is silent.

        A node that has left its cluster is forgotten; one that nobody can ask about is not well.
        """
        told = {one.name for one in measures}
        for name, one in self._last.items():
            why = value_of(self._latest, one.probe, Latency, now) if name not in told else None
            if isinstance(why, str):
                yield replace(one, found=Found("cannot tell", why))

    def _alert(self, measured: Measure, now: datetime) -> Alert:
        before, since = self._standings.get(measured.name, (None, now))
        standing = step(
            before,
            measured.found.verdict,
            self._clock(),
            self._limits.hold_seconds,
            self._limits.clear_seconds,
        )
        moved = before is None or before.state != standing.state
        since = now if moved else since
        self._standings[measured.name] = (standing, since)
        told = {**vars(measured), **vars(measured.found)}
        alert = Alert(state=standing.state, since=since, **told)
        if moved and alert.state in ("firing", "resolved"):
            self._call(alert)
        return alert

    def _call(self, alert: Alert) -> None:
        if not self._on_alert:
            return
        if len(self._calls) >= AT_ONCE:
            self._trouble = f"{AT_ONCE} alert commands still run; none was started for {alert.name}"
            return
        call = asyncio.create_task(self._run(alert))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)

    async def _run(self, alert: Alert) -> None:
        self._trouble = await command.run(self._on_alert, alert)
