"""The bridge: the panes together, one at a time where there is little room, or one on all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.containers import Horizontal
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widgets import Input

from tui.actions import PANE, PANES, bindings
from tui.panes.asking import Choose, Copied, Exported, Said
from tui.panes.bridge import BridgePane, Told
from tui.panes.consolidation import ConsolidationPane
from tui.panes.events import EventsPane
from tui.panes.findings import FindingsPane
from tui.panes.graph.pane import GraphPane
from tui.panes.host import HostPane
from tui.panes.latency import LatencyPane
from tui.panes.migration import MigrationPane
from tui.panes.plans import PlansPane
from tui.panes.qdrant import QdrantPane
from tui.panes.raci import RaciPane
from tui.panes.redundancy.pane import RedundancyPane
from tui.panes.sifted import SiftedPane
from tui.screens.arrangement import PRESETS, Arrangement, Panes, Regions, alone, together
from tui.screens.frame import Status, footer, header, ticker, verdicts
from tui.screens.toast import Toasts
from tui.screens.trail import Place, Trail
from tui.widgets.canvas import Canvas, Look
from tui.widgets.text import spread

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key
    from textual.geometry import Size
    from textual.widget import Widget

    from tui.memory import Arranged
    from tui.panes.asking import Jump
    from tui.panes.leads import Lead
    from tui.panes.pane import Pane
    from tui.readings import Picture

_KINDS: tuple[type[Pane], ...] = (
    BridgePane,
    GraphPane,
    RaciPane,
    RedundancyPane,
    ConsolidationPane,
    MigrationPane,
    LatencyPane,
    QdrantPane,
    PlansPane,
    EventsPane,
    FindingsPane,
    HostPane,
)
_HOME = "bridge"


class Bridge(Screen[None], inherit_bindings=False):
    """Lays the panes out and knows which of them has the keys."""

    BINDINGS: ClassVar = bindings(PANE)
    AUTO_FOCUS: ClassVar = ""
    CSS: ClassVar = """
    Bridge { background: $background; overflow: hidden; }
    Pane.inner { border-left: solid $panel; }
    Bridge.ascii Pane.inner { border-left: ascii $panel; }
    .line { height: 1; }
    #prompt { height: auto; }
    #found { width: 48; max-width: 60%; }
    #filter { width: 1fr; height: 1; border: none; padding: 0 1; background: $background; }
    """

    # Textual repaints the whole screen when the focus moves: tens of kilobytes for two titles.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.set_class(look.ascii_only, "ascii")
        self.look = look
        self.current = _HOME
        self.zoomed = False
        self.preset = next(iter(PRESETS))
        self.toasts = Toasts()
        self._trail = Trail()
        self._views: dict[str, str] = {}
        self._regions = Regions(alone(_HOME))
        self._picture: Picture | None = None
        self._status: Status | None = None
        self._panes: dict[str, Pane] = {}
        self._lines: dict[str, Canvas] = {}
        self._layout: tuple[Size, Arrangement] | None = None

    def compose(self) -> ComposeResult:
        """Header, panes, events, keys."""
        yield self._line("header")
        yield self._line("verdicts")
        with Panes(self._regions, id="panes"):
            for kind in _KINDS:
                pane = kind(self.look)
                self._panes[kind.NAME] = pane
                yield pane
        yield self._line("ticker")
        entry = Input(
            id="filter", placeholder="text, ~letters, /expression/, ! before for all others",
            compact=True,
        )  # fmt: skip
        entry.cursor_blink = False
        entry.display = False
        with Horizontal(id="prompt"):
            yield entry
            found = self._line("found")
            found.display = False
            yield found
        yield self._line("footer")

    def on_mount(self) -> None:
        """Start with the pane and the views that the user left."""
        for name, view in self._views.items():
            if name in self._panes:
                self._panes[name].begin_with(view)
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
        overview = cast("BridgePane", self._panes[_HOME])
        told = overview.display or self._lines["verdicts"].display
        for pane in self._panes.values():
            if pane is overview:
                continue
            if pane.display and pane.size.width:
                pane.draw(picture)
            elif told:
                pane.judge(picture)
        arrangement = self._regions.arrangement
        names = arrangement.names()
        overview.tell(
            [
                Told(pane.key(), pane.NAME, *pane.verdict)
                for pane in self._panes.values()
                if pane is not overview
            ],
            [self._panes[name] for name in names - {_HOME}] if arrangement.strip else (),
        )
        if overview.display and overview.size.width:
            overview.draw(picture)
        elif told:
            overview.judge(picture)
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

    def begin_as(self, kept: Arranged) -> None:
        """Begin as the user left it, as far as there still is such a thing; before mounting."""
        if kept.preset in PRESETS:
            self.preset = kept.preset
        if any(name == kept.pane for _, name, _ in PANES):
            self.current, self.zoomed = kept.pane, kept.zoomed
        self._views = dict(kept.views)

    def arranged(self) -> Arranged:
        """The layout as it is now."""
        from tui.memory import Arranged as Kept  # noqa: PLC0415 (only at the end)

        views = {name: getattr(pane, "view", "") for name, pane in self._panes.items()}
        kept = tuple((name, view) for name, view in sorted(views.items()) if view)
        return Kept(self.preset, self.current, self.zoomed, kept)

    def lay_out(self) -> None:
        """Show the panes that the size and the choice of the user ask for."""
        arrangement = self._arrangement()
        shown = arrangement.names()
        single = len(shown) == 1
        layout = (self.size, arrangement)
        if layout != self._layout:
            self._regions.arrangement = arrangement
            for name, pane in self._panes.items():
                pane.display = name in shown
            for name, region in arrangement.regions(*self.size).items():
                self._panes[name].set_class(region.x > 0, "inner")
            self.query_one("#panes").refresh(layout=True)
        self._lines["verdicts"].display = single and not self.zoomed and self.current != _HOME
        toast = self._status and self.toasts.line(self._status.clock, self.size.width)
        self._lines["ticker"].display = self._has_ticker(toast is not None)
        if not self.query_one("#filter").display:
            self.set_focus(self._panes[self.current], scroll_visible=False)
        if layout == self._layout:
            self._again()
        else:
            self._layout = layout
            self.call_after_refresh(self._again)

    def _arrangement(self) -> Arrangement:
        """The bridge where the current pane has a place on it, else that pane alone."""
        bridge = together(self.preset, *self.size)
        return bridge if self.current in bridge.names() and not self.zoomed else alone(self.current)

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

    def _line(self, name: str) -> Canvas:
        self._lines[name] = Canvas(self.look, id=name)
        self._lines[name].add_class("line")
        return self._lines[name]

    def action_open_pane(self, name: str) -> None:
        """Give a pane the keys where it is in sight; the full screen where it has them already."""
        again = name == self.current and name != _HOME
        self._go(Place(name, zoomed=name != _HOME and (self.zoomed or again)))

    def action_next_pane(self, by: int) -> None:
        """Give the next (1) or previous (-1) pane the keys."""
        names = [name for _, name, _ in PANES]
        name = names[(names.index(self.current) + by) % len(names)]
        self._go(Place(name, zoomed=self.zoomed and name != _HOME))

    def on_jump(self, jump: Jump) -> None:
        """Go where a pane leads."""
        zoomed = jump.alone or self.zoomed
        self._go(Place(jump.pane, zoomed, jump.subject, jump.among))

    def action_jump(self) -> None:
        """Go along what is under the cursor to what other panes know of it."""
        pane = self._panes[self.current]
        leads = self._leads(pane)
        if not leads:
            self.post_message(Said("no other pane knows more of what is under the cursor"))
            return
        offers = {f"{self._panes[one.pane].key()} {one.pane:<13} {one.told}": one for one in leads}

        def go(taken: str) -> None:
            one = offers[taken]
            zoomed = self.zoomed or one.pane not in self._regions.arrangement.names()
            self._go(Place(one.pane, zoomed, one.subject, one.among))

        if len(offers) == 1:
            go(next(iter(offers)))
        else:
            self.post_message(Choose("go to", list(offers), go))

    def _leads(self, pane: Pane) -> list[Lead]:
        """Where what is under the cursor of a pane leads, without what it shows itself."""
        picture = self._picture
        if picture is None:
            return []
        from tui.panes.leads import collection_leads, manager_leads, probe_leads  # noqa: PLC0415

        concerns = pane.concerns()
        found = [lead for one in concerns for lead in manager_leads(picture, one)]
        found += collection_leads(picture, concerns)
        found += [lead for one in concerns for lead in probe_leads(self._panes.values(), one)]
        return [one for one in dict.fromkeys(found) if one.pane != pane.NAME]

    def action_travel(self, by: int) -> None:
        """Go back (-1) to where the user was before, or forward (1) again."""
        place = self._trail.step(self._here(), by)
        if place is not None:
            self._show_place(place)

    def _here(self) -> Place:
        pane = self._panes[self.current]
        among = pane.filter_text if isinstance(pane, SiftedPane) else ""
        return Place(self.current, self.zoomed, pane.subject(), among)

    def _go(self, place: Place) -> None:
        if place.pane != self.current or place.subject or place.among:
            self._trail.leave(self._here())
        self._show_place(place)

    def _show_place(self, place: Place) -> None:
        self.current, self.zoomed = place.pane, place.zoomed
        pane = self._panes[place.pane]
        if place.subject:
            pane.look_at(place.subject)
        if place.among and isinstance(pane, SiftedPane):
            pane.set_filter(place.among)
        self.lay_out()

    def action_preset(self) -> None:
        """Put the next four panes on the bridge."""
        names = list(PRESETS)
        self.preset = names[(names.index(self.preset) + 1) % len(names)]
        self._show_place(Place(_HOME))

    def action_enter(self) -> None:
        """Open what is under the cursor; where the pane has nothing to open, the pane itself."""
        is_alone = len(self._regions.arrangement.names()) == 1
        if not self._panes[self.current].enter(alone=is_alone) and self.current != _HOME:
            self.zoomed = True
            self.lay_out()

    def action_zoom(self) -> None:
        """Show the current pane on the full screen, or again as it was."""
        self.zoomed = not self.zoomed and self.current != _HOME
        self.lay_out()

    def action_back(self) -> None:
        """Leave what was entered last: the filter, the pane's selection, the full screen."""
        pane = self._panes[self.current]
        if isinstance(pane, SiftedPane) and pane.filter_text:
            self.query_one("#filter", Input).value = ""
            pane.set_filter("")
        elif not pane.leave():
            self.zoomed = False
            if self.current not in together(self.preset, *self.size).names():
                self.current = _HOME
            self.lay_out()

    def action_copy(self, whole: bool = False) -> None:
        """Copy what is under the current pane's cursor, or all that is known of it."""
        pane = self._panes[self.current]
        text = pane.copied(whole=whole)
        if text:
            self.post_message(Copied(text, text.splitlines()[0].strip()))
        else:
            self.post_message(Said("there is nothing under the cursor to copy"))

    def action_export(self) -> None:
        """Ask in which format, then write what is on the current pane."""
        from tui.screens.exporting import formats  # noqa: PLC0415 (first paint does not need it)

        pane = self._panes[self.current]
        made = formats(pane, self.app.export_screenshot)

        def chosen(name: str) -> None:
            # The question has to be off the screen before that is drawn.
            self.call_after_refresh(lambda: self.post_message(Exported(*made[name]())))

        self.post_message(Choose(f"write what is on {pane.NAME} as", list(made), chosen))

    def action_filter(self) -> None:
        """Ask for a text that rows must hold."""
        pane = self._panes[self.current]
        if isinstance(pane, SiftedPane):
            entry = self.query_one("#filter", Input)
            entry.value = pane.filter_text
            self._show_filter(True)
            self.call_after_refresh(self._tell_found, pane)
            self.set_focus(entry)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter while the text is typed."""
        pane = self._panes[self.current]
        if isinstance(pane, SiftedPane):
            pane.set_filter(event.value)
            self._tell_found(pane)

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
        self._lines["found"].display = shown
        self._lines["footer"].display = not shown

    def _tell_found(self, pane: SiftedPane) -> None:
        """Say beside the entry how much was found, or why it cannot be looked for."""
        found = self._lines["found"]
        found.show([spread((), (*pane.filter_told(), (" ", "")), found.size.width)])

    def _close_filter(self) -> None:
        self._show_filter(False)
        self.set_focus(self._panes[self.current], scroll_visible=False)
