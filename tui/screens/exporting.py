"""What of a pane can be written, and in which formats."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.exports.sheet import FORMATS

if TYPE_CHECKING:
    from tui.panes.pane import Pane

Made = tuple[str, str]
"""A file's name and its text."""


def formats(pane: Pane, picture_of_screen: Callable[[], str]) -> dict[str, Callable[[], Made]]:
    """By name, what makes the file; nothing is made before it is chosen.

    Args:
        pane: Whose rows and drawings are offered.
        picture_of_screen: Makes an SVG of all that is to be seen.
    """
    made: dict[str, Callable[[], Made]] = {}
    sheet = pane.sheet()
    if sheet is not None:
        stem = sheet.name.replace(" ", "-")
        for name, (ending, write) in FORMATS.items():
            made[name] = lambda ending=ending, write=write: (  # type: ignore[misc]
                f"{stem}.{ending}",
                write(sheet),
            )
    for name, (file, draw) in pane.drawings().items():
        made[name] = lambda file=file, draw=draw: (file, draw())  # type: ignore[misc]
    made["SVG of the screen"] = lambda: (f"{pane.NAME}.svg", picture_of_screen())
    return made
