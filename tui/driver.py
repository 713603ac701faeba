"""How frames get to the terminal: each in one piece and in few bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._ansi_sequences import SYNC_END, SYNC_START

from tui.terse import terse

if TYPE_CHECKING:
    from textual.driver import Driver

    from tui.meter import Meter


def framewise(base: type[Driver], meter: Meter) -> type[Driver]:
    """A driver that hands a frame over at once, which wakes its thread once, and counts it."""

    class Framewise(base):  # type: ignore[valid-type, misc]
        _frame: list[str] | None = None

        def write(self, data: str) -> None:
            if data == SYNC_START:
                self._frame = []
            if self._frame is None:
                self._send(terse(data))
                return
            self._frame.append(terse(data))
            if data == SYNC_END:
                frame, self._frame = "".join(self._frame), None
                self._send(frame)

        def _send(self, told: str) -> None:
            meter.wrote(told)
            super().write(told)

    return Framewise


def is_behind(driver: Driver | None) -> bool:
    """Whether something waits to be written until a slow terminal has taken what came before."""
    thread = getattr(driver, "_writer_thread", None)
    return thread is not None and not thread._queue.empty()
