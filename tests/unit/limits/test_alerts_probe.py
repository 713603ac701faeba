import asyncio
import os
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import psutil
import pytest

from backend.limits import command
from backend.limits.limits import Limits
from backend.limits.pace import is_paced
from backend.model.alerts import Alert, Alerts
from backend.model.qdrant import EndpointWindow, Latency, NodeLatency, Quantile
from backend.model.reading import Reading
from backend.probes.alerts import AT_ONCE, AlertsProbe
from tests.readings import sample
from tests.readings.sample import NOW

LIMITS = Limits(hold_seconds=10, clear_seconds=20)


class World:
    """A Qdrant that is slow or not, and a clock."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slow = False

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def latest(self, probe: str) -> Reading | None:
        if probe != "qdrant.latency":
            return None
        low, high = (0.1, 0.5) if self.slow else (0.0, 0.001)
        endpoint = EndpointWindow(
            method="POST",
            endpoint="/collections/{collection_name}/points/query",
            requests=100,
            quantiles=(Quantile(q=0.95, low=low, high=high),),
        )
        value = Latency(url=sample.URL, seconds=60, endpoints=(endpoint,))
        return sample.reading(probe, value).model_copy(update={"at": self.now()})

    def probe(self, *on_alert: str) -> AlertsProbe:
        return AlertsProbe(
            lambda: (), self.latest, LIMITS, on_alert, clock=lambda: self.seconds, now=self.now
        )

    async def after(self, seconds: float, probe: AlertsProbe) -> Alert:
        self.seconds += seconds
        return search(await probe.read())


def search(alerts: Alerts) -> Alert:
    return next(alert for alert in alerts.alerts if alert.name == "search_p95")


def script(folder: Path, text: str) -> tuple[str, ...]:
    path = folder / "on_alert.py"
    path.write_text(text)
    return (sys.executable, str(path))


RECORD = """
import os, sys
with open({path!r}, "a") as file:
    told = os.environ["PASSERELLE_ALERT_EVIDENCE"], os.environ.get("QDRANT_API_KEY")
    print(*sys.argv[1:], *told, file=file)
"""


async def settle(probe: AlertsProbe) -> None:
    """Wait for the commands that run."""
    while probe._calls:
        await asyncio.gather(*probe._calls)


async def test_an_alert_keeps_its_time_while_its_state_lasts() -> None:
    world = World()
    probe = world.probe()
    assert (await world.after(0, probe)).state == "ok"
    world.slow = True
    pending = await world.after(5, probe)
    assert (pending.state, pending.since) == ("pending", NOW + timedelta(seconds=5))
    assert (await world.after(9, probe)).since == pending.since
    firing = await world.after(1, probe)
    assert (firing.state, firing.since) == ("firing", NOW + timedelta(seconds=15))
    assert (firing.low, firing.high, firing.limit, firing.unit) == (0.1, 0.5, 0.05, "s")
    assert "/points/query" in firing.evidence


async def test_a_node_that_nobody_can_ask_about_is_not_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    slow = Quantile(q=0.95, low=0.1, high=0.5)
    endpoint = EndpointWindow(method="POST", endpoint="/query", requests=99, quantiles=(slow,))
    node = NodeLatency(url="http://n:6333", peer=1, seconds=60, endpoints=(endpoint,))
    value = Latency(url=sample.URL, seconds=60, nodes=(node,))
    cluster = sample.reading("qdrant.latency", value)
    silent = sample.failed("qdrant.latency", "unreachable", "no connection")
    readings = {"qdrant.latency": cluster}

    async def after(seconds: float, said: Reading) -> dict[str, Alert]:
        world.seconds += seconds
        readings["qdrant.latency"] = said.model_copy(update={"at": world.now()})
        return {one.name: one for one in (await probe.read()).alerts}

    monkeypatch.setattr(world, "latest", readings.get)
    probe = world.probe()
    name = "search_p95@node n:6333"
    await after(0, cluster)
    assert (await after(10, cluster))[name].state == "firing"
    lost = (await after(100, silent))[name]
    assert (lost.state, lost.verdict, lost.evidence) == ("firing", "cannot tell", "no connection")
    assert name not in await after(1, sample.reading("qdrant.latency", Latency(url="", seconds=9)))


async def test_the_command_hears_of_firing_and_of_resolved_and_never_of_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QDRANT_API_KEY", "s3cret")
    heard = tmp_path / "heard"
    world = World()
    probe = world.probe(*script(tmp_path, RECORD.format(path=str(heard))))
    world.slow = True
    for seconds in (0, 10, 1):
        await world.after(seconds, probe)
    await settle(probe)
    world.slow = False
    for seconds in (1, 20):
        await world.after(seconds, probe)
    await settle(probe)
    lines = heard.read_text().splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["search_p95", "firing"],
        ["search_p95", "resolved"],
    ]
    assert "/points/query" in lines[0]
    assert all(line.endswith("None") for line in lines)
    assert (await probe.read()).trouble == ""


async def fired(*on_alert: str) -> AlertsProbe:
    world = World()
    world.slow = True
    probe = world.probe(*on_alert)
    await world.after(0, probe)
    await world.after(10, probe)
    return probe


@pytest.mark.parametrize(
    ("on_alert", "words"),
    [
        (("/nowhere/at-all",), "cannot be started: No such file"),
        ((sys.executable, "-c", "raise SystemExit(3)"), "ended with exit code 3"),
    ],
)
async def test_a_command_that_fails_is_told(on_alert: tuple[str, ...], words: str) -> None:
    probe = await fired(*on_alert)
    await settle(probe)
    assert words in (await probe.read()).trouble


async def test_a_command_that_does_not_end_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(command, "PATIENCE", 0.2)
    probe = await fired(sys.executable, "-c", "import time; time.sleep(600)")
    await settle(probe)
    assert "was ended after 0.2 s" in (await probe.read()).trouble


def runs(pid: int) -> bool:
    """Whether there is such a process, and it is no zombie."""
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


async def test_closing_ends_the_command_with_all_that_it_started(
    tmp_path: Path,
) -> None:
    pid = tmp_path / "pid"
    text = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(pid)!r} + '.tmp', 'w').write(str(child.pid))\n"
        f"os.rename({str(pid)!r} + '.tmp', {str(pid)!r})\n"
        "time.sleep(600)\n"
    )
    probe = await fired(*script(tmp_path, text))
    while not pid.exists():
        await asyncio.sleep(0.01)
    await probe.close()
    child = int(pid.read_text())
    async with asyncio.timeout(30):
        while runs(child):
            await asyncio.sleep(0.01)
    assert not runs(child)


async def test_no_more_than_a_few_commands_at_once() -> None:
    probe = await fired(sys.executable, "-c", "import time; time.sleep(600)")
    alert = search(await probe.read())
    for _ in range(AT_ONCE):
        probe._call(alert)
    assert "still run" in (await probe.read()).trouble
    await probe.close()


async def test_nothing_that_the_command_says_is_ours(
    capfd: pytest.CaptureFixture[str],
) -> None:
    probe = await fired(sys.executable, "-c", "print('out'); import sys; sys.exit('err')")
    await settle(probe)
    assert capfd.readouterr() == ("", "")


def test_a_pace_is_seen_in_the_command_line() -> None:
    assert is_paced(os.getpid()) is False
    assert is_paced(-1) is None


@pytest.mark.parametrize("arguments", [["--pace", "50"], ["--pace=50"]])
async def test_a_paced_process_is_known(arguments: list[str]) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "input()", *arguments, stdin=asyncio.subprocess.PIPE
    )
    assert is_paced(process.pid) is True
    process.kill()
    await process.wait()
