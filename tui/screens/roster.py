"""The panes by name: each is imported and made when it is first needed.

Before the first paint that is never: what has nothing to show yet needs no more than its title.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tui.panes.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tui.panes.pane import Pane
    from tui.widgets.canvas import Look

_KINDS = {
    "bridge": ("tui.panes.bridge", "BridgePane"),
    "graph": ("tui.panes.graph.pane", "GraphPane"),
    "raci": ("tui.panes.raci", "RaciPane"),
    "redundancy": ("tui.panes.redundancy.pane", "RedundancyPane"),
    "consolidation": ("tui.panes.consolidation", "ConsolidationPane"),
    "migration": ("tui.panes.migration", "MigrationPane"),
    "latency": ("tui.panes.latency", "LatencyPane"),
    "qdrant": ("tui.panes.qdrant", "QdrantPane"),
    "plans": ("tui.panes.plans", "PlansPane"),
    "events": ("tui.panes.events", "EventsPane"),
    "findings": ("tui.panes.findings", "FindingsPane"),
    "host": ("tui.panes.host", "HostPane"),
}
"""The module and the class of each."""


class Roster:
    """Every pane there is, in the order of its keys.

    Attributes:
        open: Whether panes are made; until then something waiting stands for each.
    """

    def __init__(self, look: Look) -> None:
        self.open = False
        self._look = look
        self._made: dict[str, Pane] = {}
        self._views: dict[str, str] = {}

    def __getitem__(self, name: str) -> Pane:
        """The pane of that name."""
        if name not in self._made:
            self._made[name] = self._make(name) if self.open else Waiting(self._look, name)
        return self._made[name]

    def _make(self, name: str) -> Pane:
        """A pane that begins with the view that it was left with."""
        module, kind = _KINDS[name]
        pane: Pane = getattr(import_module(module), kind)(self._look)
        pane.begin_with(self._views.get(name, ""))
        return pane

    def begin(self) -> None:
        """Have the panes themselves from now on."""
        self.open = True
        self._made.clear()

    def made(self, name: str) -> Pane | None:
        """The pane of that name where it was needed before."""
        return self._made.get(name)

    def every(self) -> list[Pane]:
        """All of them."""
        return [self[name] for name in _KINDS]

    def names(self) -> Iterable[str]:
        """All names."""
        return _KINDS

    def begin_with(self, views: Mapping[str, str]) -> None:
        """Have panes begin with these views; those that were made already stay as they are."""
        self._views = dict(views)

    def views(self) -> dict[str, str]:
        """The present view of each pane that has several."""
        made = {name: pane.view for name, pane in self._made.items()}
        return {name: view for name, view in {**self._views, **made}.items() if view}
