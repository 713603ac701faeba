"""By what managers can be put in order, and that order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.columns import Column, ordered

if TYPE_CHECKING:
    from tui.panes.columns import Scalar, Sorting
    from tui.panes.graph.network import Network

COLUMNS = (
    Column("MANAGER", telling=True),
    Column("LAYER"),
    Column("USES"),
    Column("USED BY"),
    Column("INSTABILITY"),
    Column("SCORE"),
    Column("FILES"),
    Column("LINES"),
)


def values(known: Network, name: str) -> tuple[Scalar, ...]:
    """What a manager has in each of `COLUMNS`; uses are those that are not switched off."""
    one = known.managers[name]
    return (
        name,
        one.layer,
        len(known.uses(name)),
        len(known.used_by(name)),
        one.coupling.instability,
        one.score.value if one.score else None,
        one.files,
        one.lines,
    )


def order(known: Network, by: Sorting) -> list[str]:
    """All managers in the order of a column.

    Without a column those come first that others rest on, so that an acyclic matrix has all its
    marks at one side of the diagonal, and those that nothing ties to others come last.
    """
    names = [*known.connected(), *known.alone()]
    if not by.column:
        return names
    return ordered([(values(known, name), name) for name in names], COLUMNS, by)


def figure(known: Network, name: str, by: Sorting) -> str:
    """The value by which a manager stands where it does; empty where that is its name."""
    place = next((at for at, one in enumerate(COLUMNS) if one.head == by.column), 0)
    value = values(known, name)[place]
    if place == 0:
        return ""
    if value is None:
        return "n/a"
    return f"{value:.2f}" if isinstance(value, float) else f"{value:,}"
