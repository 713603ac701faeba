"""From a key in the terminal to its effect on the screen."""

import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Thread

from tests.bench.crowd import OTHERS, PREFIX
from tests.bench.load import COLLECTION, LIVE, busy
from tests.bench.programs import Program, answers, bare, dashboard, demo, wait_for_demo
from tests.bench.rows import Row, Setup, percentile
from tests.terminal import Terminal

PRESSES = 100
SETTLING = 5.0
"""Seconds before the first key."""

PAUSE = 0.17
"""Seconds between two keys; odd to every period in the program, so that keys meet them all."""

SLOW_LINE = 20_000
"""Bytes per second."""

BESIDE = 45.0
"""Seconds that the busy screen is only read, while the bare application has the keys beside it."""


@dataclass(frozen=True)
class Presses:
    """For each key, the seconds until its effect was written, and the bytes that followed it."""

    seconds: list[float]
    bytes: list[int]


def measure(setup: Setup) -> Iterator[Row]:
    """At rest, while the demo migrates, on a slow line, and in a world that is busy all over."""
    least = _press(bare(), setup)
    for program, words in ((dashboard(setup.folder), "at rest"), (demo(), "in the running demo")):
        yield from _rows(_press(program, setup), words, least)
    slow = _press(bare(), setup, SLOW_LINE)
    yield from _rows(_press(demo(), setup, SLOW_LINE), "on a line of 20 kB/s", slow)
    with busy(setup) as program, program.start(setup.folder) as terminal:
        terminal.until(*LIVE, within=120)
        reading = Thread(target=terminal.read, args=(BESIDE,))
        reading.start()
        beside = _press(bare(), setup)
        reading.join()
        yield from _rows(_pressed(terminal, "21", answers(program)), "in a busy world", beside)
        terminal.press("8", "COLLECTION")
        terminal.press("G", COLLECTION)
        names = [f"{PREFIX}{OTHERS - 1:04}", COLLECTION]
        found = _pressed(terminal, "kj", dict(zip("kj", names, strict=True)))
        yield from _rows(found, "among 1,000 collections", beside)


def _rows(found: Presses, words: str, least: Presses) -> Iterator[Row]:
    for percent in (50, 95):
        yield Row(
            f"key to screen p{percent}, {words}",
            1000 * percentile(found.seconds, percent),
            "ms",
            f"{bare().name} p{percent}",
            1000 * percentile(least.seconds, percent),
        )
    yield Row(
        f"to the terminal for a key, {words}",
        statistics.median(found.bytes),
        "bytes",
        bare().name,
        statistics.median(least.bytes),
    )


def _press(program: Program, setup: Setup, rate: float = math.inf) -> Presses:
    with program.start(setup.folder, rate) as terminal:
        terminal.until(*program.frame)
        if program.name == "demo":
            wait_for_demo(terminal)
        terminal.read(SETTLING)
        return _pressed(terminal, "21", answers(program))


def _pressed(terminal: Terminal, keys: Sequence[str], marks: Mapping[str, str]) -> Presses:
    """Press the keys in turn, each until the screen says that it took effect."""
    presses = Presses([], [])
    for number in range(PRESSES):
        key, before = keys[number % len(keys)], len(terminal.written)
        presses.seconds.append(terminal.press(key, marks[key]))
        terminal.read(PAUSE)
        presses.bytes.append(len(terminal.written) - before)
    return presses
