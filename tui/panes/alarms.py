"""Limits that do not hold, above what the pane shows that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from tui.widgets.amounts import amount
from tui.widgets.text import Line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.model.alerts import Alert, Alerts
    from tui.readings import Picture


def firing(picture: Picture) -> list[Alert]:
    """The alerts that fire; none where nobody has told of them lately."""
    held = picture.held.get("alerts")
    if held is None or held.value is None or held.state(picture.now) == "stale":
        return []
    return [one for one in cast("Alerts", held.value).alerts if one.state == "firing"]


def alarms(picture: Picture, probes: Iterable[str]) -> list[Line]:
    """One line an alert that fires and rests on what these probes say, of whatever server."""
    return [alarm(one) for one in firing(picture) if one.probe.partition("@")[0] in probes]


def alarm(alert: Alert) -> Line:
    """One alert: ` ■ search p95 beyond 50 ms since 14:01:58  ⟨50–100⟩ ms of 1,284 requests`."""
    if alert.unit == "requests":
        said = f"{alert.title}: fewer than {alert.limit:g} are too many"
    else:
        word = "below" if alert.at_least else "beyond"
        said = f"{alert.title} {word} {amount(alert.limit, alert.unit)}"
    when = f" since {alert.since.astimezone():%H:%M:%S %Z}"
    # It stands for a while after its cause has gone, or cannot be seen any more.
    now = "" if alert.verdict == "beyond" else f"now {alert.verdict}: "
    return ((f" ■ {said}{when}", "act"), (f"  {now}{alert.evidence}", "text"))
