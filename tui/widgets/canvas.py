"""A widget that draws lines and sends only the cells that changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from rich.segment import Segment
from textual.events import Resize
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from tui.keymap import Keymap
from tui.theme import Palette
from tui.widgets.ascii import ascii_only
from tui.widgets.text import Line, clean, crop_line, line_width, width


@dataclass
class Look:
    """How everything on screen is drawn at present, and the keys that it tells of.

    One object that all widgets share.
    """

    palette: Palette
    ascii_only: bool = False
    keymap: Keymap = field(default_factory=Keymap)


def changed_cells(old: Line, new: Line) -> tuple[int, int] | None:
    """First cell that differs and the one after the last, or None where all look the same.

    Lines of different width differ to the end of the longer one.
    """
    if old == new:
        return None
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    start = line_width(new[:same])
    old_rest, new_rest = old[same:], new[same:]
    old_end, end = start + line_width(old_rest), start + line_width(new_rest)
    start += _alike(old_rest[:1], new_rest[:1])
    if old_end != end:
        return start, max(old_end, end)
    while old_rest and new_rest and old_rest[-1] == new_rest[-1]:
        end -= width(new_rest[-1][0])
        old_rest, new_rest = old_rest[:-1], new_rest[:-1]
    end -= _alike(old_rest[-1:], new_rest[-1:], step=-1)
    return (start, end) if start < end else None


def _alike(old: Line, new: Line, step: int = 1) -> int:
    """Cells that two spans have in common at their beginning or, by steps of -1, at their end.

    Told only where each sign takes one cell.
    """
    for (before, role), (after, other) in zip(old, new, strict=False):
        if role == other and before.isascii() and after.isascii():
            pairs = enumerate(zip(before[::step], after[::step], strict=False))
            differs = (at for at, (one, another) in pairs if one != another)
            return next(differs, min(len(before), len(after)))
    return 0


class Canvas(Widget):
    """Shows lines; `show` compares them with those before and redraws only what differs."""

    DEFAULT_CSS = "Canvas { height: 1fr; width: 1fr; }"
    ALLOW_SELECT = False

    def __init__(self, look: Look, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id, classes=classes)
        self.look = look
        self.lines: tuple[Line, ...] = ()
        self._given: tuple[Line, ...] = ()
        self._cells = 0

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Take a new size and draw for it, in time for the very frame that shows the new layout.

        Textual's own message of it comes after that frame, which would be a blank one. Nothing here
        scrolls, so that no layout has to be worked out again for it.
        """
        changed = super()._size_updated(size, virtual_size, container_size, layout=False)
        # What was drawn while it was hidden was drawn for no width at all.
        if changed or self.size.width != self._cells:
            self.resized()
        return changed

    def on_resize(self, _: Resize) -> None:
        """Draw where a hidden widget has come back in the size that it had before."""
        self.resized()

    def resized(self) -> None:
        """Show the same in the new width."""
        self.show(self._given)

    def show(self, lines: Sequence[Line]) -> None:
        """Put lines on screen, cropped to the widget's width."""
        given, before, cells = self._given, self.lines, self.size.width
        # The same line, the very object, is the same picture: most lines of most updates.
        known = len(given) if cells == self._cells else 0
        self._given, self._cells = tuple(lines), cells
        self.lines = tuple(
            before[y] if y < known and line is given[y] else crop_line(line, cells)
            for y, line in enumerate(self._given)
        )
        regions = []
        for y, (old, new) in enumerate(zip_longest(before, self.lines, fillvalue=())):
            changed = None if old is new else changed_cells(old, new)
            if changed:
                regions.append(Region(changed[0], y, changed[1] - changed[0], 1))
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """One row of the widget."""
        palette, cells = self.look.palette, self.size.width
        line = self.lines[y] if y < len(self.lines) else ()
        segments = []
        for text, role in line:
            shown = clean(text)
            if self.look.ascii_only:
                shown = ascii_only(shown)
            segments.append(Segment(shown, palette.style(role)))
        return Strip(segments).adjust_cell_length(cells, palette.style(""))
