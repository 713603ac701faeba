"""From a key in the terminal to its effect on the screen."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.programs import Program, answers, bare, dashboard, demo, wait_for_demo
from tests.bench.rows import Row, Setup, percentile

PRESSES = 100
SETTLING = 5.0
"""Seconds before the first key."""

PAUSE = 0.17
"""Seconds between two keys; odd to every period in the program, so that keys meet them all."""


@dataclass(frozen=True)
class Presses:
    """For each key, the seconds until its effect was written, and the bytes that followed it."""

    seconds: list[float]
    bytes: list[int]


def measure(setup: Setup) -> Iterator[Row]:
    """At rest, and while the demo migrates."""
    reference = bare()
    least = _press(reference, setup)
    for program, words in ((dashboard(setup.folder), "at rest"), (demo(), "in the running demo")):
        found = _press(program, setup)
        for percent in (50, 95):
            yield Row(
                f"key to screen p{percent}, {words}",
                1000 * percentile(found.seconds, percent),
                "ms",
                f"{reference.name} p{percent}",
                1000 * percentile(least.seconds, percent),
            )
        yield Row(
            f"to the terminal for a key, {words}",
            statistics.median(found.bytes),
            "bytes",
            reference.name,
            statistics.median(least.bytes),
        )


def _press(program: Program, setup: Setup) -> Presses:
    marks = answers(program)
    with program.start(setup.folder) as terminal:
        terminal.until(*program.frame)
        if program.name == "demo":
            wait_for_demo(terminal)
        terminal.read(SETTLING)
        presses = Presses([], [])
        for number in range(PRESSES):
            key, before = "21"[number % 2], len(terminal.written)
            presses.seconds.append(terminal.press(key, marks[key]))
            terminal.read(PAUSE)
            presses.bytes.append(len(terminal.written) - before)
        return presses
