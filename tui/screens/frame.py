"""The lines around the panes: what is watched and how, the verdicts, what happened, the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, cast

from tui.actions import EVERYWHERE, PANE
from tui.panes.happened import event_line, happened
from tui.widgets.keys import key_words
from tui.widgets.marks import MARKS, age_words
from tui.widgets.text import (
    Line,
    crop,
    crop_line,
    joined,
    line_width,
    spread,
    tail,
    width,
    words,
    wrap,
)

if TYPE_CHECKING:
    from backend.model.actions import Actions
    from backend.model.ecosystem import Ecosystem
    from backend.model.qdrant import Server
    from tui.panes.pane import Pane
    from tui.panes.told import Told
    from tui.readings import Held, Picture


_NO_NAME = -1
"""Not even the current pane's name fits; its key stands out by its colour."""

_LEAST_NAME = 3
"""Letters; a name cut shorter tells less than the pane's key."""


class Status(NamedTuple):
    """How the program itself is doing.

    Attributes:
        clock: The time now, which a pause does not stop.
        paused: Since when the picture stands still.
        replay: Name of the recording that is shown; the time is then that of the recording.
        note: Something the user should know, such as a theme that was left out.
    """

    clock: datetime
    paused: datetime | None = None
    demo: bool = False
    replay: str = ""
    read_only: bool = True
    note: str = ""


_LEAST_NOTE = 24
"""Cells that a note needs to be told beside the address instead of a part of it."""

_LEAST_ALWAYS = 2
"""Keys that matter everywhere and are told in any width: leave, help."""

_LEAST_EVENT = 48
"""Cells that a further event needs to tell something though it is cut short."""

_CUTS = 6

_LEAST_SCREEN = (24, 6)
"""Cells and rows in which a pane's title, two of its lines and the keys can be read."""


def header(status: Status, picture: Picture, cells: int) -> Line:
    """The top line: ` passerelle  ● live   http://qdrant:6333 1.18.3   managers 36   read-only`.

    What is watched, whether it is a demo or a recording, and what the screen may do are told in
    every width that has room for them. Where it is too long, the number of managers goes, then the
    address's scheme, its version, its beginning, then the program's name, and the clock last.
    """
    for cut in range(_CUTS + 1):
        clock = words(f"{status.clock:%H:%M %Z} ", "dim") if cut < _CUTS else ()
        line = _told(status, picture, cut)
        left = cells - line_width(line) - line_width(clock) - 1
        least = min(_LEAST_NOTE, width(status.note)) + 3 if status.note and cut < 3 else 0
        if left >= least or cut == _CUTS:
            break
    if status.note and left > 4:
        line = (*line, ("  ", ""), (crop(status.note, left - 2), "look"))
    return spread(line, clock, cells)


def _told(status: Status, picture: Picture, cut: int) -> Line:
    """The line without note and clock, so many things left out."""
    name = ((" passerelle ", "strong"),) if cut < 5 else ()
    state = _state(status, picture)
    if cut > 3:
        state = crop_line(state, 12)
    demo = words("demo", "accent") if status.demo else ()
    if status.replay:
        demo = words(f"replay of {tail(status.replay, 24 if cut < 4 else 8)}", "look")
    server = _server(picture.held.get("qdrant.server"), room=40 if cut < 4 else 12, short=cut > 1)
    target = server[: 1 if cut > 2 else None]
    known = _managers(picture.held.get("managers")) if cut < 1 else ()
    may = (
        words("actions allowed", "look") if _may_act(status, picture) else words("read-only", "dim")
    )
    gap = ("  " if cut > 1 else "   ", "")
    return joined([(*name, *state), demo, target, known, may], gap)


def _may_act(status: Status, picture: Picture) -> bool:
    """Whether both this screen and the backend, which may be another's, were started so."""
    held = picture.held.get("actions")
    backend = cast("Actions | None", held.value if held else None)
    return not status.read_only and (backend is None or backend.allowed)


def _state(status: Status, picture: Picture) -> Line:
    if status.paused:
        return words(f" ▮▮ PAUSED since {status.paused:%H:%M:%S %Z}", "look bold")
    if status.replay:
        return words(f" ◌ {picture.gone or 'recorded'}", "stale")
    if picture.gone:
        return words(f" ■ no more readings: {picture.gone}", "act")
    if not picture.held:
        return words(" … starting", "dim")
    if silence := picture.silence():
        return words(f" ◌ no reading for {age_words(silence)}", "stale")
    return ((" ●", "fine"), (" live", "text"))


