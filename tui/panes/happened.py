"""What happened, and how one event is told wherever it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tui.widgets.marks import MARKS

if TYPE_CHECKING:
    from datetime import datetime

    from backend.model.event import Event, Events
    from tui.readings import Picture
    from tui.widgets.text import Line


def happened(picture: Picture) -> tuple[Event, ...]:
    """What is known to have happened, the latest first."""
    held = picture.held.get("events")
    return cast("Events", held.value).events if held and held.value else ()


def event_line(event: Event, now: datetime) -> Line:
    """One event: `14:01:58 ▲ qdrant.collections  collection tasks yellow → green`."""
    mark = MARKS[event.mark]
    at = event.at.astimezone(now.tzinfo)
    day = "" if at.date() == now.date() else f"{at:%m-%d} "
    return (
        (f"{day}{at:%H:%M:%S %Z} ", "dim"),
        (f"{mark.glyph} ", mark.role),
        (f"{event.source}  ", "dim"),
        (event.text, "text"),
    )
