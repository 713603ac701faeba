"""Latency over time: time goes to the right, slower is higher, more requests are denser."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from tui.panes.histogram import bound
from tui.widgets.text import Line, fit, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from backend.model.latency_history import EndpointHistory, LatencyHistory

_DENSITY = "·░▒▓█"
_LABEL = 9
_LIMIT = " ┄ limit"
_TIME = 12
"""Cells between two times below the map."""


def heatmap(
    found: EndpointHistory,
    history: LatencyHistory,
    limit: float | None,
    zone: tzinfo | None,
    room: tuple[int, int],
) -> list[Line]:
    """The latest slices of one endpoint in so many cells and rows, with the times below.

    Buckets above the limit, in seconds, are drawn in another colour.
    """
    cells, rows = room
    across = max(1, cells - _LABEL - len(_LIMIT) - 3)
    wide = 2 if 2 * len(history.ends) <= across else 1
    counts = found.counts[-(across // wide) :]
    bounds: tuple[float | None, ...] = (*found.bounds, None)
    most = max((count for slice_ in counts for count in slice_), default=0)
    lines: list[Line] = []
    for place in reversed(_buckets(counts, bounds, limit, rows - 1)):
        upper = bounds[place]
        column = "".join(_density(slice_[place] if slice_ else 0, most) * wide for slice_ in counts)
        late = limit is not None and (upper is None or upper > limit)
        lines.append(
            (
                (fit(bound(upper), _LABEL, "right"), "dim"),
                (" │", "rule"),
                (column, "look" if late else "bar"),
                (_LIMIT if limit is not None and upper == limit else "", "title"),
            )
        )
    return [*lines, _times(history, len(counts), wide, zone)]


def _buckets(
    counts: Sequence[Sequence[int]], bounds: Sequence[float | None], limit: float | None, rows: int
) -> range:
    """The buckets to draw: those that hold requests and that of the limit, the slowest first."""
    totals = [sum(column) for column in zip_longest(*counts, fillvalue=0)]
    told = [place for place, total in enumerate(totals) if total]
    if limit is not None:
        told += [place for place, upper in enumerate(bounds) if upper == limit]
    end = max(told, default=len(bounds) - 1) + 1
    return range(max(min(told, default=0), end - max(1, rows)), end)


def _density(count: int, most: int) -> str:
    if not count:
        return " "
    return _DENSITY[min(len(_DENSITY) - 1, count * len(_DENSITY) // (most + 1))]


def _times(history: LatencyHistory, shown: int, wide: int, zone: tzinfo | None) -> Line:
    """When slices ended, and between the times the restarts of the server."""
    ends = history.ends[-shown:] if shown else ()
    first = len(history.ends) - len(ends)
    text = [" "] * (_LABEL + 2 + max(_TIME, wide * shown))
    for place in history.restarts:
        if place >= first:
            text[_LABEL + 2 + (place - first) * wide] = "▲"
    for place in range(0, max(0, shown - _TIME // wide // 2), _TIME // wide):
        start = _LABEL + 2 + place * wide
        if "▲" not in text[start - 1 : start + 6]:
            text[start : start + 5] = f"{ends[place].astimezone(zone):%H:%M}"
    return words("".join(text).rstrip(), "dim")
