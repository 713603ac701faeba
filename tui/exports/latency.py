"""Latencies by endpoint as a table: each quantile as the interval in which the truth lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from backend.model.qdrant import EndpointWindow
from tui.exports.sheet import Sheet, Value

QUANTILES = (0.5, 0.9, 0.95, 0.99)

HEAD = (
    "method",
    "endpoint",
    "collection",
    "requests",
    "errors",
    "mean s",
    *(f"p{100 * one:g} {side} s" for one in QUANTILES for side in ("from", "to")),
)


def latency_sheet(endpoints: Iterable[EndpointWindow], about: Mapping[str, str]) -> Sheet:
    """One row an endpoint.

    Returns:
        Times in seconds; an upper end that is unknown lies beyond the histogram's last bucket.
    """
    return Sheet("latency", HEAD, [_row(one) for one in endpoints], about)


def _row(one: EndpointWindow) -> tuple[Value, ...]:
    known = {found.q: found for found in one.quantiles}
    ends: list[Value] = []
    for wanted in QUANTILES:
        found = known.get(wanted)
        ends += [found.low, found.high] if found else [None, None]
    return (one.method, one.endpoint, one.collection, one.requests, one.errors, one.mean, *ends)
