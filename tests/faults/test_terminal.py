"""The whole program in a pseudo-terminal: its start, its keys, its ends."""

import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.terminal import (
    ALTERNATE_SCREEN,
    HIDDEN_CURSOR,
    MAIN_SCREEN,
    SHOWN_CURSOR,
    Terminal,
    clean_environment,
)

BRIDGE = ("2 GRAPH", "3 RACI", "6 MIGRATION", "7 LATENCY", "quit")
BOUND = 20.0
"""Seconds before a test gives up on an end; the program needs less than one."""

FEW_BYTES = 4_000
"""More than a change of keys needs, with every age that falls due; a sixth of a whole screen."""

HEARTBEATS = 10.0
"""Seconds in which several heartbeats arrive, and the screen looks at its clock ten times."""

Start = Callable[..., Terminal]


@pytest.fixture
def world(tmp_path: Path) -> list[str]:
    """Arguments that name a small world, with nothing where Qdrant should be."""
    for name in ("alpha", "beta"):
        folder = tmp_path / "managers" / f"{name}-manager"
        folder.mkdir(parents=True)
        (folder / "go.mod").write_text(f"module example.com/{name}-manager\n\ngo 1.22\n")
        (folder / f"{name}.go").write_text(f"package {name}\n\nfunc Plan{name.title()}() {{}}\n")
    plan = tmp_path / "plan-dev-v1.md"
    plan.write_text("# Plan\n\n## Phase 1\n- [x] one\n- [ ] two\n", encoding="utf-8")
    folders = ["--managers", str(tmp_path / "managers"), "--plan", str(plan)]
    return [*folders, "--state", str(tmp_path / "state"), "--qdrant", "http://127.0.0.1:9"]


@pytest.fixture
def start(world: list[str], tmp_path: Path) -> Iterator[Start]:
    """Starts the program in a terminal; what a test leaves behind is ended."""
    terminals = []

    def begin(*prefix: str, size: tuple[int, int] = (120, 36)) -> Terminal:
        terminal = Terminal(
            [*prefix, sys.executable, "-m", "tui", *world],
            environment=clean_environment(tmp_path),
            size=size,
            folder=tmp_path,
        )
        terminals.append(terminal)
        return terminal

    yield begin
    for terminal in terminals:
        terminal.__exit__(None, None, None)


def ready(terminal: Terminal) -> list[psutil.Process]:
    """Read until Readings are on the screen; returns the processes that there are then."""
    terminal.until(*BRIDGE, "alpha-manager", within=BOUND)
    processes = terminal.family()
    assert len(processes) >= 3, "screen, backend, worker"
    return processes


def left_over(processes: list[psutil.Process]) -> list[psutil.Process]:
    return list(psutil.wait_procs(processes, timeout=BOUND)[1])


def restored(terminal: Terminal) -> bool:
    """Whether the last word about screen and cursor leaves both as they were."""
    written = bytes(terminal.written)
    return -1 < written.rfind(ALTERNATE_SCREEN) < written.rfind(MAIN_SCREEN) and -1 < written.rfind(
        HIDDEN_CURSOR
    ) < written.rfind(SHOWN_CURSOR)


def test_q_leaves_with_0_and_the_terminal_as_it_was(start: Start) -> None:
    terminal = start()
    processes = ready(terminal)
    before = terminal.settings()
    assert before != terminal.first_settings, "the program took the keys as they come"
    assert not restored(terminal)

    terminal.send("q")

    assert terminal.ended(BOUND) == 0
    assert restored(terminal)
    assert left_over(processes) == []


def test_a_terminal_that_cannot_move_its_cursor_is_told_so(start: Start) -> None:
    terminal = start("env", "TERM=dumb")
    assert terminal.ended(BOUND) == 2
    assert b"set TERM" in terminal.written
    assert ALTERNATE_SCREEN not in terminal.written


def test_a_terminal_that_takes_no_unicode_is_drawn_on_in_ascii(start: Start) -> None:
    terminal = start("env", "PYTHONIOENCODING=latin-1")
    ready(terminal)
    assert bytes(terminal.written).isascii()
    assert b"\\u" not in terminal.written


def test_keys_are_answered(start: Start) -> None:
    terminal = start()
    ready(terminal)
    terminal.press("p", "PAUSED")
    terminal.press("p", "live")
    terminal.press("?", " KEYS")
    terminal.press("\x1b", BRIDGE[0])
    terminal.press("3\r", "alpha-manager")
    terminal.settle(1.0)
    screen = "\n".join(terminal.screen())
    assert "3 RACI" in screen
    assert "4 LATENCY" not in screen, "Enter opens the pane that has the keys"


def test_another_pane_with_the_keys_costs_few_bytes(start: Start) -> None:
    terminal = start()
    ready(terminal)
    terminal.settle(1.2)
    cost: dict[str, list[int]] = {"3": [], "6": []}
    for key in "3636":
        position = len(terminal.written)
        terminal.send(key)
        terminal.settle(1.2)
        cost[key].append(len(terminal.written) - position)
    # Of two, the one in whose second less else was due to change.
    assert all(0 < min(written) < FEW_BYTES for written in cost.values()), cost


def test_a_storm_of_sizes_ends_in_the_last_one(start: Start) -> None:
    terminal = start()
    processes = ready(terminal)
    for number in range(60):
        terminal.resize(40 + 7 * number % 150, 10 + 5 * number % 50)
        terminal.read(0.005)
    terminal.settle(1.0)
    position = len(terminal.written)
    terminal.resize(120, 36)
    terminal.until(*BRIDGE, since=position, within=BOUND)
    terminal.settle(1.0)

    screen = terminal.screen(since=position)
    assert len(screen) == 36
    for title in BRIDGE:
        assert sum(title in line for line in screen) == 1, title
    terminal.send("q")
    assert terminal.ended(BOUND) == 0
    assert left_over(processes) == []


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_ends_it_and_restores_the_terminal(start: Start, number: signal.Signals) -> None:
    terminal = start()
    processes = ready(terminal)

    terminal.signal(number)

    assert terminal.ended(BOUND) == 128 + number
    assert restored(terminal)
    assert left_over(processes) == []


@pytest.mark.parametrize(
    "prefix", [(), ("sh", "-c", "trap '' HUP; exec \"$@\"", "sh")], ids=["hang-up", "no hang-up"]
)
def test_a_lost_terminal_ends_it(start: Start, prefix: tuple[str, ...]) -> None:
    """With SIGHUP ignored, as under nohup, nothing but the terminal's end tells of it."""
    terminal = start(*prefix)
    processes = ready(terminal)

    terminal.hang_up()

    assert terminal.process.wait(BOUND) == 128 + signal.SIGHUP
    assert left_over(processes) == []


def test_a_screen_that_was_killed_takes_the_backend_along(start: Start) -> None:
    terminal = start()
    processes = ready(terminal)
    terminal.signal(signal.SIGKILL)
    assert left_over(processes) == []


def test_nothing_is_written_while_nothing_changes(start: Start) -> None:
    """Heartbeats confirm what is on the screen every two seconds; not one byte follows."""
    terminal = start()
    ready(terminal)
    terminal.send("6\r")
    terminal.settle(3.0)
    assert "no migration was ever run" in "\n".join(terminal.screen())
    # A minute of the clock or a late reading may fall into one window, but not into each.
    assert any(terminal.read(HEARTBEATS) == 0 for _ in range(3)), bytes(terminal.written[-2000:])
