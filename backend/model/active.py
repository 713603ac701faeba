"""Searches that Passerelle makes to time a Qdrant by."""

from typing import Literal

from backend.model.base import Frozen
from backend.model.qdrant import Watching


class ActiveTimings(Frozen):
    """Searches made at a fixed rate, over the last minute.

    A search counts from the moment it was due, so that one which had to wait for a busy server
    has waited. Quantiles are within 1 % of the truth.

    Attributes:
        request: What is asked, such as `POST /collections/tasks/points/query`.
        rate: Searches a second, as asked for.
        seconds: How far back this reaches.
        count: Searches that were answered.
        errors: Searches that were not.
        missed: Searches never sent, because the server could not follow.
        mean, p50, p90, p95, p99, slowest: Seconds; mean and slowest are exact.
        load: What this costs the server, beside all other looking.
    """

    kind: Literal["active"] = "active"
    url: str
    request: str
    rate: float
    seconds: float
    count: int
    errors: int = 0
    missed: int = 0
    mean: float | None = None
    p50: float | None = None
    p90: float | None = None
    p95: float | None = None
    p99: float | None = None
    slowest: float | None = None
    load: Watching | None = None
