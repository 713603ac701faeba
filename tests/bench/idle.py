"""What the program costs while nobody touches it: CPU, and bytes to the terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import psutil

from tests.bench.programs import Program, bare, dashboard, demo, wait_for_demo
from tests.bench.rows import Row, Setup

SETTLING = 10.0
"""Seconds for the first Readings to come in."""

WATCHED = 20.0
"""Seconds that are counted."""


@dataclass(frozen=True)
class Cost:
    """Per second: CPU of the screen's process and of those below it in percent, and bytes."""

    screen: float
    below: float
    bytes: float


def measure(setup: Setup) -> Iterator[Row]:
    """With nothing to look at, and in the running demo."""
    reference = bare()
    nothing = _cost(reference, setup)
    for program, words in ((dashboard(setup.folder), "idle"), (demo(), "running demo")):
        cost = _cost(program, setup)
        yield Row(f"CPU of the screen, {words}", cost.screen, "%", reference.name, nothing.screen)
        yield Row(f"CPU of all below it, {words}", cost.below, "%")
        yield Row(f"to the terminal, {words}", cost.bytes, "bytes/s", reference.name, nothing.bytes)


def _cost(program: Program, setup: Setup) -> Cost:
    with program.start(setup.folder) as terminal:
        terminal.until(*program.frame)
        if program.name == "demo":
            wait_for_demo(terminal)
        terminal.read(SETTLING)
        screen, *below = terminal.family()
        screen_before, below_before = _cpu([screen]), _cpu(below)
        written = terminal.read(WATCHED)
        return Cost(
            screen=100 * (_cpu([screen]) - screen_before) / WATCHED,
            below=100 * (_cpu(below) - below_before) / WATCHED,
            bytes=written / WATCHED,
        )


def _cpu(processes: Sequence[psutil.Process]) -> float:
    """Seconds of CPU these processes have used."""
    times = [process.cpu_times() for process in processes]
    return sum(time.user + time.system for time in times)
