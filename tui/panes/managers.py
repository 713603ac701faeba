"""Managers: who depends on whom, and how that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from tui.panes.rows import Row, RowsPane, Table

if TYPE_CHECKING:
    from backend.model.ecosystem import Ecosystem
    from tui.readings import Picture


class ManagersPane(RowsPane):
    """Pane 1."""

    NAME: ClassVar = "managers"
    TITLE: ClassVar = "MANAGERS"
    PROBES: ClassVar = ("managers",)

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """One row a manager."""
        ecosystem = cast("Ecosystem", picture.held["managers"].value)
        table = [
            Row(
                item.name,
                (
                    (item.name, "text"),
                    (f"  Ca {item.coupling.afferent} Ce {item.coupling.efferent}", "dim"),
                ),
            )
            for item in ecosystem.managers
        ]
        return Table("fine", f"{len(table)} managers", table)
