"""The limits on migrations of this machine, judged by their journals and processes."""

from collections.abc import Callable, Iterable
from datetime import datetime

from backend.limits.found import Found, at_least, at_most, worst
from backend.model.host import Host
from backend.model.migration.run import Migrations, Run

LEAST_RECORDS = 100
"""Fewer records have no share of failures worth the name."""

WARM_UP = 10.0
"""Seconds a migration runs before it is judged: its rate looks this far back."""

Paced = Callable[[int], bool | None]
"""Whether the migration of that process id is held to a pace; None where nobody can tell."""


def insertion(runs: Migrations | str, limit: float, now: datetime, paced: Paced) -> Found:
    """The slowest migration that runs with nothing to hold it back but the target."""
    if isinstance(runs, str):
        return Found("cannot tell", runs)
    found = [_rate(run, limit, paced) for run in _running(runs) if _warm(run, now)]
    judged = [one for one in found if one.verdict != "idle"]
    if not judged:
        return found[0] if found else Found("idle", "no migration is writing")
    return worst(judged, least=True)


def failed(runs: Migrations | str, limit: float) -> Found:
    """The largest share of failures, in per cent, among the migrations that run."""
    if isinstance(runs, str):
        return Found("cannot tell", runs)
    found = []
    for run in _running(runs):
        done = run.written + run.failed
        if done >= LEAST_RECORDS:
            told = f"{run.collection}: {run.failed:,} of {done:,} records"
            found.append(at_most(100.0 * run.failed / done, limit, told))
    if not found:
        return Found("idle", f"no migration has tried {LEAST_RECORDS} records and goes on")
    return worst(found)


def engine(host: Host | str, limit: float) -> Found:
    """The largest process of a migration, in bytes."""
    if isinstance(host, str):
        return Found("cannot tell", host)
    engines = [process for process in host.processes if process.role == "migration"]
    if not engines:
        return Found("idle", "no migration runs on this machine")
    largest = max(engines, key=lambda process: process.memory)
    return at_most(float(largest.memory), limit, f"process {largest.pid}, resident")


def _rate(run: Run, limit: float, paced: Paced) -> Found:
    held = paced(run.pid) if run.pid else None
    if held is None:
        return Found("cannot tell", f"{run.collection}: its process cannot be seen, nor its pace")
    if held:
        return Found("idle", f"{run.collection} is held to a pace")
    if run.rate is None:
        return Found("cannot tell", f"{run.collection} has no rate yet")
    told = f"{run.collection}: {run.rate:,.0f} points/s, unpaced, {run.workers} workers"
    return at_least(run.rate, limit, told)


def _running(runs: Migrations) -> Iterable[Run]:
    return (run for run in runs.runs if run.state == "running" and run.ended is None)


def _warm(run: Run, now: datetime) -> bool:
    return (now - run.started).total_seconds() >= WARM_UP
