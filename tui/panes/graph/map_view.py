"""The layered map, of all managers or of those near one; where it has no room, its layers."""

from __future__ import annotations

from dataclasses import replace
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
        """The map, or where there is no room its layers without the lines between them."""
        layout = seen.layout
        room = drawn.name_room(layout, seen.scene, cells) if layout is not None else None
        if layout is not None and room is not None:
            airy = 2 * layout.height - 1 <= rows
            self._drawing = drawn.draw(layout, seen.scene, room, cells, airy=airy)
        else:
            self._drawing = strata.draw(seen.known, seen.scene, cells)
        _, y = self._drawing.at.get(seen.chosen, (0, 0))
        self.page, self.total = rows, len(self._drawing.lines)
        self.top = scrolled(self.top, y, rows, self.total)
        return list(self._drawing.lines[self.top : self.top + rows])

    def step(self, seen: Seen, dx: int, dy: int) -> str:
        """The nearest manager in a direction, so many times; those filtered out are passed by."""
        chosen = seen.chosen
        if self._drawing is None:
            return chosen
        at = {
            name: place
            for name, place in self._drawing.at.items()
            if seen.scene.keeps(name) or name == chosen
        }
        drawing = replace(self._drawing, at=at)
        for _ in range(min(abs(dx + dy), len(at))):
            chosen = drawing.beside(chosen, dx, dy)
        return chosen

    def leap(self, seen: Seen, by: int) -> str:
        """To an end of the column."""
        return self.step(seen, 0, by * FAR)

    def end(self, seen: Seen, side: int) -> str:
        """The most fundamental manager, or the one that least rests on."""
        names = [name for name in seen.known.connected() if seen.scene.keeps(name)]
        return stepped(names, seen.chosen, side * FAR)
