"""What stands beside or below the graph: all about the chosen manager, or how to choose one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.panes.graph import detail
from tui.panes.graph.shape import SIDE_ROOM
from tui.panes.graph.standing import standing
from tui.widgets.marks import counted
from tui.widgets.text import Line, line_width, spread, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.panes.graph.prepared import Prepared
    from tui.readings import Picture


class Room(NamedTuple):
    """The room there is.

    Attributes:
        key: The one that shows all of what is cut here.
    """

    cells: int
    rows: int
    key: str


_LEAST_PANEL = 8
"""Rows from which on all about a manager has room below the graph, in columns."""


def all_about(graph: Prepared, chosen: str, picture: Picture, cells: int) -> list[Line]:
    """Everything that is known of a manager or a box, however long that is."""
    if chosen in graph.boxes:
        return _box(graph, chosen, cells)
    known = graph.known
    about = standing(picture, chosen, cells)
    return [*detail.beside(known, chosen), *about, *detail.ties(known, chosen, cells)]


def _about(graph: Prepared, chosen: str, picture: Picture, room: Room) -> list[Line]:
    """As much of it as there is room for."""
    if chosen in graph.boxes:
        return cut(_box(graph, chosen, room.cells), room)
    known, about = graph.known, standing(picture, chosen, room.cells)
    first = [*detail.beside(known, chosen), *detail.ties(known, chosen, room.cells, 1)]
    # What other panes know of it comes before the last of its dependencies, not before its name.
    about, beyond = about[: room.rows // 2], len(about[room.rows // 2 :])
    return [*cut(first, room._replace(rows=room.rows - len(about)), beyond), *about]


def side_panel(graph: Prepared, chosen: str, picture: Picture, room: Room) -> list[Line]:
    """Lines for the room beside the graph."""
    if chosen:
        return _about(graph, chosen, picture, room)
    known = graph.known
    return [
        words(" arrows choose a manager", "dim"),
        (),
        *detail.alone(known, room.cells, room.rows // 2),
        (),
        *detail.most_used(known, room.rows // 3),
    ]


def lines_below(graph: Prepared, chosen: str, picture: Picture, room: Room) -> list[Line]:
    """Lines for the room below it: all about a manager in columns, or the least of it."""
    if not chosen:
        return detail.alone(graph.known, room.cells, room.rows)
    if room.rows < _LEAST_PANEL:
        return detail.below(graph.known, chosen, room.cells)[: room.rows]
    across = max(1, room.cells // (SIDE_ROOM + 1))
    told = _about(graph, chosen, picture, Room(SIDE_ROOM, room.rows * across, room.key))
    return [_in_columns(told[row :: room.rows]) for row in range(min(room.rows, len(told)))]


def _in_columns(parts: Sequence[Line]) -> Line:
    return tuple(span for part in parts for span in (*spread(part, (), SIDE_ROOM), (" ", "")))


def cut(lines: Sequence[Line], room: Room, beyond: int = 0) -> list[Line]:
    """As many lines as there is room for; the last one says what is left out.

    Args:
        lines: All of them.
        room: What there is.
        beyond: Lines that are left out elsewhere.
    """
    while lines and not line_width(lines[-1]):
        lines = lines[:-1]
    if len(lines) <= room.rows and not beyond:
        return list(lines)
    kept = lines[: max(0, room.rows - 1)]
    more = counted(len(lines) - len(kept) + beyond, "more line")
    return [*kept, words(f" … {more}: {room.key} shows all", "accent")]


def _box(graph: Prepared, name: str, cells: int) -> list[Line]:
    """What a closed box holds, the dependencies within it included."""
    members, known = graph.boxes[name], graph.known
    return [
        words(f" {counted(len(members), 'manager')} in a cycle", "act"),
        detail.figures(known, name),
        words(" Enter opens the box, Esc closes it again", "dim"),
        (),
        *(words(f"  {one}") for one in members),
        (),
        words(" within", "title"),
        *detail.within(graph.whole, members, cells),
        *detail.ties(known, name, cells, 1),
    ]
