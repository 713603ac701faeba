"""Latency over time: time goes to the right, slower is higher, more requests are denser."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from tui.panes.histogram import bound
from tui.widgets.text import Line, fit, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from backend.model.latency_history import EndpointHistory, LatencyHistory

_DENSITY = "·░▒▓█"
_LABEL = 9
_LIMIT = " ┄ limit"
_GAP = "┊"
_LONGEST_GAP = 30
"""Columns; a longer silence does not push everything else out of sight."""

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

    Buckets above the limit, in seconds, are drawn in another colour; time in which the server did
    not answer is a gap of dotted lines.
    """
    cells, rows = room
    across = max(1, cells - _LABEL - len(_LIMIT) - 3)
    columns = _columns(found, history)
    wide = 2 if 2 * len(columns) <= across else 1
    columns = columns[-(across // wide) :]
    counts = [one.counts for one in columns]
    bounds: tuple[float | None, ...] = (*found.bounds, None)
    most = max((count for slice_ in counts for count in slice_), default=0)
    lines: list[Line] = []
    for place in reversed(_buckets(counts, bounds, limit, rows - 1)):
        upper = bounds[place]
        drawn = "".join(_cell(one, place, most) * wide for one in columns)
        late = limit is not None and (upper is None or upper > limit)
        lines.append(
            (
                (fit(bound(upper), _LABEL, "right"), "dim"),
                (" │", "rule"),
                (drawn, "look" if late else "bar"),
                (_LIMIT if limit is not None and upper == limit else "", "title"),
            )
        )
    return [*lines, _times(columns, wide, zone)]


@dataclass(frozen=True)
class _Column:
    """One slice of time, or as much time in which nobody could look.

    Attributes:
        ended: None of a time in which nobody could look.
        counts: Requests per bucket; empty where there were none.
    """

    ended: datetime | None
    counts: Sequence[int] = ()
    restarted: bool = False


def _columns(found: EndpointHistory, history: LatencyHistory) -> list[_Column]:
    """The slices, with gaps between them as long as the server was silent."""
    missed = dict(history.silences)
    columns: list[_Column] = []
    for place, (ended, counts) in enumerate(zip(history.ends, found.counts, strict=True)):
        columns += [_Column(None)] * min(missed.get(place, 0), _LONGEST_GAP)
        columns.append(_Column(ended, counts, place in history.restarts))
    return columns


def _cell(column: _Column, place: int, most: int) -> str:
    if column.ended is None:
        return _GAP
    return _density(column.counts[place] if column.counts else 0, most)


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


def _times(columns: Sequence[_Column], wide: int, zone: tzinfo | None) -> Line:
    """When slices ended, and between the times the restarts of the server."""
    shown = len(columns)
    text = [" "] * (_LABEL + 2 + max(_TIME, wide * shown))
    for place, column in enumerate(columns):
        if column.restarted:
            text[_LABEL + 2 + place * wide] = "▲"
    for place in range(0, max(0, shown - _TIME // wide // 2), _TIME // wide):
        start, ended = _LABEL + 2 + place * wide, columns[place].ended
        if ended is not None and "▲" not in text[start - 1 : start + 6]:
            text[start : start + 5] = f"{ended.astimezone(zone):%H:%M}"
    return words("".join(text).rstrip(), "dim")
