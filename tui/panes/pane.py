"""What every pane shares: its title, its age, the states it can be in, and its own failures."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tui.actions import PANES
from tui.widgets.canvas import Canvas, Look
from tui.widgets.marks import MARKS, age_words
from tui.widgets.text import Line, fit, spread, tail, width, wrap

if TYPE_CHECKING:
    from textual.events import Resize

    from tui.readings import Held, Picture

_NUMBERS = {name: number for number, name, _ in PANES}


@dataclass(frozen=True)
class Body:
    """What a pane wants to show.

    Attributes:
        mark: Worst thing in it: a name of `MARKS`.
        verdict: One line that says it all.
        lines: What stands below the title.
    """

    mark: str
    verdict: str
    lines: Sequence[Line]


class Pane(Canvas, can_focus=True):
    """Turns its own Readings into lines.

    Subclasses say which probes they show and draw `body`; title, age, source and the states
    without a value are drawn here. An exception in `body` costs this pane only.
    """

    NAME: ClassVar[str]
    TITLE: ClassVar[str]
    PROBES: ClassVar[tuple[str, ...]]

    def __init__(self, look: Look) -> None:
        super().__init__(look, id=self.NAME)
        self.picture: Picture | None = None
        self.verdict: tuple[str, str] = ("loading", "")

    @abstractmethod
    def body(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw what is known into so many cells and rows; called only when there is a value."""

    def draw(self, picture: Picture) -> None:
        """Show a new picture."""
        self.picture = picture
        self.redraw()

    def redraw(self) -> None:
        """Draw the present picture again, after a key or a change of size."""
        if self.picture is None or not self.size.width:
            return
        cells, rows = self.size.width, self.size.height
        body = self.judged(self.picture, cells, rows - 1)
        self.verdict = (body.mark, body.verdict)
        self.show([self._title(body, self.picture, cells), *body.lines][:rows])

    def judge(self, picture: Picture) -> None:
        """Reach the verdict without drawing, while the pane is out of sight."""
        self.picture = picture
        body = self.judged(picture, 80, 20)
        self.verdict = (body.mark, body.verdict)

    def leave(self) -> bool:
        """Undo the pane's own selection; False where there is none to undo."""
        return False

    def places(self) -> frozenset[str]:
        """Where in the registry of actions this pane's own actions stand."""
        return frozenset({self.NAME})

    def judged(self, picture: Picture, cells: int, rows: int) -> Body:
        """The body for the state that the pane's probes are in."""
        held = self.held(picture)
        if held is None or held.state(picture.now) == "loading":
            return _loading(self.PROBES)
        if held.value is None:
            return _no_value(held, picture, cells)
        try:
            notice = _notice(held, picture)
            body = self.body(picture, cells, rows - len(notice))
        except Exception as error:  # noqa: BLE001 (whatever it is, it may cost this pane only)
            return _failed(error)
        if not notice:
            return body
        return Body("stale", body.verdict, [*notice, *body.lines])

    def held(self, picture: Picture) -> Held | None:
        """What is known from the pane's first probe that has a value, or else from its first."""
        known = [picture.held[name] for name in self.PROBES if name in picture.held]
        return next((held for held in known if held.value is not None), known[0] if known else None)

    def on_resize(self, _: Resize) -> None:
        """Draw for the new size."""
        self.redraw()

    def on_focus(self) -> None:
        """Show that keys go here now."""
        self.redraw()

    def on_blur(self) -> None:
        """Show that keys no longer go here."""
        self.redraw()

    def _title(self, body: Body, picture: Picture, cells: int) -> Line:
        held = self.held(picture)
        mark = MARKS[body.mark]
        lit = "accent" if self.has_focus else "title"
        left: Line = (
            ("─", "accent" if self.has_focus else "rule"),
            (f" {_NUMBERS[self.NAME]} {self.TITLE} ", lit),
            (mark.glyph, mark.role),
            (f" {body.verdict} ", mark.role if body.mark in {"act", "look", "stale"} else "text"),
        )
        right: Line = ()
        if held is not None and (held.value is not None or held.error is not None):
            state = held.state(picture.now)
            age = age_words(held.age(picture.now))
            words, role = (f"{age} old", "stale") if state == "stale" else (age, "dim")
            room = cells - sum(width(text) for text, _ in left) - width(words) - 4
            source = tail(held.target, min(room, 40))
            source = f"{source} " if room >= 8 and source else ""
            right = ((f" {source}", "dim"), (words, role), (" ─", "rule"))
        return spread(left, right, cells, fill=("─", "rule"))


def _loading(probes: Sequence[str]) -> Body:
    names = ", ".join(probes)
    return Body("loading", "waiting for the first reading", [(), ((f"   … {names}", "dim"),)])


def _no_value(held: Held, picture: Picture, cells: int) -> Body:
    error = held.error
    assert error is not None  # noqa: S101 (a Held without a value that is not loading has one)
    unconfigured = error.kind == "unconfigured"
    mark = MARKS["unknown" if unconfigured else "act"]
    word = "not configured" if unconfigured else error.kind
    lines: list[Line] = [(), (("   ", ""), (f"{mark.glyph} {word}", mark.role))]
    lines += [((f"     {text}", "text"),) for text in wrap(error.summary, cells - 6)]
    for place, text in enumerate(wrap(error.remedy, cells - 6) if error.remedy else []):
        lines.append(((f"   {' ' if place else '→'} {text}", "text" if place else "accent"),))
    if not unconfigured:
        tried = f"failed {held.failures}×, last {age_words((picture.now - held.heard).total_seconds())} ago"
        lines += [(), ((f"     {tried}; tried again on its own", "dim"),)]
    return Body("unknown" if unconfigured else "act", word, lines)


def _notice(held: Held, picture: Picture) -> list[Line]:
    """The line above a value that is no longer live."""
    if held.error is not None:
        words = f" ■ {held.error.kind}: {held.error.summary}"
        return [
            ((words, "act"),),
            (
                (
                    f"   {held.error.remedy or 'tried again on its own'}; below is what was known",
                    "stale",
                ),
            ),
        ]
    if held.state(picture.now) == "stale":
        return [
            (
                (
                    f" ◌ nothing new for {age_words(held.age(picture.now))}, due every {held.period:g} s; below is what was known",
                    "stale",
                ),
            )
        ]
    return []


def _failed(error: Exception) -> Body:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "?"
    return Body(
        "act",
        "cannot be drawn",
        [
            (),
            ((f"   ■ {fit(type(error).__name__, 30).strip()} in {place}", "act"),),
            (("     a fault of Passerelle's own; the other panes go on", "text"),),
            (("   → please report it with the word and place above", "text"),),
        ],
    )
