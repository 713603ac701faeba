"""The layered map, of all managers or of those near one; where it has no room, its layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.graph import map as drawn
from tui.panes.graph import strata
from tui.panes.graph.view import FAR, Seen, View, stepped
from tui.widgets.window import scrolled

if TYPE_CHECKING:
    from tui.widgets.text import Line


class MapView(View):
    """Names in columns and lines between them; arrows go to the nearest name that way."""

    def __init__(self) -> None:
        super().__init__()
        self._drawing: drawn.Drawing | None = None

    def begin(self, chosen: str) -> None:
        """Start from the top, nothing drawn yet."""
        super().begin(chosen)
        self._drawing = None

    def lines(self, seen: Seen, cells: int, rows: int) -> list[Line]:
        """The map where it fits, else its layers without the lines between them."""
        room = drawn.name_room(seen.layout, seen.scene, cells)
        if room is not None and seen.layout.height <= rows:
            airy = 2 * seen.layout.height - 1 <= rows
            drawing = drawn.draw(seen.layout, seen.scene, room, airy=airy)
        else:
            drawing = strata.draw(seen.known, seen.scene, cells)
        self._drawing = drawing
        _, y = drawing.at.get(seen.chosen, (0, 0))
        self.top = scrolled(self.top, y, rows, len(drawing.lines))
        return list(drawing.lines[self.top : self.top + rows])

    def step(self, seen: Seen, dx: int, dy: int) -> str:
        """The nearest manager in a direction, so many times."""
        chosen = seen.chosen
        if self._drawing is not None and self._drawing.at:
            for _ in range(min(abs(dx + dy), len(self._drawing.at))):
                chosen = self._drawing.beside(chosen, dx, dy)
        return chosen

    def leap(self, seen: Seen, by: int) -> str:
        """To an end of the column."""
        return self.step(seen, 0, by * FAR)

    def end(self, seen: Seen, side: int) -> str:
        """The most fundamental manager, or the one that least rests on."""
        return stepped(seen.known.connected(), seen.chosen, side * FAR)
