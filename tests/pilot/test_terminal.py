"""In a real terminal: what is written when nothing changes, and how the program ends."""

import re
import signal
import sys
from pathlib import Path

import pytest

from tests.terminal import MAIN_SCREEN, SHOWN_CURSOR, Terminal, clean_environment

PROGRAM = (sys.executable, "-m", "tests.readings.program")
ROOT = Path(__file__).parents[2]

TENTH_OF_A_SECOND = 2_000
"""Bytes, on a line of 20 kB/s."""

WHOLE_SCREEN = 20_000
"""Bytes, and more than it takes."""


def start(tmp_path: Path, *arguments: str) -> Terminal:
    return Terminal((*PROGRAM, *arguments), environment=clean_environment(tmp_path), folder=ROOT)


def test_readings_that_say_nothing_new_write_no_byte(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.until("live", "MIGRATION", "≤50 ms")
        terminal.settle(quiet=1.2)
        # Several rounds of readings.
        assert terminal.read(3) == 0


def test_a_key_is_answered_in_so_few_bytes_that_a_slow_line_has_them_at_once(
    tmp_path: Path,
) -> None:
    with start(tmp_path) as terminal:
        terminal.until("live", "MIGRATION", "≤50 ms")
        terminal.settle(quiet=1.2)
        written = {}
        for number, key in enumerate(["3", "j", "l", "6", "7", "2", "p", "p", "1", "j"]):
            before = len(terminal.written)
            terminal.send(key)
            terminal.settle(quiet=0.3)
            written[number, key] = len(terminal.written) - before
        assert min(written.values()) > 0
        assert max(written.values()) <= TENTH_OF_A_SECOND, written


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_and_restores_the_terminal(tmp_path: Path, number: signal.Signals) -> None:
    with start(tmp_path) as terminal:
        terminal.until("live")
        terminal.signal(number)
        assert terminal.ended(within=10) == 128 + number
        assert MAIN_SCREEN in terminal.written
        assert terminal.written.rfind(SHOWN_CURSOR) > terminal.written.rfind(b"\x1b[?25l")


def test_a_terminal_that_takes_nothing_holds_up_no_signal(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.until("live", "MIGRATION", "≤50 ms")
        _press_unread(terminal)
        terminal.signal(signal.SIGTERM)
        assert terminal.process.wait(10) == 128 + signal.SIGTERM


def test_a_terminal_that_was_slow_gets_the_latest_picture_and_few_before(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.until("live", "MIGRATION", "≤50 ms")
        before = len(terminal.written)
        _press_unread(terminal)
        terminal.settle(quiet=1.2)
        assert len(terminal.written) - before < 5 * WHOLE_SCREEN
        title, *_ = (line for line in terminal.screen() if line.startswith("─"))
        assert title.startswith("─ 6 MIGRATION ")


def _press_unread(terminal: Terminal) -> None:
    """Have more frames made than are kept for a terminal, and nobody look."""
    (screen,) = terminal.family()
    for key in "z2z6" * 12:
        terminal.send(key)
        screen.cpu_percent(interval=0.04)
    while screen.cpu_percent(interval=0.3) > 20:
        pass


@pytest.mark.parametrize("arguments", [(), ("--ignore-hangup",)])
def test_a_lost_terminal_leaves_no_process(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    with start(tmp_path, *arguments) as terminal:
        terminal.until("live")
        terminal.hang_up()
        assert terminal.process.wait(10) != 0


def test_leaving_restores_the_terminal(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.until("live")
        terminal.send("q")
        assert terminal.ended(within=10) == 0
        assert MAIN_SCREEN in terminal.written


def test_no_colour_means_no_colour(tmp_path: Path) -> None:
    environment = {**clean_environment(tmp_path), "NO_COLOR": "1"}
    with Terminal(PROGRAM, environment=environment, folder=ROOT) as terminal:
        terminal.until("live", "MIGRATION")
        terminal.settle(quiet=1.2)
        assert any("▲" in line for line in terminal.screen())
        colours = set()
        for piece in bytes(terminal.written).split(b"\x1b[")[1:]:
            parameters = piece.partition(b"m")[0].split(b";")
            if b"2" in parameters[1:2] and len(parameters) >= 5:
                colours.add(tuple(parameters[2:5]))
        assert all(red == green == blue for red, green, blue in colours)


def test_it_measures_its_keys_and_its_bytes_itself(tmp_path: Path) -> None:
    with start(tmp_path) as terminal:
        terminal.until("live", "MIGRATION")
        terminal.send("3")
        for _ in range(5):
            terminal.settle(quiet=0.3)
            terminal.send("j")
        terminal.settle(quiet=0.3)
        written = len(terminal.written)
        terminal.send("\x1b[24~")
        terminal.until("WHAT THE SCREEN COSTS")
        terminal.settle(quiet=0.3)
        page = " ".join(terminal.screen())
        found = re.search(r"key to effect +p50 ([\d.]+) ms.* of the last (\d+) that", page)
        assert found
        assert float(found[1]) > 0
        assert int(found[2]) >= 5
        total = re.search(r"to the terminal +([\d.]+) KiB", page)
        assert total
        assert 0.9 * written < float(total[1]) * 1024 < 1.2 * len(terminal.written)
