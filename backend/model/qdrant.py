"""Qdrant as seen from outside: its server, its collections, its latencies."""

from typing import Literal

from pydantic import AwareDatetime

from backend.model.base import Frozen


class Gap(Frozen):
    """Something that a server does not tell, which is another thing than zero or empty.

    Attributes:
        field: Which field of the model stays None or empty for it.
        reason: Why, in one sentence: `not in 1.15; Qdrant tells it from 1.17 on`.
        since: The release that brought it, such as `1.17`; empty where the release is not why.
    """

    field: str
    reason: str
    since: str = ""


class Server(Frozen):
    """One Qdrant server.

    Attributes:
        url: Address, without secrets.
        version: As it says itself.
        embedded: True for Passerelle's embedded server.
        started: When its process started, where `/telemetry` tells.
        limited: Why `/telemetry` told nothing; empty where it did.
    """

    kind: Literal["server"] = "server"
    url: str
    title: str
    version: str
    embedded: bool = False
    started: AwareDatetime | None = None
    cores: int | None = None
    ram_bytes: int | None = None
    disk_bytes: int | None = None
    limited: str = ""


class Collection(Frozen):
    """One collection. None means that this server does not say.

    Attributes:
        status: `green`, `yellow`, `grey` or `red`; `unknown` where `error` says why.
        points: Approximate number of points, as the server reports it.
        indexed: Approximate number of indexed vectors.
        vectors: Approximate number of vectors, which releases before 1.16 tell.
        optimizer: `ok`, or the optimizer's error.
        dimension, distance: Of its vector; None too where it has several.
        update_queue: Updates accepted and not yet applied.
        deferred: Points written that searches do not see before they are optimised.
        warnings: What the server warns of.
        created: When the collection was made.
        error: Why nothing but the name is known; empty where more is.
    """

    name: str
    status: str
    points: int | None = None
    indexed: int | None = None
    vectors: int | None = None
    segments: int | None = None
    optimizer: str = ""
    dimension: int | None = None
    distance: str | None = None
    update_queue: int | None = None
    deferred: int | None = None
    warnings: tuple[str, ...] | None = None
    created: AwareDatetime | None = None
    aliases: tuple[str, ...] = ()
    error: str = ""


class Collections(Frozen):
    """The collections of one server, by name.

    Attributes:
        aliases_known: False where the server does not tell aliases, or not with this key.
        version: The server's release; empty where it does not say.
        gaps: Fields of `Collection` that this release does not fill.
    """

    kind: Literal["collections"] = "collections"
    url: str
    collections: tuple[Collection, ...] = ()
    aliases_known: bool = True
    version: str = ""
    gaps: tuple[Gap, ...] = ()


class Bucket(Frozen):
    """One histogram bucket of a window.

    Attributes:
        upper: Upper bound in seconds, inclusive; None for infinity.
        count: Requests in this bucket alone (not cumulative).
    """

    upper: float | None
    count: int


class Quantile(Frozen):
    """The interval in which a quantile truly lies: what a histogram can honestly say.

    Attributes:
        q: 0 to 1.
        low: Lower bound in seconds, exclusive.
        high: Upper bound in seconds, inclusive; None where it is beyond the last bound.
    """

    q: float
    low: float
    high: float | None


class EndpointWindow(Frozen):
    """What one endpoint did between two scrapes.

    Attributes:
        method: HTTP method, or `gRPC`.
        endpoint: Route with normalised placeholders, `/collections/{collection_name}/points`.
        requests: Successful requests that were timed.
        errors: Requests that ended with another status than 200.
        mean: Seconds; exact, from the sums; None where there were no requests, or where the
            server (1.7) has no histogram, which leaves `buckets` and `quantiles` empty too.
    """

    method: str
    endpoint: str
    requests: int
    errors: int = 0
    mean: float | None = None
    buckets: tuple[Bucket, ...] = ()
    quantiles: tuple[Quantile, ...] = ()


class OwnTiming(Frozen):
    """Requests that Passerelle itself made and timed, exact, over the same window.

    Attributes:
        request: What was asked, such as `GET /healthz` or `POST points/query`.
        count: Requests that were answered with success.
        errors: Requests that were not.
        mean, p50, p95, p99, slowest: Seconds, of the answered ones; quantiles by nearest rank.
    """

    request: str
    count: int
    errors: int = 0
    mean: float | None = None
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    slowest: float | None = None


class Latency(Frozen):
    """Latencies of one server over one window.

    Attributes:
        seconds: Length of the window, between the two scrapes it rests on; 0 where there has
            been one scrape only.
        since_start: True where `endpoints` counts since the server started, because there is
            no earlier scrape to subtract.
        restarted: True where the server restarted within the window.
        endpoints: Endpoints with requests in the window, the busiest first.
        scrape_bytes: Size of the last `/metrics` answer.
        skipped_lines: Lines of it that made no sense.
        version: The server's release, as its metrics say.
        gaps: Fields of `EndpointWindow` that this release does not fill.
    """

    kind: Literal["latency"] = "latency"
    url: str
    seconds: float
    since_start: bool = False
    restarted: bool = False
    endpoints: tuple[EndpointWindow, ...] = ()
    own: tuple[OwnTiming, ...] = ()
    scrape_bytes: int = 0
    skipped_lines: int = 0
    version: str = ""
    gaps: tuple[Gap, ...] = ()
