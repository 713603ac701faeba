"""Two windows side by side: before and after a migration, or one server and another."""

from collections.abc import Iterable
from typing import Literal

from backend.model.latency_history import EndpointComparison, QuantileChange
from backend.model.qdrant import EndpointWindow, Quantile


def compare(
    before: Iterable[EndpointWindow], after: Iterable[EndpointWindow]
) -> tuple[EndpointComparison, ...]:
    """The endpoints that both windows have requests of, in the order of `after`."""
    known = {(line.method, line.endpoint): line for line in before if line.requests}
    return tuple(
        _compared(known[line.method, line.endpoint], line)
        for line in after
        if line.requests and (line.method, line.endpoint) in known
    )


def _compared(before: EndpointWindow, after: EndpointWindow) -> EndpointComparison:
    old = {quantile.q: quantile for quantile in before.quantiles}
    return EndpointComparison(
        method=after.method,
        endpoint=after.endpoint,
        requests_before=before.requests,
        requests_after=after.requests,
        mean_before=before.mean,
        mean_after=after.mean,
        quantiles=tuple(
            QuantileChange(q=new.q, before=old[new.q], after=new, verdict=_verdict(old[new.q], new))
            for new in after.quantiles
            if new.q in old
        ),
    )


def _verdict(before: Quantile, after: Quantile) -> Literal["faster", "slower", "cannot tell"]:
    """What two intervals can say of the values in them: something only where they do not overlap.

    An interval is open at its lower end: with `after` up to 5 ms and `before` above 5 ms, the
    one is truly below the other.
    """
    if after.high is not None and after.high <= before.low:
        return "faster"
    if before.high is not None and before.high <= after.low:
        return "slower"
    return "cannot tell"
