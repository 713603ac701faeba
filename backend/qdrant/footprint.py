"""What our looking costs a server."""

import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import httpx

from backend.model.qdrant import Watching

SECONDS = 60.0
"""How far back the cost is counted."""

SILENT = frozenset({"/", "/metrics", "/telemetry", "/healthz", "/readyz", "/livez"})
"""Paths that Qdrant leaves out of its log, from 1.8 on (`src/actix/mod.rs`)."""


class _Request(NamedTuple):
    at: float
    bytes: int
    logged: bool


class Footprint:
    """The requests made to one server in the last minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._requests: deque[_Request] = deque()

    def record(self, response: httpx.Response) -> None:
        """Add an answered request, as large as it was on the wire."""
        request = response.request
        size = (
            _head(request.headers)
            + len(request.url.raw_path)
            + _head(response.headers)
            + response.num_bytes_downloaded
        )
        self._requests.append(_Request(self._clock(), size, request.url.path not in SILENT))

    def summary(self) -> Watching | None:
        """The cost per second; None before the first second is over."""
        now = self._clock()
        seconds = min(SECONDS, now - self._began)
        while self._requests and self._requests[0].at < now - SECONDS:
            self._requests.popleft()
        if seconds < 1:
            return None
        return Watching(
            seconds=seconds,
            requests_per_second=len(self._requests) / seconds,
            bytes_per_second=sum(one.bytes for one in self._requests) / seconds,
            log_lines_per_second=sum(one.logged for one in self._requests) / seconds,
        )


def _head(headers: httpx.Headers) -> int:
    """Bytes of a head: its lines, each with a colon, a space and an end; and the first line."""
    return sum(len(name) + len(value) + 4 for name, value in headers.raw) + 16
