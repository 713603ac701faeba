"""Rows that are new or other than at the last look, marked for a while."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tui.panes.columns import Column, Scalar

SHOWN_FOR = timedelta(seconds=15)
"""How long a row stays marked once it can be seen."""

NEW, CHANGED = "+", "*"


class Told(Protocol):
    """A row."""

    @property
    def key(self) -> str:
        """What it is about."""
        ...

    @property
    def values(self) -> tuple[Scalar, ...]:
        """What its columns hold."""
        ...


class News:
    """What rows said when they were last looked at, and which say something else since."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Scalar, ...]] | None = None
        self._since: dict[str, tuple[str, datetime]] = {}
        self._rows: Sequence[Told] = ()

    def take(
        self, rows: Sequence[Told], columns: Sequence[Column], now: datetime, *, looking: bool
    ) -> None:
        """Compare rows with those of the last look.

        Args:
            rows: All of them.
            columns: Values of those that move all the time are not compared.
            now: When.
            looking: Whether anybody can see them: while the terminal is in the background, what
                was known stays as it was, and the marks wait.
        """
        if rows is not self._rows:
            self._compare(rows, columns, now, looking=looking)
        if looking:
            self._rows = rows
            self._since = {
                key: told for key, told in self._since.items() if now - told[1] < SHOWN_FOR
            }

    def _compare(
        self, rows: Sequence[Told], columns: Sequence[Column], now: datetime, *, looking: bool
    ) -> None:
        steady = [place for place, column in enumerate(columns) if not column.live]
        said = {
            row.key: tuple(row.values[at] for at in steady if at < len(row.values)) for row in rows
        }
        if self._known is None:
            self._known = said
        if not looking:
            return
        for key, values in said.items():
            if key not in self._known:
                self._since[key] = (NEW, now)
            elif values != self._known[key]:
                self._since[key] = (CHANGED, now)
        self._known = said

    def standing(self, now: datetime) -> int:
        """How many marks stand at a time."""
        return sum(now - when < SHOWN_FOR for _, when in self._since.values())

    def sign(self, key: str) -> tuple[str, str]:
        """What stands before a row."""
        told = self._since.get(key)
        return (" ", "") if told is None else (told[0], "accent")
