"""The application: follows a link, keeps what it says, has the bridge draw it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.text import Text
from textual._compositor import ChopsUpdate
from textual.dom import DOMNode
from textual.events import Event, Key
from textual.filter import LineFilter

from tui.actions import EVERYWHERE, Action, bindings
from tui.changes import Changes
from tui.driver import framewise
from tui.errands import Errands
from tui.keymap import Keymap
from tui.live_themes import DEFAULT_THEME, LiveThemes
from tui.meter import Meter
from tui.readings import Readings
from tui.screens.bridge import Bridge
from tui.screens.frame import Status
from tui.terminal import guard_terminal
from tui.wearing import textual_theme
from tui.widgets.canvas import Look

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.await_complete import AwaitComplete
    from textual.color import Color
    from textual.driver import Driver
    from textual.screen import Screen

    from backend.model.request import Request
    from backend.wire import Link
    from tui.about import About
    from tui.theme import Palette
    from tui.widgets.text import Line

_TICK = 1.0
_CLOSING = 1.0
_QUICKEST, _SLOWEST = 1 / 8, 16.0
"""What every probe's own period is multiplied by at the least and at the most."""


def local_time() -> datetime:
    """Now, with this machine's time zone."""
    return datetime.now().astimezone()


class _Colourless(LineFilter):
    """Sends no colour at all, not even the greys that Textual makes of colours."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Segments without their colours."""
        return list(Segment.remove_color(segments))


