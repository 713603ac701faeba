"""All endpoints at a glance, below the histogram of the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.panes.histogram import span
from tui.panes.limits import TOLD, Limits, against, quantile
from tui.widgets.marks import MARKS
from tui.widgets.text import Line, fit, tail, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.model.qdrant import EndpointWindow

_VERDICTS = {"within": "fine", "beyond": "act", "cannot tell": "unknown", "no limit": "fine"}
_FIGURES = 54
"""Cells of a row beside the endpoint's name."""


def endpoint_lines(
    endpoints: Iterable[EndpointWindow], chosen: EndpointWindow, limits: Limits, cells: int
) -> list[Line]:
    """One line an endpoint: requests, errors and the interval of each quantile, by name."""
    room = max(16, cells - _FIGURES - 4)
    figures = f"{'REQUESTS':>9}{'ERRORS':>8}{'p50 ms':>12}{'p95 ms':>12}{'p99 ms':>12}"
    header = words(f"   {'ENDPOINT':<{room}}{figures}", "dim")
    rows = sorted(endpoints, key=lambda item: (item.method, item.endpoint))
    return [(), header, *(_line(item, limits, room, chosen=item is chosen) for item in rows)]


def _line(item: EndpointWindow, limits: Limits, room: int, *, chosen: bool) -> Line:
    p95 = quantile(item, 0.95)
    mark = MARKS[_VERDICTS[against(p95, limits.of(item))] if p95 and item.requests else "unknown"]
    route = item.endpoint.replace("{collection_name}", "*")
    name = f"{item.method} {tail(route, room - 2 - len(item.method))}"
    intervals = (quantile(item, q) for q in TOLD)
    told = "".join(fit(span(one) if one else "?", 12, "right") for one in intervals)
    return (
        ("▸" if chosen else " ", "accent"),
        (f"{mark.glyph} ", mark.role),
        (fit(name, room), "strong" if chosen else "text"),
        (f"{item.requests:>9,}", "text"),
        (f"{item.errors:>8,}", "act" if item.errors else "dim"),
        (told, "text"),
    )
