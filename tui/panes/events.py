"""Events: what happened and when, the latest first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from tui.panes.columns import Column, Scalar
from tui.panes.event_filter import keeps
from tui.panes.event_filter import words as words_of
from tui.panes.evidence import rule
from tui.panes.happened import event_line, happened
from tui.panes.later import Later
from tui.panes.row_filter import Filter, parsed
from tui.panes.rows import Row, RowsPane, Table
from tui.widgets.marks import flagged, worst
from tui.widgets.text import Line, line_width, words, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from backend.model.alerts import Alerts
    from backend.model.event import Event, Events
    from tui.readings import Picture
    from tui.widgets.canvas import Look


_COLUMNS = (
    Column("TIME"),
    Column("MARK", order=("unknown", "fine", "stale", "look", "act")),
    Column("SOURCE"),
    Column("KIND"),
    Column("SUBJECT"),
    Column("EVENT", telling=True),
)


class EventsPane(RowsPane):
    """One row an event."""

    NAME: ClassVar = "events"
    PROBES: ClassVar = ("events",)
    ALSO: ClassVar = ("alerts",)
    AGES: ClassVar = True
    GROWS: ClassVar = True

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._events: dict[str, Event] = {}

    def concerns(self) -> tuple[str, ...]:
        """The probe that told of the event under the cursor."""
        event = self._events.get(self._key_at(self._index()))
        return (event.source,) if event is not None else ()

    def keeps(self, row: Row) -> bool:
        """By kind, severity, subject, probe and time too."""
        now = self.picture.now if self.picture is not None else self._events[row.key].at
        return keeps(self._events[row.key], self.filter_text, now)

    def wanted(self) -> Filter:
        """What is looked for in the text, beside the named terms."""
        any_event = next(iter(self._events.values()), None)
        if any_event is None:
            return parsed(self.filter_text)
        found = words_of(self.filter_text, any_event, any_event.at)
        return Filter() if self.filter_text.startswith("!") and not found.problem else found

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """One row an event."""
        events = happened(picture)
        self._events = {f"{item.at.isoformat()} {item.source} {item.text}": item for item in events}
        hour_ago = [item for item in events if (picture.now - item.at).total_seconds() < 3600]
        # What still fails says so in its own pane; here it has been.
        mark = "look" if worst(*(item.mark for item in hour_ago)) in {"look", "act"} else "fine"
        return Table(
            mark,
            f"{len(hour_ago)} in the last hour" if events else "nothing happened yet",
            Later(partial(_rows, self._events, picture.now, cells)),
            above=_troubles(picture),
            empty=(words("   ● nothing happened since the first start", "fine"),),
            columns=_COLUMNS,
        )


def _rows(events: Mapping[str, Event], now: datetime, cells: int) -> list[Row]:
    return [
        Row(name, line, Later(partial(_detail, item.text, line, cells)), values=_values(item))
        for name, item in events.items()
        for line in (event_line(item, now),)
    ]


def _detail(text: str, line: Line, cells: int) -> list[Line]:
    """What happened, in whole; nothing where the row tells it already."""
    if line_width(line) < cells:
        return []
    return [rule(cells), *(words(f"   {part}", "strong") for part in wrap(text, cells - 4))]


def _values(item: Event) -> tuple[Scalar, ...]:
    at = item.at.astimezone().isoformat(timespec="seconds")
    return (at, item.mark, item.source, item.kind, item.subject, item.text)


def _troubles(picture: Picture) -> list[Line]:
    """Why events are lost or nobody is called."""
    lines: list[Line] = []
    events = cast("Events", picture.held["events"].value)
    if events.trouble:
        lines.append(flagged("look", f"not written down: {events.trouble}"))
    alerts = picture.held.get("alerts")
    trouble = cast("Alerts", alerts.value).trouble if alerts and alerts.value else ""
    if trouble:
        lines.append(flagged("act", f"the alert command: {trouble}"))
    return lines
