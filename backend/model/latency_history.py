"""Latencies over time, and two windows of them side by side."""

from typing import Literal

from pydantic import AwareDatetime

from backend.model.base import Frozen
from backend.model.qdrant import Quantile


class EndpointHistory(Frozen):
    """How long the requests of one endpoint took, slice by slice.

    Attributes:
        method, endpoint: As in `EndpointWindow`.
        bounds: Upper bounds of the buckets in seconds, ascending; one more bucket lies beyond.
        counts: For each of the history's `ends` the requests per bucket, `len(bounds) + 1` of
            them; empty where there were none.
    """

    method: str
    endpoint: str
    bounds: tuple[float, ...]
    counts: tuple[tuple[int, ...], ...]


class LatencyHistory(Frozen):
    """Latencies over time, the oldest slice first.

    Attributes:
        seconds: Length of a slice; a slow server makes some longer.
        ends: When each slice ended, by the clock of the machine that looked.
        restarts: Places in `ends` of the slices in which the server restarted.
        silences: Slices in which it did not answer for long: place in `ends`, and how many slices'
            time passed before it. What happened then is counted, but not when.
        endpoints: The busiest endpoints, the busiest first.
    """

    kind: Literal["latency_history"] = "latency_history"
    url: str
    seconds: float
    ends: tuple[AwareDatetime, ...] = ()
    restarts: tuple[int, ...] = ()
    silences: tuple[tuple[int, int], ...] = ()
    endpoints: tuple[EndpointHistory, ...] = ()


class QuantileChange(Frozen):
    """One quantile in two windows.

    Attributes:
        verdict: `cannot tell` where the two intervals overlap.
    """

    q: float
    before: Quantile
    after: Quantile
    verdict: Literal["faster", "slower", "cannot tell"]


class EndpointComparison(Frozen):
    """One endpoint in two windows.

    Attributes:
        mean_before, mean_after: Seconds, exact; None where the server has no histogram.
    """

    method: str
    endpoint: str
    requests_before: int
    requests_after: int
    mean_before: float | None = None
    mean_after: float | None = None
    quantiles: tuple[QuantileChange, ...] = ()