def _server(held: Held | None, *, room: int, short: bool) -> Line:
    if held is None or (held.value is None and held.error is None):
        return ()
    address = held.target.split("://")[-1] if short else held.target
    if held.value is None:
        failure = held.error.kind if held.error else ""
        if failure == "unconfigured":
            return words("○ no Qdrant", "unknown")
        return words(f"■ Qdrant {tail(address, room)} {failure}", "act")
    if held.error is not None:
        return words(f"■ {tail(address, room)} {held.error.kind}", "act")
    server = cast("Server", held.value)
    version = f" {server.version}"
    kind = " embedded" if server.embedded and "embedded" not in server.version else ""
    return ((tail(address, room), "text"), (version, "dim"), (kind, "look"))


def _managers(held: Held | None) -> Line:
    if held is None or held.value is None:
        return ()
    managers = cast("Ecosystem", held.value).managers
    return (("managers ", "dim"), (str(sum(item.is_manager for item in managers)), "text"))


def too_small(cells: int, rows: int) -> list[Line]:
    """What is said instead of everything where it has no room; empty where it has some."""
    if cells >= _LEAST_SCREEN[0] and rows >= _LEAST_SCREEN[1]:
        return []
    least = "×".join(map(str, _LEAST_SCREEN))
    for said in (f"{cells}×{rows} is too small, {least} would do", f"needs {least}", least):
        lines = wrap(said, max(1, cells))
        if len(lines) <= rows and " ".join(lines) == said:
            return [words(line, "look") for line in lines]
    return [words("▲", "look")]


def verdicts(told: Sequence[Told], current: str, cells: int) -> Line:
    """Key, name and mark of every pane, for screens that hold one pane at a time.

    Names are cut, then left out, as far as it takes to show every mark; the current pane keeps
    its own as long as it can.
    """
    longest = max(len(one.name) for one in told)
    line: Line = ()
    for letters in (*range(longest, _LEAST_NAME - 1, -1), 0, _NO_NAME):
        parts = (_verdict(one, current, letters) for one in told)
        line = ((" ", ""), *joined(parts, ("  " if letters == longest else " ", "")))
        if line_width(line) <= cells:
            break
    return spread(line, (), cells)


def _verdict(told: Told, current: str, letters: int) -> Line:
    mark = MARKS[told.mark]
    here = current == told.name
    name = told.name if here else told.name[: max(0, letters)]
    said = f"{told.key} {name} " if name else f"{told.key} "
    if letters == _NO_NAME:
        said = told.key
    return ((said, "accent" if here else "title"), (mark.glyph, mark.role))


def ticker(picture: Picture, cells: int) -> Line:
    """The latest events, as many as fit; the last of them cut short where much of it fits."""
    told: Line = ()
    for event in happened(picture)[:3]:
        line = joined([told, ((" ", ""), *event_line(event, picture.now))], ("  ", ""))
        if told and line_width(line) > cells < line_width(told) + _LEAST_EVENT:
            break
        told = line
    return spread(told or words(" nothing happened yet", "dim"), (), cells)


def footer(pane: Pane, *, zoomed: bool, cells: int) -> Line:
    """The keys that matter here, and those that matter everywhere.

    Where there is little room, of the latter only how to leave and where all keys stand is told,
    and the last of the former go.
    """
    known = pane.look.keymap
    opening = {action.keys[0] for action in known.actions if action.id.startswith("open-")}
    here = [("0-9", "pane")] if opening.issuperset("0123456789") else []
    always = []
    for action in known.actions:
        if not action.hint:
            continue
        if action.where == EVERYWHERE:
            always.append((key_words(action.keys[0]), action.hint))
        elif action.id == "enter" and zoomed:
            here.append((known.told("back"), "back"))
        elif action.where in {*pane.places(), PANE}:
            here.append((key_words(action.keys[0]), action.hint))
    # The registry has them the least needed first.
    while len(always) > _LEAST_ALWAYS and not _fits(here, always, cells):
        always.pop(0)
    while here and not _fits(here, always, cells):
        here.pop()
    return spread(_keys(here), _everywhere(always), cells)


def _everywhere(always: Sequence[tuple[str, str]]) -> Line:
    return (*_keys(reversed(always)), (" ", ""))


def _fits(here: Sequence[tuple[str, str]], always: Sequence[tuple[str, str]], cells: int) -> bool:
    return line_width(_keys(here)) + line_width(_everywhere(always)) < cells


def _keys(hints: Iterable[tuple[str, str]]) -> Line:
    parts = [((f" {key}", "text"), (f" {hint}", "dim")) for key, hint in hints]
    return joined(parts, (" ", ""))
