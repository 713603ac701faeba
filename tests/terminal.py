"""A program in a pseudo-terminal, driven and read the way an operator's terminal does it."""

import contextlib
import fcntl
import math
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import pyte

ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",  # synchronized output: known, off
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",  # resize reports in band: not known
}
"""What Textual asks a terminal at its start, and what a common one says."""

UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[(?:[<>=][\d;]*u|\?[\d;]*\$p)")
"""Keyboard protocol and mode queries: pyte would print their last letter."""

_SLOW_PIECE = 256
"""Bytes that a slow line hands over at a time."""

ALTERNATE_SCREEN, MAIN_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"
HIDDEN_CURSOR, SHOWN_CURSOR = b"\x1b[?25l", b"\x1b[?25h"


class Terminal:
    """A program in a pseudo-terminal; every byte it writes is kept, with the moment it came.

    Attributes:
        process: The program.
        first_settings: What `settings` said before the program began.
        started: `time.monotonic()` just before it was started.
        written: Everything it wrote.
        arrivals: For each piece of it, the moment and the length of `written` after it.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        size: tuple[int, int] = (120, 36),
        folder: Path | None = None,
        rate: float = math.inf,
    ) -> None:
        """Start `command` in a terminal of `size` columns and rows.

        Args:
            command: The program and its arguments.
            environment: All of it.
            size: Of the window.
            folder: Where it starts.
            rate: Bytes per second that the line to it carries.
        """
        self._master, slave = os.openpty()
        self._columns, self._rows = size
        self._set_size()
        self.first_settings = self.settings()
        self.written = bytearray()
        self.arrivals: list[tuple[float, int]] = []
        self._answered = 0
        self._rate = rate
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
            # The terminal that the kernel hangs up on, as a login shell has it.
            preexec_fn=_take_control,  # noqa: PLW1509  (one system call before exec)
        )
        os.close(slave)

    def __enter__(self) -> Self:
        """Use as a context: at its end the terminal is closed and nothing of ours is left."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the terminal and end what did not end by itself."""
        family = self.family()
        self.hang_up()
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait()

    def family(self) -> list[psutil.Process]:
        """The program and every process below it that is alive now."""
        try:
            root = psutil.Process(self.process.pid)
            return [root, *root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def read(self, seconds: float) -> int:
        """Read for `seconds`; returns how many bytes came."""
        before, end = len(self.written), time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self._read_some(left):
            pass
        return len(self.written) - before

    def settle(self, quiet: float, within: float = 30.0) -> None:
        """Read until nothing has come for `quiet` seconds.

        Raises:
            TimeoutError: Where something still comes after `within` seconds.
        """
        end = time.monotonic() + within
        while self.read(quiet):
            if time.monotonic() > end:
                raise TimeoutError(f"still writing after {within:g} s")

    def until(self, *marks: str, since: int = 0, within: float = 30.0) -> float:
        """Read until every mark has been written after position `since`; returns the moment.

        Raises:
            TimeoutError: Showing the screen, where that does not happen within `within` seconds.
        """
        wanted = [mark.encode() for mark in marks]
        end = time.monotonic() + within
        while not all(self.written.find(mark, since) >= 0 for mark in wanted):
            left = end - time.monotonic()
            if left <= 0 or not self._read_some(left):
                raise TimeoutError(
                    f"no {marks} within {within:g} s on\n" + "\n".join(self.screen())
                )
        return self.arrivals[-1][0]

    def press(self, keys: str, *marks: str, within: float = 30.0) -> float:
        """Send `keys` and read until every mark was written; returns the seconds between."""
        position = len(self.written)
        sent = time.monotonic()
        self.send(keys)
        return self.until(*marks, since=position, within=within) - sent

    def send(self, keys: str) -> None:
        """Type `keys`."""
        os.write(self._master, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window; the program gets its SIGWINCH."""
        self._columns, self._rows = columns, rows
        self._set_size()

    def settings(self) -> list[object]:
        """How the line takes keys now: echo, canonical mode, signals."""
        return list(termios.tcgetattr(self._master))

    def hang_up(self) -> None:
        """Close the terminal, as a lost connection does; harmless when closed already."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def ended(self, within: float) -> int:
        """Read until the program has ended; returns its exit code.

        Raises:
            subprocess.TimeoutExpired: Where it is still there after `within` seconds.
        """
        end = time.monotonic() + within
        while self._master >= 0 and self._read_some(max(0.0, end - time.monotonic())):
            pass
        return self.process.wait(max(0.1, end - time.monotonic()))

    def screen(self, since: int = 0) -> list[str]:
        """The lines an operator sees; `since` is a position after the last change of size."""
        screen = pyte.Screen(self._columns, self._rows)
        pyte.ByteStream(screen).feed(UNKNOWN_TO_PYTE.sub(b"", bytes(self.written[since:])))
        return list(screen.display)

    def _read_some(self, seconds: float) -> bool:
        """Wait for a piece and keep it; False where time is up or the terminal has ended."""
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            piece = os.read(self._master, 65_536 if self._rate == math.inf else _SLOW_PIECE)
        except OSError:  # EIO: nobody has the other end open any more
            return False
        if not piece:
            return False
        time.sleep(len(piece) / self._rate)
        self.written += piece
        self.arrivals.append((time.monotonic(), len(self.written)))
        self._answer()
        return True

    def _answer(self) -> None:
        for question, answer in ANSWERS.items():
            at = self.written.find(question, self._answered)
            if at >= 0:
                self._answered = max(self._answered, at + len(question))
                os.write(self._master, answer)

    def _set_size(self) -> None:
        packed = struct.pack("HHHH", self._rows, self._columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, packed)


def clean_environment(home: Path) -> dict[str, str]:
    """What a program gets from a login in an empty home, and nothing of the caller's settings."""
    return {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
    }


def _take_control() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
