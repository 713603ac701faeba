"""From a key in the terminal to its effect on the screen."""

from collections.abc import Iterator

from tests.bench.programs import Program, answers, bare, dashboard, demo
from tests.bench.rows import Row, Setup, percentile
from tests.terminal import Terminal

PRESSES = 100
PAUSE = 0.07
"""Seconds between two keys; odd to every period in the program, so that keys meet them all."""


def measure(setup: Setup) -> Iterator[Row]:
    """At rest, and while the demo migrates."""
    reference = bare()
    bare_seconds = _presses(reference, setup)
    for program, words in ((dashboard(), "at rest"), (demo(), "in the running demo")):
        seconds = _presses(program, setup)
        for percent in (50, 95):
            yield Row(
                f"key to screen p{percent}, {words}",
                1000 * percentile(seconds, percent),
                "ms",
                f"{reference.name} p{percent}",
                1000 * percentile(bare_seconds, percent),
            )


def _presses(program: Program, setup: Setup) -> list[float]:
    with program.start(setup.folder) as terminal:
        terminal.until(*program.frame)
        marks = answers(program, terminal)
        if program.name == "demo":
            wait_for_migration(terminal)
        terminal.read(3)
        seconds = []
        for number in range(PRESSES):
            key = "21"[number % 2]
            seconds.append(terminal.press(key, marks[key]))
            terminal.read(PAUSE)
        return seconds


def wait_for_migration(terminal: Terminal) -> None:
    """Read until the demo's migration is under way."""
    terminal.until("points", "ETA", within=120)
