"""The bridge: where the user goes on the stage, and what is done with the current pane."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Input

from tui.actions import PANE, PANES, bindings
from tui.screens.arrangement import PRESETS, together
from tui.screens.stage import HOME, Stage
from tui.screens.trail import Place, Trail

if TYPE_CHECKING:
    from textual.events import Click

    from tui.panes.asking import Jump
    from tui.panes.leads import Lead
    from tui.panes.pane import Pane
    from tui.screens.filtering import FilterLine
    from tui.widgets.canvas import Look


class Bridge(Stage, inherit_bindings=False):
    """The stage with the keys that every pane has, and the way that was gone on it."""

    BINDINGS: ClassVar = bindings(PANE)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._trail = Trail()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys belong to the filter while it is typed."""
        return not isinstance(self.focused, Input) and super().check_action(action, parameters)

    def action_open_pane(self, name: str) -> None:
        """Give a pane the keys where it is in sight; the full screen where it has them already."""
        again = name == self.current and name != HOME
        self._go(Place(name, zoomed=name != HOME and (self.zoomed or again)))

    def action_next_pane(self, by: int) -> None:
        """Give the next (1) or previous (-1) pane the keys."""
        names = [name for _, name, _ in PANES]
        name = names[(names.index(self.current) + by) % len(names)]
        self._go(Place(name, zoomed=self.zoomed and name != HOME))

    def on_click(self, event: Click) -> None:
        """Give the pane that is clicked the keys."""
        name = event.widget.id if event.widget is not None else None
        if name in self.shown() and name != self.current:
            self._go(Place(name, zoomed=False))

    def on_jump(self, jump: Jump) -> None:
        """Go where a pane leads."""
        zoomed = jump.alone or self.zoomed
        self._go(Place(jump.pane, zoomed, jump.subject, jump.among))

    def action_jump(self) -> None:
        """Go along what is under the cursor to what other panes know of it."""
        from tui.panes.asking import Choose, Said  # noqa: PLC0415 (first paint goes without)

        pane = self.panes[self.current]
        leads = self._leads(pane)
        if not leads:
            self.post_message(Said("no other pane knows more of what is under the cursor"))
            return
        offers = {f"{self.panes[one.pane].key()} {one.pane:<13} {one.told}": one for one in leads}

        def go(taken: str) -> None:
            one = offers[taken]
            zoomed = self.zoomed or one.pane not in self.shown()
            self._go(Place(one.pane, zoomed, one.subject, one.among))

        if len(offers) == 1:
            go(next(iter(offers)))
        else:
            self.post_message(Choose("go to", list(offers), go))

    def _leads(self, pane: Pane) -> list[Lead]:
        """Where what is under the cursor of a pane leads, without what it shows itself."""
        picture = self.picture
        if picture is None:
            return []
        from tui.panes.leads import collection_leads, manager_leads, probe_leads  # noqa: PLC0415

        concerns = pane.concerns()
        found = [lead for one in concerns for lead in manager_leads(picture, one)]
        found += collection_leads(picture, concerns)
        found += [lead for one in concerns for lead in probe_leads(self.panes.every(), one)]
        return [one for one in dict.fromkeys(found) if one.pane != pane.NAME]

    def action_travel(self, by: int) -> None:
        """Go back (-1) to where the user was before, or forward (1) again."""
        place = self._trail.step(self._here(), by)
        if place is not None:
            self._show_place(place)

    def _here(self) -> Place:
        pane = self.panes[self.current]
        return Place(self.current, self.zoomed, pane.subject(), pane.filter_text)

    def _go(self, place: Place) -> None:
        if place.pane != self.current or place.subject or place.among:
            self._trail.leave(self._here())
        self._show_place(place)

    def _show_place(self, place: Place) -> None:
        self.current, self.zoomed = place.pane, place.zoomed
        pane = self.panes[place.pane]
        if place.subject:
            pane.look_at(place.subject)
        if place.among:
            pane.set_filter(place.among)
        self.lay_out()

    def action_preset(self) -> None:
        """Put the next four panes on the bridge."""
        names = list(PRESETS)
        self.preset = names[(names.index(self.preset) + 1) % len(names)]
        self._show_place(Place(HOME))

    def action_enter(self) -> None:
        """Open what is under the cursor; where the pane has nothing to open, the pane itself."""
        is_alone = len(self.shown()) == 1
        if not self.panes[self.current].enter(alone=is_alone) and self.current != HOME:
            self.zoomed = True
            self.lay_out()

    def action_zoom(self) -> None:
        """Show the current pane on the full screen, or again as it was."""
        self.zoomed = not self.zoomed and self.current != HOME
        self.lay_out()

    def action_back(self) -> None:
        """Leave what was entered last: the filter, the pane's selection, the full screen."""
        pane = self.panes[self.current]
        if pane.filter_text:
            pane.set_filter("")
        elif not pane.leave():
            self.zoomed = False
            if self.current not in together(self.preset, *self.size).names():
                self.current = HOME
            self.lay_out()

    def action_copy(self, whole: bool = False) -> None:
        """Copy what is under the current pane's cursor, or all that is known of it."""
        from tui.panes.asking import Copied, Said  # noqa: PLC0415 (first paint goes without)

        pane = self.panes[self.current]
        text = pane.copied(whole=whole)
        if text:
            self.post_message(Copied(text, text.splitlines()[0].strip()))
        else:
            self.post_message(Said("there is nothing under the cursor to copy"))

    def action_export(self) -> None:
        """Ask in which format, then write what is on the current pane."""
        from tui.panes.asking import Choose, Exported  # noqa: PLC0415 (first paint goes without)
        from tui.screens.exporting import formats  # noqa: PLC0415 (as above)

        pane = self.panes[self.current]
        made = formats(pane, self.app.export_screenshot)

        def chosen(name: str) -> None:
            # The question has to be off the screen before that is drawn.
            self.call_after_refresh(lambda: self.post_message(Exported(*made[name]())))

        self.post_message(Choose(f"write what is on {pane.NAME} as", list(made), chosen))

    def action_filter(self) -> None:
        """Ask for a text that rows must hold."""
        from tui.panes.sifted import SiftedPane  # noqa: PLC0415 (first paint goes without)
        from tui.screens.filtering import FilterLine  # noqa: PLC0415 (as above)

        pane = self.panes[self.current]
        if isinstance(pane, SiftedPane):
            self._lines["footer"].display = False
            self.mount(FilterLine(self.look, pane))

    def on_filter_line_closed(self, event: FilterLine.Closed) -> None:
        """Give the keys back to the rows."""
        self.set_focus(self.panes[self.current], scroll_visible=False)
        self._lines["footer"].display = True
        event.line.remove()
