"""From the start of the process to the first full frame in the terminal."""

import statistics
from collections.abc import Iterator

from tests.bench.programs import Program, bare, dashboard, demo, wait_for_demo
from tests.bench.rows import Row, Setup

RUNS = 9


def measure(setup: Setup) -> Iterator[Row]:
    """Bare application and dashboard in turn, so that a busy moment meets both."""
    seconds: dict[str, list[float]] = {}
    programs = (bare(), dashboard(setup.folder))
    for _ in range(RUNS + 1):
        for program in programs:
            seconds.setdefault(program.name, []).append(_first_frame(program, setup))
    # The first of each pays for a cold disk.
    medians = {name: 1000 * statistics.median(taken[1:]) for name, taken in seconds.items()}
    reference = programs[0].name
    yield Row("first paint", medians["dashboard"], "ms", reference, medians[reference])
    with demo().start(setup.folder) as terminal:
        live = 1000 * (wait_for_demo(terminal) - terminal.started)
    yield Row("demo, four panes live", live, "ms", "its own first paint", medians["dashboard"])


def _first_frame(program: Program, setup: Setup) -> float:
    with program.start(setup.folder) as terminal:
        return terminal.until(*program.frame) - terminal.started
