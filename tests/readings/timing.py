"""Latencies of searches beside a migration."""

from datetime import timedelta

from backend.model.latency_history import EndpointHistory, LatencyHistory
from backend.model.qdrant import Bucket, EndpointWindow, Latency, OwnTiming, Quantile
from tests.readings.said import NOW, URL

_BOUNDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)


def endpoint(
    path: str, counts: tuple[int, ...], quantiles: tuple[Quantile, ...], method: str = "POST"
) -> EndpointWindow:
    """One endpoint's window with counts for the first buckets."""
    uppers: tuple[float | None, ...] = (*_BOUNDS, None)
    padded = (*counts, *([0] * (len(uppers) - len(counts))))
    buckets = tuple(
        Bucket(upper=upper, count=count) for upper, count in zip(uppers, padded, strict=True)
    )
    return EndpointWindow(
        method=method,
        endpoint=path,
        requests=sum(counts),
        mean=0.0031,
        buckets=buckets,
        quantiles=quantiles,
    )


def quantile(q: float, low: float, high: float | None) -> Quantile:
    """An interval in milliseconds, for reading ease."""
    return Quantile(q=q, low=low / 1000, high=None if high is None else high / 1000)


def latency() -> Latency:
    """A search load beside the migration's own writing."""
    return Latency(
        url=URL,
        seconds=60,
        endpoints=(
            endpoint(
                "/collections/{collection_name}/points/query",
                (612, 318, 218, 95, 36, 5),
                (quantile(0.5, 1, 2), quantile(0.95, 5, 10), quantile(0.99, 10, 20)),
            ),
            endpoint(
                "/collections/{collection_name}/points",
                (0, 0, 12, 40, 80, 66, 20, 4),
                (quantile(0.5, 10, 20), quantile(0.95, 50, 100), quantile(0.99, 100, 200)),
                method="PUT",
            ),
        ),
        own=(
            OwnTiming(
                request="POST points/query",
                count=12,
                p50=0.0021,
                p95=0.0079,
                p99=0.0084,
                mean=0.003,
            ),
            OwnTiming(
                request="GET /healthz",
                count=12,
                p50=0.0008,
                p95=0.012,
                p99=0.103,
                mean=0.004,
            ),
        ),
        scrape_bytes=18_000,
    )


def history(slices: int = 40) -> LatencyHistory:
    """Searches that slow down for a while, after a restart of the server."""
    return LatencyHistory(
        url=URL,
        seconds=10,
        ends=tuple(NOW - timedelta(seconds=10 * place) for place in reversed(range(slices))),
        restarts=(slices // 2,),
        endpoints=(
            EndpointHistory(
                method="POST",
                endpoint="/collections/{collection_name}/points/query",
                bounds=_BOUNDS,
                counts=tuple(_slice(place - slices // 2) for place in range(slices)),
            ),
        ),
    )


def _slice(after: int) -> tuple[int, ...]:
    """Counts per bucket, so many slices after the restart."""
    if after == 0:
        return ()
    slow = 0 <= after < 8
    counts = (20, 30, 40, 44, 25, 12, 2) if slow else (70, 44, 30, 12, 3, after % 3)
    return (*counts, *([0] * (len(_BOUNDS) + 1 - len(counts))))
