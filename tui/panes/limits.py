"""The limits on latency, and what a histogram can say about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from backend.model.routes import work

if TYPE_CHECKING:
    from backend.model.alerts import Alert, Alerts
    from backend.model.qdrant import EndpointWindow, Quantile
    from tui.readings import Picture

TOLD = (0.50, 0.95, 0.99)
"""The quantiles that are told, of those that were estimated."""

_SEARCH, _SIMPLE = "search_p95", "simple_p95"


def is_search(item: EndpointWindow) -> bool:
    """Whether an endpoint searches, so that the stricter limit holds for it."""
    return work(item.method, item.endpoint) == "search"


@dataclass(frozen=True)
class Limits:
    """The most that the p95 of an endpoint may take, in seconds; the plan's own by default.

    Attributes:
        search, simple: Of a search, and of any simpler request.
        alerts: What the backend says of these two, by name.
    """

    search: float = 0.050
    simple: float = 0.100
    alerts: tuple[Alert, ...] = ()

    def of(self, item: EndpointWindow) -> float | None:
        """The limit for an endpoint; None for writes in bulk, as for the backend's alerts."""
        match work(item.method, item.endpoint):
            case "search":
                return self.search
            case "simple":
                return self.simple
            case "bulk":
                return None

    def pending(self, item: EndpointWindow) -> Alert | None:
        """The alert about such endpoints that waits until the limit is broken for long enough."""
        name = _SEARCH if is_search(item) else _SIMPLE
        waiting = (one for one in self.alerts if one.name == name and one.state == "pending")
        return next(waiting, None)


def limits(picture: Picture) -> Limits:
    """Those that the backend's alerts follow, or the plan's where it says none."""
    held = picture.held.get("alerts")
    told = cast("Alerts", held.value).alerts if held and held.value else ()
    found = {one.name: one.limit for one in told}
    return Limits(
        found.get(_SEARCH, Limits.search),
        found.get(_SIMPLE, Limits.simple),
        tuple(one for one in told if one.name in (_SEARCH, _SIMPLE)),
    )


def quantile(item: EndpointWindow, q: float) -> Quantile | None:
    """One of the quantiles that were estimated, or None."""
    return next((one for one in item.quantiles if one.q == q), None)


def against(
    found: Quantile, seconds: float | None
) -> Literal["within", "beyond", "cannot tell", "no limit"]:
    """Whether a quantile keeps a limit, as far as the interval it lies in tells."""
    if seconds is None:
        return "no limit"
    if found.high is not None and found.high <= seconds:
        return "within"
    return "beyond" if found.low >= seconds else "cannot tell"
