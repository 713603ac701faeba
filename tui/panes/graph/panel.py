"""What stands beside or below the graph: all about the chosen manager, or how to choose one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.graph import detail
from tui.panes.graph.standing import standing
from tui.widgets.marks import counted
from tui.widgets.text import Line, words

if TYPE_CHECKING:
    from tui.panes.graph.network import Network
    from tui.panes.graph.prepared import Prepared
    from tui.readings import Picture


def side_panel(graph: Prepared, chosen: str, picture: Picture, cells: int, rows: int) -> list[Line]:
    """Lines for the room beside the graph."""
    known = graph.known
    if chosen in graph.boxes:
        return _box(graph.boxes[chosen], known, chosen)[:rows]
    if chosen:
        found, about = detail.beside(known, chosen, cells), standing(picture, chosen, cells)
        # What other panes know of it comes before the last of its dependencies.
        return [*found[: max(0, rows - len(about))], *about][:rows]
    return [
        words(" arrows choose a manager", "dim"),
        (),
        *detail.listed("tied to no other", known.alone(), cells, rows // 2),
        (),
        *detail.most_used(known, rows // 3),
    ]


def lines_below(known: Network, chosen: str, cells: int, rows: int) -> list[Line]:
    """Lines for the little room below it."""
    if chosen:
        return detail.below(known, chosen, cells)[:rows]
    return detail.listed("tied to no other", known.alone(), cells, rows)


def _box(members: tuple[str, ...], known: Network, name: str) -> list[Line]:
    """What a closed box holds."""
    return [
        words(f" {counted(len(members), 'manager')} in a cycle", "act"),
        detail.figures(known, name),
        words(" Enter opens the box, Esc closes it again", "dim"),
        (),
        *(words(f"  {one}") for one in members),
        (),
        words(f" used by {len(known.used_by(name))}", "title"),
        *(words(f"  {one}") for one in known.used_by(name)),
        words(f" uses {len(known.uses(name))}", "title"),
        *(words(f"  {one}") for one in known.uses(name)),
    ]
