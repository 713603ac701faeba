"""Events: what changed and when, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui.panes.rows import Row, RowsPane, Table
from tui.panes.states import Body
from tui.widgets.marks import MARKS, worst
from tui.widgets.text import Line

if TYPE_CHECKING:
    from tui.events import Event
    from tui.readings import Picture


class EventsPane(RowsPane):
    """Pane 9: needs no probe of its own, so it is never loading."""

    NAME: ClassVar = "events"
    TITLE: ClassVar = "EVENTS"
    PROBES: ClassVar = ()

    def judged(self, picture: Picture, cells: int, rows: int) -> Body:
        """Draw what happened; an empty list is a fact here."""
        return self.body(picture, cells, rows)

    def table(self, picture: Picture, cells: int, rows: int) -> Table:
        """One row an event."""
        events = picture.events
        hour_ago = [item for item in events if (picture.now - item.at).total_seconds() < 3600]
        # What still fails says so in its own pane; here it has been.
        mark = "look" if worst(*(item.mark for item in hour_ago)) in {"look", "act"} else "fine"
        verdict = f"{len(hour_ago)} in the last hour" if events else "nothing happened yet"
        rows_ = [
            Row(f"{item.at.isoformat()} {item.source} {item.text}", event_line(item))
            for item in events
        ]
        return Table(mark, verdict, rows_, empty=((("   ● no change seen since start", "fine"),),))


def event_line(event: Event) -> Line:
    """One event: `14:01:58 ▲ qdrant.collections  collection tasks yellow → green`."""
    mark = MARKS[event.mark]
    return (
        (f"{event.at:%H:%M:%S} ", "dim"),
        (f"{mark.glyph} ", mark.role),
        (f"{event.source}  ", "dim"),
        (event.text, "text"),
    )
