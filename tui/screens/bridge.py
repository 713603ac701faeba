"""The bridge: the panes together, one at a time where there is little room, or one on all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widgets import Input

from tui.actions import PANE, PANES, bindings
from tui.panes.consolidation import ConsolidationPane
from tui.panes.events import EventsPane
from tui.panes.findings import FindingsPane
from tui.panes.host import HostPane
from tui.panes.latency import LatencyPane
from tui.panes.managers import ManagersPane
from tui.panes.migration import MigrationPane
from tui.panes.plans import PlansPane
from tui.panes.qdrant import QdrantPane
from tui.panes.raci import RaciPane
from tui.panes.rows import RowsPane
from tui.screens.frame import Status, footer, header, ticker, verdicts
from tui.screens.toast import Toasts
from tui.widgets.canvas import Canvas, Look

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key
    from textual.geometry import Size
    from textual.widget import Widget

    from tui.panes.pane import Pane
    from tui.readings import Picture

_COLUMNS: dict[str, tuple[type[Pane], ...]] = {
    "left": (ManagersPane, MigrationPane),
    "right": (RaciPane, LatencyPane),
    "side": (QdrantPane, HostPane, PlansPane, FindingsPane, EventsPane, ConsolidationPane),
}
_FOUR = ("managers", "raci", "migration", "latency")
_SIDE = ("qdrant", "host", "findings", "events")
_BOTH_WAYS = (100, 28)
_SIDE_TOO = (180, 42)


class Bridge(Screen[None], inherit_bindings=False):
    """Lays the panes out and knows which of them has the keys."""

    BINDINGS: ClassVar = bindings(PANE)
    AUTO_FOCUS: ClassVar = ""
    CSS: ClassVar = """
    Bridge { background: $background; overflow: hidden; }
    #columns { height: 1fr; }
    #left, #right, #side { width: 1fr; }
    #left { width: 13fr; }
    #right { width: 12fr; }
    #side { width: 11fr; }
    #right, #side { border-left: solid $panel; }
    Bridge.ascii #right, Bridge.ascii #side { border-left: ascii $panel; }
    #columns.single #right, #columns.single #side { border-left: none; }
    #managers, #raci { height: 58%; }
    #migration, #latency { height: 42%; }
    #columns.single Pane { height: 1fr; }
    .line { height: 1; }
    #filter { height: 1; border: none; padding: 0 1; background: $background; }
    """

    # Textual repaints the whole screen when the focus moves: tens of kilobytes for two titles.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.set_class(look.ascii_only, "ascii")
        self.look = look
        self.current = _FOUR[0]
        self.zoomed = False
        self.toasts = Toasts()
        self._picture: Picture | None = None
        self._status: Status | None = None
        self._panes: dict[str, Pane] = {}
        self._lines: dict[str, Canvas] = {}
        self._layout: tuple[Size, bool, frozenset[str]] | None = None

    def compose(self) -> ComposeResult:
        """Header, panes in their columns, events, keys."""
        yield self._line("header")
        yield self._line("verdicts")
        with Horizontal(id="columns"):
            for name, kinds in _COLUMNS.items():
                with Vertical(id=name):
                    for kind in kinds:
                        pane = kind(self.look)
                        self._panes[kind.NAME] = pane
                        yield pane
        yield self._line("ticker")
        entry = Input(
            id="filter", placeholder="text to look for, ! before it for all others", compact=True
        )
        entry.cursor_blink = False
        entry.display = False
        yield entry
        yield self._line("footer")

    def on_mount(self) -> None:
        """Start with the first pane."""
        self.lay_out()

    def on_resize(self) -> None:
        """Choose the layout for the new size."""
        self.lay_out()

    def draw(self, picture: Picture, status: Status) -> None:
        """Show a new picture in every pane that is in sight."""
        self._picture, self._status = picture, status
        cells = self.size.width
        if not cells:
            return
        self._lines["header"].show([header(status, picture, cells)])
        for pane in self._panes.values():
            if pane.display and pane.parent is not None and pane.size.width:
                pane.draw(picture)
            elif self._lines["verdicts"].display:
                pane.judge(picture)
        if self._lines["verdicts"].display:
            self._lines["verdicts"].show(
                [verdicts([self._panes[name] for _, name, _ in PANES], self.current, cells)]
            )
        toast = self.toasts.line(status.clock, cells)
        if self._lines["ticker"].display != (shown := self._has_ticker(toast is not None)):
            self._lines["ticker"].display = shown
        self._lines["ticker"].show([toast if toast is not None else ticker(picture, cells)])
        self._lines["footer"].show(
            [footer(self._panes[self.current], zoomed=self.zoomed, cells=cells)]
        )

    def lay_out(self) -> None:
        """Show the panes that the size and the choice of the user ask for."""
        single = self._single()
        wide = self.size.width >= _SIDE_TOO[0] and self.size.height >= _SIDE_TOO[1]
        shown = {self.current} if single else {*_FOUR, *(_SIDE if wide else ())}
        for column, kinds in _COLUMNS.items():
            names = {kind.NAME for kind in kinds} & shown
            self.query_one(f"#{column}").display = bool(names)
            for kind in kinds:
                self._panes[kind.NAME].display = kind.NAME in names
        self.query_one("#columns").set_class(single, "single")
        self._lines["verdicts"].display = single and not self.zoomed
        toast = self._status and self.toasts.line(self._status.clock, self.size.width)
        self._lines["ticker"].display = self._has_ticker(toast is not None)
        if not self.query_one("#filter").display:
            self.set_focus(self._panes[self.current], scroll_visible=False)
        layout = (self.size, self.zoomed, frozenset(shown))
        if layout == self._layout:
            self._again()
        else:
            self._layout = layout
            self.call_after_refresh(self._again)

    def _has_ticker(self, is_news: bool) -> bool:
        """The line of what happened: always but for little room, and for news even then."""
        return is_news or (not self.zoomed and self.size.height >= 20)

    def redraw(self) -> None:
        """Draw every cell again, after a change of theme."""
        for canvas in self.query(Canvas):
            canvas.refresh()

    def _again(self) -> None:
        if self._picture is not None and self._status is not None:
            self.draw(self._picture, self._status)

    def _single(self) -> bool:
        fits = self.size.width >= _BOTH_WAYS[0] and self.size.height >= _BOTH_WAYS[1]
        wide = self.size.width >= _SIDE_TOO[0] and self.size.height >= _SIDE_TOO[1]
        together = (*_FOUR, *_SIDE) if wide else _FOUR
        return self.zoomed or not fits or self.current not in together

    def _line(self, name: str) -> Canvas:
        self._lines[name] = Canvas(self.look, id=name)
        self._lines[name].add_class("line")
        return self._lines[name]

    def action_open_pane(self, name: str) -> None:
        """Give a pane the keys; one that has no place on the bridge gets the whole screen."""
        self.current = name
        self.lay_out()

    def action_next_pane(self, by: int) -> None:
        """Give the next (1) or previous (-1) pane the keys."""
        names = [name for _, name, _ in PANES]
        self.action_open_pane(names[(names.index(self.current) + by) % len(names)])

    def action_zoom(self) -> None:
        """Show the current pane on the full screen."""
        self.zoomed = True
        self.lay_out()

    def action_back(self) -> None:
        """Leave what was entered last: the filter, the pane's selection, the full screen."""
        pane = self._panes[self.current]
        if isinstance(pane, RowsPane) and pane.filter_text:
            self.query_one("#filter", Input).value = ""
            pane.set_filter("")
        elif not pane.leave():
            self.zoomed = False
            if self.current not in _FOUR:
                self.current = _FOUR[0]
            self.lay_out()

    def action_filter(self) -> None:
        """Ask for a text that rows must hold."""
        pane = self._panes[self.current]
        if isinstance(pane, RowsPane):
            entry = self.query_one("#filter", Input)
            entry.value = pane.filter_text
            self._show_filter(True)
            self.set_focus(entry)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while the text is typed."""
        pane = self._panes[self.current]
        if isinstance(pane, RowsPane):
            pane.set_filter(event.value)

    def on_input_submitted(self) -> None:
        """Keep the filter and give the keys back to the rows."""
        self._close_filter()

    def on_key(self, event: Key) -> None:
        """Turning back while typing drops the filter."""
        entry = self.query_one("#filter", Input)
        if entry.display and event.key in self.look.keymap.keys("turn-back"):
            event.stop()
            event.prevent_default()
            entry.value = ""
            self._close_filter()

    def _show_filter(self, shown: bool) -> None:
        """The entry takes the place of the keys, so that no pane moves."""
        self.query_one("#filter").display = shown
        self._lines["footer"].display = not shown

    def _close_filter(self) -> None:
        self._show_filter(False)
        self.set_focus(self._panes[self.current], scroll_visible=False)
