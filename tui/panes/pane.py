"""What every pane shares: its title, its age, its states, and that its failure stays its own."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.widget import Widget

from tui.panes.alarms import alarms
from tui.panes.states import Body, broken, loading, notice, outdated, without_value
from tui.panes.told import dated, origin
from tui.widgets.canvas import Canvas, Look
from tui.widgets.marks import MARKS
from tui.widgets.text import Line, line_width, plain_text, spread

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual.events import Blur, Focus

    from backend.model.reading import ProbeError, Value
    from tui.exports.sheet import Sheet
    from tui.readings import Held, Picture

_ENDS = 3
"""Cells of a title around what it says of the age."""
_LOUD = ("act", "stale")
_AGEING = 5.0
"""Seconds after which a body that tells ages is drawn anew."""


class _Drawn(NamedTuple):
    """A body, and what it was drawn from."""

    body: Body
    told: tuple[Value | ProbeError | None, ...]
    room: tuple[int, int]
    moment: object

    def serves(
        self, told: tuple[Value | ProbeError | None, ...], room: tuple[int, int], moment: object
    ) -> bool:
        """Whether the same would come of these; values are compared by identity, which is free."""
        return (
            (room, moment) == (self.room, self.moment)
            and len(told) == len(self.told)
            and all(new is old for new, old in zip(told, self.told, strict=True))
        )


class Pane(Canvas, can_focus=True):
    """Turns its own Readings into lines.

    Subclasses say which probes they show and draw `body`; title, age, source and the states
    without a live value are drawn here. An exception in `body` costs this pane only.

    Attributes:
        in_sight: Whether the body is made to be seen, or for its verdict only.
        ALSO: Probes that the body looks at besides, without which it does well.
        AGES: Whether the body tells ages.
        VIEWS: Its views by name; none where there is only one.
        view: The present one of them.
        filter_text: What its content has to hold; empty where all of it is shown.
    """

    NAME: ClassVar[str]
    PROBES: ClassVar[tuple[str, ...]]
    ALSO: ClassVar[tuple[str, ...]] = ()
    AGES: ClassVar[bool] = False
    VIEWS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, look: Look) -> None:
        super().__init__(look, id=self.NAME)
        self.view = ""
        self.filter_text = ""
        self.picture: Picture | None = None
        self.in_sight = True
        self.verdict: tuple[str, str] = ("loading", "")
        self._bodies: dict[tuple[bool, bool], _Drawn] = {}

    @abstractmethod
    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw what is known into so many cells and rows; called only when there is a value."""

    def draw(self, picture: Picture) -> None:
        """Show a new picture; the body is made anew only where it would be another."""
        self.picture = picture
        self._show()

    def redraw(self) -> None:
        """Draw the present picture again, after a key or a change of size."""
        self._bodies.clear()
        self._show()

    def _show(self) -> None:
        cells, rows = self.size
        if self.picture is None or not cells:
            return
        body = self.judged(self.picture, cells, rows - 1)
        self.verdict = (body.mark, body.verdict)
        self.show([self._title(body, self.picture, cells), *body.lines][:rows])

    def judge(self, picture: Picture) -> None:
        """Reach the verdict without drawing, while the pane is out of sight."""
        self.picture = picture
        self.in_sight = False
        body = self.judged(picture, 80, 20)
        self.in_sight = True
        self.verdict = (body.mark, body.verdict)

    def key(self) -> str:
        """The key that opens the pane."""
        return self.look.keymap.told(f"open-{self.NAME}")

    def leave(self) -> bool:
        """Undo the pane's own selection; False where there is none to undo."""
        return False

    def enter(self, *, alone: bool) -> bool:
        """Open what is under the cursor; False where there is nothing to open.

        Args:
            alone: Whether the pane has the full screen; where it has not, it is that which a pane
                without anything better opens.
        """
        return False

    def concerns(self) -> tuple[str, ...]:
        """The managers, collections and probes that what is under the cursor is about."""
        return ()

    def begin_with(self, view: str) -> None:
        """Show one of its views, where it has such a view."""
        if view in self.VIEWS:
            self.view = view

    def subject(self) -> str:
        """What the pane is about at present, such as a manager; empty where it is about all."""
        return ""

    def look_at(self, subject: str) -> None:
        """Be about this from now on, where the pane knows it."""

    def set_filter(self, text: str) -> None:
        """Show only what holds a text, where that is possible; all of it for an empty one."""

    def copied(self, *, whole: bool) -> str:
        """The text of what is under the cursor; empty where nothing is.

        Args:
            whole: With all that is known of it; of a pane without rows, what stands there.
        """
        if not whole:
            return self.subject()
        return plain_text(self.lines)

    def sheet(self) -> Sheet | None:
        """What stands here as a table; None where nothing is known or it is none."""
        return None

    def drawings(self) -> dict[str, tuple[str, Callable[[], str]]]:
        """Further formats: by name the file's name, and what makes its text."""
        return {}

    def about(self) -> dict[str, str]:
        """Where what stands here comes from and of when it is, for whoever reads it elsewhere."""
        held = self.held(self.picture) if self.picture is not None else None
        return {"pane": self.NAME, **origin(held)}

    def places(self) -> frozenset[str]:
        """Where in the registry of actions this pane's own actions stand."""
        return frozenset({self.NAME})

    def judged(self, picture: Picture, cells: int, rows: int) -> Body:
        """The body for the state that the pane's probes are in."""
        held = self.held(picture)
        if held is None or held.state(picture.now) == "loading":
            return loading(self.PROBES, picture.gone)
        if held.value is None and held.error is not None:
            return without_value(held, held.error, picture, cells)
        try:
            above, loud = notice(held, picture, cells), alarms(picture, self.PROBES)
            body = self._body(picture, cells, rows - len(above) - len(loud))
        except Exception as error:  # noqa: BLE001 (whatever it is, it may cost this pane only)
            return broken(error)
        if loud:
            body = Body("act", body.verdict, [*loud, *body.lines])
        return outdated(body, above) if above else body

    def _body(self, picture: Picture, cells: int, rows: int) -> Body:
        """The body, made anew only where what is known, the room or the moment is another."""
        names = {*self.PROBES, *self.ALSO}
        known = [held for name, held in picture.held.items() if name.partition("@")[0] in names]
        told = tuple(one for held in known for one in (held.value, held.error))
        moment = self.moment(picture.now)
        as_seen = (self.in_sight, self.has_focus)
        before = self._bodies.get(as_seen)
        if before is None or not before.serves(told, (cells, rows), moment):
            body = self.body(picture, cells, rows)
            before = self._bodies[as_seen] = _Drawn(body, told, (cells, rows), moment)
        return before.body

    def moment(self, now: datetime) -> object:
        """Equal for times at which the same readings make the same body."""
        return int(now.timestamp() // _AGEING) if self.AGES else 0

    def held(self, picture: Picture) -> Held | None:
        """What is known from the pane's first probe that has a value, or else from its first."""
        known = [picture.held[name] for name in self.PROBES if name in picture.held]
        return next((held for held in known if held.value is not None), known[0] if known else None)

    def resized(self) -> None:
        """Draw for the new size."""
        self._show()

    def on_focus(self, event: Focus) -> None:
        """Show that keys go here now; Textual itself would repaint the whole pane."""
        self._take_keys(event, True)

    def on_blur(self, event: Blur) -> None:
        """Show that keys no longer go here."""
        self._take_keys(event, False)

    def _take_keys(self, event: Focus | Blur, taken: bool) -> None:
        event.prevent_default()
        # Without the watcher, which looks all styles up anew: none of them asks for the focus.
        self.set_reactive(Widget.has_focus, taken)
        self._show()

    def _title(self, body: Body, picture: Picture, cells: int) -> Line:
        mark = MARKS[body.mark]
        left: Line = (
            ("─", "accent" if self.has_focus else "rule"),
            (f" {self.key()} {self.NAME.upper()} ", "accent" if self.has_focus else "title"),
            (mark.glyph, mark.role),
            (f" {body.verdict} ", mark.role if body.mark in _LOUD else "text"),
        )
        right = dated(self.held(picture), picture.now, cells - line_width(left) - _ENDS)
        end = (" ─", "rule")
        return spread(left, (*right, end) if right else (), cells, fill=("─", "rule"))
