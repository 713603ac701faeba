"""The lines around the panes: what is watched and how, the verdicts, what happened, the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from tui.actions import ACTIONS, EVERYWHERE, PANE
from tui.panes.events import event_line
from tui.widgets.keys import key_words
from tui.widgets.marks import MARKS
from tui.widgets.text import Line, joined, spread, tail

if TYPE_CHECKING:
    from backend.model.ecosystem import Ecosystem
    from backend.model.qdrant import Server
    from tui.panes.pane import Pane
    from tui.readings import Held, Picture


@dataclass(frozen=True)
class Status:
    """How the program itself is doing.

    Attributes:
        clock: The time now, which a pause does not stop.
        paused: Since when the picture stands still.
        note: Something the user should know, such as a theme that was left out.
    """

    clock: datetime
    paused: datetime | None = None
    demo: bool = False
    read_only: bool = True
    note: str = ""


def header(status: Status, picture: Picture, cells: int) -> Line:
    """The top line: ` passerelle  ● live   http://qdrant:6333 1.18.3   managers 36   read-only`."""
    parts: list[Line] = [
        ((" passerelle ", "strong"), *_state(status, picture)),
        (("demo", "accent"),) if status.demo else (),
        _server(picture.held.get("qdrant.server")),
        _managers(picture.held.get("managers")),
        (("read-only", "dim"),) if status.read_only else (("actions allowed", "look"),),
        ((status.note, "look"),) if status.note else (),
    ]
    return spread(joined(parts), ((f"{status.clock:%H:%M %Z} ", "dim"),), cells)


def _state(status: Status, picture: Picture) -> Line:
    if status.paused:
        return ((f" ▮▮ PAUSED since {status.paused:%H:%M:%S}", "look bold"),)
    if picture.gone:
        return ((f" ■ no more readings: {picture.gone}", "act"),)
    if not picture.held:
        return ((" … starting", "dim"),)
    return ((" ●", "fine"), (" live", "text"))


def _server(held: Held | None) -> Line:
    if held is None or (held.value is None and held.error is None):
        return ()
    if held.value is None:
        kind = held.error.kind if held.error else ""
        if kind == "unconfigured":
            return (("○ no Qdrant", "unknown"),)
        return ((f"■ Qdrant {tail(held.target, 40)} {kind}", "act"),)
    server = cast("Server", held.value)
    role = "act" if held.error else "text"
    words = ((tail(server.url, 40), role), (f" {server.version}", "dim"))
    if server.embedded and "embedded" not in server.version:
        return (*words, (" embedded", "look"))
    return words


def _managers(held: Held | None) -> Line:
    if held is None or held.value is None:
        return ()
    managers = cast("Ecosystem", held.value).managers
    return (("managers ", "dim"), (str(sum(not item.shared for item in managers)), "text"))


def verdicts(panes: Iterable[Pane], current: str, cells: int) -> Line:
    """One word and mark a pane, for screens that hold one pane at a time."""
    spans: list[tuple[str, str]] = [(" ", "")]
    for place, pane in enumerate(panes, start=1):
        mark = MARKS[pane.verdict[0]]
        role = "accent" if current == pane.NAME else "title"
        spans += [(f"{place} {pane.TITLE.lower()} ", role), (f"{mark.glyph}  ", mark.role)]
    return spread(tuple(spans), (), cells)


def ticker(picture: Picture, cells: int) -> Line:
    """The latest events, as many as fit."""
    lines = [((" ", ""), *event_line(event)) for event in picture.events[:3]]
    if not lines:
        return ((" no change seen since start", "dim"),)
    return spread(joined(lines, ("  ", "")), (), cells)


def footer(pane: Pane, zoomed: bool, cells: int) -> Line:
    """The keys that matter here."""
    places = pane.places()
    hints: list[tuple[str, str]] = [("1-9", "pane")]
    for action in ACTIONS:
        if action.hint and action.where in {*places, PANE, EVERYWHERE}:
            if action.id == "zoom" and zoomed:
                hints.append(("Esc", "back"))
            else:
                hints.append((key_words(action.keys[0]), action.hint))
    parts: Sequence[Line] = [((key, "text"), (f" {word}", "dim")) for key, word in hints]
    return spread(((" ", ""), *joined(parts, ("  ", ""))), (), cells)
