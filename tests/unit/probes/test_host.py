import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import psutil
import pytest

from backend.model.host import Host
from backend.probes.host import HostProbe


class CpuTimes(NamedTuple):
    """Linux' own fields, of which `user` holds `guest` already."""

    user: float
    system: float
    idle: float
    iowait: float = 0.0
    guest: float = 0.0


class Machine:
    """The machine as psutil tells it, made to order."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.times = CpuTimes(0, 0, 0)
        self.network: dict[str, tuple[int, int]] = {}
        patch.setattr(psutil, "cpu_times", lambda: self.times)
        patch.setattr(psutil, "net_io_counters", self._network)

    def clock(self) -> float:
        return self.now

    def _network(self, *, pernic: bool) -> dict[str, SimpleNamespace]:
        assert pernic
        return {
            name: SimpleNamespace(bytes_recv=received, bytes_sent=sent)
            for name, (received, sent) in self.network.items()
        }


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


@pytest.fixture
def probe(machine: Machine, tmp_path: Path) -> HostProbe:
    return HostProbe(tmp_path, dict, machine.clock)


async def test_a_first_reading_knows_no_rates(machine: Machine, probe: HostProbe) -> None:
    machine.network = {"eth0": (5, 5)}
    host = await probe.read()
    assert host.cpu_percent is None
    assert (host.network.received, host.network.sent) == (None, None)
    assert host.cores >= 1
    assert 0 < host.memory.used < host.memory.total
    assert 0 < host.disk.used <= host.disk.total


async def test_rates_come_from_two_readings(machine: Machine, probe: HostProbe) -> None:
    machine.times, machine.network = CpuTimes(10, 10, 100), {"eth0": (1_000, 50), "lo": (9, 9)}
    await probe.read()
    machine.now += 2
    machine.times = CpuTimes(user=12, system=11, idle=100.5, iowait=0.5, guest=1)
    machine.network = {"eth0": (5_000, 150), "lo": (9_999, 9_999)}
    host = await probe.read()
    # Of 4 s (the guest's second is told in `user` already) one was idle or waiting.
    assert host.cpu_percent == 75.0
    assert (host.network.received, host.network.sent) == (2_000, 50)


async def test_a_counter_that_begins_anew_is_not_a_rate(machine: Machine, probe: HostProbe) -> None:
    machine.network = {"eth0": (5_000, 10), "wlan0": (5_000, 10)}
    await probe.read()
    machine.now += 1
    machine.network = {"eth0": (5_100, 110)}
    host = await probe.read()
    assert (host.network.received, host.network.sent) == (None, 90)


async def test_a_machine_without_network_has_no_rates(machine: Machine, probe: HostProbe) -> None:
    machine.network = {"lo": (1, 1)}
    await probe.read()
    machine.now += 1
    assert (await probe.read()).network.received is None


async def test_readings_at_the_same_moment_make_no_rates(
    machine: Machine, probe: HostProbe
) -> None:
    machine.network = {"eth0": (5, 5)}
    await probe.read()
    host = await probe.read()
    assert (host.cpu_percent, host.network.received) == (None, None)


def roles(host: Host) -> dict[str, int]:
    return {process.role: process.pid for process in host.processes}


async def test_processes_watched_and_those_gone(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    watched = {os.getpid(): "backend", gone.pid: "qdrant"}
    host = await HostProbe(tmp_path, lambda: watched).read()
    assert roles(host) == {"backend": os.getpid()}
    [process] = host.processes
    assert process.memory > 1_000_000
    assert process.cpu_percent is None
    assert process.name


async def test_who_is_watched_is_asked_each_time(tmp_path: Path) -> None:
    watched: dict[int, str] = {}
    probe = HostProbe(tmp_path, lambda: watched)
    assert roles(await probe.read()) == {}
    watched[os.getpid()] = "backend"
    assert roles(await probe.read()) == {"backend": os.getpid()}


def pretend(patch: pytest.MonkeyPatch, cpu: float, started: float) -> None:
    def told(value: object) -> Callable[[psutil.Process], object]:
        return lambda process: value

    patch.setattr(psutil.Process, "cpu_times", told(SimpleNamespace(user=cpu, system=1.0)))
    patch.setattr(psutil.Process, "create_time", told(started))


async def test_cpu_of_a_process_is_of_one_core(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    probe = HostProbe(tmp_path, lambda: {os.getpid(): "backend"}, machine.clock)
    pretend(monkeypatch, cpu=4.0, started=1.0)
    await probe.read()
    machine.now += 2
    pretend(monkeypatch, cpu=7.0, started=1.0)
    assert (await probe.read()).processes[0].cpu_percent == 150.0


async def test_another_process_under_an_old_pid_is_new(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    probe = HostProbe(tmp_path, lambda: {os.getpid(): "backend"}, machine.clock)
    pretend(monkeypatch, cpu=4.0, started=1.0)
    await probe.read()
    machine.now += 2
    pretend(monkeypatch, cpu=7.0, started=2.0)
    assert (await probe.read()).processes[0].cpu_percent is None


async def test_the_state_folder_may_not_exist_yet(tmp_path: Path) -> None:
    here = await HostProbe(tmp_path, dict).read()
    later = await HostProbe(tmp_path / "not" / "yet", dict).read()
    assert later.disk.total == here.disk.total
