"""A frame goes to the terminal in one piece."""

from typing import Any

from textual._ansi_sequences import SYNC_END, SYNC_START

from tui.driver import framewise, is_behind
from tui.meter import Meter


class Kept:
    """What was written, in the pieces in which it was."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def write(self, data: str) -> None:
        self.pieces.append(data)


def test_a_frame_is_one_piece_in_few_bytes_and_counted() -> None:
    meter = Meter()
    kind: Any = framewise(Kept, meter)  # type: ignore[arg-type]
    driver = kind()
    for data in ("bell", SYNC_START, "\x1b[31ma\x1b[0m\x1b[31m≠\x1b[0m", SYNC_END, "title"):
        driver.write(data)
    assert driver.pieces == ["bell", f"{SYNC_START}\x1b[31ma≠\x1b[m{SYNC_END}", "title"]
    assert meter.cost().bytes_total == sum(len(piece.encode()) for piece in driver.pieces)


def test_a_driver_without_a_thread_is_never_behind() -> None:
    assert not is_behind(None)
    assert not is_behind(Kept())  # type: ignore[arg-type]
