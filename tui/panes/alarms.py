"""Limits that do not hold, above what the pane shows that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tui.widgets.marks import bytes_words
from tui.widgets.text import Line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.model.alerts import Alert, Alerts
    from tui.readings import Picture


def alarms(picture: Picture, probes: Iterable[str]) -> list[Line]:
    """One line an alert that fires and rests on what these probes say."""
    held = picture.held.get("alerts")
    if held is None or held.value is None or held.state(picture.now) == "stale":
        return []
    found = cast("Alerts", held.value).alerts
    return [_line(one) for one in found if one.state == "firing" and one.probe in probes]


def _line(alert: Alert) -> Line:
    word = "below" if alert.at_least else "beyond"
    said = f" ■ {alert.title} {word} {_amount(alert)} since {alert.since.astimezone():%H:%M:%S}"
    return ((said, "act"), (f"  {alert.evidence}", "text"))


def _amount(alert: Alert) -> str:
    """The limit with its unit."""
    match alert.unit:
        case "s":
            return f"{alert.limit * 1000:g} ms"
        case "bytes":
            return bytes_words(alert.limit)
        case "%":
            return f"{alert.limit:g} %"
        case "points/s":
            return f"{alert.limit:,g} points/s"
