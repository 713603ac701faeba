"""Which limit a route of Qdrant has."""

from typing import Literal

Work = Literal["search", "bulk", "simple"]
"""What a request asks of a server: a search; a write of many points, whose time is that of its size
and which has no limit of latency; or something simpler than both."""

_SEARCHES = ("query", "search", "recommend", "discover")
_BULK = ("/batch", "updatebatch", "updatevectors", "upsert")


def work(method: str, endpoint: str) -> Work:
    """What a route asks of a server, by its HTTP method (or `gRPC`) and its path."""
    route = endpoint.lower().rstrip("/")
    if any(word in route for word in _SEARCHES):
        return "search"
    return "bulk" if method == "PUT" or route.endswith(_BULK) else "simple"
