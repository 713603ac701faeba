"""The machine we run on, and the processes that matter on it."""

import asyncio
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from backend.model.host import Host, Process, Rate, Usage

LOOPBACK = frozenset({"lo", "lo0"})
"""Left out of the network's rates: nothing of it leaves the machine."""


@dataclass(frozen=True)
class Counters:
    """What only grows; two of them make rates. None is what is not known.

    Attributes:
        at: Monotonic seconds.
        busy, cpu: CPU seconds of all cores, spent and in all.
        received, sent: Bytes over the network.
        processes: CPU seconds by pid and start: pids are used again.
    """

    at: float | None = None
    busy: float | None = None
    cpu: float | None = None
    received: int | None = None
    sent: int | None = None
    processes: Mapping[tuple[int, float], float] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """One process as it was seen."""

    role: str
    pid: int
    started: float
    name: str
    cpu: float
    memory: int


class HostProbe:
    """CPU, memory, disk and network of the machine and of the processes watched.

    Args:
        state: The disk's figures are of the file system that holds, or will hold, this folder.
        watched: Pid to role of the processes that matter, asked at each reading; a process
            that is gone is left out.
        clock: Monotonic seconds.
    """

    name = "host"
    period = 2.0
    timeout = 5.0

    def __init__(
        self,
        state: Path,
        watched: Callable[[], Mapping[int, str]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.target = socket.gethostname()
        self._state = state.absolute()
        self._watched = watched
        self._clock = clock
        self._before = Counters()

    async def read(self) -> Host:
        """Look once; figures that need a difference are None at the first reading."""
        # In a thread because asking a disk that hangs, such as NFS, hangs too.
        host, self._before = await asyncio.to_thread(
            look, self._state, dict(self._watched()), self._clock(), self._before
        )
        return host


def look(
    state: Path, watched: Mapping[int, str], at: float, before: Counters
) -> tuple[Host, Counters]:
    """The machine at `at`, with rates since `before`, and the counters for the next look."""
    memory = psutil.virtual_memory()
    disk = psutil.disk_usage(str(next(path for path in (state, *state.parents) if path.exists())))
    seen = tuple(one for pid, role in watched.items() if (one := _process(pid, role)))
    now = Counters(at, *_cpu(), *_network(), {(one.pid, one.started): one.cpu for one in seen})
    elapsed = _since(now.at, before.at)
    host = Host(
        name=socket.gethostname(),
        cores=psutil.cpu_count() or 1,
        cpu_percent=_percent(_per(_since(now.busy, before.busy), _since(now.cpu, before.cpu))),
        load=psutil.getloadavg(),
        memory=Usage(used=memory.total - memory.available, total=memory.total),
        disk=Usage(used=disk.used, total=disk.total),
        network=Rate(
            received=_per(_since(now.received, before.received), elapsed),
            sent=_per(_since(now.sent, before.sent), elapsed),
        ),
        processes=tuple(
            Process(
                role=one.role,
                pid=one.pid,
                name=one.name,
                cpu_percent=_percent(
                    _per(_since(one.cpu, before.processes.get((one.pid, one.started))), elapsed)
                ),
                memory=one.memory,
            )
            for one in seen
        ),
    )
    return host, now


def _process(pid: int, role: str) -> Seen | None:
    """The process; None where it is gone or not ours to see."""
    try:
        process = psutil.Process(pid)
        times = process.cpu_times()
        return Seen(
            role=role,
            pid=pid,
            started=process.create_time(),
            name=process.name(),
            cpu=times.user + times.system,
            memory=process.memory_info().rss,
        )
    except psutil.Error:
        return None


def _cpu() -> tuple[float, float]:
    """CPU seconds of all cores since boot: spent, and in all."""
    times = psutil.cpu_times()._asdict()
    # Linux counts the time of guests in `user` and `nice` already.
    total = sum(times.values()) - times.get("guest", 0.0) - times.get("guest_nice", 0.0)
    return total - times["idle"] - times.get("iowait", 0.0), total


def _network() -> tuple[int | None, int | None]:
    """Bytes received and sent by all interfaces that lead elsewhere; None without one."""
    found = psutil.net_io_counters(pernic=True)
    interfaces = [counted for name, counted in found.items() if name not in LOOPBACK]
    if not interfaces:
        return None, None
    received = sum(counted.bytes_recv for counted in interfaces)
    return received, sum(counted.bytes_sent for counted in interfaces)


def _since(now: float | None, before: float | None) -> float | None:
    """What was added; None where one is not known, or where counting began anew."""
    return None if now is None or before is None or now < before else now - before


def _per(amount: float | None, whole: float | None) -> float | None:
    return amount / whole if amount is not None and whole else None


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100.0
