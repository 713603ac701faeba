"""The plan's limits on latency, and what a histogram can say about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from backend.model.qdrant import EndpointWindow, Quantile

SEARCH_LIMIT = 0.050
SIMPLE_LIMIT = 0.100
"""The plan's limits in seconds: p95 of a search, and of any simpler request."""

TOLD = (0.50, 0.95, 0.99)
"""The quantiles that are told, of those that were estimated."""

_SEARCHES = ("query", "search", "recommend", "discover")


def is_search(item: EndpointWindow) -> bool:
    """Whether an endpoint searches, so that the stricter limit holds for it."""
    return any(word in item.endpoint for word in _SEARCHES)


def limit(item: EndpointWindow) -> float:
    """The plan's limit for an endpoint's p95, in seconds."""
    return SEARCH_LIMIT if is_search(item) else SIMPLE_LIMIT


def quantile(item: EndpointWindow, q: float) -> Quantile | None:
    """One of the quantiles that were estimated, or None."""
    return next((one for one in item.quantiles if one.q == q), None)


def against(found: Quantile, seconds: float) -> Literal["within", "beyond", "cannot tell"]:
    """Whether a quantile keeps a limit, as far as the interval it lies in tells."""
    if found.high is not None and found.high <= seconds:
        return "within"
    return "beyond" if found.low >= seconds else "cannot tell"
