"""What stands in a pane's place at the first paint, which does not wait for its module."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.panes.pane import Pane
from tui.panes.states import Body, loading

if TYPE_CHECKING:
    from tui.readings import Picture
    from tui.widgets.canvas import Look


class Waiting(Pane):
    """A pane's title, and that nothing is known yet."""

    PROBES: ClassVar = ()

    def __init__(self, look: Look, name: str) -> None:
        self.NAME = name  # type: ignore[misc]  # one class stands for them all
        super().__init__(look)

    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Nothing."""
        return loading(self.PROBES, picture.gone)
