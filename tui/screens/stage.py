"""The stage: header, panes, events and keys, laid out for the size and drawn from a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input

from tui.panes.pane import Pane
from tui.panes.states import loading
from tui.panes.told import Told
from tui.screens.arrangement import PRESETS, Arrangement, Panes, Regions, alone, together
from tui.screens.frame import Status, footer, header, ticker, too_small, verdicts
from tui.screens.patience import Patient
from tui.screens.roster import Roster
from tui.screens.toast import Toasts
from tui.widgets.canvas import Canvas, Look

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.geometry import Size

    from tui.memory import Arranged
    from tui.panes.bridge import BridgePane
    from tui.readings import Picture

HOME = "bridge"


class Stage(Patient[None], inherit_bindings=False):
    """Which panes are in sight, where, and what they show.

    Attributes:
        current: The pane that has the keys.
        zoomed: Whether it has the full screen.
        preset: The panes that share the bridge.
    """

    AUTO_FOCUS: ClassVar = ""
    DEFAULT_CSS: ClassVar = """
    Stage { background: $background; overflow: hidden; }
    Stage Pane.inner { border-left: solid $panel; }
    Stage.ascii Pane.inner { border-left: ascii $panel; }
    Stage { layers: base above; }
    Stage .line { height: 1; }
    Stage #small { layer: above; width: 100%; height: 100%; background: $background; }
    """

    # Textual repaints the whole screen when the focus moves: tens of kilobytes for two titles.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.set_class(look.ascii_only, "ascii")
        self.look = look
        self.current = HOME
        self.zoomed = False
        self.preset = next(iter(PRESETS))
        self.toasts = Toasts()
        self.picture: Picture | None = None
        self.panes = Roster(look)
        self._status: Status | None = None
        self._regions = Regions(alone(HOME))
        self._lines: dict[str, Canvas] = {}
        self._layout: tuple[Size, Arrangement] | None = None

    def compose(self) -> ComposeResult:
        """Header, the panes that are in sight at first, events, keys."""
        yield self._line("header")
        yield self._line("verdicts")
        self._regions.arrangement = self._arrangement()
        with Panes(self._regions, id="panes"):
            yield from (self.panes[name] for name in self.panes.names() if name in self.shown())
        yield self._line("ticker")
        yield self._line("footer")
        small = Canvas(self.look, id="small")
        small.display = False
        yield small

    def on_mount(self) -> None:
        """Start with the pane that the user left."""
        self.lay_out()

    def on_resize(self) -> None:
        """Choose the layout for the new size."""
        self.lay_out()

    async def begin(self) -> None:
        """Put the panes where something waiting stands for them."""
        self.panes.begin()
        with self.app.batch_update():
            await self.query_one(Panes).remove_children()
        self._layout = None
        self.lay_out()

    def begin_as(self, kept: Arranged) -> None:
        """Begin as the user left it, as far as there still is such a thing; before mounting."""
        if kept.preset in PRESETS:
            self.preset = kept.preset
        if kept.pane in self.panes.names():
            self.current, self.zoomed = kept.pane, kept.zoomed
        self.panes.begin_with(dict(kept.views))

    def arranged(self) -> Arranged:
        """The layout as it is now."""
        from tui.memory import Arranged as Kept  # noqa: PLC0415 (only at the end)

        views = tuple(sorted(self.panes.views().items()))
        return Kept(self.preset, self.current, self.zoomed, views)

    def shown(self) -> frozenset[str]:
        """The panes that are in sight."""
        return self._regions.arrangement.names()

    def lay_out(self) -> None:
        """Show the panes that the size and the choice of the user ask for."""
        self._say_too_small(*self.app.size)
        arrangement = self._arrangement()
        layout = (self.app.size, arrangement)
        changed = layout != self._layout
        if changed:
            self._layout = layout
            self._place(arrangement)
        single = len(arrangement.names()) == 1
        self._lines["verdicts"].display = single and not self.zoomed and self.current != HOME
        toast = self._status and self.toasts.line(self._status.clock, self.app.size.width)
        self._lines["ticker"].display = self._has_ticker(toast is not None)
        widget = self.focused if isinstance(self.focused, Input) else self.panes[self.current]
        if changed:
            self.call_after_refresh(self._draw_again)
        else:
            # Drawn before the focus moves: the screen wakes for that, and would not wait for all.
            self._tell_focus(widget)
            self._draw_again()
        self.set_focus(widget, scroll_visible=False)

    def _say_too_small(self, cells: int, rows: int) -> None:
        """Lay a word over all of it where there is too little room for anything else."""
        told, small = too_small(cells, rows), self.query_one("#small", Canvas)
        small.display = bool(told)
        small.show(told)

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Give the keys to a widget; panes know at once."""
        self._tell_focus(widget)
        super().set_focus(widget, scroll_visible, from_app_focus)

    def _tell_focus(self, widget: Widget | None) -> None:
        """Tell panes who gets the keys.

        What Textual tells them comes too late for the frame that is drawn for the same key, and
        would make another of it.
        """
        for one in (self.focused, widget):
            if isinstance(one, Pane):
                one.set_reactive(Widget.has_focus, one is widget)

    def draw(self, picture: Picture, status: Status) -> None:
        """Show a new picture in every pane that is in sight."""
        self.picture, self._status = picture, status
        cells = self.size.width
        if not cells:
            return
        self._lines["header"].show([header(status, picture, cells)])
        self._draw_panes(picture)
        toast = self.toasts.line(status.clock, cells)
        if self._lines["ticker"].display != (shown := self._has_ticker(toast is not None)):
            self._lines["ticker"].display = shown
        self._lines["ticker"].show([toast if toast is not None else ticker(picture, cells)])
        self._lines["footer"].show(
            [footer(self.panes[self.current], zoomed=self.zoomed, cells=cells)]
        )

    def _compositor_refresh(self) -> None:
        """Compose no frame that may not be sent: the first would be made twice."""
        if not self.app._batch_count:
            super()._compositor_refresh()

    def redraw(self) -> None:
        """Draw every cell again, after a change of theme."""
        for canvas in self.query(Canvas):
            canvas.refresh()

    def _draw_panes(self, picture: Picture) -> None:
        """Every pane in sight, and the verdicts of the others where these are told."""
        shown = self.shown()
        are_told = HOME in shown or self._lines["verdicts"].display
        others = [name for name in self.panes.names() if name != HOME]
        for name in others:
            in_sight = name in shown
            if in_sight:
                self.panes[name].draw(picture)
            if are_told and self.panes.open and not (in_sight and self.panes[name].size.width):
                self.panes[name].judge(picture)
        if not are_told:
            return
        told = [self._told(name, picture) for name in others]
        overview = self.panes[HOME]
        if self.panes.open:
            beside = shown - {HOME} if self._regions.arrangement.strip else ()
            cast("BridgePane", overview).tell(told, [self.panes[name] for name in beside])
        if HOME in shown:
            overview.draw(picture)
        else:
            overview.judge(picture)
            line = [self._told(HOME, picture), *told]
            self._lines["verdicts"].show([verdicts(line, self.current, self.size.width)])

    def _told(self, name: str, picture: Picture) -> Told:
        """What a pane thinks; before anything is known, none has to be made for that."""
        pane = self.panes.made(name)
        if pane is not None:
            return Told(pane.key(), name, *pane.verdict, pane.held(picture))
        nothing = loading((), picture.gone)
        return Told(self.look.keymap.told(f"open-{name}"), name, nothing.mark, nothing.verdict)

    def _arrangement(self) -> Arrangement:
        """The bridge where the current pane has a place on it, else that pane alone."""
        bridge = together(self.preset, *self.app.size)
        return bridge if self.current in bridge.names() and not self.zoomed else alone(self.current)

    def _place(self, arrangement: Arrangement) -> None:
        """Have these panes in sight and no other."""
        self._regions.arrangement = arrangement
        room = self.query_one(Panes)
        new = []
        for name, region in arrangement.regions(*self.app.size).items():
            pane = self.panes[name]
            pane.set_class(region.x > 0, "inner", update=pane.is_attached)
            if not pane.is_attached:
                new.append(pane)
        room.mount(*new)
        for child in room.children:
            child.display = child.id in arrangement.names()
        room.refresh(layout=True)

    def _has_ticker(self, is_news: bool) -> bool:
        """The line of what happened: always but for little room, and for news even then.

        The bridge alone tells of more than that itself.
        """
        is_roomy = self.app.size.height >= 20 and self.shown() != {HOME}
        return is_news or (not self.zoomed and is_roomy)

    def _draw_again(self) -> None:
        if self.picture is not None and self._status is not None:
            self.draw(self.picture, self._status)

    def _line(self, name: str) -> Canvas:
        self._lines[name] = Canvas(self.look, id=name, classes="line")
        return self._lines[name]
