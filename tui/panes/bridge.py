"""The bridge: a one-line verdict on each pane, the alerts that fire, what happened last."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from tui.actions import CURSOR, bindings
from tui.panes.alarms import alarm, firing
from tui.panes.asking import Jump
from tui.panes.evidence import rule
from tui.panes.happened import event_line, happened
from tui.panes.pane import Pane
from tui.panes.states import Body, broken
from tui.panes.told import dated, origin
from tui.widgets.marks import MARKS, counted, worst
from tui.widgets.text import Line, fit, joined, line_width, spread

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tui.exports.sheet import Sheet
    from tui.panes.told import Told
    from tui.readings import Picture
    from tui.widgets.canvas import Look

_LEAST_COLUMN = 36
"""Cells that a verdict needs to be more than a mark."""


class BridgePane(Pane):
    """What the other panes think; it reads no probe of its own."""

    NAME: ClassVar = "bridge"
    PROBES: ClassVar = ()
    BINDINGS: ClassVar = bindings(CURSOR)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.chosen = ""
        self._told: tuple[Told, ...] = ()
        self._shown: tuple[Told, ...] = ()
        self._shown_elsewhere: frozenset[str] = frozenset()
        self._down = 1

    def tell(self, told: Sequence[Told], beside: Sequence[Pane]) -> None:
        """Take the verdicts of all other panes; those in sight speak for themselves.

        Args:
            told: What each pane thinks.
            beside: The panes that stand below this one.
        """
        names = {pane.NAME for pane in beside}
        self._told = tuple(told)
        self._shown = tuple(one for one in told if one.name not in names)
        self._shown_elsewhere = frozenset(probe for pane in beside for probe in pane.PROBES)

    def judged(self, picture: Picture, cells: int, rows: int) -> Body:
        """It has no state of its own: the worst of the others is what it tells."""
        try:
            return self.body(picture, cells, rows)
        except Exception as error:  # noqa: BLE001 (whatever it is, it may cost this pane only)
            return broken(error)

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Alerts, then the verdicts in as many columns as they need, then the latest events."""
        fire = firing(picture)
        mark = "act" if fire else worst(*(one.mark for one in self._told))
        here = [one for one in fire if one.probe.partition("@")[0] not in self._shown_elsewhere]
        lines = [alarm(one) for one in here[: max(0, rows // 2)]]
        lines += self._verdicts(cells, rows - len(lines), picture.now)
        left = rows - len(lines)
        if left > 2 and (events := happened(picture)):
            lines += [rule(cells)]
            lines += [((" ", ""), *event_line(one, picture.now)) for one in events[: left - 1]]
        return Body(mark, _verdict(self._told, len(fire)), lines)

    def _verdicts(self, cells: int, rows: int, now: datetime) -> list[Line]:
        """One line a pane; side by side, and cut, where there are fewer rows than panes."""
        if rows < 1 or not self._shown:
            return []
        most = max(1, cells // _LEAST_COLUMN)
        across = min(most, -(-len(self._shown) // rows))
        self._down = -(-len(self._shown) // across)
        parts = [
            self._shown[start : start + self._down]
            for start in range(0, len(self._shown), self._down)
        ]
        names = [max(len(one.name) for one in part) + 1 for part in parts]
        # Verdicts get the same room, whatever the names beside them take.
        room = (cells - sum(names)) // across - 1
        columns = [
            [self._cell(one, letters, letters + room, now) for one in part]
            for part, letters in zip(parts, names, strict=True)
        ]
        return [joined(beside, (" ", "")) for beside in zip_longest(*columns, fillvalue=())][:rows]

    def _cell(self, one: Told, letters: int, cells: int, now: datetime) -> Line:
        mark = MARKS[one.mark]
        here = one.name == self._current()
        said: Line = (
            ("▸" if here else " ", "dim"),
            (f"{one.key} ", "dim"),
            (fit(one.name, letters), "title"),
            (f"{mark.glyph} ", mark.role),
            (one.verdict, "text"),
        )
        line = spread(said, dated(one.held, now, cells - line_width(said) - 1), cells)
        chosen = " selected" if here and self.has_focus else ""
        return tuple((text, f"{role}{chosen}".strip()) for text, role in line)

    def _current(self) -> str:
        names = [one.name for one in self._shown]
        return self.chosen if self.chosen in names else (names[0] if names else "")

    def places(self) -> frozenset[str]:
        """Cursor keys choose a pane."""
        return frozenset({self.NAME, CURSOR})

    def enter(self, *, alone: bool) -> bool:
        """Open the pane under the cursor."""
        if name := self._current():
            self.post_message(Jump(name, alone=True))
        return bool(name)

    def copied(self, *, whole: bool) -> str:
        """The verdict under the cursor, or all that stands there."""
        told = next((one for one in self._shown if one.name == self._current()), None)
        if whole or told is None:
            return super().copied(whole=whole)
        return f"{told.name}: {told.verdict}"

    def sheet(self) -> Sheet | None:
        """What every pane thinks."""
        from tui.exports.sheet import Sheet  # noqa: PLC0415 (first paint does not need it)

        rows = []
        for one in self._told:
            at = origin(one.held)
            rows.append((one.name, one.mark, one.verdict, at.get("source"), at.get("at")))
        about = {"pane": self.NAME}
        if self.picture is not None:
            about["at"] = self.picture.now.isoformat(timespec="seconds")
        return Sheet("verdicts", ("pane", "mark", "verdict", "source", "at"), rows, about)

    def action_move(self, by: int) -> None:
        """Choose another pane."""
        names = [one.name for one in self._shown]
        if names:
            at = min(max(0, names.index(self._current()) + by), len(names) - 1)
            self.chosen = names[at]
            self.redraw()

    def action_side(self, by: int) -> None:
        """Choose the pane beside."""
        self.action_move(by * self._down)

    def action_leap(self, by: int) -> None:
        """Choose the first or the last pane."""
        self.action_end(by)

    def action_end(self, side: int) -> None:
        """Choose the first or the last pane."""
        self.action_move(side * len(self._told))


def _verdict(told: Sequence[Told], alerts: int) -> str:
    """What asks for a human, by name: `1 alert · act: raci, findings · look: plans`."""
    parts = [counted(alerts, "alert")] if alerts else []
    for mark in ("act", "look", "stale", "unknown"):
        names = [one.name for one in told if one.mark == mark]
        if names:
            parts.append(f"{mark}: {', '.join(names)}")
    if parts:
        return " · ".join(parts)
    if any(one.mark == "loading" for one in told):
        return "waiting for the first readings"
    return "all is fine"
