"""How long the requests took that we made ourselves, timed exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.widgets.marks import counted
from tui.widgets.text import Line, fit, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend.model.qdrant import OwnTiming

_TOLD = "p50", "p95", "p99"


def own_lines(timings: Sequence[OwnTiming]) -> list[Line]:
    """What was asked, then how that went: the end is cut where there is little room."""
    requests = max((width(one.request) for one in timings), default=0)
    figures = [[milliseconds(value) for value in (one.p50, one.p95, one.p99)] for one in timings]
    rooms = [max(map(len, column)) for column in zip(*figures, strict=True)]
    lines: list[Line] = []
    for one, values in zip(timings, figures, strict=True):
        parts = zip(_TOLD, values, rooms, strict=True)
        told = "  ".join(f"{name} {value:>{room}}" for name, value, room in parts)
        lines.append(
            (
                ("   own ", "dim"),
                (f"{fit(one.request, requests)}  ", "text"),
                (f"■ {counted(one.errors, 'error')}  " if one.errors else "", "act"),
                (f"{told} ms", "text"),
                (f", exact of {one.count}", "dim"),
            )
        )
    return lines


def milliseconds(seconds: float | None) -> str:
    """A measured time with three digits, in milliseconds and without saying so."""
    if seconds is None:
        return "?"
    value = seconds * 1000
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