class PasserelleApp(Errands, inherit_bindings=False):
    """Shows what a link says and fetches nothing itself.

    The first paint happens before the link is touched.

    Args:
        gap: Seconds from one drawing to the next for what comes in meanwhile: each costs a wake-up,
            a frame and its bytes.
    """

    TITLE = "Passerelle"
    BINDINGS: ClassVar = bindings(EVERYWHERE)
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    NOTIFICATION_TIMEOUT = 5

    def __init__(
        self,
        link: Link,
        *,
        theme: str = DEFAULT_THEME,
        ascii_only: bool = False,
        read_only: bool = True,
        bell: bool = False,
        demo: bool = False,
        replay: str = "",
        keys: Keymap | None = None,
        about: About | None = None,
        layout: Path | None = None,
        clock: Callable[[], datetime] = local_time,
        gap: float = 0.0,
    ) -> None:
        self.meter = Meter()
        super().__init__()
        self.animation_level = "none"
        if self.no_color:
            self._filters = [_Colourless()]
        self._link = link
        self._about = about
        self._started = clock()
        self._clock = clock
        self._layout_file = layout
        self._demo = demo
        self._replay = replay
        self._read_only = read_only
        self._bell = bell
        self._factor = 1.0
        keys = keys or Keymap()
        self._themes = LiveThemes()
        palette, told = self._themes.first(theme)
        self.look = Look(palette, ascii_only, keys)
        self._note = "; ".join(filter(None, (told, *keys.problems)))
        self.set_keymap(keys.textual())
        self.readings = Readings()
        self._paused: datetime | None = None
        self._picture = self.readings.picture(clock())
        self._drawing = self._drawn = False
        self._gap, self._due = gap, 0.0
        self._until_drawn = ExitStack()
        self.bridge = Bridge(self.look)
        self._wear(self.look.palette)
        self.stylesheet.set_variables(self.get_css_variables())

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything anew; the first theme asks for it before there is anything."""
        if self.bridge.is_attached:
            super().refresh_css(animate)

    def _reload_theme(self) -> None:
        """Wear the present theme anew where its file has changed; tell each failure once."""
        palette, problems = self._themes.changed(self._worn)
        if palette is not None:
            self._wear(palette)
            self._say(f"theme {palette.name}: read again")
        if problems:
            self._say("; ".join(problems))

    def get_default_screen(self) -> Bridge:
        """The bridge, as the user left it."""
        if self._layout_file is not None:
            from tui.memory import recalled  # noqa: PLC0415 (tests and recordings keep none)

            self.bridge.begin_as(recalled(self._layout_file))
        return self.bridge

    def on_mount(self) -> None:
        """Draw what is known, which is nothing, then begin to listen."""
        # Nothing is sent before there is a picture: an empty frame costs as much as a full one.
        self._until_drawn.enter_context(self.batch_update())
        guard_terminal(self)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._draw()
        self._until_drawn.close()
        self.call_after_refresh(self._go_on)

    async def _go_on(self) -> None:
        """After the first paint: the panes themselves, then what there is to know."""
        await self.bridge.begin()
        self._due = 0.0
        self.set_interval(_TICK, self._tick)
        self.run_worker(self._follow(), name="link", exit_on_error=False)

    def _tick(self) -> None:
        self.meter.tick()
        self._reload_theme()
        # What came in has been drawn with the time that it is: no need to do it again.
        if not self._drawn:
            self._draw_news()
        self._drawn = False

    async def _follow(self) -> None:
        try:
            async for reading in self._link.readings():
                is_news = self.readings.take(reading, self._clock())
                if is_news and not self._drawing:
                    self._drawing = True
                    self._draw_soon()
        except Exception as error:  # noqa: BLE001 (whatever ends the link, the screen stays and says so)
            self.readings.gone = str(error) or type(error).__name__
        else:
            self.readings.gone = "the backend ended"
        self._draw()

    def _draw_soon(self) -> None:
        """Draw what came in: at once, or with what else comes in so shortly after another."""
        left = self._due - monotonic()
        if left > 0:
            self.set_timer(left, self._draw_news)
        else:
            self.call_later(self._draw_news)

    def get_driver_class(self) -> type[Driver]:
        """Textual's own, which writes frame by frame and counts what it writes."""
        return framewise(super().get_driver_class(), self.meter)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if isinstance(renderable, ChopsUpdate):
            renderable = Changes(renderable.chops, renderable.spans, renderable.chop_ends)
        super()._display(screen, renderable)

    async def on_event(self, event: Event) -> None:
        """Time keys until their effect is drawn."""
        is_new = isinstance(event, Key) and not event.is_forwarded
        await super().on_event(event)
        if is_new and event.is_forwarded:
            node = self.focused or self.screen
            node.call_later(self._follow_key, node, event.time)
        elif is_new and self.screen.is_mounted:
            self.screen.call_after_refresh(self.meter.settled, event.time)

    def _follow_key(self, node: DOMNode, pressed: float) -> None:
        """Go the way that the key goes, from what has the focus up to here."""
        parent = node.parent
        if isinstance(parent, DOMNode):
            parent.call_later(self._follow_key, parent, pressed)
        elif self.screen.is_mounted:
            self.screen.call_after_refresh(self.meter.settled, pressed)

    def _draw_news(self) -> None:
        """Draw what came in; behind a dialog, where each change sends all of it, once that goes."""
        self._drawing = False
        if self.bridge.is_active:
            self._draw()
        else:
            self._hear(self._clock())

    def pop_screen(self) -> AwaitComplete:
        """Draw what came in behind a dialog."""
        gone = super().pop_screen()
        self.call_later(self._draw)
        return gone

    def _hear(self, now: datetime) -> None:
        """Keep what has just happened, and ring for it where that is wanted."""
        if self.bridge.toasts.take(self.readings.picture(now), now) and self._bell:
            self.bell()

    def _draw(self) -> None:
        now = self._clock()
        if self._paused is None:
            self._picture = self.readings.picture(now)
        status = Status(
            clock=now,
            paused=self._paused,
            demo=self._demo,
            replay=self._replay,
            read_only=self._read_only,
            note=self._note,
        )
        self._hear(now)
        if self.bridge.is_mounted:
            self.bridge.draw(self._picture, status)
            self._drawn, self._due = True, monotonic() + self._gap

    async def on_unmount(self) -> None:
        """Keep the layout, and let go of the link, but do not wait for it long."""
        if self._layout_file is not None:
            from tui.memory import keep  # noqa: PLC0415 (as above)

            keep(self._layout_file, self.bridge.arranged())
        with suppress(Exception):
            await asyncio.wait_for(self._link.close(), _CLOSING)

    def action_pause(self) -> None:
        """Hold the picture still, or let it follow the readings again."""
        self._paused = None if self._paused else self._clock()
        self._draw()

    def action_refresh(self) -> None:
        """Have every probe look now."""
        from backend.model.request import Refresh  # noqa: PLC0415 (first paint does not need it)

        self._ask(Refresh())

    def action_tempo(self, by: float) -> None:
        """Have every probe look more often or more seldom, and say how often."""
        from backend.model.request import Period  # noqa: PLC0415 (first paint does not need it)

        factor = min(_SLOWEST, max(_QUICKEST, self._factor * by))
        if self._ask(Period(factor=factor)):
            self._factor = factor
            self._note = "" if factor == 1 else f"periods × {factor:g}"
        self._draw()

    def action_next_theme(self) -> None:
        """Wear the next theme, by name."""
        worn, problems = self._themes.after(self.look.palette)
        self._wear(worn)
        self._say("; ".join((f"theme {worn.name}", *problems)))

    def _wear(self, palette: Palette) -> None:
        self._worn = palette
        self.look.palette = palette.plain() if self.no_color else palette
        # Textual looks at a theme again only where it has another name.
        name = palette.name if self.theme != palette.name else f"{palette.name} again"
        self.register_theme(textual_theme(palette, name, no_color=self.no_color))
        self.theme = name
        if self.bridge.is_mounted:
            self.bridge.redraw()

    async def action_palette(self) -> None:
        """Offer every action by its description."""
        from tui.screens.palette import PaletteScreen  # noqa: PLC0415 (first paint does not need it)

        await self.push_screen(PaletteScreen(self.look, self.offered()), self._run)

    async def action_help(self) -> None:
        """Show the keys that work here."""
        from tui.screens.help import HelpScreen  # noqa: PLC0415 (first paint does not need it)

        await self.push_screen(HelpScreen(self.look, self.screen.active_bindings.values()))

    async def action_diagnosis(self) -> None:
        """Show what the program knows of itself."""
        from tui.about import About  # noqa: PLC0415 (first paint does not need it)
        from tui.screens.diagnosis import (  # noqa: PLC0415
            DiagnosisScreen,
            Processes,
            diagnosis_lines,
        )

        processes, about = Processes(), self._about or About()

        def lines() -> list[Line]:
            picture = self.readings.picture(self._clock())
            seen = processes.look()
            return diagnosis_lines(about, self.meter.cost(), seen, picture, self._started)

        await self.push_screen(DiagnosisScreen(self.look, lines))

    def offered(self) -> Iterable[Action]:
        """The actions that make sense where the keys go now."""
        live = {active.binding.id for active in self.screen.active_bindings.values()}
        return [
            action for action in self.look.keymap.actions if action.palette and action.id in live
        ]

    async def _run(self, action: Action | None) -> None:
        if action is None:
            return
        bound = self.screen.active_bindings.values()
        entry = next((one for one in bound if one.binding.id == action.id), None)
        if entry is not None:
            await self.run_action(entry.binding.action, entry.node)

    def now(self) -> datetime:
        """The time of the clock that was handed in."""
        return self._clock()

    def _say(self, text: str, path: Path | None = None) -> None:
        """Answer the user, in a line that stands for a while."""
        told = str(path).replace(str(Path.home()), "~") if path else ""
        self.bridge.toasts.say(text, self._clock(), told)
        self._draw()

    def _ask(self, request: Request) -> bool:
        """Whether it could be asked; else why not is told."""
        from backend.wire import CannotAsk  # noqa: PLC0415 (first paint does not need it)

        # What comes of it is waited for.
        self._due = 0.0
        try:
            self._link.ask(request)
        except CannotAsk as why:
            self._note = str(why)
            self._draw()
            return False
        return True

    def _fatal_error(self) -> None:
        """Say what failed without a traceback, which could hold what the readings hold."""
        error = self._exception
        self._exit_renderables.append(
            Text(f"passerelle: an internal fault, {type(error).__name__}; please report it")
        )
        self._close_messages_no_wait()
